"""What comes of a payment that has arrived: it is entered, there are credits, and what waited is booked."""

from datetime import datetime

from domain.bookings import holds
from domain.bookings.model import Status
from domain.bookings.places import expire
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, has_lapsed
from domain.codes import service as codes
from domain.errors import Refusal
from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter
from domain.packages.model import CreditLot
from domain.packages.service import issue, pay_for_coming
from domain.payments import dues
from domain.payments.entering import account
from domain.payments.model import Payment, Purpose, Standing, Way
from domain.payments.refunds import return_at_once
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

_BOOKS = (Purpose.PACKAGE, Purpose.SESSION, Purpose.DEPOSIT)


def land(work: Work, payment: Payment, way: Way, *, cause: str, actor: Person | None, now: datetime) -> None:
    """``cause`` is what the money is called where it came from: it is entered once, whoever tells of it."""
    client = work.people.person(payment.client_id)
    trainer = work.trainers.trainer(payment.trainer_id)
    if not payment.is_rent:
        holds.relate(work, client, trainer, now=now)
    if payment.purpose is Purpose.DEPOSIT:
        _end_hold(work, payment, now)
    earned, owed, paid = (account(work, payment, kind) for kind in (Kind.EARNED, Kind.OWED, way.kind))
    source = Source(payment.id, cause)
    if payment.purpose is not Purpose.FEE:  # which is owed already
        enter(work, Step.SOLD, earned, owed, payment.price_minor, actor=actor, now=now, source=source)
    tax = payment.tax.within(payment.price_minor)
    enter(work, Step.PAID, owed, paid, payment.price_minor, actor=actor, now=now, source=source, tax=tax)
    lot = _credits(work, payment, client, trainer, source, actor, now) if payment.is_for_credits else None
    payment.status, payment.way, payment.paid_at = Standing.PAID, way, now
    payment.lot_id = lot.id if lot else None
    work.flush()
    if payment.purpose is Purpose.GIFT:
        codes.bought_gift(work, payment, now=now)
    if payment.purpose is Purpose.REST:
        _drop_others(work, payment)
        dues.settle(work, work.bookings.sheet(payment.booking_id or 0), now=now)  # it may be off by now
    if payment.booking_id is not None and payment.purpose in _BOOKS:
        _book(work, payment, client, now)
    if lot is not None:
        pay_for_coming(work, client, trainer, actor=actor, now=now)
    work.flush()


def _end_hold(work: Work, payment: Payment, now: datetime) -> None:
    """If it ran out, then before the deposit of it is paid: else that would go back at its end."""
    held = work.bookings.sheet(payment.booking_id or 0).booking
    if held.status is Status.HELD and has_lapsed(held, now):
        expire(work, held.id, now=now)


def _drop_others(work: Work, paid: Payment) -> None:
    """The same was asked for on other terms before, such as by a link that was never followed."""
    for each in work.payments.for_booking(paid.booking_id or 0):
        if each.purpose is paid.purpose and each.status is Standing.OPEN:
            each.status = Standing.DROPPED


def _credits(
    work: Work,
    payment: Payment,
    client: Person,
    trainer: Trainer,
    source: Source,
    actor: Person | None,
    now: datetime,
) -> CreditLot:
    return issue(
        work,
        client,
        trainer,
        payment.sessions,
        package_id=payment.package_id,
        name=payment.name,
        price=payment.price,
        days=payment.days,
        services=work.payments.services_of(payment.id),
        actor=actor,
        now=now,
        source=source,
    )


def _book(work: Work, payment: Payment, client: Person, now: datetime) -> None:
    """A deposit without its booking goes back at once, and credits wait."""
    payment.booking_id = _booked(work, payment, client, work.bookings.sheet(payment.booking_id or 0), now)
    sheet = work.bookings.sheet(payment.booking_id)
    if payment.purpose is Purpose.DEPOSIT and (
        sheet.booking.status not in FIRM or sheet.booking.lot_id is not None
    ):
        return_at_once(work, payment, payment.price_minor, now=now)


def _booked(work: Work, payment: Payment, client: Person, sheet: Sheet, now: datetime) -> int:
    """The booking that it pays for: what was held, or the same time again where that had run out and nobody
    else has it. Where neither can be, the credits are there, and the card says so.
    """
    held = sheet.booking
    ran_out = held.status is Status.EXPIRED or (held.status is Status.HELD and has_lapsed(held, now))
    other = work.bookings.held_by(client.id)
    if ran_out and other is not None and other.id != held.id and not has_lapsed(other, now):
        return held.id  # meanwhile they decide about another time
    try:
        if ran_out:
            service = sheet.service
            held = holds.hold(work, client, service.id, held.starts, minutes=service.chosen, now=now).booking
            payment.booking_id = held.id
            work.flush()
        if held.status is Status.HELD:
            by_credit = payment.is_for_credits
            holds.confirm(work, client, held.id, held.version, now=now, by_credit=by_credit)
    except Refusal:
        pass
    return held.id
