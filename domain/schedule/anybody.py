"""Whoever is free: the next times at all, each with the trainer whose turn it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby, repeat
from typing import NamedTuple

from domain.intervals import Interval
from domain.schedule.service import times
from domain.trainers.model import Service, Trainer
from domain.trainers.service import of_length, services_for
from domain.work import Work
from domain.zones import wall, whole_day

_NEVER = timedelta(days=36_500)  # longer than anybody was idle


class Opening(NamedTuple):
    """A time that can be booked, and with whom."""

    starts: datetime
    service: Service
    trainer: Trainer


def openings(
    work: Work,
    *,
    now: datetime,
    client_id: int = 0,
    since: datetime | None = None,
    minutes: int | None = None,
) -> Iterator[Opening]:
    """The times at which anybody is free, soonest first, lazily; with each trainer's first service, of that
    length where one is named.

    Of several who are free, it is the one with the fewest booked minutes in that week, and of those with as
    few, who has been idle for longest. Costs a look at each trainer's hours, and one a time at who did what.
    """
    first = (
        (each, of_length(services_for(work, each, client_id), minutes)) for each in work.trainers.active()
    )
    offered = [(trainer, service) for trainer, service in first if service]
    streams = [
        zip(times(work, trainer, service, now=now, since=since, client_id=client_id), repeat(place))
        for place, (trainer, service) in enumerate(offered)
    ]
    for starts, free in groupby(merge(*streams), key=lambda each: each[0]):
        candidates = [offered[place] for _starts, place in free]
        trainer, service = _whose_turn(work, candidates, starts)
        yield Opening(starts, service, trainer)


def _whose_turn(
    work: Work, candidates: list[tuple[Trainer, Service]], starts: datetime
) -> tuple[Trainer, Service]:
    if len(candidates) == 1:
        return candidates[0]
    weeks = [_week(trainer.zone_at(starts), starts) for trainer, _service in candidates]
    first, last = min(week.start for week in weeks), max(week.end for week in weeks)
    sessions = work.schedule.sessions([trainer.id for trainer, _service in candidates], first, last)

    def due(candidate: tuple[Trainer, Service]) -> tuple[timedelta, timedelta, int]:
        trainer = candidate[0]
        theirs = sessions.get(trainer.id, [])
        before = [starts - each.end for each in theirs if each.end <= starts]
        idle = min(before, default=_NEVER)
        return sum((each.end - each.start for each in theirs), timedelta()), -idle, trainer.id

    return min(candidates, key=due)


def _week(zone: str, instant: datetime) -> Interval:
    """The trainer's own week, Monday to Sunday, that an instant lies in."""
    day = wall(instant, zone).date()
    monday = day - timedelta(days=day.weekday())
    return Interval(whole_day(zone, monday).start, whole_day(zone, monday + timedelta(days=6)).end)
