"""Which other times are offered to somebody, and how long they are kept. Pure policy."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.zones import wall

ANSWER = timedelta(hours=2)  # to answer in: then what was kept is free, and the trainer told who has not
ALTERNATIVES = 3
_USUAL = timedelta(hours=2)  # from their usual hour; further away is for want of better
_DAY = timedelta(days=1)


def personal(found: Iterable[datetime], starts: datetime, zone: str) -> Iterable[datetime]:
    """The free times as they suit somebody who had ``starts``: one a day, at their hour of the day as nearly
    as there is, the soonest days first; days without anything near that hour come last.
    """
    later: list[datetime] = []
    for near in _nearest_of_each_day(found, starts, zone):
        if _off(near, starts, zone) <= _USUAL:
            yield near
        else:
            later.append(near)
    yield from later


def _nearest_of_each_day(found: Iterable[datetime], starts: datetime, zone: str) -> Iterable[datetime]:
    day: date | None = None
    best: datetime | None = None
    for each in found:
        if best is not None and wall(each, zone).date() != day:
            yield best
            best = None
        day = wall(each, zone).date()
        if best is None or _off(each, starts, zone) < _off(best, starts, zone):
            best = each
    if best is not None:
        yield best


def _off(one: datetime, other: datetime, zone: str) -> timedelta:
    """How far apart two times of day are, on the clock of a place."""
    clocks = (wall(each, zone) for each in (one, other))
    first, second = (timedelta(hours=each.hour, minutes=each.minute) for each in clocks)
    return min((first - second) % _DAY, (second - first) % _DAY)
