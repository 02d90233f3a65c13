"""A date of a standing slot: booked, or asked for, without a hold."""

from datetime import date, datetime

from domain.bookings.announce import announce_quietly
from domain.bookings.model import Status
from domain.bookings.places import add_seat, seated, session_at
from domain.bookings.ports import Sheet
from domain.bookings.rules import lapses
from domain.people.model import Person
from domain.trainers.model import Service, Trainer
from domain.work import Work


def enter(
    work: Work,
    client: Person,
    service: Service,
    trainer: Trainer,
    starts: datetime,
    status: Status,
    *,
    actor: Person | None,
    standing: tuple[int, date],
    now: datetime,
) -> Sheet:
    """The booking of one date; nobody is told, since that is said of the slot. The database refuses an
    overlap, and a second booking for the same day of the slot: to be called within a claim.
    """
    seat = seated(client, service, trainer, session_at(trainer, service, starts), status, now=now)
    seat.until = lapses(status, starts, now)
    seat.standing_id, seat.stands_for = standing
    kind = "requested" if status is Status.REQUESTED else "booked"
    sheet = add_seat(work, seat, service, trainer, client, actor=actor, kind=kind)
    announce_quietly(work, sheet, kind, now=now)
    return sheet
