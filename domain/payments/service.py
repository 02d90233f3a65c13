"""Buying: a payment is begun by its client and paid at a page, or marked paid at the desk and taken back."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.model import Booking, Status
from domain.bookings.rules import UNDO, has_lapsed
from domain.bookings.sheets import of_client
from domain.ledger.model import Kind, Step
from domain.ledger.service import enter, of_lot
from domain.notifications.service import tell
from domain.packages.errors import NotTraining
from domain.packages.model import CreditLot
from domain.payments import errors
from domain.payments.entering import reverse
from domain.payments.landing import land
from domain.payments.model import Payment, PaymentService, Standing, Way
from domain.people.model import Person
from domain.work import Work

PAYING = timedelta(minutes=20)  # for which a held time waits for its payment, once
_TOKEN_BYTES = 9  # 72 bits: nobody guesses a link


def begin(
    work: Work, client: Person, package_id: int, *, booking_id: int | None = None, now: datetime
) -> Payment:
    """What a client is about to buy; asking for the same again gives the same. A time that is held for them
    waits for it. Raises NotForSale.
    """
    if booking_id is not None:
        _wait_for(work, of_client(work, client, booking_id).booking, now)
    wanted = _payment(work, client, package_id, now=now)
    wanted.booking_id = booking_id
    services = work.packages.services_of(package_id)
    for each in work.payments.open_of(client.id):
        if _terms(each) == _terms(wanted) and work.payments.services_of(each.id) == services:
            return each
    _write(work, wanted, services)
    return wanted


def sell(work: Work, actor: Person, client: Person, package_id: int, way: Way, *, now: datetime) -> Payment:
    """A package that was paid at the desk; the same again, while it can be taken back, is the same tap twice.
    Its client hears of it after that. Raises NotForSale, NotTraining.
    """
    payment = _payment(work, client, package_id, now=now)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if work.people.relationship(client.id, payment.trainer_id) is None:
        raise NotTraining(name=client.first_name)
    services = work.packages.services_of(package_id)
    for sold in work.payments.paid_of(client.id):
        same = can_undo(sold, now) and (sold.way, _terms(sold)) == (way, _terms(payment))
        if same and work.payments.services_of(sold.id) == services:
            return sold
    _write(work, payment, services)
    land(work, payment, way, cause=f"desk:{payment.id}", actor=actor, now=now)
    about = ("payment", payment.id)
    due = now + UNDO
    tell(work, client.id, Role.CLIENT, "client_paid", f"paid:{payment.id}", due=due, subject=about)
    return payment


def undo_sale(work: Work, actor: Person, payment_id: int, *, now: datetime) -> Payment:
    """As if it had never been marked. Undoing twice changes nothing. Raises TooLateToUndo, AlreadyUsed."""
    payment = work.payments.locked(payment_id)
    require_trainer(actor, work.trainers.trainer(payment.trainer_id))
    if payment.status is Standing.UNDONE:
        return payment
    if not can_undo(payment, now):
        raise errors.TooLateToUndo
    work.packages.lock(payment.client_id, payment.trainer_id)
    lot = work.packages.lot(payment.lot_id or 0)
    _release_all(work, lot, actor, now)
    free = of_lot(work, lot, Kind.FREE)
    if work.ledger.balance(free) != payment.sessions:
        raise errors.AlreadyUsed
    for entry in reversed(work.ledger.of_payment(payment.id)):
        reverse(work, entry, payment, actor, now)
    payment.status = Standing.UNDONE
    work.flush()
    return payment


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
        made_at=now,
    )


def _write(work: Work, payment: Payment, services: Iterable[int]) -> None:
    """With the services that the package is good for now, which are of its terms."""
    work.add(payment)
    work.flush()
    work.add(*(PaymentService(payment_id=payment.id, service_id=each) for each in services))
    work.flush()


def _terms(payment: Payment) -> tuple[object, ...]:
    what = (payment.package_id, payment.booking_id, payment.name)
    return (*what, payment.sessions, payment.days, payment.price)


def _wait_for(work: Work, held: Booking, now: datetime) -> None:
    """Once for each hold, however many payments are begun for it."""
    if held.status is not Status.HELD or held.until is None or has_lapsed(held, now):
        return
    if not work.payments.for_booking(held.id):
        held.until = max(held.until, min(now + PAYING, held.starts))


def _release_all(work: Work, lot: CreditLot, actor: Person, now: datetime) -> None:
    """What is booked with its credits is booked at its price again."""
    reserved, free = of_lot(work, lot, Kind.RESERVED), of_lot(work, lot, Kind.FREE)
    for sheet in work.bookings.coming(lot.client_id, now, limit=100):
        if sheet.booking.lot_id == lot.id:
            enter(work, Step.UNDONE, reserved, free, actor=actor, now=now, booking=sheet.booking)
            sheet.booking.lot_id = None
