from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.zones import UnknownZone, at, local_days, named, steady, wall, whole_day

DST_DAYS = [
    ("Europe/Lisbon", date(2026, 3, 29)),
    ("Europe/Lisbon", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour back
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour on
    ("Africa/Cairo", date(2026, 4, 24)),  # midnight is skipped
    ("Africa/Cairo", date(2026, 10, 29)),  # the hour before midnight comes twice
    ("Asia/Kathmandu", date(2026, 3, 29)),  # never changes, and is 45 minutes off the hour
    ("Pacific/Apia", date(2011, 12, 30)),  # this whole day was left out
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first_instant_showing(zone: str, shown: datetime) -> datetime:
    """The definition, by looking at the clock every minute."""
    instant = shown.replace(tzinfo=UTC) - timedelta(hours=40)
    while instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < shown:
        instant += timedelta(minutes=1)
    return instant


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Lisbon", date(2026, 7, 1), time(9), "2026-07-01 08:00"),
        ("Europe/Lisbon", date(2026, 7, 1), 9 * 60, "2026-07-01 08:00"),  # the same in minutes
        ("Europe/Lisbon", date(2026, 3, 28), 9 * 60, "2026-03-28 09:00"),  # 9:00 stays 9:00 …
        ("Europe/Lisbon", date(2026, 3, 29), 9 * 60, "2026-03-29 08:00"),  # … across the change
        ("Europe/Lisbon", date(2026, 3, 29), time(1, 30), "2026-03-29 01:00"),  # skipped: 02:00 is shown next
        ("Europe/Lisbon", date(2026, 10, 25), time(1, 30), "2026-10-25 00:30"),  # twice: the first
        (
            "Europe/Lisbon",
            date(2026, 10, 25),
            time(1, 30, fold=1),
            "2026-10-25 00:30",
        ),  # a stray fold means nothing
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08 07:00"),
        ("Asia/Kathmandu", date(2026, 7, 1), time(9), "2026-07-01 03:15"),
        ("Africa/Cairo", date(2026, 4, 24), 0, "2026-04-23 22:00"),  # the day begins at 01:00
        ("Europe/Lisbon", date(2026, 7, 1), 1440, "2026-07-01 23:00"),  # the next day's midnight
        ("Pacific/Apia", date(2011, 12, 30), time(12), "2011-12-30 10:00"),  # no such day: the next begins
    ],
)
def test_a_wall_time_is_one_instant(zone: str, day: date, clock: int | time, instant: str) -> None:
    assert at(zone, day, clock) == at(ZoneInfo(zone), day, clock) == utc(instant)


@given(st.sampled_from(DST_DAYS), st.integers(-1, 1), st.integers(0, 1440))
def test_it_is_the_first_instant_that_shows_the_time_or_later(
    place: tuple[str, date], shift: int, clock: int
) -> None:
    zone, day = place[0], place[1] + timedelta(days=shift)
    shown = datetime.combine(day, time()) + timedelta(minutes=clock)
    assert at(zone, day, clock) == first_instant_showing(zone, shown)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(DST_DAYS),
)
def test_what_the_wall_shows_leads_back(instant: datetime, place: tuple[str, date]) -> None:
    shown = wall(instant, place[0])
    assert shown == instant
    if not shown.fold:  # the second showing of a time is not the first
        assert at(place[0], shown.date(), shown.time()) == instant


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Lisbon", date(2026, 7, 1), 24),
        ("Europe/Lisbon", date(2026, 3, 29), 23),
        ("Europe/Lisbon", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Africa/Cairo", date(2026, 10, 29), 25),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: str, day: date, hours: float) -> None:
    assert whole_day(zone, day).length == timedelta(hours=hours)


def test_local_days_are_those_of_the_zone() -> None:
    evening = Interval(utc("2026-11-25 23:30"), utc("2026-11-27 00:00"))
    assert list(local_days("Europe/Lisbon", evening)) == [
        date(2026, 11, 25),
        date(2026, 11, 26),
    ]  # ends at midnight
    assert list(local_days("Asia/Kathmandu", evening)) == [date(2026, 11, 26), date(2026, 11, 27)]
    assert list(local_days("Europe/Lisbon", Interval(evening.end, evening.end))) == []


def test_a_day_that_was_left_out_is_not_listed() -> None:
    around = Interval(utc("2011-12-29 12:00"), utc("2011-12-31 12:00"))
    assert list(local_days("Pacific/Apia", around)) == [
        date(2011, 12, 29),
        date(2011, 12, 31),
        date(2012, 1, 1),
    ]


@pytest.mark.parametrize(("zone", "day"), DST_DAYS)
def test_steady_parts_meet_and_keep_one_offset(zone: str, day: date) -> None:
    span = Interval(at(zone, day - timedelta(days=20), 0), at(zone, day + timedelta(days=250), 0))
    found = list(steady(ZoneInfo(zone), span))
    parts = [part for part, _ahead in found]
    assert [part.start for part in parts] == [span.start, *(part.end for part in parts[:-1])]
    assert parts[-1].end == span.end
    for part, ahead in found:
        ends = (part.start, part.end - timedelta(seconds=1))
        assert {wall(instant, zone).utcoffset() for instant in ends} == {ahead}


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "Lisbon\0"])
def test_an_unknown_zone_is_refused_kindly(name: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        named(name)
    assert refused.value.facts == {"zone": name}
