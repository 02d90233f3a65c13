"""Giving money back for credits that were not used: asked for by the client, decided by the trainer."""

from collections import Counter
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
from domain.payments.credits import lot_of
from domain.payments.disputed import DisputeState
from domain.payments.entering import account, reverse
from domain.payments.model import Payment, Purpose, Refund, RefundState, Standing, Way
from domain.payments.ports import Returned
from domain.payments.taxed import tax_leaving
from domain.people.model import Person
from domain.work import Work

_GONE = (RefundState.APPROVED, RefundState.DONE)


def refundable(work: Work, payment: Payment) -> tuple[int, Money]:
    """Credits that are neither used nor booked, and their share of what was paid; never more than is left,
    and nothing of what a bank has taken back or may.
    """
    if payment.status is not Standing.PAID or payment.lot_id is None:
        return 0, Money(0, payment.currency)
    if at_bank(work, payment):
        return 0, Money(0, payment.currency)
    lot = work.packages.lot(payment.lot_id)
    free = work.ledger.balance(of_lot(work, lot, Kind.FREE))
    share = payment.price.share(free, of=payment.sessions).minor
    amount = min(share, payment.price_minor - returned(work, payment).minor)
    # Of thousandths, cards are given back whole tens only.
    return free, Money(amount - amount % (10 if payment.price.digits == 3 else 1), payment.currency)


def at_bank(work: Work, payment: Payment) -> bool:
    """Whether a bank has its money, or may yet take it."""
    told = work.disputes.of_payment(payment.id)
    return undecided(work, payment) or any(each.state is DisputeState.LOST for each in told)


def undecided(work: Work, payment: Payment) -> bool:
    """Whether a bank decides about it, or has decided and not yet done so."""
    told = work.disputes.of_payment(payment.id)
    return any(each.is_open for each in told) or bool(told and held_back(work, payment))


def held_back(work: Work, payment: Payment) -> int:
    """What of it a bank has, and has not decided about."""
    sums = Counter[Step]()
    for each in work.ledger.of_payment(payment.id):
        sums[each.step] += each.amount
    return sums[Step.DISPUTED] - sums[Step.REINSTATED] - sums[Step.LOST]


def returned(work: Work, payment: Payment) -> Money:
    """What of it was given back, or is on its way."""
    gone = sum(each.amount_minor for each in work.payments.refunds(payment.id) if each.status in _GONE)
    return Money(gone, payment.currency)


def return_at_once(work: Work, payment: Payment, minor: int, *, count: int = 0, now: datetime) -> None:
    """What comes back by what was agreed, so that nobody is asked: of a deposit, or of a fee; or of what was
    paid twice, with its credits. What was paid
    at the desk, the trainer hands over; what a bank has taken, it gives to whom it believes.
    """
    payment = work.payments.locked(payment.id)
    minor = min(minor, payment.price_minor - returned(work, payment).minor)  # some may be back already
    if minor <= 0 or at_bank(work, payment):
        return
    refund = _new(work, payment, count, Money(minor, payment.currency), reason="", now=now)
    refund.status = RefundState.APPROVED if payment.way is Way.CARD else RefundState.DONE
    refund.decided_at = now
    work.add(refund)
    work.flush()
    enter_refund(work, refund, payment, None, now)
    _tell(work, refund, payment, "approved", now)


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
    refund = _new(work, payment, count, amount, reason=reason, now=now)
    work.add(refund)
    work.flush()
    _tell_trainer(work, refund, payment, "asked", now)
    return refund


def _new(work: Work, payment: Payment, count: int, amount: Money, *, reason: str, now: datetime) -> Refund:
    return Refund(
        payment_id=payment.id,
        key=f"refund-{payment.token}-{len(work.payments.refunds(payment.id)) + 1}",
        credits=count,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason[:200],
        asked_at=now,
    )


def asked(work: Work, payment: Payment) -> Refund | None:
    """The one that waits for an answer."""
    waiting = (each for each in work.payments.refunds(payment.id) if each.status is RefundState.ASKED)
    return next(waiting, None)


def still_ask(work: Work, payment: Payment, other: Refund, now: datetime) -> None:
    """What waits is for what another refund has left, and its trainer sees so."""
    waiting = asked(work, payment)
    if waiting is None:
        return
    count, amount = refundable(work, payment)
    if amount.minor:
        waiting.credits, waiting.amount_minor = count, amount.minor
    _tell_trainer(work, waiting, payment, f"still:{other.id}", now)


def withdraw(work: Work, client: Person, refund_id: int, *, now: datetime) -> Refund:
    """Its client declines it before the trainer does; twice is as once. Raises AlreadyAnswered."""
    refund, payment = work.payments.locked_refund(refund_id)
    require_self(client, payment.client_id)
    if is_withdrawn(refund, payment):
        return refund
    if refund.status is not RefundState.ASKED:
        raise AlreadyAnswered(subject=("payment", payment.id))
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
    enter_refund(work, refund, payment, actor, now)
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


def learn(work: Work, told: Returned, *, now: datetime) -> bool:
    """What the provider says of a refund, whenever and however often: one that failed gave nothing back.
    False for one that is not here.
    """
    refund_id = work.payments.refund_of(told.key) or work.payments.refund_called(told.provider_id)
    if refund_id is None:
        return False
    refund, payment = work.payments.locked_refund(refund_id)
    refund.provider_id = refund.provider_id or told.provider_id
    if refund.status is RefundState.APPROVED and not told.failed:
        refund.status = RefundState.DONE
    elif refund.status in _GONE and told.failed:
        _failed(work, refund, payment, now)
    work.flush()
    return True


def refuse(work: Work, refund_id: int, *, now: datetime) -> None:
    """The provider will not give it back."""
    refund, payment = work.payments.locked_refund(refund_id)
    if refund.status is RefundState.APPROVED:
        _failed(work, refund, payment, now)


def _undecided(work: Work, actor: Person, refund_id: int) -> tuple[Refund, Payment]:
    refund, payment = work.payments.locked_refund(refund_id)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if refund.status is not RefundState.ASKED:
        raise AlreadyAnswered(subject=("refund", refund.id))
    return refund, payment


def enter_refund(work: Work, refund: Refund, payment: Payment, actor: Person | None, now: datetime) -> None:
    """The credits that go with it, and the money; a fee that comes back is owed until it is let off."""
    way = payment.way or Way.CARD
    earned, owed, paid = (account(work, payment, kind) for kind in (Kind.EARNED, Kind.OWED, way.kind))
    source = Source(payment.id, refund.key)
    if refund.credits and (lot := lot_of(work, payment)):
        free, issued = of_lot(work, lot, Kind.FREE), of_lot(work, lot, Kind.ISSUED)
        enter(work, Step.RETURNED, free, issued, refund.credits, actor=actor, now=now, source=source)
    tax = tax_leaving(work, payment, paid, refund.amount_minor)
    enter(work, Step.REFUNDED, paid, owed, refund.amount_minor, actor=actor, now=now, source=source, tax=tax)
    if payment.purpose is not Purpose.FEE:
        enter(work, Step.UNSOLD, owed, earned, refund.amount_minor, actor=actor, now=now, source=source)


def _failed(work: Work, refund: Refund, payment: Payment, now: datetime) -> None:
    """The credits are there again, and both are told."""
    refund.status = RefundState.FAILED
    if payment.purpose is Purpose.FEE:
        _owe_again(work, refund, payment, now)
    for entry in reversed(work.ledger.of_payment(payment.id)):
        if entry.cause == refund.key:
            reverse(work, entry, payment, None, now)
    if lot := lot_of(work, payment):
        lot.ended = False
    tell_both(work, refund, payment, "failed", now)


def _owe_again(work: Work, refund: Refund, payment: Payment, now: datetime) -> None:
    """What was let off meanwhile is paid all the same, and so it was owed."""
    let_off = payment.price_minor - work.ledger.fees(payment.booking_id or 0)
    if let_off > 0:
        earned, owed = (
            work.ledger.account(
                kind, refund.currency, client_id=payment.client_id, trainer_id=payment.trainer_id
            )
            for kind in (Kind.EARNED, Kind.OWED)
        )
        source = Source(payment.id, f"let_off:{refund.id}")
        amount = min(let_off, refund.amount_minor)
        enter(work, Step.UNDONE, earned, owed, amount, actor=None, now=now, source=source)


def tell_both(work: Work, refund: Refund, payment: Payment, what: str, now: datetime) -> None:
    if payment.is_rent:
        _tell_of_rent(work, payment, f"refund:{refund.id}:{what}", now)
        return
    _tell(work, refund, payment, what, now)
    _tell_trainer(work, refund, payment, what, now)


def _tell_of_rent(work: Work, payment: Payment, key: str, now: datetime) -> None:
    """Its trainer and every admin."""
    about = ("payment", payment.id)
    tell(work, payment.client_id, Role.TRAINER, "trainer_rent", key, due=now, subject=about)
    for admin in work.people.admins():
        tell(work, admin.id, Role.ADMIN, "trainer_rent", key, due=now, subject=about)


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
    """Its card shows it, too."""
    key, about = f"refund:{refund.id}:{what}", ("refund", refund.id)
    tell(work, payment.client_id, Role.CLIENT, "client_refund", key, due=now, subject=about)
    key, about = f"payment:{payment.id}:{key}", ("payment", payment.id)
    tell(work, payment.client_id, Role.CLIENT, "client_payment", key, due=now, subject=about)
