"""What Stripe says, as the domain has it."""

from datetime import UTC, datetime
from typing import Any

from domain.payments.model import PageState
from domain.payments.ports import Held, Returned, Seen, Told
from integrations.stripe.amounts import money_of

KEY = "trainerhub"  # in the metadata of what is ours: the key that we asked for it with
EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
)
REFUND_EVENTS = ("refund.created", "refund.updated", "refund.failed")
_FAILED = ("failed", "canceled")


def read_event(event: dict[str, Any]) -> Told:
    """What is not about a page of ours says nothing to us."""
    about = event["data"]["object"]
    ours = KEY in (about.get("metadata") or {})
    page = event["type"] in EVENTS and ours
    return Told(
        event_id=event["id"],
        kind=event["type"],
        happened_at=datetime.fromtimestamp(event["created"], UTC),
        page=read_session(about, failed=event["type"] == EVENTS[2]) if page else None,
        refund=read_refund(about) if event["type"] in REFUND_EVENTS and ours else None,
    )


def read_refund(refund: dict[str, Any]) -> Returned:
    """One that is under way is as good as done until we hear that it failed."""
    return Returned(refund["metadata"][KEY], refund["id"], refund["status"] in _FAILED)


def read_charge(charge: dict[str, Any]) -> Held | None:
    """None where nothing was charged, or not for us."""
    key = (charge.get("metadata") or {}).get(KEY)
    if key is None or charge["status"] != "succeeded":
        return None
    left = money_of(charge["amount_captured"] - charge["amount_refunded"], charge["currency"])
    return Held(key, charge["payment_intent"], left)


def read_session(session: dict[str, Any], *, failed: bool = False) -> Seen:
    """Only an event says that a payment by bank has failed: the session then still awaits it."""
    is_paid = session["payment_status"] == "paid"
    return Seen(
        key=session["metadata"][KEY],
        session_id=session["id"],
        state=PageState.FAILED if failed and not is_paid else _state(session, is_paid=is_paid),
        paid=money_of(session["amount_total"], session["currency"]) if is_paid else None,
        intent_id=session["payment_intent"] if is_paid else None,
        url=session["url"],
    )


def _state(session: dict[str, Any], *, is_paid: bool) -> PageState:
    if is_paid:
        return PageState.PAID
    return {"open": PageState.OPEN, "expired": PageState.EXPIRED}.get(session["status"], PageState.PROCESSING)
