"""Buying: a payment is begun by its client and paid at a page, or marked paid at the desk and taken back."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE, UNDO, has_lapsed
from domain.bookings.sheets import of_client
from domain.ledger.model import Kind, Step
from domain.ledger.service import enter, of_lot
from domain.money import Money
from domain.notifications.service import tell
from domain.packages.errors import Monthly, NotTraining
from domain.packages.model import CreditLot
from domain.packages.spending import left
from domain.payments import dues, errors
from domain.payments.entering import reverse
from domain.payments.landing import land
from domain.payments.model import Payment, PaymentService, Purpose, Standing, Way
from domain.people.model import Person
from domain.policies.model import Pay
from domain.policies.rules import deposit
from domain.trainers.model import Trainer
from domain.work import Work

PAYING = timedelta(minutes=20)  # for which a held time waits for its payment, once
_TOKEN_BYTES = 9  # 72 bits: nobody guesses a link


def begin(
    work: Work,
    client: Person,
    package_id: int,
    *,
    booking_id: int | None = None,
    price: Money | None = None,
    as_gift: bool = False,
    now: datetime,
) -> Payment:
    """What a client is about to buy, at its price where a code says no other, or for somebody else; asking
    for the same again gives the same. A time that is held for them waits for it. Raises NotForSale, Monthly.
    """
    if booking_id is not None:
        _wait_for(work, of_client(work, client, booking_id).booking, now)
    wanted = _payment(work, client, package_id, now=now)
    wanted.booking_id = booking_id
    wanted.price_minor = price.minor if price else wanted.price_minor
    wanted.purpose = Purpose.GIFT if as_gift else Purpose.PACKAGE
    services = work.packages.services_of(package_id)
    return _same_or_new(work, wanted, services)


def begin_session(work: Work, client: Person, booking_id: int, *, now: datetime) -> Payment | None:
    """What is paid before a held time is booked, all of it or a deposit; None where nothing is. The time
    waits for it.
    """
    sheet = of_client(work, client, booking_id)
    booking = sheet.booking
    due = first_due(work, sheet)
    if due is None:
        return None
    _wait_for(work, booking, now)
    purpose = Purpose.SESSION if booking.pay is Pay.FIRST else Purpose.DEPOSIT
    wanted = dues.new(sheet, purpose, due, now=now)
    services = [sheet.service.id] if purpose is Purpose.SESSION else []
    return _same_or_new(work, wanted, services)


def first_due(work: Work, sheet: Sheet) -> Money | None:
    """What a client pays of a held time before it is booked; None where a credit does, or nothing is."""
    booking = sheet.booking
    if booking.status is not Status.HELD or sheet.policy is None or booking.pay is Pay.LATER:
        return None
    if left(work, sheet) or dues.paid_towards(work, sheet).minor:
        return None
    return booking.price if booking.pay is Pay.FIRST else deposit(sheet.policy, booking.price)


def begin_rest(work: Work, client: Person, booking_id: int, *, now: datetime) -> Payment | None:
    """What is left of the price after a deposit; None where nothing is."""
    sheet = of_client(work, client, booking_id)
    due = dues.rest(work, sheet)
    wanted = dues.new(sheet, Purpose.REST, due, now=now)
    return _same_or_new(work, wanted, []) if due.minor > 0 and sheet.booking.status not in GONE else None


def _same_or_new(work: Work, wanted: Payment, services: list[int]) -> Payment:
    """Asking for the same again gives the same."""
    for each in work.payments.open_of(wanted.client_id):
        if _terms(each) == _terms(wanted) and work.payments.services_of(each.id) == services:
            return each
    _write(work, wanted, services)
    return wanted


def sell(
    work: Work, actor: Person, client: Person, package_id: int, way: Way, *, after: int = 0, now: datetime
) -> Payment:
    """A package that was paid at the desk; the same again, while it can be taken back, is the same tap twice,
    but for a payment up to the one that it is sold
    ``after``. Its client hears of it after that. Raises NotForSale, Monthly, NotTraining.
    """
    payment = _payment(work, client, package_id, now=now)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if work.people.relationship(client.id, payment.trainer_id) is None:
        raise NotTraining(name=client.first_name)
    services = work.packages.services_of(package_id)
    for sold in work.payments.paid_of(client.id):
        same = sold.id > after and can_undo(sold, now) and (sold.way, _terms(sold)) == (way, _terms(payment))
        if same and work.payments.services_of(sold.id) == services:
            return sold
    _write(work, payment, services)
    land(work, payment, way, cause=f"desk:{payment.id}", actor=actor, now=now)
    about, due, key = ("payment", payment.id), now + UNDO, f"paid:{payment.id}"
    tell(work, client.id, Role.CLIENT, "client_paid", key, due=due, subject=about, urgent=True)
    return payment


def take(
    work: Work, actor: Person, booking_id: int, purpose: Purpose, way: Way, *, now: datetime
) -> Payment | None:
    """What is owed of a booking, or the rest of its price, was paid at the desk; None where nothing is. Its
    client hears of it once it can't be taken back. Raises AtBank.
    """
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    payment = _due(work, sheet, purpose, now)
    if payment is not None and payment.status is Standing.OPEN:
        land(work, payment, way, cause=f"desk:{payment.id}", actor=actor, now=now)
        about, due, key = ("payment", payment.id), now + UNDO, f"paid:{payment.id}"
        tell(work, payment.client_id, Role.CLIENT, "client_paid", key, due=due, subject=about, urgent=True)
    return payment


def _due(work: Work, sheet: Sheet, purpose: Purpose, now: datetime) -> Payment | None:
    """What was taken within the minute, where the same tap comes twice; else what is to be paid."""
    for paid in work.payments.for_booking(sheet.booking.id):
        if paid.purpose is purpose and can_undo(paid, now):
            return paid
    if purpose is Purpose.FEE:
        dues.require_answered(work, sheet)
        return dues.fee_due(work, sheet)
    left_to_pay = dues.rest(work, sheet)
    if left_to_pay.minor <= 0 or sheet.booking.status in GONE:
        return None
    return _same_or_new(work, dues.new(sheet, Purpose.REST, left_to_pay, now=now), [])


def undo_sale(work: Work, actor: Person, payment_id: int, *, now: datetime) -> Payment:
    """As if it had never been marked. Undoing twice changes nothing. Raises TooLateToUndo, AlreadyUsed."""
    payment = work.payments.locked(payment_id)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if payment.status is Standing.UNDONE:
        return payment
    if not can_undo(payment, now):
        raise errors.TooLateToUndo
    if payment.lot_id is not None:
        work.packages.lock(payment.client_id, payment.trainer_id)
        lot = work.packages.lot(payment.lot_id)
        release(work, lot, actor, now)
        free = of_lot(work, lot, Kind.FREE)
        if work.ledger.balance(free) != payment.sessions:
            raise errors.AlreadyUsed
    for entry in reversed(work.ledger.of_payment(payment.id)):
        reverse(work, entry, payment, actor, now)
    payment.status = Standing.UNDONE
    work.flush()
    if payment.purpose is Purpose.FEE:
        dues.settle(work, work.bookings.sheet(payment.booking_id or 0), now=now)
    return payment


def last_sale(work: Work, actor: Person, trainer: Trainer, *, now: datetime) -> Payment | None:
    """The last one at the desk that can still be taken back."""
    require_trainer(actor, trainer)
    return work.payments.last_at_desk(trainer.id, now - UNDO)


def can_undo(payment: Payment, now: datetime) -> bool:
    """What was paid by card is given back, and never undone."""
    return (
        payment.status is Standing.PAID
        and payment.way is not Way.CARD
        and payment.paid_at is not None
        and now < payment.paid_at + UNDO
    )


def _payment(work: Work, client: Person, package_id: int, *, now: datetime) -> Payment:
    package = work.packages.package(package_id)
    if not package.active or not work.trainers.trainer(package.trainer_id).active:
        raise errors.NotForSale(name=package.name)
    if package.monthly:
        raise Monthly(name=package.name)
    tax = work.tax.at(package.tax_rate)
    return Payment(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        client_id=client.id,
        trainer_id=package.trainer_id,
        package_id=package.id,
        name=package.name,
        sessions=package.sessions,
        days=package.days,
        price_minor=package.price.minor,
        currency=package.currency,
        tax_rate=tax.rate,
        tax_name=tax.name,
        made_at=now,
    )


def _write(work: Work, payment: Payment, services: Iterable[int]) -> None:
    """With the services that the package is good for now, which are of its terms."""
    work.add(payment)
    work.flush()
    work.add(*(PaymentService(payment_id=payment.id, service_id=each) for each in services))
    work.flush()


def _terms(payment: Payment) -> tuple[object, ...]:
    what = (payment.purpose, payment.package_id, payment.booking_id, payment.name)
    return (*what, payment.sessions, payment.days, payment.price, payment.tax)


def _wait_for(work: Work, held: Booking, now: datetime) -> None:
    """Once for each hold, however many payments are begun for it."""
    if held.status is not Status.HELD or held.until is None or has_lapsed(held, now):
        return
    if not work.payments.for_booking(held.id):
        held.until = max(held.until, min(now + PAYING, held.starts))


def release(work: Work, lot: CreditLot, actor: Person | None, now: datetime, *, most: int = 100) -> None:
    """What is booked with its credits is booked at its price again, the last session first, but for what is
    paid before.
    """
    reserved, free = of_lot(work, lot, Kind.RESERVED), of_lot(work, lot, Kind.FREE)
    coming = [each.booking for each in work.bookings.coming(lot.client_id, now, limit=100)]
    with_it = [each for each in coming if each.lot_id == lot.id and each.pay is Pay.LATER]
    for booking in with_it[-most:]:
        enter(work, Step.UNDONE, reserved, free, actor=actor, now=now, booking=booking)
        booking.lot_id = None
