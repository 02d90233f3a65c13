"""When a trainer is free: weekly hours on the wall clock, less what is busy, at times that people say aloud.

Everything here is lazy: whoever takes three times pays for the days that hold them, and for sorting what is
busy.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from domain.intervals import Interval, joined, pieces, steps
from domain.zones import Clocks, at, local_days, named, steady, wall, whole_day

WeekHours: TypeAlias = Sequence[tuple[int, int, int]]  # weekday (Monday is 0), minute of opening, of closing

T = TypeVar("T")

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_NONE = timedelta()
_MIDNIGHT = datetime(2024, 1, 1, tzinfo=UTC)  # any
_FAR = datetime.max.replace(tzinfo=UTC) - _DAY


def open_intervals(hours: WeekHours, zone: ZoneInfo | str, first_day: date, days: int) -> Iterator[Interval]:
    """The opening hours of some days, as ordered UTC intervals; those that meet, at midnight say, are one.

    Rows come in any order, with minutes of 0 to 1440. 09:00 stays 09:00 when the clocks change.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, opens, closes in sorted(hours):
        week[weekday].append((opens, closes))
    return opened(zone, first_day, days, lambda day: week[day.weekday()])


def opened(
    zone: ZoneInfo | str, first_day: date, days: int, hours: Callable[[date], Iterable[tuple[int, int]]]
) -> Iterator[Interval]:
    """As `open_intervals`, of hours that are asked for day by day and come in order."""
    place = named(zone) if isinstance(zone, str) else zone
    calendar = (first_day + ahead * _DAY for ahead in range(days))
    return joined(
        Interval(at(place, day, opens), at(place, day, closes))
        for day in calendar
        for opens, closes in hours(day)
    )


def free_times(
    opening: Iterable[Interval],
    busy: Iterable[Interval],
    *,
    zone: ZoneInfo | str,
    length: timedelta,
    earliest: datetime,
    latest: datetime = _FAR,
    before: timedelta = _NONE,
    after: timedelta = _NONE,
    step: timedelta = timedelta(minutes=30),
) -> Iterator[datetime]:
    """When a session may start, in order: from ``earliest`` up to and including ``latest``.

    The session lies inside one opening interval; with its own buffers it touches no busy interval, which has
    its own already. ``opening`` comes ordered and apart (`open_intervals`), ``busy`` in any order.
    A step that divides the hour is read off the wall clock of ``zone`` (:00, :30). Any other is counted from
    the opening, and anew from midnight: 07:00, 07:25, 07:50. So the grid is the same whatever is booked.
    """
    place = named(zone) if isinstance(zone, str) else zone
    taken = (Interval(start - after, end + before) for start, end in sorted(busy) if start < end)
    for hours, gap in pieces(opening, taken):
        if gap.start > latest:
            return
        # A session may end as the gap does, so its last start lies inside the half-open interval of starts.
        last = min(gap.end - length, latest) + timedelta.resolution
        starts = Interval(max(gap.start, earliest), last)
        if starts.start >= starts.end:
            continue
        if _HOUR % step:
            yield from _since_opening(starts, step, hours.start, place)
        else:
            yield from _on_the_clock(starts, step, place)


def _on_the_clock(starts: Interval, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    for part, ahead in steady(zone, starts):
        yield from steps(part, step, align=_MIDNIGHT - ahead)


def _since_opening(starts: Interval, step: timedelta, opened: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    for day in local_days(zone, starts):
        midnight, end = whole_day(zone, day)
        part = Interval(max(starts.start, midnight), min(starts.end, end))
        yield from steps(part, step, align=max(opened, midnight))


def spread(times: Iterable[datetime], n: int, apart: timedelta = _HOUR) -> list[datetime]:
    """The best ``n`` answers to offer: the soonest that are at least an hour apart, in order.

    Soonest, because most people take the first that suits; apart, because 18:00, 18:15 and 18:30 are one
    answer. Where there are too few, the soonest of those passed over fill up.
    """
    chosen: list[datetime] = []
    passed_over: list[datetime] = []
    for instant in times:
        if chosen and instant - chosen[-1] < apart:
            passed_over.append(instant)
        else:
            chosen.append(instant)
        if len(chosen) == n:
            break
    return sorted(chosen + passed_over[: n - len(chosen)])


def in_turns(groups: Sequence[Sequence[T]], n: int) -> list[T]:
    """The first ``n``, one of each group after another, as long as they last."""
    rounds = zip_longest(*groups)
    return [each for one_of_each in rounds for each in one_of_each if each is not None][:n]


def nearest(times: Iterable[datetime], wanted: datetime, n: int) -> list[datetime]:
    """The ``n`` times nearest to a wanted one, in order; of two as near, the earlier."""
    earlier: deque[datetime] = deque(maxlen=n)
    later: list[datetime] = []
    for instant in times:
        if instant < wanted:
            earlier.append(instant)
        elif len(later) < n:
            later.append(instant)
        else:
            break
    return sorted(sorted((*earlier, *later), key=lambda instant: abs(instant - wanted))[:n])


def days_with_times(times: Iterable[datetime], clocks: Clocks) -> Iterator[date]:
    """The calendar days, on the clocks of whoever looks at them, that ordered times fall on; each once."""
    tomorrow = datetime.min.replace(tzinfo=UTC)
    for instant in times:
        if instant >= tomorrow:
            day = wall(instant, clocks.zone_at(instant)).date()
            tomorrow = clocks.whole_day(day).end
            yield day
