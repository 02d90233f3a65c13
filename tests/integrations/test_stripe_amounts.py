"""What is charged is what was shown, in every currency."""

import pytest

from domain.money import Money, read_money
from domain.payments.ports import Refused
from integrations.stripe.amounts import amount_of, money_of
from integrations.stripe.reads import read_session
from integrations.stripe.subscriptions import KEY


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("400 EUR", 40000),
        ("5,000 JPY", 5000),
        ("12.500 KWD", 12500),
        ("4,000 RSD", 400000),  # its hundredths are long out of use, and Stripe still counts them
        ("900 ISK", 90000),
        ("50,000 UGX", 5000000),
    ],
)
def test_an_amount_is_asked_for_in_the_units_of_stripe_and_read_back(shown: str, asked: int) -> None:
    price = read_money(shown, "EUR")
    assert amount_of(price) == asked
    assert money_of(asked, price.currency.lower()) == price
    session = {
        "metadata": {KEY: "pay-1-1"},
        "id": "cs_1",
        "status": "complete",
        "payment_status": "paid",
        "payment_intent": "pi_1",
        "amount_total": asked,
        "currency": price.currency.lower(),
        "url": None,
    }
    assert read_session(session).paid == price


def test_what_is_finer_than_can_be_charged_is_refused() -> None:
    with pytest.raises(Refused):
        amount_of(Money(12505, "KWD"))
    with pytest.raises(ValueError, match="finer"):
        money_of(400050, "rsd")
