from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.schedule.rules import (
    WeekHours,
    days_with_times,
    free_times,
    in_turns,
    nearest,
    open_intervals,
    spread,
)
from domain.zones import Clocks, at, wall

LISBON = "Europe/Lisbon"
MONDAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WEEK: WeekHours = [(day, 7 * 60, 12 * 60) for day in range(5)] + [(5, 9 * 60, 13 * 60)]
ALL_WEEK: WeekHours = [(day, 0, 1440) for day in range(7)]

CHANGES = [
    ("Europe/Lisbon", date(2026, 3, 29)),
    ("Europe/Lisbon", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour back: a grid of 20 or 60 minutes moves
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 3, 29)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def lisbon(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LISBON)).astimezone(UTC)


def free(
    hours: WeekHours,
    busy: list[tuple[str, str]],
    *,
    length: int = 60,
    before: int = 0,
    after: int = 0,
    step: int = 30,
    days: int = 1,
    earliest: str = "2026-11-23 00:00",
) -> list[str]:
    times = free_times(
        open_intervals(hours, LISBON, MONDAY, days),
        [Interval(lisbon(start), lisbon(end)) for start, end in busy],
        zone=LISBON,
        length=minutes(length),
        before=minutes(before),
        after=minutes(after),
        step=minutes(step),
        earliest=lisbon(earliest),
    )
    return [f"{wall(instant, LISBON):%H:%M}" for instant in times]


@pytest.mark.parametrize(
    ("asked", "times"),
    [
        ({}, "07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00"),  # the last ends as the doors close
        ({"step": 60}, "07:00 08:00 09:00 10:00 11:00"),
        ({"busy": [("2026-11-23 08:00", "2026-11-23 10:00")]}, "07:00 10:00 10:30 11:00"),  # ends may touch
        ({"busy": [("2026-11-23 08:00", "2026-11-23 10:00")], "after": 10}, "10:00 10:30 11:00"),
        ({"busy": [("2026-11-23 08:00", "2026-11-23 10:00")], "before": 10}, "07:00 10:30 11:00"),
        (
            {"after": 30, "before": 30},
            "07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00",
        ),  # outside the hours
        ({"busy": [("2026-11-23 06:30", "2026-11-23 11:00")]}, "11:00"),
        (
            {"busy": [("2026-11-23 08:00", "2026-11-23 08:00")]},
            "07:00 07:30 08:00 08:30 09:00 09:30 10:00 10:30 11:00",
        ),
        ({"earliest": "2026-11-23 09:10"}, "09:30 10:00 10:30 11:00"),
        ({"earliest": "2026-11-23 11:01"}, ""),
        ({"length": 300}, "07:00"),
        ({"length": 301}, ""),
        ({"length": 20, "after": 5, "step": 25, "earliest": "2026-11-23 10:00"}, "10:20 10:45 11:10 11:35"),
        ({"hours": [(0, 435, 540)]}, "07:30 08:00"),  # 07:15 is open, but nobody says it
        ({"hours": [(0, 435, 540)], "step": 15}, "07:15 07:30 07:45 08:00"),
        (
            {"hours": [(0, 540, 600), (0, 420, 480), (0, 450, 500)]},
            "07:00 09:00",
        ),  # rows overlap, in any order
        ({"hours": [(0, 1380, 1440), (1, 0, 60)], "days": 2}, "23:00 23:30 00:00"),  # midnight is no wall
        ({"hours": []}, ""),
        ({"days": 0}, ""),
    ],
)
def test_a_session_starts_where_it_fits(asked: dict[str, object], times: str) -> None:
    assert free(**{"hours": WEEK, "busy": [], **asked}) == times.split()  # type: ignore[arg-type]


def test_twenty_minutes_and_five_to_air_start_every_twenty_five() -> None:
    assert free([(0, 420, 520)], [], length=20, after=5, step=25) == ["07:00", "07:25", "07:50", "08:15"]


def test_a_step_that_does_not_divide_the_hour_keeps_its_grid_whatever_is_booked() -> None:
    """A time that was offered is on the grid still when only the bookings near it are looked at."""
    busy = [("2026-11-23 07:10", "2026-11-23 08:03")]
    assert free([(0, 420, 540)], busy, length=20, after=5, step=25) == ["08:15", "08:40"]


def test_a_step_that_does_not_divide_the_hour_begins_anew_at_midnight() -> None:
    """Else the grid of doors that never close would depend on the first day that was asked for."""
    times = free(ALL_WEEK, [], length=20, step=25, days=2, earliest="2026-11-23 23:00")
    assert times[:4] == ["23:20", "23:45", "00:00", "00:25"]


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_nine_stays_nine_across_a_change(zone: str, day: date) -> None:
    opening = open_intervals([(weekday, 540, 600) for weekday in range(7)], zone, day - timedelta(days=2), 5)
    assert [f"{wall(hours.start, zone):%H:%M}–{wall(hours.end, zone):%H:%M}" for hours in opening] == [
        "09:00–10:00"
    ] * 5


def test_nepal_starts_on_its_own_half_hours() -> None:
    opening = list(open_intervals([(0, 540, 660)], "Asia/Kathmandu", MONDAY, 1))
    times = free_times(opening, [], zone="Asia/Kathmandu", length=HOUR, earliest=opening[0].start)
    assert [f"{instant:%H:%M}" for instant in times] == ["03:15", "03:45", "04:15"]


@pytest.mark.parametrize(
    ("day", "times"),
    [
        (date(2026, 4, 5), "00:00 01:00 02:00 03:00"),  # 01:30 to 02:00 comes twice
        (date(2026, 10, 4), "00:00 01:00 03:00"),  # 02:00 is skipped: 02:30 comes next
    ],
)
def test_whole_hours_stay_whole_where_the_clocks_move_by_half_of_one(day: date, times: str) -> None:
    zone = "Australia/Lord_Howe"
    opening = list(open_intervals([(6, 0, 240)], zone, day, 1))
    found = free_times(opening, [], zone=zone, length=HOUR, earliest=opening[0].start, step=HOUR)
    assert [f"{wall(instant, zone):%H:%M}" for instant in found] == times.split()


def test_hours_inside_the_skipped_hour_are_not_open() -> None:
    sunday = date(2026, 3, 29)
    assert list(open_intervals([(6, 60, 120)], LISBON, sunday, 1)) == []
    assert list(open_intervals([(6, 90, 180)], LISBON, sunday, 1)) == [
        Interval(lisbon("2026-03-29 02:00"), lisbon("2026-03-29 03:00"))
    ]


def test_days_that_nobody_asks_for_are_not_computed() -> None:
    opened = []

    def opening() -> Iterator[Interval]:
        for hours in open_intervals(WEEK, LISBON, MONDAY, 365):
            opened.append(hours)
            yield hours

    times = free_times(opening(), [], zone=LISBON, length=HOUR, earliest=lisbon("2026-11-24 10:00"))
    assert len(list(islice(times, 3))) == 3
    assert len(opened) == 2


def test_the_latest_start_is_included_and_ends_the_search() -> None:
    latest = lisbon("2026-11-24 08:00")
    opening = open_intervals(WEEK, LISBON, MONDAY, 10**5)
    times = free_times(
        opening, [], zone=LISBON, length=HOUR, earliest=lisbon("2026-11-23 10:30"), latest=latest
    )
    assert [f"{wall(instant, LISBON):%a %H:%M}" for instant in times] == [
        "Mon 10:30",
        "Mon 11:00",
        "Tue 07:00",
        "Tue 07:30",
        "Tue 08:00",
    ]


@st.composite
def weeks(draw: st.DrawFn) -> WeekHours:
    row = st.tuples(st.integers(0, 6), st.integers(0, 96), st.integers(0, 96))
    return [(day, *sorted((one * 15, other * 15))) for day, one, other in draw(st.lists(row, max_size=10))]  # type: ignore[misc]


class Search(NamedTuple):
    place: tuple[str, date]
    hours: WeekHours
    busy: list[tuple[int, int]]  # start and length
    length: int
    before: int
    after: int
    step: int
    notice: int
    window: int


searches = st.builds(
    Search,
    place=st.sampled_from(CHANGES),
    hours=weeks() | st.just(ALL_WEEK),
    busy=st.lists(st.tuples(st.integers(-60, 4500), st.integers(0, 600)), max_size=6),
    length=st.integers(1, 150),
    before=st.integers(0, 40),
    after=st.integers(0, 40),
    step=st.sampled_from([15, 20, 25, 30, 45, 60]),
    notice=st.integers(-100, 2000),
    window=st.integers(0, 4500),
)


@given(searches)
def test_free_times_are_what_a_look_at_every_minute_finds(search: Search) -> None:
    """Three days around a change of clocks: inside the hours, clear of what is busy, complete, in order."""
    (zone, day), hours, busy, length, before, after, step, notice, window = search
    first = day - timedelta(days=1)
    zero = at(zone, first, 0)
    taken = [Interval(zero + minutes(start), zero + minutes(start + long)) for start, long in busy]
    earliest, latest = zero + minutes(notice), zero + minutes(notice + window)
    found = list(
        free_times(
            open_intervals(hours, zone, first, 3),
            taken,
            zone=zone,
            length=minutes(length),
            before=minutes(before),
            after=minutes(after),
            step=minutes(step),
            earliest=earliest,
            latest=latest,
        )
    )

    # One flag a minute, from a day before the first. A minute is open when a row of its day has opened and
    # not yet closed, by the latest time its clock has shown so far: an hour shown twice opens nothing twice.
    origin, total = zero - timedelta(days=1), 5 * 1440 + 240
    is_open: list[bool] = []
    minute_of, since, begun, reached = [], [], 0, (origin - minutes(2000)).replace(tzinfo=None)
    for count in range(total):
        shown = (origin + minutes(count)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if shown.date() > reached.date() or not (is_open and is_open[-1]):
            begun = count  # the doors have been open since, or the day has
        reached = max(reached, shown)
        clock = reached.hour * 60 + reached.minute
        within = first <= reached.date() < first + timedelta(days=3)
        is_open.append(within and any(d == reached.weekday() and o <= clock < c for d, o, c in hours))
        minute_of.append(shown.minute)
        since.append(count - begun)
    is_busy = [any(one.start <= origin + minutes(count) < one.end for one in taken) for count in range(total)]

    expected = []
    for count in range(1000, total - 200):
        on_grid = (since[count] if 60 % step else minute_of[count]) % step == 0
        fits = all(is_open[count : count + length]) and not any(
            is_busy[count - before : count + length + after]
        )
        if on_grid and fits and earliest <= origin + minutes(count) <= latest:
            expected.append(origin + minutes(count))
    assert found == expected


def test_three_answers_are_an_hour_apart_and_soon() -> None:
    start = lisbon("2026-11-23 18:00")
    quarters = [start + minutes(15 * count) for count in range(5)] + [start + timedelta(days=1)]
    assert spread(quarters, 3) == [start, start + HOUR, start + timedelta(days=1)]


def test_a_scarce_day_fills_up_with_what_was_passed_over() -> None:
    start = lisbon("2026-11-23 18:00")
    quarters = [start + minutes(15 * count) for count in range(4)]
    assert spread(quarters, 3) == quarters[:3]
    assert spread(quarters, 9) == quarters
    assert spread([], 3) == []


def test_spreading_reads_no_further_than_its_last_answer() -> None:
    times = iter([lisbon("2026-11-23 18:00") + count * HOUR for count in range(5)])
    assert len(spread(times, 3)) == 3
    assert len(list(times)) == 2


def test_the_nearest_lie_on_both_sides_and_come_in_order() -> None:
    start = lisbon("2026-11-23 08:00")
    times = [start + count * HOUR for count in range(24)]
    assert nearest(times, start + 6 * HOUR, 3) == [start + 5 * HOUR, start + 6 * HOUR, start + 7 * HOUR]
    assert nearest(times, start + 6 * HOUR + minutes(30), 1) == [start + 6 * HOUR]  # as near: the earlier
    assert nearest(times, start - HOUR, 2) == times[:2]
    assert nearest(times, start + timedelta(days=9), 2) == times[-2:]
    assert nearest([], start, 2) == []


@given(st.sets(st.integers(0, 500)), st.integers(-10, 510), st.integers(1, 7))
def test_nobody_left_out_is_nearer(counts: set[int], wanted: int, n: int) -> None:
    start = lisbon("2026-11-23 08:00")
    found = nearest((start + minutes(count) for count in sorted(counts)), start + minutes(wanted), n)
    by_distance = sorted(counts, key=lambda count: (abs(count - wanted), count))
    assert found == [start + minutes(count) for count in sorted(by_distance[:n])]


def test_live_days_are_those_of_whoever_looks() -> None:
    times = [lisbon("2026-11-23 09:00"), lisbon("2026-11-23 16:00"), lisbon("2026-11-23 19:00")]
    assert list(days_with_times(times, Clocks("Europe/Lisbon"))) == [MONDAY]
    assert list(days_with_times(times, Clocks("Asia/Kathmandu"))) == [
        MONDAY,
        MONDAY + timedelta(days=1),
    ]  # 19:00 is 00:45
    assert list(days_with_times([], Clocks("Europe/Lisbon"))) == []


def test_of_several_groups_each_has_its_turn() -> None:
    assert in_turns([[1, 2, 3], [], [4], [5, 6]], 4) == [1, 4, 5, 2]
    assert in_turns([[1, 2, 3], [4]], 9) == [1, 4, 2, 3]
    assert in_turns([], 3) == []
