"""What Stripe says, as the domain has it."""

from datetime import UTC, datetime
from typing import Any

from domain.money import Money
from domain.payments.charges import KEY as CHARGE
from domain.payments.disputed import DisputeState
from domain.payments.model import PageState
from domain.payments.ports import Disputed, Held, Moved, Returned, Seen, Told
from integrations.stripe.amounts import money_of
from integrations.stripe.charges import EVENTS as CHARGE_EVENTS
from integrations.stripe.charges import read_intent
from integrations.stripe.subscriptions import KEY, read_about

EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
)
DISPUTE_EVENTS = (
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
)
REFUND_EVENTS = ("refund.created", "refund.updated", "refund.failed")
_FAILED = ("failed", "canceled")
_DISPUTED = {"won": DisputeState.WON, "lost": DisputeState.LOST}  # warnings that are over move no money
_DISPUTED |= dict.fromkeys(("warning_closed", "prevented"), DisputeState.WON)
_DISPUTED |= dict.fromkeys(("under_review", "warning_under_review"), DisputeState.SENT)


def read_event(event: dict[str, Any]) -> Told:
    """What is not about a page of ours says nothing to us."""
    about = event["data"]["object"]
    ours = KEY in (about.get("metadata") or {})
    page = event["type"] in EVENTS and ours and about["mode"] == "payment"
    charge = event["type"] in CHARGE_EVENTS and ours and about["metadata"][KEY].startswith(CHARGE)
    seen = read_session(about, failed=event["type"] == EVENTS[2]) if page else None
    return Told(
        event_id=event["id"],
        kind=event["type"],
        happened_at=datetime.fromtimestamp(event["created"], UTC),
        page=read_intent(about) if charge else seen,
        refund=read_refund(about) if event["type"] in REFUND_EVENTS else None,
        dispute=read_dispute(about) if event["type"] in DISPUTE_EVENTS else None,
        about=read_about(event),
    )


def read_refund(refund: dict[str, Any]) -> Returned:
    """One that is under way is as good as done until we hear that it failed."""
    return Returned(
        key=(refund["metadata"] or {}).get(KEY, ""),
        provider_id=refund["id"],
        failed=refund["status"] in _FAILED,
        intent_id=refund["payment_intent"],
        amount=_ours(refund["amount"], refund["currency"]),
    )


def read_dispute(dispute: dict[str, Any]) -> Disputed | None:
    """With all that it has moved so far. None of what could not be of a price here, or of no payment."""
    currency = dispute["currency"]
    amount = _ours(dispute["amount"], currency)
    if amount is None or not dispute["payment_intent"]:
        return None
    return Disputed(
        provider_id=dispute["id"],
        intent_id=dispute["payment_intent"],
        state=_DISPUTED.get(dispute["status"], DisputeState.OPEN),
        reason=dispute["reason"],
        amount=amount,
        due_by=dispute["evidence_details"]["due_by"],
        moves=tuple(_moved(each, amount, currency) for each in dispute["balance_transactions"]),
    )


def _moved(line: dict[str, Any], amount: Money, currency: str) -> Moved:
    """In the currency that was paid, though the balance may be kept in another."""
    same = line["currency"] == currency
    minor = (
        money_of(line["amount"], currency).minor if same else amount.minor * (1 if line["net"] > 0 else -1)
    )
    return Moved(line["id"], Money(minor, amount.currency), money_of(line["fee"], line["currency"]))


def _ours(amount: int, currency: str) -> Money | None:
    """None for what could not be of a price here: others' money may be on the same account."""
    try:
        return money_of(amount, currency)
    except ValueError:
        return None


def read_charge(charge: dict[str, Any]) -> Held | None:
    """None where nothing was charged. What a bill charged has no key: it is known by its own name."""
    if charge["status"] != "succeeded" or not charge["payment_intent"]:
        return None
    left = _ours(charge["amount_captured"] - charge["amount_refunded"], charge["currency"])
    key = (charge.get("metadata") or {}).get(KEY, "")
    return Held(key, charge["payment_intent"], left) if left is not None else None


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
