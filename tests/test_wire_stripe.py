"""The check of Stripe's wire catches what it is there to catch."""

import pytest

from tests.wire_stripe import check_stripe_object, check_stripe_wire

ITEM = {
    "id": "li_1",
    "object": "item",
    "amount_discount": 0,
    "amount_subtotal": 100,
    "amount_tax": 0,
    "amount_total": 100,
    "currency": "eur",
}


def test_an_object_that_is_right_passes_and_is_counted() -> None:
    wire = [
        {"provider": "stripe", "direction": "to_bot", "payload": {"object": "list", "data": [ITEM, ITEM]}}
    ]
    assert check_stripe_wire(wire) == 2


def test_a_key_that_nobody_knows_is_caught() -> None:
    with pytest.raises(AssertionError, match=r"item has no {'amuont'}"):
        check_stripe_object({"data": [{**ITEM, "amuont": 1}]})


def test_a_key_that_is_promised_and_missing_is_caught() -> None:
    with pytest.raises(AssertionError, match=r"item lacks {'currency'}"):
        check_stripe_object({key: value for key, value in ITEM.items() if key != "currency"})
