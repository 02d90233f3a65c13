"""Half-open stretches of time between UTC instants: ``start`` belongs to an interval, ``end`` does not.

An interval whose end is not after its start is empty, and everything here leaves it out. Each interval is
looked at once, after a sort, which is linear too for rows that arrive in order.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Interval(NamedTuple):
    """The instants from ``start`` until ``end``, both aware and in UTC. A tuple: thousands are cheap."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def hull(one: Interval, other: Interval) -> Interval:
    """The shortest interval that holds both."""
    return Interval(min(one.start, other.start), max(one.end, other.end))


def overlaps(one: Interval, other: Interval) -> bool:
    """Whether two intervals, neither of them empty, share an instant. Touching ends share none."""
    return one.start < other.end and other.start < one.end


def joined(ordered: Iterable[Interval]) -> Iterator[Interval]:
    """Intervals ordered by start, with those that overlap or touch made one. Reads one interval ahead."""
    rest = (span for span in ordered if span.start < span.end)
    first = next(rest, None)
    if first is None:
        return
    start, end = first
    for span in rest:
        if span.start > end:
            yield Interval(start, end)
            start, end = span
        elif span.end > end:
            end = span.end
    yield Interval(start, end)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as ordered intervals that neither overlap nor touch."""
    return list(joined(sorted(intervals)))


def subtract(free: Iterable[Interval], busy: Iterable[Interval]) -> Iterator[Interval]:
    """What is left of ``free`` without ``busy``, read only as far as needed.

    Both come ordered by start. Intervals of ``free`` do not overlap; those of ``busy`` may.
    """
    return (piece for _, piece in pieces(free, busy))


def within(ordered: Iterable[Interval], span: Interval) -> Iterator[Interval]:
    """What of some intervals, ordered by start, lies in a stretch of time. Reads one that is beyond it."""
    for each in ordered:
        if each.start >= span.end:
            return
        start, end = max(each.start, span.start), min(each.end, span.end)
        if start < end:
            yield Interval(start, end)


def pieces(free: Iterable[Interval], busy: Iterable[Interval]) -> Iterator[tuple[Interval, Interval]]:
    """As `subtract`: each interval of ``free`` beside every piece that is left of it."""
    blocks = (block for block in busy if block.start < block.end)
    block = next(blocks, None)
    start = datetime.min.replace(tzinfo=UTC)  # all before it is either answered or busy
    for span in free:
        start = max(start, span.start)
        while block is not None and block.start < span.end:
            if start < block.start:
                yield span, Interval(start, block.start)
            start = max(start, block.end)
            block = next(blocks, None)
        if start < span.end:
            yield span, Interval(start, span.end)


def steps(span: Interval, step: timedelta, align: datetime) -> Iterator[datetime]:
    """The instants of ``span`` that lie a whole number of steps, forwards or back, from ``align``."""
    instant = span.start + (align - span.start) % step
    while instant < span.end:
        yield instant
        instant += step
