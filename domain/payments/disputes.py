"""What a bank takes back and decides: entered once each, whatever order it is told in; and what we answer."""

from datetime import UTC, datetime

from domain.access import require_admin, require_trainer
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.ledger.model import Kind, LedgerAccount, Step
from domain.ledger.service import Source, enter, of_lot
from domain.money import Money
from domain.notifications.service import tell
from domain.packages.model import CreditLot
from domain.packages.service import pay_for_coming
from domain.payments import dues, lost
from domain.payments.credits import holding_of, lock_credits, lot_of, tell_holder
from domain.payments.disputed import CLOSED, Dispute, DisputeState
from domain.payments.elsewhere import TooSoon, covered
from domain.payments.entering import account, left_in
from domain.payments.fees import enter_fee
from domain.payments.model import Payment, Purpose, RefundState
from domain.payments.ports import Disputed, Moved
from domain.payments.service import release
from domain.payments.taxed import tax_leaving
from domain.people.model import Person
from domain.work import Work

_FURTHER = {DisputeState.OPEN: 0, DisputeState.SENT: 1, DisputeState.WON: 2, DisputeState.LOST: 2}


def hear_of(work: Work, told: Disputed, *, now: datetime) -> None:
    """A dispute as the provider has it. Of money that is none of ours, nothing; raises TooSoon while a refund
    is under way that leaves too little of it.
    """
    payment_id = work.payments.of_intent(told.intent_id)
    if payment_id is None:
        return
    payment = work.payments.locked(payment_id)
    lock_credits(work, payment)
    dispute = work.disputes.called(told.provider_id) or _opened(work, payment, told, now)
    moved = [_move(work, payment, each, now) for each in told.moves]
    goes_on = _FURTHER[told.state] > _FURTHER[dispute.state]
    if goes_on:
        _go_on(work, dispute, payment, told, now)
    elif dispute.state is DisputeState.LOST:
        _lost(work, dispute, payment, told, now)  # what could not be taken when that was told
    if not (goes_on or any(moved)):
        return  # what is told again asks for nothing back again
    if dispute.state is DisputeState.WON and payment.booking_id and not payment.is_for_credits:
        dues.settle(work, work.bookings.sheet(payment.booking_id), now=now)  # what was put off till now


def prove(work: Work, actor: Person, dispute_id: int, proof: dict[str, str], *, now: datetime) -> Dispute:
    """Tell the bank our side, in these words; twice is as once. Raises AlreadyAnswered where it is
    decided, or past its time.
    """
    dispute, payment = work.disputes.locked(dispute_id)
    require_seller(work, actor, payment)
    if dispute.proof is not None:
        return dispute
    if not can_prove(dispute, now):
        raise AlreadyAnswered(subject=("dispute", dispute.id))
    dispute.proof, dispute.proof_by, dispute.proof_at = proof, actor.id, now
    work.flush()
    _tell_staff(work, dispute, payment, "proof", now)
    return dispute


def require_seller(work: Work, actor: Person, payment: Payment) -> None:
    """Refuse unless the actor is its trainer or an admin; of rent, whoever had the money is the studio."""
    if payment.is_rent:
        require_admin(actor)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))


def can_prove(dispute: Dispute, now: datetime) -> bool:
    """Once, while the bank listens."""
    in_time = dispute.due_at is None or now < dispute.due_at
    return dispute.state is DisputeState.OPEN and dispute.proof is None and in_time


def proved(work: Work, dispute_id: int, *, refused: str = "", now: datetime) -> None:
    """The provider took the proof, or refused it for good: then its trainer and the admins are told."""
    dispute, payment = work.disputes.locked(dispute_id)
    if dispute.proof_ended_at is not None:
        return
    dispute.proof_ended_at, dispute.proof_refused = now, refused[:200]
    if not refused and dispute.state is DisputeState.OPEN:
        dispute.state = DisputeState.SENT
    work.flush()
    _tell_staff(work, dispute, payment, "refused" if refused else "proved", now)


def taken(work: Work, dispute: Dispute) -> int:
    """How many credits went with one that was lost."""
    lines = work.ledger.of_payment(dispute.payment_id)
    return sum(each.amount for each in lines if each.step is Step.TAKEN and each.cause == dispute.provider_id)


def _opened(work: Work, payment: Payment, told: Disputed, now: datetime) -> Dispute:
    dispute = Dispute(
        payment_id=payment.id,
        provider_id=told.provider_id,
        reason=told.reason[:40],
        amount_minor=told.amount.minor,
        currency=told.amount.currency,
        opened_at=now,
        due_at=datetime.fromtimestamp(told.due_by, UTC) if told.due_by else None,
    )
    work.add(dispute)
    work.flush()
    _tell_all(work, dispute, payment, "opened", now)
    held = holding_of(work, payment)
    tell_holder(work, payment, "frozen", held.frozen if held else 0, told.provider_id, now=now)
    return dispute


def _move(work: Work, payment: Payment, moved: Moved, now: datetime) -> bool:
    """Money that the bank has taken, or given back, and the provider's fee for it: once each, by the name
    that they have in the provider's books. Whether the money moved now.
    """
    known = {each.step for each in work.ledger.of_payment(payment.id) if each.cause == moved.name}
    source, amount = Source(payment.id, moved.name), abs(moved.amount.minor)
    card, held = account(work, payment, Kind.CARD), account(work, payment, Kind.DISPUTED)
    giver, taker, step = card, held, Step.DISPUTED
    if moved.amount.minor > 0:
        giver, taker, step = held, card, Step.REINSTATED
    is_new = amount > 0 and step not in known and _has(work, payment, giver, amount)
    if is_new:
        tax = tax_leaving(work, payment, giver, amount)
        enter(work, step, giver, taker, amount, actor=None, now=now, source=source, tax=tax)
    if Step.CHARGED not in known:
        enter_fee(work, payment, moved.fee, source, now=now)
    return is_new


def _has(work: Work, payment: Payment, giver: LedgerAccount, amount: int) -> bool:
    """Else what makes room is not told yet, or the night finds the difference."""
    if left_in(work, payment, giver) >= amount:
        return True
    if any(each.status is RefundState.APPROVED for each in work.payments.refunds(payment.id)):
        raise TooSoon
    return False


def _go_on(work: Work, dispute: Dispute, payment: Payment, told: Disputed, now: datetime) -> None:
    dispute.state = state = told.state
    if state in CLOSED:
        dispute.closed_at = now
    work.flush()
    lot = lot_of(work, payment)
    if state is DisputeState.LOST:
        _lost(work, dispute, payment, told, now)
    elif state is DisputeState.WON and lot is not None:
        _pay_for_coming(work, lot, now)
        held = holding_of(work, payment)
        tell_holder(work, payment, "freed", held.free if held else 0, dispute.provider_id, now=now)
    if state is DisputeState.SENT:
        _tell_staff(work, dispute, payment, "sent", now)
    else:
        _tell_all(work, dispute, payment, state.value, now)


def _held(work: Work, payment: Payment, told: Disputed) -> int:
    """What the bank has by this dispute; another of the same payment has its own."""
    names = {told.provider_id, *(each.name for each in told.moves)}
    of_it = [each for each in work.ledger.of_payment(payment.id) if each.cause in names]
    taken_ = sum(each.amount for each in of_it if each.step is Step.DISPUTED)
    return taken_ - sum(each.amount for each in of_it if each.step in (Step.REINSTATED, Step.LOST))


def _lost(work: Work, dispute: Dispute, payment: Payment, told: Disputed, now: datetime) -> None:
    """The money stays with the client, and with it go as many credits as it pays for and nobody has used:
    what is booked with them is booked at its price again. For the rest the client owes the price.
    """
    back, lot = _held(work, payment, told), lot_of(work, payment)
    if back <= 0:  # such as what was told before it took any
        return
    source = Source(payment.id, dispute.provider_id)
    held, owed, earned = (account(work, payment, kind) for kind in (Kind.DISPUTED, Kind.OWED, Kind.EARNED))
    tax = tax_leaving(work, payment, held, back)
    enter(work, Step.LOST, held, owed, back, actor=None, now=now, source=source, tax=tax)
    if lot is None:
        if _is_unused(work, payment):
            lost.unsell(work, payment, dues.kept(work, payment), now=now)
        return
    free, issued = of_lot(work, lot, Kind.FREE), of_lot(work, lot, Kind.ISSUED)
    short = covered(payment, Money(back, payment.currency), payment.sessions) - work.ledger.balance(free)
    if short > 0:
        release(work, lot, None, now, most=short)
    count = covered(payment, Money(back, payment.currency), work.ledger.balance(free))
    if count:
        enter(work, Step.TAKEN, free, issued, count, actor=None, now=now, source=source)
        less = min(back, payment.price.share(count, of=payment.sessions).minor)
        enter(work, Step.UNSOLD, owed, earned, less, actor=None, now=now, source=source)
    _pay_for_coming(work, lot, now)
    left = count or work.ledger.balance(free)
    tell_holder(work, payment, "gone" if count else "freed", left, dispute.provider_id, now=now)


def _pay_for_coming(work: Work, lot: CreditLot, now: datetime) -> None:
    """What was booked at its price, for want of credits that could be spent."""
    client, trainer = work.people.person(lot.client_id), work.trainers.trainer(lot.trainer_id)
    pay_for_coming(work, client, trainer, actor=None, now=now)


def _is_unused(work: Work, payment: Payment) -> bool:
    if payment.purpose is Purpose.GIFT:
        return True  # for one that was redeemed there are credits
    if payment.purpose is Purpose.FEE or payment.booking_id is None:
        return False
    return dues.is_off(work.bookings.sheet(payment.booking_id).booking)


def _tell_all(work: Work, dispute: Dispute, payment: Payment, what: str, now: datetime) -> None:
    _tell_staff(work, dispute, payment, what, now)
    if payment.is_rent:
        return
    key, about = f"dispute:{dispute.id}:{what}", ("payment", payment.id)
    tell(work, payment.client_id, Role.CLIENT, "client_disputed", key, due=now, subject=about)


def _tell_staff(work: Work, dispute: Dispute, payment: Payment, what: str, now: datetime) -> None:
    """Its trainer and every admin, each once; of rent, which the trainer disputes, the admins alone."""
    trainer = work.trainers.trainer(payment.trainer_id)
    key, about = f"dispute:{dispute.id}:{what}", ("dispute", dispute.id)
    if not payment.is_rent:
        tell(work, trainer.person_id, Role.TRAINER, "trainer_dispute", key, due=now, subject=about)
    for admin in work.people.admins():
        if admin.id != trainer.person_id or payment.is_rent:
            tell(work, admin.id, Role.ADMIN, "trainer_dispute", key, due=now, subject=about)
