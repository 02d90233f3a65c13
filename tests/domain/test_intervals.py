from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval, joined, merge, overlaps, steps, subtract

ZERO = datetime(2026, 11, 26, tzinfo=UTC)


def minute(count: int) -> datetime:
    return ZERO + timedelta(minutes=count)


def span(start: int, end: int) -> Interval:
    return Interval(minute(start), minute(end))


spans = st.builds(span, st.integers(0, 60), st.integers(0, 60))  # half of them empty


def minutes(intervals: list[Interval]) -> set[datetime]:
    return {
        minute(count) for count in range(60) if any(one.start <= minute(count) < one.end for one in intervals)
    }


def test_an_interval_knows_its_length() -> None:
    assert span(10, 40).length == timedelta(minutes=30)


def test_ends_that_touch_do_not_overlap() -> None:
    assert not overlaps(span(0, 10), span(10, 20))
    assert overlaps(span(0, 11), span(10, 20))
    assert overlaps(span(0, 60), span(10, 20))


@given(st.lists(spans))
def test_merged_intervals_cover_the_same_minutes_and_stand_apart(intervals: list[Interval]) -> None:
    merged = merge(intervals)
    assert minutes(merged) == minutes(intervals)
    assert all(one.start < one.end for one in merged)
    assert all(one.end < other.start for one, other in pairwise(merged))


@given(st.lists(spans), st.lists(spans))
def test_what_is_left_is_free_and_not_busy(free: list[Interval], busy: list[Interval]) -> None:
    left = list(subtract(merge(free), sorted(busy)))
    assert minutes(left) == minutes(free) - minutes(busy)
    assert left == sorted(left)
    assert all(one.start < one.end for one in left)


def test_what_is_busy_reaches_into_every_free_interval_that_it_covers() -> None:
    free = [span(0, 10), span(20, 30), span(40, 50)]
    assert list(subtract(free, [span(5, 45), span(6, 7)])) == [span(0, 5), span(45, 50)]


def test_joining_reads_one_interval_ahead_and_no_further() -> None:
    reads = []

    def days() -> Iterator[Interval]:
        for hour in range(0, 48, 2):
            reads.append(hour)
            yield span(hour * 60, hour * 60 + 30)

    assert next(joined(days())) == span(0, 30)
    assert reads == [0, 2]


@given(spans, st.integers(1, 45), st.integers(-90, 90))
def test_steps_are_all_the_aligned_minutes(inside: Interval, step: int, align: int) -> None:
    expected = sorted(
        at for at in minutes([inside]) if (at - minute(align)) % timedelta(minutes=step) == timedelta()
    )
    assert list(steps(inside, timedelta(minutes=step), minute(align))) == expected
