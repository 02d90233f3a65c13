"""What comes of a payment that has arrived: it is entered, there are credits, and what waited is booked."""

from datetime import datetime

from domain.bookings import holds
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import has_lapsed
from domain.errors import Refusal
from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter
from domain.packages.service import issue, pay_for_coming
from domain.payments.model import Payment, Standing, Way
from domain.people.model import Person
from domain.work import Work


def land(work: Work, payment: Payment, way: Way, *, cause: str, actor: Person | None, now: datetime) -> None:
    """``cause`` is what the money is called where it came from: it is entered once, whoever tells of it."""
    client = work.people.person(payment.client_id)
    trainer = work.trainers.trainer(payment.trainer_id)
    holds.relate(work, client, trainer, now=now)
    earned, owed, paid = (
        work.ledger.account(kind, payment.currency, client_id=client.id, trainer_id=trainer.id)
        for kind in (Kind.EARNED, Kind.OWED, way.kind)
    )
    source = Source(payment.id, cause)
    enter(work, Step.SOLD, earned, owed, payment.price_minor, actor=actor, now=now, source=source)
    enter(work, Step.PAID, owed, paid, payment.price_minor, actor=actor, now=now, source=source)
    lot = issue(
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
    payment.status, payment.way, payment.paid_at, payment.lot_id = Standing.PAID, way, now, lot.id
    work.flush()
    if payment.booking_id is not None:
        payment.booking_id = _booked(work, client, work.bookings.sheet(payment.booking_id), now)
    pay_for_coming(work, client, trainer, actor=actor, now=now)
    work.flush()


def _booked(work: Work, client: Person, sheet: Sheet, now: datetime) -> int:
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
        if held.status is Status.HELD:
            holds.confirm(work, client, held.id, held.version, now=now, by_credit=True)
    except Refusal:
        pass
    return held.id
