"""What the provider has of a membership, whoever heard of it: each month that was paid is entered once."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from domain.base import Role
from domain.ledger.model import Kind
from domain.ledger.service import of_lot
from domain.memberships.model import OVER, Bill, BillState, Membership, State
from domain.memberships.ports import Billed, Standing
from domain.notifications.service import tell
from domain.payments.credits import lot_of
from domain.payments.landing import land
from domain.payments.model import PageState, Payment, PaymentService, PayPage, Purpose, Way
from domain.payments.pages import hear_before
from domain.payments.refunds import return_at_once
from domain.payments.service import release
from domain.tax import Tax
from domain.work import Work
from domain.zones import wall

_TOKEN_BYTES = 9


def take_look(work: Work, token: str) -> int | None:
    """The number of a look at the provider that begins now; None where there is no such membership."""
    found = work.memberships.by_token(token)
    if found is None:
        return None
    found = work.memberships.locked(found.id)
    found.looks += 1
    return found.looks


def is_told(work: Work, token: str, number: int) -> None:
    """The provider knows what was wanted so far."""
    found = work.memberships.by_token(token)
    if found is not None:
        found = work.memberships.locked(found.id)
        found.done = max(found.done, number)


def unknown(work: Work, paid: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Which memberships, with their subscriptions, have a bill among these that is not entered as paid."""
    found: dict[str, str] = {}
    for token, subscription_id, invoice_id in paid:
        bill = work.memberships.bill_of(invoice_id)
        if (bill is None or bill.state is not BillState.PAID) and work.memberships.by_token(token):
            found[token] = subscription_id
    return [*found.items()]


def see(work: Work, seen: Standing, *, look: int, now: datetime) -> None:
    """Bills that were paid are so whenever they are seen; how it stands is as the latest look has it."""
    found = work.memberships.by_token(seen.token)
    if found is None or seen.state is None:
        return
    if found.state is State.OPEN:
        work.wallets.locked(found.payer_id)  # of two that begin at once, one is the second
    found = work.memberships.locked(found.id)
    if found.subscription_id not in (None, seen.subscription_id):
        return  # a second one, of which nobody was ever given the page
    if found.state is State.OPEN and _has_another(work, found):
        _refuse(work, found, seen, look, now)
        return
    before = (found.state, found.leaves, found.rests)
    if look > found.seen and found.state not in OVER:
        _stands(found, seen, seen.state, look, now)
        work.flush()
    for each in seen.bills:
        _bill(work, found, each, now)
    if (what := _changed(found, *before)) is not None:
        tell_both(work, found, what, f"{what}:{found.seen}", now)


def _has_another(work: Work, found: Membership) -> bool:
    known = work.memberships.of_payer(found.payer_id)
    return any(each.is_live and each.package_id == found.package_id for each in known if each is not found)


def _refuse(work: Work, found: Membership, seen: Standing, look: int, now: datetime) -> None:
    """Joined once more, at a page that was opened before: it is over as it begins, and what was paid goes
    back whole.
    """
    _stands(found, seen, State.CANCELLED, look, now)
    found.leaves, found.asked = True, found.asked + 1
    work.flush()
    for each in seen.bills:
        _bill(work, found, each, now, goes_back=True)
    tell_both(work, found, "twice", "twice", now)


def _stands(found: Membership, seen: Standing, state: State, look: int, now: datetime) -> None:
    found.seen, found.subscription_id = look, seen.subscription_id
    found.period_end, found.state = seen.period_end, state
    found.ended_at = now if state in OVER else None
    if found.done == found.asked or state in OVER:
        found.leaves, found.rests, found.done = seen.leaves, state is State.PAUSED, found.asked


def _bill(work: Work, found: Membership, billed: Billed, now: datetime, *, goes_back: bool = False) -> None:
    known = work.memberships.bill_of(billed.invoice_id)
    if known is not None and known.state is not BillState.OPEN:
        return
    bill = known or Bill(
        membership_id=found.id,
        invoice_id=billed.invoice_id,
        amount_minor=billed.amount.minor,
        currency=billed.amount.currency,
        starts=billed.starts,
        ends=billed.ends,
    )
    bill.link = billed.link
    if billed.state is BillState.PAID:
        _paid(work, found, bill, billed, now)
    else:
        bill.state = billed.state
    work.add(bill)
    work.flush()
    if bill.state is BillState.PAID and goes_back:
        _return(work, work.payments.payment(bill.payment_id or 0), now)
    elif bill.state is BillState.PAID:
        first = len(work.memberships.bills(found.id)) == 1
        tell_both(work, found, "begun" if first else "renewed", f"bill:{bill.id}", now)


def _return(work: Work, payment: Payment, now: datetime) -> None:
    """With all its credits, also where a session was just booked with one."""
    free = 0
    if lot := lot_of(work, payment):
        release(work, lot, None, now)
        free = work.ledger.balance(of_lot(work, lot, Kind.FREE))
    return_at_once(work, payment, payment.price_minor, count=free, now=now)


def _paid(work: Work, found: Membership, bill: Bill, billed: Billed, now: datetime) -> None:
    """A month is a payment like any other: with its credits, its receipt, and what can be given back."""
    intent = billed.intent_id or ""
    trainer = work.trainers.trainer(found.trainer_id)
    last = wall(bill.ends, trainer.zone).date() - wall(now, trainer.zone).date()
    tax = tax_now(work, found)
    payment = Payment(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        client_id=found.payer_id,
        trainer_id=found.trainer_id,
        purpose=Purpose.RENT if found.is_desk else Purpose.PACKAGE,
        package_id=found.package_id,
        name=found.name,
        sessions=found.sessions,
        days=None if found.is_desk else found.days or max(last.days, 1),  # heard of late, a day at least
        price_minor=billed.amount.minor,
        currency=billed.amount.currency,
        tax_rate=tax.rate,
        tax_name=tax.name,
        made_at=now,
    )
    work.add(payment)
    work.flush()
    services = work.memberships.services_of(found.id)
    work.add(*(PaymentService(payment_id=payment.id, service_id=each) for each in services))
    work.flush()
    work.add(
        PayPage(
            payment_id=payment.id,
            number=1,
            key=f"bill-{billed.invoice_id}",
            begun_at=now,
            state=PageState.PAID,
            session_id=billed.invoice_id,
            intent_id=intent,
        )
    )
    land(work, payment, Way.CARD, cause=intent, actor=None, now=now)
    bill.state, bill.intent_id, bill.payment_id = BillState.PAID, intent, payment.id
    hear_before(work, intent, now=now)


def tax_now(work: Work, found: Membership) -> Tax:
    """Of a month that is paid today, which is a sale of its own; a desk has the studio's."""
    own = work.packages.package(found.package_id).tax_rate if found.package_id else None
    return work.tax.at(own)


def _changed(found: Membership, state: State, leaves: bool, rests: bool) -> str | None:
    """What is worth a word and was not wanted in the chat: that would be so already."""
    if found.state is not state and found.state in OVER:
        return "over"
    if found.state is not state and found.state is State.PAST_DUE:
        return "unpaid"
    if found.rests is not rests:
        return "paused" if found.rests else "resumed"
    if found.leaves is not leaves:
        return "leaves" if found.leaves else "stays"
    return None


def tell_both(work: Work, found: Membership, what: str, key: str, now: datetime) -> None:
    key, data = f"membership:{found.id}:{key}", {"what": what}
    payer = (Role.TRAINER, "trainer_desk") if found.is_desk else (Role.CLIENT, "client_membership")
    tell(work, found.payer_id, *payer, key, due=now, subject=_about(found), data=data)
    tell_owner(work, found, what, key, now)


def tell_owner(work: Work, found: Membership, what: str, key: str, now: datetime) -> None:
    """Whose income it is: a trainer, or of a desk every admin."""
    trainer = work.trainers.trainer(found.trainer_id).person_id
    owners = [each.id for each in work.people.admins()] if found.is_desk else [trainer]
    owner = (Role.ADMIN, "admin_desk") if found.is_desk else (Role.TRAINER, "trainer_membership")
    for each in owners:
        tell(work, each, *owner, key, due=now, subject=_about(found), data={"what": what})


def _about(found: Membership) -> tuple[str, int]:
    return ("desk" if found.is_desk else "membership", found.id)
