"""Whoever is free: the next times at all, each with the trainer whose turn it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from domain.intervals import Interval
from domain.schedule.limits import monday
from domain.schedule.search import Asker, Wanted, starts_of
from domain.schedule.service import bookable
from domain.trainers.model import Service, Trainer
from domain.trainers.service import of_length, services_of
from domain.work import Work
from domain.zones import wall, whole_day

_NEVER = timedelta(days=36_500)  # longer than anybody was idle

_Booked: TypeAlias = dict[int, list[Interval]]  # by trainer


@dataclass(frozen=True)
class Opening:
    """A time that can be booked, and with whom; whose turn it is costs a look, for each week asked of."""

    starts: datetime
    free: Sequence[Wanted]
    _turns: "_Turns"

    @cached_property
    def _whose(self) -> Wanted:
        return self.free[0] if len(self.free) == 1 else self._turns.whose(self.free, self.starts)

    @property
    def trainer(self) -> Trainer:
        return self._whose.trainer

    @property
    def service(self) -> Service:
        return self._whose.service


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
    few, who has been idle for longest. However many train here, it takes the same looks as one: `starts_of`.
    """
    trainers = work.trainers.active()
    first = (of_length(each, minutes) for each in services_of(work, trainers, client_id))
    wanted = [
        Wanted(trainer, service, bookable(trainer, service, now=now, since=since))
        for trainer, service in zip(trainers, first, strict=True)
        if service
    ]
    turns = _Turns(work, [each.trainer.id for each in wanted])
    found = starts_of(work, wanted, Asker(now=now, client_id=client_id, session_id=0))
    for starts, free in groupby(found, key=lambda each: each[0]):
        yield Opening(starts, [wanted[place] for _starts, place in free], turns)


class _Turns:
    """Who did how much, read once a week of the calendar."""

    def __init__(self, work: Work, trainer_ids: Sequence[int]) -> None:
        self._work, self._ids = work, trainer_ids
        self._booked: dict[Interval, _Booked] = {}

    def whose(self, free: Sequence[Wanted], starts: datetime) -> Wanted:
        weeks = {zone: _week(zone, starts) for zone in {each.trainer.zone_at(starts) for each in free}}
        booked = self._in(
            Interval(min(week.start for week in weeks.values()), max(week.end for week in weeks.values()))
        )

        def due(candidate: Wanted) -> tuple[timedelta, timedelta, int]:
            theirs = booked.get(candidate.trainer.id, [])
            idle = min((starts - each.end for each in theirs if each.end <= starts), default=_NEVER)
            return sum((each.length for each in theirs), timedelta()), -idle, candidate.trainer.id

        return min(free, key=due)

    def _in(self, span: Interval) -> _Booked:
        if span not in self._booked:
            self._booked[span] = self._work.schedule.sessions(self._ids, *span)
        return self._booked[span]


def _week(zone: str, instant: datetime) -> Interval:
    """The trainer's own week, Monday to Sunday, that an instant lies in."""
    return whole_day(zone, monday(wall(instant, zone).date()), 7)
