"""A trainer's own words for time to keep free: “fri 14-16 dentist”, “tomorrow 9-12”, “24-26 dec holidays”."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from domain.errors import Unreadable
from domain.intervals import Interval, merge
from domain.schedule.vocabulary import (
    ALL_DAY,
    CLOCK,
    DAYS_AHEAD,
    HOURS,
    TO,
    months,
    plain,
    read_hours,
    tidy,
    weekdays,
)
from domain.zones import at

_Found: TypeAlias = Mapping[str, str | None]  # the groups of `_line`, by name

_DAY = timedelta(days=1)
_LONGEST = timedelta(weeks=26)  # past it, “24-22 dec” is a slip rather than a long leave
_MARKS = " \t\n,:;-–—"  # what may stand between the hours and the reason


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


class TimeOff(NamedTuple):
    """From ``start`` until ``end``, in minutes of the local day, on each day from ``first`` to ``last``."""

    first: date
    last: date
    start: int
    end: int
    reason: str

    def intervals(self, zone: str) -> list[Interval]:
        """The same in UTC; whole days in a row are one interval."""
        days = (self.first + ahead * _DAY for ahead in range((self.last - self.first).days + 1))
        return merge(Interval(at(zone, day, self.start), at(zone, day, self.end)) for day in days)


def parse_block(text: str, now: datetime) -> TimeOff:
    """The time that a line keeps free: a day or days, hours (else all day), and the rest is the reason.

    ``now`` is aware and in the trainer's zone. “fri” is the first Friday that is not over, today's included,
    and so is a date without its year. Hours without a day are today's. Raises an `Unreadable`.
    """
    text = tidy(text)
    line = plain(text)
    match = _line().match(_month_first().sub(r"\1\4\3 \2", line))  # as long as the line, so positions hold
    found = match.groupdict() if match else {}
    rest = match.end() if match else 0
    hours = read_hours(found["hours"]) if found.get("hours") else (0, 1440)
    until_when = not found.get("hours") and not found.get("all") and CLOCK.match(line[rest:].lstrip(_MARKS))
    if not rest or not hours or until_when:
        raise UnreadableBlock(words=text)
    today = now.date()
    for first, last in _spans(found, today, text[:rest]):
        if datetime.combine(last, time(), now.tzinfo) + timedelta(minutes=hours[1]) > now:
            _check_weekdays(found, (first, last), text[:rest])
            return TimeOff(max(first, today), last, *hours, text[rest:].strip(_MARKS))
        if last == today and found["month1"]:
            break  # “26 nov 9-10”, said that afternoon, is not next year's
    raise AlreadyOver(words=text[:rest])


def parse_opening(text: str, now: datetime) -> TimeOff:
    """As `parse_block`, where hours have to be said. Raises an `Unreadable`."""
    line = parse_block(text, now)
    if (line.start, line.end) == (0, 1440) and not re.search(HOURS, plain(text)):
        raise WhichTimes
    return line


def _check_weekdays(found: _Found, days: tuple[date, date], words: str) -> None:
    for nth, day in enumerate(days, start=1):
        name = found[f"name{nth}"]
        if name and weekdays()[name] != day.weekday():
            raise NotThatWeekday(words=words)


@cache
def _month_first() -> re.Pattern[str]:
    """“dec 24”, “dec 24-26”. Not “mar 14-16”, which is Tuesday in Spanish; “march” is nothing else."""
    names = _any_of(months().keys() - weekdays().keys())
    days = r"[0-9]{1,2}(?:st|nd|rd|th)?(?:\s*-\s*[0-9]{1,2})?(?:st|nd|rd|th)?(?!\w|[:.][0-9])"
    return re.compile(rf"(^(?:on )?|{TO})({names})(\.?) ({days})")


@cache
def _line() -> re.Pattern[str]:
    first, last = _date_pattern(1), _date_pattern(2)
    return re.compile(
        rf"(?:(?:on |el )?(?:(?P<day0>[0-9]{{1,2}}){TO}(?=[0-9]+[a-z.]*\s+[a-z]))?{first}(?:{TO}{last})?)?"
        rf"(?:[\s,:]*(?:(?:from |de )?(?P<hours>{HOURS})|(?P<all>{ALL_DAY})))?"
    )


def _date_pattern(nth: int) -> str:
    return (
        rf"(?:(?P<iso{nth}>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\b"
        rf"|(?:(?P<name{nth}>{_any_of(weekdays().keys())})\b[.,]?\s+(?:el )?)?"
        rf"(?P<day{nth}>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de |of )?"
        rf"(?P<month{nth}>{_any_of(months())})\b\.?"
        rf"(?:,?\s+(?:de )?(?P<year{nth}>20[0-9]{{2}})\b)?"
        rf"|(?P<word{nth}>{_any_of(weekdays().keys() | DAYS_AHEAD.keys())})\b\.?)"
    )


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _spans(found: _Found, today: date, words: str) -> list[tuple[date, date]]:
    """The first and last days that a line may mean, soonest first. Raises `NoSuchDays`."""
    if found["day0"]:  # “24-26 dec”: the month and the year are for both
        both = {f"{part}2": found[f"{part}1"] for part in ("day", "month", "year")}
        found = {**found, **both, "day1": found["day0"]}
    spans = [
        (first, last)
        for first in _days(found, 1, today)
        for last in islice((day for day in _days(found, 2, first) if day >= first), 1)
        if last - first <= _LONGEST
    ]
    if not spans:
        raise NoSuchDays(words=words)
    return spans


def _days(found: _Found, nth: int, near: date) -> Iterator[date]:
    """The days that the nth date of a line may mean, from before ``near``; ``near`` itself for no date."""
    iso, day, month, year, word = (found[f"{part}{nth}"] for part in ("iso", "day", "month", "year", "word"))
    if iso:
        yield from _real(*map(int, iso.split("-")))
    elif day and month:
        for candidate in (
            [int(year)] if year else range(near.year - 1, near.year + 9)
        ):  # 29 feb may be 8 years off
            yield from _real(candidate, months()[month], int(day))
    elif word in weekdays():
        last_week = near - 6 * _DAY
        soonest = last_week + (weekdays()[word] - last_week.weekday()) % 7 * _DAY
        yield from (soonest, soonest + 7 * _DAY)
    else:
        yield near + DAYS_AHEAD.get(word or "", 0) * _DAY


def _real(year: int, month: int, day: int) -> Iterator[date]:
    with suppress(ValueError):  # 31 jun
        yield date(year, month, day)
