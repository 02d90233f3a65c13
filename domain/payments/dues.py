"""What a booking leaves to be paid or given back: deposits, and fees that are owed. Asked after each
change of it, the answer follows from the books alone, so asking again changes nothing.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from domain.base import Role
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE, UNDO
from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter
from domain.money import Money
from domain.notifications.service import tell
from domain.payments import charges, errors, lost, refunds
from domain.payments.model import Payment, Purpose, Standing
from domain.tax import Tax
from domain.work import Work

_TOWARDS = (Purpose.DEPOSIT, Purpose.REST)
_OFF = (*GONE, Status.NO_SHOW)
_TOKEN_BYTES = 9  # 72 bits: nobody guesses a link


def new(sheet: Sheet, purpose: Purpose, price: Money, *, tax: Tax | None = None, now: datetime) -> Payment:
    """A payment of something about a booking, with its tax where no other is named; of a session paid first,
    for one credit.
    """
    tax = tax or sheet.booking.tax
    return Payment(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        client_id=sheet.client.id,
        trainer_id=sheet.trainer.id,
        purpose=purpose,
        name=sheet.service.name,
        sessions=1 if purpose is Purpose.SESSION else 0,
        price_minor=price.minor,
        currency=price.currency,
        tax_rate=tax.rate,
        tax_name=tax.name,
        booking_id=sheet.booking.id,
        made_at=now,
    )


def paid_towards(work: Work, sheet: Sheet) -> Money:
    """Of the session's price, deposit and rest, less what came back."""
    left = sum(_left(work, each) for each in _paid(work, sheet, _TOWARDS))
    return Money(left, sheet.booking.currency)


def rest(work: Work, sheet: Sheet) -> Money:
    """What is still to be paid of the price after a deposit; nothing where there was none, nor of a session
    that doesn't take place: what that costs is a fee.
    """
    towards = paid_towards(work, sheet)
    is_due = towards.minor and sheet.booking.status not in _OFF
    return Money(sheet.booking.price_minor - towards.minor if is_due else 0, towards.currency)


def fee_due(work: Work, sheet: Sheet) -> Payment | None:
    """What is owed for having cancelled or moved late, or not come, with its link."""
    opened = (each for each in _of(work, sheet, (Purpose.FEE,)) if each.status is Standing.OPEN)
    return next(opened, None)


def settle(work: Work, sheet: Sheet, *, now: datetime) -> None:
    """What was paid of a session that doesn't take place is kept as far as a fee is owed, and the rest of it
    goes back; what is owed beyond that gets a link. What can be undone waits for the end of its minute.
    """
    work.flush()
    if sheet.booking.kept_until is not None:
        return
    owed = work.ledger.fees(sheet.booking.id) - _paid_of_fee(work, sheet)
    towards = _paid(work, sheet, _TOWARDS)
    for payment in towards:
        owed -= _keep(work, sheet, payment, max(owed, 0) if sheet.booking.status in _OFF else 0, now)
    if is_off(sheet.booking):
        for payment in towards:
            refunds.return_at_once(work, payment, _left(work, payment) - kept(work, payment), now=now)
            lost.unsell(work, payment, kept(work, payment), now=now)
    _bill(work, sheet, owed, now)


def bill_again(work: Work, payment: Payment, *, now: datetime) -> None:
    """After what was given back of a fee is here again: no more is billed than is owed."""
    if payment.purpose is Purpose.FEE:
        sheet = work.bookings.sheet(payment.booking_id or 0)
        part = sum(kept(work, each) for each in _paid(work, sheet, _TOWARDS))
        _bill(work, sheet, work.ledger.fees(sheet.booking.id) - part - _paid_of_fee(work, sheet), now)


def is_off(booking: Booking) -> bool:
    """Whether it doesn't take place, or was missed, which nobody can undo any more."""
    return booking.status in _OFF and booking.kept_until is None and booking.settles_at is None


def give_back(work: Work, sheet: Sheet, *, now: datetime) -> None:
    """What was paid of a fee, or kept for it, before that is owed no more. Raises AtBank."""
    if any(refunds.undecided(work, each) for each in _paid(work, sheet, (Purpose.FEE,))):
        raise errors.AtBank
    require_answered(work, sheet)
    for payment in _paid(work, sheet, _TOWARDS):
        _keep(work, sheet, payment, 0, now)
    for payment in _paid(work, sheet, (Purpose.FEE,)):
        refunds.return_at_once(work, payment, _left(work, payment), now=now)


def require_answered(work: Work, sheet: Sheet) -> None:
    """Raises AtBank while a saved card is being charged for it: nobody knows yet whether it is paid."""
    if any(charges.is_under_way(work, each) for each in _of(work, sheet, (Purpose.FEE,))):
        raise errors.AtBank


def _keep(work: Work, sheet: Sheet, payment: Payment, owed: int, now: datetime) -> int:
    """Let as much of it be kept as is owed, and answer that: it is a sale no more, it is the fee."""
    wanted, was = min(owed, _left(work, payment)), kept(work, payment)
    earned, owing = (
        work.ledger.account(
            kind, payment.currency, client_id=payment.client_id, trainer_id=payment.trainer_id
        )
        for kind in (Kind.EARNED, Kind.OWED)
    )
    if wanted != was:
        source = Source(payment.id, f"kept:{payment.id}:{sheet.booking.version}:{wanted}")
        giver, taker = (owing, earned) if wanted > was else (earned, owing)
        enter(work, Step.KEPT, giver, taker, abs(wanted - was), actor=None, now=now, source=source)
    return wanted


def kept(work: Work, payment: Payment) -> int:
    """What of a part of the price became a fee."""
    entries = [each for each in work.ledger.of_payment(payment.id) if each.step is Step.KEPT]
    return sum(each.amount if each.giver.kind is Kind.OWED else -each.amount for each in entries)


def _bill(work: Work, sheet: Sheet, owed: int, now: datetime) -> None:
    """One link for all that is owed; those for another amount lead nowhere from now on."""
    for each in _of(work, sheet, (Purpose.FEE,)):
        if each.status is Standing.OPEN and each.price_minor == owed:
            return
        if each.status is Standing.OPEN:
            each.status = Standing.DROPPED
            work.outbox.withdraw(("payment", each.id), ("client_owes",))
    if owed > 0:
        tax = work.tax.of_fee(sheet.booking.tax)
        bill = new(sheet, Purpose.FEE, Money(owed, sheet.booking.currency), tax=tax, now=now)
        work.add(bill)
        work.flush()
        about, key = ("payment", bill.id), f"owed:{bill.id}"
        if charges.plan(work, bill, now=now):
            return  # what comes of it is told
        due = now + UNDO if sheet.booking.status is Status.NO_SHOW else now  # a mark can be taken back
        tell(work, bill.client_id, Role.CLIENT, "client_owes", key, due=due, subject=about)


def _paid_of_fee(work: Work, sheet: Sheet) -> int:
    return sum(_left(work, each) for each in _paid(work, sheet, (Purpose.FEE,)))


def _left(work: Work, payment: Payment) -> int:
    return payment.price_minor - refunds.returned(work, payment).minor


def _paid(work: Work, sheet: Sheet, purposes: Sequence[Purpose]) -> list[Payment]:
    return [each for each in _of(work, sheet, purposes) if each.status is Standing.PAID]


def _of(work: Work, sheet: Sheet, purposes: Sequence[Purpose]) -> list[Payment]:
    return [each for each in work.payments.for_booking(sheet.booking.id) if each.purpose in purposes]
