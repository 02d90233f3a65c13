"""What is read of a charge that was asked for before, of Stripe's own library and its answers."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
import stripe

from domain.money import Money
from domain.payments.model import PageState
from domain.payments.ports import Charge
from integrations.stripe.charges import charged
from tests.sandbox.payments import Till, open_till

KEY = "charge-abc"


@pytest.mark.parametrize(
    ("card", "confirm", "state"),
    [
        ("pm_card_visa", True, PageState.PAID),
        ("pm_card_chargeCustomerFail", True, PageState.FAILED),
        ("pm_card_visa", False, None),  # another process asks just now, and has no answer yet
    ],
)
async def test_only_what_has_ended_is_an_answer(card: str, confirm: bool, state: PageState | None) -> None:
    async with open_till() as till:
        cleo = await till.customer(card)
        await _asked_before(till, cleo.id, confirm=confirm)
        wanted = Charge(
            KEY, "Fee", Money(4500, "EUR"), cleo.id, "pm_1", datetime(2020, 1, 1, tzinfo=UTC), again=True
        )
        found = await charged(till.sdk, wanted)
        assert (found and found.state) == state


async def _asked_before(till: Till, customer: str, *, confirm: bool) -> None:
    kept = (await till.sdk.v1.customers.payment_methods.list_async(customer)).data[0]
    asked = till.charge(card=kept.id, customer=customer, confirm=confirm, metadata={"trainerhub": KEY})
    with suppress(stripe.CardError):  # the bank's answer, which is kept there
        await asked
