"""Giving money back for credits that were not used: asked for by the client, decided by the trainer."""

from datetime import datetime

from domain.access import require_self, require_trainer
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.bookings.errors import AlreadyAnswered
from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter, of_lot
from domain.money import Money
from domain.notifications.service import tell
from domain.packages.errors import ReasonNeeded
from domain.payments import errors
from domain.payments.entering import reverse
from domain.payments.model import Payment, Refund, RefundState, Standing, Way
from domain.payments.ports import Returned
from domain.people.model import Person
from domain.work import Work

_GONE = (RefundState.APPROVED, RefundState.DONE)


def refundable(work: Work, payment: Payment) -> tuple[int, Money]:
    """Credits that are neither used nor booked, and their share of what was paid; never more than is left."""
    if payment.status is not Standing.PAID or payment.lot_id is None:
        return 0, Money(0, payment.currency)
    lot = work.packages.lot(payment.lot_id)
    free = work.ledger.balance(of_lot(work, lot, Kind.FREE))
    gone = sum(each.amount_minor for each in work.payments.refunds(payment.id) if each.status in _GONE)
    share = payment.price.share(free, of=payment.sessions).minor
    amount = min(share, payment.price_minor - gone)
    # Of thousandths, cards are given back whole tens only.
    return free, Money(amount - amount % (10 if payment.price.digits == 3 else 1), payment.currency)


def ask(work: Work, client: Person, payment_id: int, *, reason: str, now: datetime) -> Refund:
    """Asking again while it is undecided gives the same. Raises NothingToRefund, and ReasonNeeded where the
    reason has no letter.
    """
    payment = work.payments.locked(payment_id)
    require_self(client, payment.client_id)
    if waits := asked(work, payment):
        return waits
    if not any(map(str.isalpha, reason)):
        raise ReasonNeeded
    count, amount = refundable(work, payment)
    if not count or not amount.minor:
        raise errors.NothingToRefund
    refund = Refund(
        payment_id=payment.id,
        key=f"refund-{payment.token}-{len(work.payments.refunds(payment.id)) + 1}",
        credits=count,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason[:200],
        asked_at=now,
    )
    work.add(refund)
    work.flush()
    _tell_trainer(work, refund, payment, "asked", now)
    return refund


def asked(work: Work, payment: Payment) -> Refund | None:
    """The one that waits for an answer."""
    waiting = (each for each in work.payments.refunds(payment.id) if each.status is RefundState.ASKED)
    return next(waiting, None)


def withdraw(work: Work, client: Person, refund_id: int, *, now: datetime) -> Refund:
    """Its client declines it before the trainer does; twice is as once. Raises AlreadyAnswered."""
    refund, payment = work.payments.locked_refund(refund_id)
    require_self(client, payment.client_id)
    if is_withdrawn(refund, payment):
        return refund
    if refund.status is not RefundState.ASKED:
        raise AlreadyAnswered
    refund.status, refund.decided_at, refund.decided_by = RefundState.DECLINED, now, client.id
    work.flush()
    _tell_trainer(work, refund, payment, "withdrawn", now)
    return refund


def is_withdrawn(refund: Refund, payment: Payment) -> bool:
    return refund.status is RefundState.DECLINED and refund.decided_by == payment.client_id


def approve(work: Work, actor: Person, refund_id: int, credits_shown: int, *, now: datetime) -> Refund:
    """As many credits as were shown, or FewerLeft. They are gone at once, and the money is on its way; of
    what was paid at the desk, the trainer hands it over. Raises AlreadyAnswered, NothingToRefund.
    """
    refund, payment = _undecided(work, actor, refund_id)
    work.packages.lock(payment.client_id, payment.trainer_id)
    count, amount = refundable(work, payment)
    if not count or not amount.minor:
        raise errors.NothingToRefund
    refund.credits, refund.amount_minor = count, amount.minor
    if count != credits_shown:
        raise errors.FewerLeft(name=work.people.person(payment.client_id).first_name)
    by_card = payment.way is Way.CARD
    refund.status = RefundState.APPROVED if by_card else RefundState.DONE
    refund.decided_at, refund.decided_by = now, actor.id
    work.flush()
    _enter(work, refund, payment, actor, now)
    _decided(work, actor, refund, payment, "approved", now)
    return refund


def decline(work: Work, actor: Person, refund_id: int, *, reason: str, now: datetime) -> Refund:
    """Raises AlreadyAnswered, ReasonNeeded."""
    refund, payment = _undecided(work, actor, refund_id)
    if not reason.strip():
        raise ReasonNeeded
    refund.status, refund.decided_at, refund.decided_by = RefundState.DECLINED, now, actor.id
    refund.answer = reason[:200]
    work.flush()
    _decided(work, actor, refund, payment, "declined", now)
    return refund


def learn(work: Work, told: Returned, *, now: datetime) -> None:
    """What the provider says of a refund, whenever and however often: one that failed gave nothing back. One
    that is none of ours changes nothing.
    """
    refund_id = work.payments.refund_of(told.key)
    if refund_id is None:
        return
    refund, payment = work.payments.locked_refund(refund_id)
    refund.provider_id = refund.provider_id or told.provider_id
    if refund.status is RefundState.APPROVED and not told.failed:
        refund.status = RefundState.DONE
    elif refund.status in _GONE and told.failed:
        _failed(work, refund, payment, now)
    work.flush()


def refuse(work: Work, refund_id: int, *, now: datetime) -> None:
    """The provider will not give it back."""
    refund, payment = work.payments.locked_refund(refund_id)
    if refund.status is RefundState.APPROVED:
        _failed(work, refund, payment, now)


def _undecided(work: Work, actor: Person, refund_id: int) -> tuple[Refund, Payment]:
    refund, payment = work.payments.locked_refund(refund_id)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if refund.status is not RefundState.ASKED:
        raise AlreadyAnswered
    return refund, payment


def _enter(work: Work, refund: Refund, payment: Payment, actor: Person, now: datetime) -> None:
    lot = work.packages.lot(payment.lot_id or 0)
    earned, owed, paid = (
        work.ledger.account(kind, refund.currency, client_id=lot.client_id, trainer_id=lot.trainer_id)
        for kind in (Kind.EARNED, Kind.OWED, (payment.way or Way.CARD).kind)
    )
    free, issued = of_lot(work, lot, Kind.FREE), of_lot(work, lot, Kind.ISSUED)
    source = Source(payment.id, refund.key)
    enter(work, Step.RETURNED, free, issued, refund.credits, actor=actor, now=now, source=source)
    enter(work, Step.REFUNDED, paid, owed, refund.amount_minor, actor=actor, now=now, source=source)
    enter(work, Step.UNSOLD, owed, earned, refund.amount_minor, actor=actor, now=now, source=source)


def _failed(work: Work, refund: Refund, payment: Payment, now: datetime) -> None:
    """The credits are there again, and both are told."""
    refund.status = RefundState.FAILED
    for entry in reversed(work.ledger.of_payment(payment.id)):
        if entry.cause == refund.key:
            reverse(work, entry, payment, None, now)
    work.packages.lot(payment.lot_id or 0).ended = False
    _tell(work, refund, payment, "failed", now)
    _tell_trainer(work, refund, payment, "failed", now)


def _decided(work: Work, actor: Person, refund: Refund, payment: Payment, what: str, now: datetime) -> None:
    """The client hears of it, and the trainer where an admin decided."""
    _tell(work, refund, payment, what, now)
    trainer = work.trainers.trainer(payment.trainer_id)
    if actor.id == trainer.person_id:
        refresh_home(work, actor.id, trainer.id, f"refund:{refund.id}:{what}", now)
    else:
        _tell_trainer(work, refund, payment, what, now)


def _tell_trainer(work: Work, refund: Refund, payment: Payment, what: str, now: datetime) -> None:
    """By the card, and on the board."""
    trainer = work.trainers.trainer(payment.trainer_id)
    key, about = f"refund:{refund.id}:{what}", ("refund", refund.id)
    tell(work, trainer.person_id, Role.TRAINER, "trainer_refund", key, due=now, subject=about)
    refresh_home(work, trainer.person_id, trainer.id, key, now)


def _tell(work: Work, refund: Refund, payment: Payment, what: str, now: datetime) -> None:
    key, about = f"refund:{refund.id}:{what}", ("refund", refund.id)
    tell(work, payment.client_id, Role.CLIENT, "client_refund", key, due=now, subject=about)
