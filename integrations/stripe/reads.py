"""What Stripe says, as the domain has it."""

from datetime import UTC, datetime
from typing import Any

from domain.payments.model import PageState
from domain.payments.ports import Seen, Told
from integrations.stripe.amounts import money_of

KEY = "pay_page"  # of a session's metadata: the key that we asked for it with
EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
)


def read_event(event: dict[str, Any]) -> Told:
    """What is not about a page of ours says nothing to us."""
    session = event["data"]["object"]
    ours = event["type"] in EVENTS and KEY in (session.get("metadata") or {})
    return Told(
        event_id=event["id"],
        kind=event["type"],
        happened_at=datetime.fromtimestamp(event["created"], UTC),
        page=read_session(session, failed=event["type"] == EVENTS[2]) if ours else None,
    )


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
