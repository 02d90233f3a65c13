"""What Stripe says of subscriptions, as the domain has it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from domain.memberships.model import BillState, State
from domain.memberships.ports import About, Billed, Standing
from domain.wallets.ports import Card
from integrations.stripe.amounts import money_of

KEY = "trainerhub"  # in the metadata of what is ours: the key that we asked for it with, or a token
SUBSCRIPTION_EVENTS = (
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "invoice.paid",
    "invoice.payment_failed",
)
CUSTOMER_EVENTS = ("customer.updated", "payment_method.attached", "payment_method.detached")
_STATES = {
    "trialing": State.ACTIVE,
    "active": State.ACTIVE,
    "past_due": State.PAST_DUE,
    "unpaid": State.PAST_DUE,
    "paused": State.PAUSED,
    "canceled": State.CANCELLED,
}
_BILLS = {
    "open": BillState.OPEN,
    "paid": BillState.PAID,
    "void": BillState.VOID,
    "uncollectible": BillState.OPEN,  # nobody asks for it any more, and it can be paid all the same
}


def read_about(event: dict[str, Any]) -> About | None:
    """Of what an event tells that changes something monthly, or somebody's cards; None: of nothing such."""
    kind, found = event["type"], event["data"]["object"]
    if kind.startswith("invoice."):
        token = (_details(found).get("metadata") or {}).get(KEY)
        return About(token, subscription_of(found)) if token else None
    if kind in CUSTOMER_EVENTS:
        return About(customer_id=found["id"] if kind.startswith("customer") else _customer(event))
    token = (found.get("metadata") or {}).get(KEY)
    if kind in SUBSCRIPTION_EVENTS:
        return About(token, found["id"], found["customer"]) if token else None
    if found.get("object") == "checkout.session" and found["mode"] == "subscription":
        return About(token, found["subscription"], found["customer"]) if token else None
    return None


def subscription_of(invoice: dict[str, Any]) -> str | None:
    found: str | None = _details(invoice).get("subscription")
    return found


def read_standing(found: dict[str, Any], invoices: Sequence[dict[str, Any]]) -> Standing | None:
    """The newest invoice first. None where it is none of ours."""
    token = (found.get("metadata") or {}).get(KEY)
    if token is None:
        return None
    ends = max(each["current_period_end"] for each in found["items"]["data"])
    return Standing(
        token=token,
        subscription_id=found["id"],
        state=_state(found),
        leaves=found["cancel_at_period_end"] or found["cancel_at"] is not None,
        period_end=_moment(ends),
        bills=tuple(bill for each in reversed(invoices) if (bill := read_bill(each)) is not None),
    )


def read_bill(invoice: dict[str, Any]) -> Billed | None:
    """None while it can still be changed, and where nothing is to be paid. What was paid without a charge
    leaves nothing with Stripe that could be entered.
    """
    if subscription_of(invoice) is None or invoice["status"] not in _BILLS or not invoice["total"]:
        return None
    intent, state = _intent(invoice), _BILLS[invoice["status"]]
    is_paid = state is BillState.PAID and intent is not None
    month = max((each["period"] for each in invoice["lines"]["data"]), key=lambda each: each["end"])
    return Billed(
        invoice_id=invoice["id"],
        state=BillState.VOID if state is BillState.PAID and not is_paid else state,
        amount=money_of(invoice["amount_paid"] if is_paid else invoice["total"], invoice["currency"]),
        starts=_moment(month["start"]),
        ends=_moment(month["end"]),
        intent_id=intent if is_paid else None,
        link=invoice["hosted_invoice_url"] if state is BillState.OPEN else None,
    )


def read_paid(invoice: dict[str, Any]) -> tuple[str, str, str] | None:
    """The token, the subscription and the name of a bill of ours that is paid."""
    token = (_details(invoice).get("metadata") or {}).get(KEY)
    bill = read_bill(invoice)
    if token is None or bill is None or bill.state is not BillState.PAID:
        return None
    return token, str(subscription_of(invoice)), bill.invoice_id


def read_cards(customer: dict[str, Any], methods: Sequence[dict[str, Any]]) -> list[Card]:
    """The only one is the default, whether anybody said so or not."""
    chosen = (customer.get("invoice_settings") or {}).get("default_payment_method")
    return [
        Card(
            each["card"]["brand"],
            each["card"]["last4"],
            default=each["id"] == chosen or len(methods) == 1,
            method_id=each["id"],
        )
        for each in methods
    ]


def _state(found: dict[str, Any]) -> State | None:
    state = _STATES.get(found["status"])
    if state is State.ACTIVE and found["pause_collection"]:
        return State.PAUSED
    unpaid = (found["cancellation_details"] or {}).get("reason") == "payment_failed"
    return State.EXPIRED if state is State.CANCELLED and unpaid else state


def _details(invoice: dict[str, Any]) -> dict[str, Any]:
    return (invoice.get("parent") or {}).get("subscription_details") or {}


def _intent(invoice: dict[str, Any]) -> str | None:
    paid = [each for each in (invoice.get("payments") or {"data": []})["data"] if each["status"] == "paid"]
    found: str | None = paid[0]["payment"].get("payment_intent") if paid else None
    return found


def _customer(event: dict[str, Any]) -> str | None:
    """Of a card: whose it is, or was."""
    before = event["data"].get("previous_attributes") or {}
    found: str | None = event["data"]["object"]["customer"] or before.get("customer")
    return found


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
