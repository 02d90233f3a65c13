"""When services may start: those of one trainer as those of all, for as many looks at the database."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import repeat
from typing import NamedTuple, TypeAlias, TypedDict

from domain.intervals import Interval
from domain.resources.units import lacking_of, needs_of
from domain.schedule.limits import full_days_of
from domain.schedule.plan import Plan
from domain.schedule.rules import free_times
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import Stay, wall

_DAY = timedelta(days=1)
_NIGHT = timedelta(days=2)
_WEEK = timedelta(weeks=1)


class Wanted(NamedTuple):
    """A service that is looked for with its trainer, and between which starts, both of them included."""

    trainer: Trainer
    service: Service
    within: Interval


class Asker(TypedDict):
    """Who looks, and when: their own hold, and the session that is about to move, are in nobody's way."""

    now: datetime
    client_id: int
    session_id: int


_Placed: TypeAlias = tuple[int, Wanted]
_Start: TypeAlias = tuple[datetime, int]


def starts_of(work: Work, wanted: Sequence[Wanted], asker: Asker) -> Iterator[_Start]:
    """When they may start, soonest first, lazily; each time with the place of what is wanted in its list.

    However many are wanted, it takes one look at their hours, and one a stretch of time at what is busy, or
    one more each where there are limits and where rooms are needed. What is given in classes takes one look.
    """
    ahead = [(place, each) for place, each in enumerate(wanted) if each.within.start <= each.within.end]
    classes = [each for each in ahead if each[1].service.in_classes]
    alone = [each for each in ahead if not each[1].service.in_classes]
    if not classes:
        return _in_hours(work, alone, asker) if alone else iter(())
    in_classes = _in_classes(work, classes, asker)
    return merge(in_classes, _in_hours(work, alone, asker)) if alone else in_classes


def _in_classes(work: Work, wanted: Sequence[_Placed], asker: Asker) -> Iterator[_Start]:
    given = work.classes.places_of([each.service for _, each in wanted], *_hull(wanted), **asker)
    yield from sorted(
        (each.starts, place)
        for place, (_trainer, service, within) in wanted
        for each in given.get(service.id, ())
        if each.left and not each.mine and within.start <= each.starts <= within.end
    )


def _in_hours(work: Work, wanted: Sequence[_Placed], asker: Asker) -> Iterator[_Start]:
    margin = max(_taking(each.service) for _, each in wanted)
    first, last = _hull(wanted)
    trainers = list({each.trainer.id: each.trainer for _, each in wanted}.values())
    ids = [each.id for each in trainers]
    needs = needs_of(work, (each.service for _, each in wanted))
    plans = plans_of(work, trainers, first, last + margin)
    # Most people take a time of the next few days, so that further rows stay unread; and of several trainers
    # somebody has one today.
    for look in _looks(first, last, _WEEK if len(wanted) == 1 else _DAY):
        around = Interval(look.start - margin, look.end + margin)
        full = full_days_of(work, trainers, *look, **asker)
        busy = work.schedule.busy_of(ids, *around, **asker)
        short = lacking_of(
            work,
            needs,
            around,
            now=asker["now"],
            client_id=asker["client_id"],
            sessions=[asker["session_id"]],
        )
        yield from merge(
            *(
                zip(
                    _starts(each, look, plans[each.trainer.id], taken, full.get(each.trainer.id)),
                    repeat(place),
                )
                for place, each in wanted
                if each.within.start <= look.end and look.start <= each.within.end
                for taken in [busy.get(each.trainer.id, []) + short.get(each.service.id, [])]
            )
        )


def _starts(
    wanted: Wanted, look: Interval, hours: Plan, busy: Sequence[Interval], full: Collection[date] | None
) -> Iterator[datetime]:
    """Those of a look, on days that are not full."""
    trainer, service, within = wanted
    starts = Interval(max(look.start, within.start), min(look.end, within.end))
    # A night's margin: a local day may begin on the UTC day before.
    first_day = (wall(starts.start, trainer.zone) - _DAY).date()
    found = starts_in(hours, service, busy, first_day, starts.length.days + 3, starts)
    return (each for each in found if _day(trainer, each) not in full) if full else found


def starts_in(
    hours: Plan, service: Service, busy: Sequence[Interval], first_day: date, days: int, starts: Interval
) -> Iterator[datetime]:
    """When a session may start on some days, from the start of an interval up to and including its end: each
    grid is that of the clocks that the day is spent on.
    """
    parts = [
        free_times(
            opening,
            busy,
            zone=zone,
            length=timedelta(minutes=service.minutes),
            before=timedelta(minutes=service.buffer_before),
            after=timedelta(minutes=service.buffer_after),
            step=timedelta(minutes=service.step_minutes),
            earliest=starts.start,
            latest=starts.end,
        )
        for zone, opening in hours.by_zone(first_day, days)
    ]
    return merge(*parts) if len(parts) > 1 else parts[0]


def plan_of(work: Work, trainer: Trainer, since: datetime, until: datetime) -> Plan:
    """A trainer's hours, with the seasons, the trips and the single openings of a stretch of time."""
    return plans_of(work, [trainer], since, until)[trainer.id]


def plans_of(work: Work, trainers: Sequence[Trainer], since: datetime, until: datetime) -> dict[int, Plan]:
    """The same of several trainers, for as many looks."""
    ids = [each.id for each in trainers]
    weeks = work.schedule.weeks(ids)
    single = work.schedule.openings(ids, since, until) if since < until else {}
    first, last = (since - _NIGHT).date(), (until + _NIGHT).date()  # whichever day it is where they are
    spells = work.schedule.spells(ids, first, last)
    return {
        each.id: Plan(
            each.zone,
            weeks.get(each.id, {}),
            single.get(each.id, ()),
            spells.get(each.id, ()),
            _stays(each, first, last),
        )
        for each in trainers
    }


def _stays(trainer: Trainer, first: date, last: date) -> list[Stay]:
    return [each.stay for each in trainer.trips if each.first <= last and first <= each.last]


def _looks(first: datetime, last: datetime, length: timedelta) -> Iterator[Interval]:
    """The instants from the first to the last as stretches whose ends belong to them, each twice as long as
    the one before, up to a week.
    """
    while first <= last:
        end = min(first + length, last)
        yield Interval(first, end)
        first, length = end + timedelta.resolution, min(2 * length, _WEEK)


def _hull(wanted: Sequence[_Placed]) -> Interval:
    spans = [each.within for _, each in wanted]
    return Interval(min(each.start for each in spans), max(each.end for each in spans))


def _taking(service: Service) -> timedelta:
    """How much of its trainer's time a session takes."""
    return timedelta(minutes=service.buffer_before + service.minutes + service.buffer_after)


def _day(trainer: Trainer, instant: datetime) -> date:
    """On the trainer's own calendar, wherever they are."""
    return wall(instant, trainer.zone_at(instant)).date()
