"""What Stripe keeps, by the lines of its balance."""

from typing import Any

from domain.payments.ports import Kept
from integrations.stripe.amounts import money_of

EXPANDED = "data.source"


def read_line(line: dict[str, Any]) -> Kept | None:
    """None of what is about no payment: a payout, or what Stripe bills by itself."""
    source = line["source"]
    intent_id = source.get("payment_intent") if isinstance(source, dict) else None
    return Kept(line["id"], intent_id, money_of(line["fee"], line["currency"])) if intent_id else None
