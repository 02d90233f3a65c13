"""What proves that a payment was right, from the log: drawn as a paper for people, and in the fields in
which a bank wants it.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screen import list_of
from bot.dialogue.words import _, day, local, money, ngettext, when
from bot.notices.said import SAID
from bot.packages import BY, sessions, what
from bot.trainer.policy_words import policy_words
from domain.bookings.ports import Sheet
from domain.ledger.model import Step
from domain.payments.credits import lot_of
from domain.payments.disputed import Dispute
from domain.payments.model import Payment, Refund, RefundState
from domain.policies.model import Policy
from domain.work import Work

_MOST = 20_000  # letters of a field: the provider takes 150,000 of all together


@dataclass(frozen=True, slots=True)
class Part:
    """``field`` is the provider's; several parts may share one."""

    field: str
    title: str
    lines: list[str]


def parts_of(work: Work, dispute: Dispute) -> list[Part]:
    """In the language and zone that are spoken."""
    payment = work.payments.payment(dispute.payment_id)
    reserved = _reserved(work, payment)
    sheets = [work.bookings.sheet(each) for each in reserved]
    return [
        Part("customer_name", _("Client"), [work.people.person(payment.client_id).name]),
        Part("product_description", _("What was bought"), _bought(payment)),
        Part("cancellation_policy_disclosure", _("What was shown before paying"), _rules(payment, sheets)),
        Part("refund_refusal_explanation", _("Money back"), _back(work, payment)),
        Part("access_activity_log", _("Sessions"), [_session(each, reserved) for each in sheets]),
        Part("uncategorized_text", _("Receipts"), _receipts(work, payment)),
        Part("uncategorized_text", _("Messages to the client"), _told(work, payment, sheets)),
    ]


def evidence(parts: list[Part]) -> dict[str, str]:
    """By field; what says nothing is left out."""
    said: dict[str, str] = {}
    for part in parts:
        if part.lines:
            words = "\n".join(part.lines if part.field == "customer_name" else [part.title, *part.lines])
            said[part.field] = "\n\n".join(filter(None, [said.get(part.field), words]))[:_MOST]
    return said


def _bought(payment: Payment) -> list[str]:
    way = _(BY[payment.way]) if payment.way else ""
    paid = _("{amount} {way}, paid {time}", amount=money(payment.price), way=way, time=_at(payment.paid_at))
    return [_terms(payment), paid]


def _rules(payment: Payment, sheets: list[Sheet]) -> list[str]:
    """The terms on the card with the link, and the policy on the card of each session."""
    shown = _("{time}: {words}", time=_at(payment.made_at), words=_terms(payment))
    policies: dict[int, tuple[Policy | None, str]] = {
        each.policy.id if each.policy else 0: (each.policy, each.service.currency) for each in sheets
    }
    words = [policy_words(policy, currency) for policy, currency in policies.values()]
    return [shown, *(line for each in words for line in each.splitlines())]


def _terms(payment: Payment) -> str:
    good = ngettext("good for {n} day", "good for {n} days", payment.days) if payment.days else ""
    return list_of([what(payment), sessions(payment), money(payment.price), good])


def _back(work: Work, payment: Payment) -> list[str]:
    made = work.payments.refunds(payment.id)
    return [_refund(each) for each in made] or [_("The client has never asked for money back here.")]


def _refund(refund: Refund) -> str:
    came = {
        RefundState.ASKED: _("not answered yet"),
        RefundState.DECLINED: _("declined: “{words}”", words=refund.answer),
        RefundState.FAILED: _("it did not go through"),
    }.get(refund.status, _("given back"))
    return list_of([_at(refund.asked_at), money(refund.amount), came])


def _reserved(work: Work, payment: Payment) -> dict[int, datetime]:
    """When each session was booked that a credit of it pays for."""
    found: dict[int, datetime] = {}
    lot = lot_of(work, payment)
    if lot is None:
        return found
    for line in work.ledger.between(lot.client_id, lot.trainer_id):
        entry = line.entry
        if entry.step is Step.RESERVED and entry.booking_id and entry.giver.lot_id == lot.id:
            found.setdefault(entry.booking_id, entry.at)
    return found


def _session(sheet: Sheet, reserved: dict[int, datetime]) -> str:
    state = {
        "confirmed": _("booked"),
        "completed": _("took place"),
        "no_show": _("missed"),
        "cancelled": _("cancelled"),
    }.get(sheet.booking.status.value, sheet.booking.status.value)
    made = _("booked {time}", time=_at(reserved[sheet.booking.id]))
    return list_of([sheet.service.name, when(sheet.booking.starts), state, made])


def _receipts(work: Work, payment: Payment) -> list[str]:
    return [list_of([each.name, _at(each.issued_at)]) for each in work.payments.receipts(payment.id)]


def _told(work: Work, payment: Payment, sheets: list[Sheet]) -> list[str]:
    about = [("payment", payment.id), *(("booking", each.booking.id) for each in sheets)]
    told = work.outbox.sent(payment.client_id, about)
    return [list_of([_at(each.at), _(SAID.get(each.kind, each.kind)), each.channel]) for each in told]


def _at(moment: datetime | None) -> str:
    return f"{day(local(moment))} {moment.year} {local(moment):%H:%M}" if moment else ""
