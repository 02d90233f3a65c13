"""Free times: ours beside the same search written with dateutil's rrule, in one process."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from dateutil.rrule import MINUTELY, WEEKLY, rrule

from bench.tables import table
from domain.intervals import Interval
from domain.schedule.rules import free_times, open_intervals

ZONE = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)  # the clocks change within the search
DAYS = 28
LENGTH, STEP = timedelta(minutes=60), timedelta(minutes=30)
HOURS = [(day, opens, closes) for day in range(7) for opens, closes in ((420, 720), (960, 1200))]
BUSY = [
    Interval(start, start + LENGTH)
    for day in range(DAYS)
    for start in (NOW + timedelta(days=day, hours=hour) for hour in (-1, 0, 1, 8, 9))
]
UNTIL = NOW + timedelta(days=DAYS)

Search = Callable[[], Iterator[datetime]]


def ours() -> Iterator[datetime]:
    opening = open_intervals(HOURS, ZONE, NOW.date(), DAYS + 1)
    return free_times(opening, BUSY, zone=ZONE, length=LENGTH, step=STEP, earliest=NOW, latest=UNTIL)


def with_rrule() -> Iterator[datetime]:
    return rrule_times(HOURS, BUSY, NOW, DAYS)


def rrule_times(
    hours: Sequence[tuple[int, int, int]], booked: Sequence[Interval], now: datetime, days: int
) -> Iterator[datetime]:
    """A weekly rule for each opening, a rule of steps in each, less what is busy. The rules run on the naive
    wall clock, as dateutil advises.
    """
    wall, until = now.astimezone(ZONE).replace(tzinfo=None), now + timedelta(days=days)
    midnight = wall.replace(hour=0, minute=0)
    rules = [
        rrule(WEEKLY, dtstart=midnight + timedelta(minutes=o), byweekday=d, count=days // 7 + 1)
        for d, o, _ in hours
    ]
    lengths = [closes - opens for _, opens, closes in hours]
    opening = sorted((start, minutes) for rule, minutes in zip(rules, lengths, strict=True) for start in rule)
    for start, minutes in opening:
        last = start + timedelta(minutes=minutes) - LENGTH
        for each in rrule(MINUTELY, interval=30, dtstart=start, until=last):
            instant = each.replace(tzinfo=ZONE).astimezone(UTC)
            clash = any(instant < busy.end and busy.start < instant + LENGTH for busy in booked)
            if now <= instant <= until and not clash:
                yield instant


def measure(people: int, rounds: int) -> dict[str, float]:
    """Microseconds for the first 3 and the first 100 free times; both must find the same."""
    assert [*ours()] == [*with_rrule()]
    rows: list[tuple[str, float, float, float]] = []
    for wanted in (3, 100):
        mine, theirs = _time(ours, wanted, rounds), _time(with_rrule, wanted, rounds)
        rows.append((f"first {wanted}", mine, theirs, theirs / mine))
    heads = ["", "ours µs", "rrule µs", "times as fast"]
    print(table(f"Free times in {DAYS} days with {len(BUSY)} busy stretches", heads, rows))
    return {"search_vs_rrule": rows[0][3], "search_100_vs_rrule": rows[1][3]}


def _time(search: Search, wanted: int, rounds: int, each: int = 20) -> float:
    runs = []
    for _ in range(rounds):
        began = perf_counter()
        for _ in range(each):
            found = [*islice(search(), wanted)]
            assert len(found) == wanted
        runs.append((perf_counter() - began) / each * 1e6)
    return median(runs)
