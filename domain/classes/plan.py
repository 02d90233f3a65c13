"""Which dates of a class come into reach, and what stands in the way of one."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.bookings.ports import Sheet
from domain.bookings.rules import UPCOMING, has_lapsed
from domain.classes.model import GroupClass
from domain.classes.ports import Roster
from domain.intervals import Interval
from domain.resources.ports import Need
from domain.resources.units import missing
from domain.schedule.limits import full_days
from domain.schedule.service import busy_span
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import at, wall

EARLIER = timedelta(days=7)  # than any other session can be booked, so that no class finds its time taken


class Clash(enum.Enum):
    SHUT = "shut"  # the studio is
    OFF = "off"  # the trainer is
    TAKEN = "taken"
    FULL = "full"  # the day, by the trainer's limits
    ROOM = "room"  # there is too little of a room or a thing


@dataclass(frozen=True, slots=True)
class Planned:
    """A date of a class, and what stands in its way: the bookings and classes, or what there is too little
    of, where it is these.
    """

    day: date
    starts: datetime
    clash: Clash | None = None
    bookings: tuple[Sheet, ...] = ()
    classes: tuple[Roster, ...] = ()
    lacks: tuple[Need, ...] = ()


def ahead(
    work: Work, group: GroupClass, service: Service, trainer: Trainer, *, now: datetime
) -> list[Planned]:
    """The dates within reach that the class has no session for yet, in order; all of one that is only
    proposed.
    """
    today = wall(now, trainer.zone).date()
    last = wall(now + timedelta(days=trainer.horizon_days) + EARLIER, trainer.zone).date()
    known = {each.day for each in work.classes.dates(group.id, today)} if group.id else set()
    dates = [
        (day, at(trainer.zone, day, group.minute)) for day in group.days(today, last) if day not in known
    ]
    return [_looked_at(work, trainer, service, day, starts, now) for day, starts in dates if starts > now]


def _looked_at(
    work: Work, trainer: Trainer, service: Service, day: date, starts: datetime, now: datetime
) -> Planned:
    span = busy_span(service, starts)
    if work.schedule.closures(*span):
        return Planned(day, starts, Clash.SHUT)
    if work.schedule.blocks(trainer.id, *span):
        return Planned(day, starts, Clash.OFF)
    if work.schedule.busy(trainer.id, *span, now=now):
        return Planned(day, starts, Clash.TAKEN, *_in_the_way(work, trainer, span, now))
    if day in full_days(work, trainer, starts, starts, now=now, client_id=0, session_id=0):
        return Planned(day, starts, Clash.FULL)
    lacks = tuple(missing(work, service, span))
    return Planned(day, starts, Clash.ROOM if lacks else None, lacks=lacks)


def _in_the_way(
    work: Work, trainer: Trainer, span: Interval, now: datetime
) -> tuple[tuple[Sheet, ...], tuple[Roster, ...]]:
    """What a trainer can do something about; a place that is kept for those who wait is neither."""
    found = work.bookings.of_trainer(trainer.id, *span, UPCOMING)
    alone = (each for each in found if not each.booking.session.is_class)
    return (
        tuple(each for each in alone if not has_lapsed(each.booking, now)),
        tuple(work.classes.rosters(trainer.id, *span)),
    )
