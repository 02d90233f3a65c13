"""The people of the tests, and what they have: Ana and Tom train, Cleo, Sam and Mallory are clients.

Each function adds rows to a unit of work and gives back the entity with its id. Everyone's now is ``NOON``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.base import Role
from domain.bookings.model import Booking, Status, TrainingSession
from domain.bookings.rules import UNDO, lapses
from domain.bookings.service import cancel, expire_due
from domain.people.model import Address, Channel, Person
from domain.schedule.model import WeeklyHours
from domain.schedule.service import busy_span
from domain.trainers.model import Approval, Service, Trainer
from domain.work import Work
from domain.zones import wall

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday; Lisbon and London keep UTC in winter
LANE = "telegram:123456789"
OPEN = ((7 * 60, 20 * 60),)  # 07:00 to 20:00


def person(
    work: Work, name: str = "Cleo", *, roles: Role = Role.CLIENT, zone: str = "Europe/Lisbon"
) -> Person:
    somebody = Person(name=name, zone=zone, zone_told=True, roles=roles, created_at=NOON)
    work.add(somebody)
    work.flush()
    return somebody


def address(
    work: Work, owner: Person, external_id: str = "1001", channel: Channel = Channel.TELEGRAM
) -> Address:
    lane = LANE if channel is Channel.TELEGRAM else channel.value
    place = Address(person=owner, channel=channel, external_id=external_id, lane=lane)
    work.add(place)
    work.flush()
    return place


def client(work: Work, name: str = "Cleo", external_id: str = "1001") -> Person:
    """Somebody who writes on Telegram."""
    return address(work, person(work, name), external_id).person


def trainer(
    work: Work, name: str = "Ana", *, zone: str = "Europe/Lisbon", hours: Sequence[tuple[int, int]] = OPEN
) -> Trainer:
    """Somebody with a Slack address who trains every day at the same hours, in local minutes."""
    who = person(work, name, roles=Role.TRAINER, zone=zone)
    address(work, who, f"U{name.upper()}", Channel.SLACK)
    keeps = Trainer(person=who, slug=name.lower(), zone=zone)
    work.add(keeps)
    work.flush()
    for weekday in range(7):
        for opens, closes in hours:
            work.add(WeeklyHours(trainer_id=keeps.id, weekday=weekday, opens=opens, closes=closes))
    work.flush()
    return keeps


def service(
    work: Work,
    of: Trainer,
    *,
    minutes: int = 60,
    buffers: tuple[int, int] = (0, 0),
    approval: Approval = Approval.FIRST,
    in_classes: bool = False,
) -> Service:
    """A session for 40 euros; the trainer approves first, unless told otherwise."""
    offered = Service(
        trainer_id=of.id,
        name="Personal training",
        minutes=minutes,
        buffer_before=buffers[0],
        buffer_after=buffers[1],
        price_minor=4000,
        currency="EUR",
        approval=approval,
        in_classes=in_classes,
    )
    work.add(offered)
    work.flush()
    return offered


def session(
    work: Work, what: Service, starts: datetime, *, capacity: int = 1, live: bool = True
) -> TrainingSession:
    """A trainer's time, written past the services and their rules."""
    busy, zone = busy_span(what, starts), work.trainers.trainer(what.trainer_id).zone
    taken = TrainingSession(
        trainer_id=what.trainer_id,
        service_id=what.id,
        starts=starts,
        ends=starts + timedelta(minutes=what.minutes),
        busy_from=busy.start,
        busy_to=busy.end,
        zone=zone,
        wall=wall(starts, zone).strftime("%Y-%m-%dT%H:%M"),
        capacity=capacity,
        live=live,
    )
    work.add(taken)
    work.flush()
    return taken


def booking(
    work: Work,
    who: Person,
    what: Service,
    starts: datetime,
    status: Status = Status.CONFIRMED,
    *,
    now: datetime = NOON,
) -> Booking:
    """A place in a session of its own, as it would have been made at ``now``."""
    gone = status in (Status.CANCELLED, Status.DECLINED, Status.EXPIRED)
    return seat(work, who, session(work, what, starts, live=not gone), status, now=now)


def seat(
    work: Work,
    who: Person,
    taken: TrainingSession,
    status: Status = Status.CONFIRMED,
    *,
    number: int = 1,
    now: datetime = NOON,
) -> Booking:
    place = Booking(
        session=taken,
        client_id=who.id,
        seat=number,
        status=status,
        until=lapses(status, taken.starts, now),
        made_at=now,
        price_minor=4000,
        currency="EUR",
        approval=Approval.FIRST,
    )
    work.add(place)
    work.flush()
    return place


def give_up(work: Work, who: Person, place: Booking, *, now: datetime = NOON) -> None:
    """Cancelled a minute ago, so that it is given back now."""
    cancel(work, who, place.id, place.version, now=now - UNDO)
    expire_due(work, now=now)


@dataclass(frozen=True, slots=True)
class Studio:
    """Ana trains Cleo and Sam; Mallory has no business with anybody. Ana approves the first kind of session
    and lets the second be booked at once; Tom trains beside her.
    """

    ana: Trainer
    tom: Trainer
    cleo: Person
    sam: Person
    mallory: Person
    training: Service
    check_in: Service
    run: Service


def studio(work: Work) -> Studio:
    ana, tom = trainer(work, "Ana"), trainer(work, "Tom", zone="Europe/London")
    return Studio(
        ana=ana,
        tom=tom,
        cleo=client(work, "Cleo", "1001"),
        sam=client(work, "Sam", "1002"),
        mallory=client(work, "Mallory", "1003"),
        training=service(work, ana, buffers=(0, 15)),
        check_in=service(work, ana, minutes=30, approval=Approval.AT_ONCE),
        run=service(work, tom),
    )
