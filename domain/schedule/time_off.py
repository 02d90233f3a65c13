"""A trainer's own words for time to keep free: “fri 14-16 dentist”, “tomorrow 9-12”, “24-26 dec holidays”."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import NamedTuple

from domain.errors import Unreadable
from domain.intervals import Interval, merge
from domain.schedule.dates import DIGITS, Found, Order, any_of, date_pattern, days_of, in_order, month_last
from domain.schedule.vocabulary import ALL_DAY, CLOCK, HOURS, TO, plain, read_hours, tidy, weekdays
from domain.zones import at

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_LONGEST = timedelta(weeks=26)  # past it, “24-22 dec” is a slip rather than a long leave
_MARKS = " \t\n,:;-–—"  # what may stand between the hours and the reason
# How many weeks ahead, and the first and last weekday; “weekends” are hours of every week.
_WHOLE = {
    **dict.fromkeys(("this week", "esta semana"), (0, 0, 6)),
    **dict.fromkeys(("next week", "la semana que viene", "la proxima semana", "proxima semana"), (1, 0, 6)),
    **dict.fromkeys(
        ("weekend", "this weekend", "fin de semana", "este fin de semana", "este finde"), (0, 5, 6)
    ),
    **dict.fromkeys(("next weekend", "proximo fin de semana", "fin de semana que viene"), (1, 5, 6)),
}


class UnreadableBlock(Unreadable):
    """I could not read “{words}”. Try: fri 14-16 dentist."""


class NoSuchDays(Unreadable):
    """I could not find the days of “{words}”. Try: 24-26 dec holidays."""


class AlreadyOver(Unreadable):
    """“{words}” is already over. Try a time to come: tomorrow 14-16."""


class NotThatWeekday(Unreadable):
    """“{words}” falls on another weekday. Leave the weekday out, or look at the date again."""


class WhichTimes(Unreadable):
    """From when until when are you open then? Try: open sat 9-12."""


class OneStretch(Unreadable):
    """One day, or whole days in a row, at a time, please. For example: sick tue 9-12."""


class TimeOff(NamedTuple):
    """From ``start`` until ``end``, in minutes of the local day, on each day from ``first`` to ``last``."""

    first: date
    last: date
    start: int
    end: int
    reason: str

    @classmethod
    def whole(cls, day: date) -> "TimeOff":
        return cls(day, day, 0, 1440, "")

    def intervals(self, zone: str | Callable[[date], str]) -> list[Interval]:
        """The same in UTC, in one zone or in that of each day; whole days in a row are one interval."""
        days = (self.first + ahead * _DAY for ahead in range((self.last - self.first).days + 1))
        zones = ((day, zone if isinstance(zone, str) else zone(day)) for day in days)
        return merge(Interval(at(place, day, self.start), at(place, day, self.end)) for day, place in zones)


def parse_block(text: str, now: datetime, order: Order = "DMY") -> TimeOff:
    """The time that a line keeps free: a day or days, hours (else all day), and the rest is the reason.

    ``now`` is aware and in the trainer's zone. “fri” is the first Friday that is not over, today's included,
    and so is a date without its year. Hours without a day are today's. ``order`` is how the trainer's region
    writes 7/12. Raises an `Unreadable`.
    """
    text = tidy(text)
    line = plain(text)
    match = _line().match(month_last(line, rf"^(?:on )?|{TO}"))
    found = in_order(match.groupdict(), order) if match else {}
    rest = match.end() if match else 0
    hours = read_hours(typed) if (typed := found.get("hours")) else (0, 1440)
    until_when = not found.get("hours") and not found.get("all") and CLOCK.match(line[rest:].lstrip(_MARKS))
    if not rest or not hours or until_when:
        raise UnreadableBlock(words=text)
    today = now.date()
    for first, last in _spans(found, today, text[:rest]):
        if datetime.combine(last, time(), now.tzinfo) + timedelta(minutes=hours[1]) > now:
            _check_weekdays(found, (first, last), text[:rest])
            return TimeOff(max(first, today), last, *hours, text[rest:].strip(_MARKS))
        if last == today and (found["month1"] or found["digits1"]):
            break  # “26 nov 9-10”, said that afternoon, is not next year's
    raise AlreadyOver(words=text[:rest])


def parse_opening(text: str, now: datetime, order: Order = "DMY") -> TimeOff:
    """As `parse_block`, where hours have to be said. Raises an `Unreadable`."""
    line = parse_block(text, now, order)
    if (line.start, line.end) == (0, 1440) and not re.search(HOURS, plain(text)):
        raise WhichTimes
    return line


def _check_weekdays(found: Found, days: tuple[date, date], words: str) -> None:
    for nth, day in enumerate(days, start=1):
        name = found[f"name{nth}"]
        if name and weekdays()[name] != day.weekday():
            raise NotThatWeekday(words=words)


@cache
def _line() -> re.Pattern[str]:
    first, last = date_pattern(1), date_pattern(2)
    both = rf"(?P<day0>[0-9]{{1,2}})\.?{TO}(?=[0-9]+[a-z.]*\s+[a-z]|{DIGITS})"
    last_day = rf"{TO}(?P<day3>[0-9]{{1,2}})(?![0-9:./]|\s*(?:-|(?:h|to|[ap]m)\b))"
    return re.compile(
        rf"(?:(?:on |el )?(?:(?P<whole>{any_of(_WHOLE)})\b|(?:{both})?{first}"
        rf"(?:{TO}{last}|(?(digits1){last_day}|(?!)))?))?"
        rf"(?:[\s,:]*(?:(?:from |de )?(?P<hours>{HOURS})|(?P<all>{ALL_DAY})))?"
    )


def _spans(found: Found, today: date, words: str) -> list[tuple[date, date]]:
    """The first and last days that a line may mean, soonest first. Raises `NoSuchDays`."""
    if found["whole"]:
        weeks, first_day, last_day = _WHOLE[found["whole"]]
        monday = today - today.weekday() * _DAY + weeks * _WEEK
        return [(monday + first_day * _DAY, monday + last_day * _DAY)]
    found = _in_full(found)
    spans = [
        (first, last)
        for first in days_of(found, 1, today)
        for last in islice((day for day in days_of(found, 2, first) if day >= first), 1)
        if last - first <= _LONGEST
    ]
    if not spans:
        raise NoSuchDays(words=words)
    return spans


def _in_full(found: Found) -> Found:
    """Of “24-26 dec”, “24-26/12” and “12/24-26” month and year are for both."""
    digits = found["digits1"]
    if first := found["day0"]:
        both = {f"{part}2": found[f"{part}1"] for part in ("day", "month", "year", "digits")}
        return {**found, **both, "day1": first, "digits1": digits and _on_day(first, digits)}
    if (last := found["day3"]) and digits:
        return {**found, "digits2": _on_day(last, digits)}
    return found


def _on_day(day: str, digits: str) -> str:
    return "/".join([day, *digits.split("/")[1:]])
