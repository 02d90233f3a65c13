"""What Stripe says of the bill of a month."""

from typing import Any

import pytest

from domain.memberships.model import BillState
from integrations.stripe.subscriptions import read_bill


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("open", BillState.OPEN),
        ("uncollectible", BillState.OPEN),  # nobody asks for it any more, and its page still takes cards
        ("void", BillState.VOID),
    ],
)
def test_what_can_still_be_paid_is_open(status: str, state: BillState) -> None:
    invoice: dict[str, Any] = {
        "id": "in_1",
        "status": status,
        "total": 32000,
        "amount_paid": 0,
        "currency": "eur",
        "parent": {"subscription_details": {"subscription": "sub_1"}},
        "payments": {"data": []},
        "lines": {"data": [{"period": {"start": 1, "end": 2}}]},
        "hosted_invoice_url": "https://pay.example",
    }
    bill = read_bill(invoice)
    assert bill
    assert bill.state is state
