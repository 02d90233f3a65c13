"""Wall time and instants. What a clock on the wall shows belongs to a zone; an instant is UTC.

A wall time means the first instant at which the zone's clock shows it or later. So a time that the clocks
skip is the first minute after the gap, and a time that they show twice is the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import Refusal
from domain.intervals import Interval

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)  # no zone changes its clocks and changes them back within one
_SECOND = timedelta(seconds=1)
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # from which weeks are counted
_KEPT = 8192  # answers about a zone: the days ahead of each that people train in


class UnknownZone(Refusal):
    """I do not know the time zone “{zone}”. Try one like Europe/Lisbon."""


@cache
def named(zone: str) -> ZoneInfo:
    """The zone of an IANA name. Raises `UnknownZone`."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownZone(zone=zone) from unknown


def city(zone: str) -> str:
    """What a zone is named after."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@lru_cache(_KEPT)
def at(zone: ZoneInfo | str, day: date, clock: int | time) -> datetime:
    """The UTC instant of a wall time. ``clock`` in minutes may run on: 1440 is the next day's midnight."""
    place = named(zone) if isinstance(zone, str) else zone
    if isinstance(clock, time):
        shown = datetime.combine(day, clock.replace(tzinfo=None, fold=0), place)
    else:
        shown = datetime.combine(day, time(), place) + timedelta(minutes=clock)
    before, after = _offset(shown), _offset(shown.replace(fold=1))
    plain = shown.replace(tzinfo=UTC)
    if before < after:  # skipped: the two readings lie on either side of the change
        return _change(place, plain - after, plain - before)
    return plain - before


def wall(instant: datetime, zone: ZoneInfo | str) -> datetime:
    """What the zone's clock shows at an instant, as an aware datetime."""
    return instant.astimezone(named(zone) if isinstance(zone, str) else zone)


def whole_day(zone: ZoneInfo | str, day: date, days: int = 1) -> Interval:
    """From midnight, or where midnight is skipped from the day's first instant, to that of ``days`` later."""
    return Interval(at(zone, day, 0), at(zone, day + days * _DAY, 0))


def local_days(zone: ZoneInfo | str, span: Interval) -> Iterator[date]:
    """The zone's calendar days that an interval touches, in order, without those that a zone left out."""
    instant = span.start
    while instant < span.end:
        day = wall(instant, zone).date()
        yield day
        instant = at(zone, day + _DAY, 0)


def steady(zone: ZoneInfo, span: Interval) -> Iterator[tuple[Interval, timedelta]]:
    """An interval cut wherever the clocks change, and at least weekly: in each part wall time runs evenly, as
    far ahead of UTC as is told beside it.
    """
    first, last = (span.start - _MONDAY) // _WEEK, (span.end - _MONDAY) // _WEEK
    for week in range(first, last + 1):
        for part, ahead in _steady_week(zone, week):
            start, end = max(part.start, span.start), min(part.end, span.end)
            if start < end:
                yield Interval(start, end), ahead


@lru_cache(_KEPT)
def _steady_week(zone: ZoneInfo, week: int) -> tuple[tuple[Interval, timedelta], ...]:
    start, end = _MONDAY + week * _WEEK, _MONDAY + (week + 1) * _WEEK
    before, after = _offset(start.astimezone(zone)), _offset(end.astimezone(zone))
    if before == after:
        return ((Interval(start, end), before),)
    change = _change(zone, start, end)
    return (Interval(start, change), before), (Interval(change, end), after)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first instant with the offset of ``after``, to the second; there is one change between the two."""
    offset = _offset(after.astimezone(zone))
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if _offset(middle.astimezone(zone)) == offset:
            after = middle
        else:
            before = middle
    return after


def _offset(shown: datetime) -> timedelta:
    offset = shown.utcoffset()
    if offset is None:
        raise ValueError(f"{shown!r} has no zone")
    return offset


class Stay(NamedTuple):
    """The days, the last one included, that are spent in another zone, with its own midnights."""

    first: date
    last: date
    zone: str
    span: Interval


@dataclass(frozen=True, slots=True)
class Clocks:
    """By which clocks somebody lives: those of home, on stays those of others; no two stays share a day."""

    home: str
    stays: tuple[Stay, ...] = ()  # in order

    def zone_at(self, instant: datetime) -> str:
        """Where they are at an instant; where one stay begins before another ends, on the later one."""
        away = (zone for _, _, zone, span in reversed(self.stays) if span.start <= instant < span.end)
        return next(away, self.home)

    def zone_on(self, day: date) -> str:
        """Where they read what is said of a day."""
        return next((each.zone for each in self.stays if each.first <= day <= each.last), self.home)

    def read(self, day: date, clock: int | time) -> datetime:
        """`at`, where they are on that day."""
        return at(self.zone_on(day), day, clock)

    def whole_day(self, day: date) -> Interval:
        """The instants at which it is that day where they are."""
        return Interval(self._dawn(day), self._dawn(day + _DAY))

    def _dawn(self, day: date) -> datetime:
        """Its midnight, or that of where the day before is spent, whichever is first to show the day."""
        midnights = {at(self.zone_on(each), day, 0) for each in (day - _DAY, day)}
        shown = (each for each in midnights if wall(each, self.zone_at(each)).date() >= day)
        return min(shown, default=self.read(day, 0))
