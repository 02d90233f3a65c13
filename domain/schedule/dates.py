"""A date as people type it on a line: “7 dec”, “mon 7 dec”, “7/12”, “7.12.”, “next monday”, “monday week”.

A pattern names its groups after the place of the date on the line, so that one line can have two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Literal, TypeAlias

from domain.schedule.vocabulary import DAYS_AHEAD, months, weekdays

Found: TypeAlias = Mapping[str, str | None]  # the groups of a match, by name
Order: TypeAlias = Literal["DMY", "MDY"]  # how a region writes 7/12

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_NEXT = r"(?:next|proximo|siguiente)"
_NEXT_WEEK = r"(?:next week|que viene|proximo|siguiente|de (?:la )?(?:proxima semana|semana que viene))\b"
_YEAR = r"(?:20)?[2-9][0-9]"
# Of 18.05 and 18.10 the clock is likelier, unless a dot follows: sessions begin on fives, and 25 is no hour.
DIGITS = (
    rf"(?:[0-9]{{1,2}}/[0-9]{{1,2}}(?:/{_YEAR})?(?![0-9/])"
    rf"|[0-9]{{1,2}}\.(?:0?[1-9]|1[0-2])\.(?:{_YEAR}(?![0-9:.]))?"
    r"|(?:(?:2[5-9]|3[01])\.(?:0?[1-9]|1[0-2])|[0-9]{1,2}\.(?:0?[1-46-9]|1[12]))(?![0-9:.h]|\s*[ap]m))"
)


def day_and_month(first: int, second: int, order: Order) -> tuple[int, int]:
    """The region's own order; of 12/13 only the other one can be meant."""
    if order == "DMY":
        return (second, first) if second > 12 else (first, second)
    return (first, second) if first > 12 else (second, first)


@cache
def _month_first(lead: str) -> re.Pattern[str]:
    # Not “mar 14-16”, which is Tuesday in Spanish; “march” is nothing else.
    names = any_of(months().keys() - weekdays().keys())
    days = r"[0-9]{1,2}(?:st|nd|rd|th)?(?:\s*-\s*[0-9]{1,2})?(?:st|nd|rd|th)?(?!\w|[:.][0-9])"
    return re.compile(rf"({lead})({names})(\.?) ({days})")


def month_last(line: str, lead: str) -> str:
    """The line with “dec 24” after each ``lead`` turned to “24 dec”; as long as before, so positions hold."""
    return _month_first(lead).sub(r"\1\4\3 \2", line)


@cache
def date_pattern(nth: int) -> str:
    names, words = any_of(weekdays()), any_of(weekdays().keys() | DAYS_AHEAD.keys())
    return (
        rf"(?:(?P<iso{nth}>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\b"
        rf"|(?:(?P<name{nth}>{names})\b[.,]?\s+(?:(?:el|the) )?)?"
        rf"(?:(?P<day{nth}>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de |of )?"
        rf"(?P<month{nth}>{any_of(months())})\b\.?"
        rf"(?:,?\s+(?:de )?(?P<year{nth}>20[0-9]{{2}})\b)?"
        rf"|(?P<digits{nth}>{DIGITS}))"
        rf"|(?:(?P<next{nth}>{_NEXT})\s+|(?:this|este)\s+|(?P<week{nth}>(?:a )?week (?:on|from))\s+)?"
        rf"(?P<word{nth}>{words})\b\.?"
        # “fri week review” is a Friday with its reason.
        rf"(?:\s+(?:(?P<next_{nth}>{_NEXT_WEEK})|(?P<week_{nth}>week)(?=\s*(?:$|[0-9,:-]|all day))))?)"
    )


def in_order(found: Found, order: Order) -> Found:
    """The same with the day before the month in each date of digits."""
    return {name: _day_first(said, order) if "digits" in name else said for name, said in found.items()}


def _day_first(digits: str | None, order: Order) -> str | None:
    if digits is None:
        return None
    first, second, *year = re.findall("[0-9]+", digits)
    return "/".join([*map(str, day_and_month(int(first), int(second), order)), *year])


def days_of(found: Found, nth: int, near: date) -> Iterator[date]:
    """The days that the nth date of a line `in_order` may mean, from before ``near``; ``near`` itself for no
    date.
    """
    iso, digits, word = (found[f"{part}{nth}"] for part in ("iso", "digits", "word"))
    if iso:
        yield from _real(*map(int, iso.split("-")))
    elif digits:
        day, month, *year = map(int, digits.split("/"))
        yield from _of_the_years(day, month, year[0] % 100 + 2000 if year else None, near)
    elif (day_said := found[f"day{nth}"]) and (month_said := found[f"month{nth}"]):
        year_said = found[f"year{nth}"]
        yield from _of_the_years(
            int(day_said), months()[month_said], int(year_said) if year_said else None, near
        )
    elif word in weekdays():
        yield from _named(found, nth, weekdays()[word], near)
    else:
        yield near + DAYS_AHEAD.get(word or "", 0) * _DAY


def _of_the_years(day: int, month: int, year: int | None, near: date) -> Iterator[date]:
    for candidate in [year] if year else range(near.year - 1, near.year + 9):  # 29 feb may be 8 years off
        yield from _real(candidate, month, day)


def _named(found: Found, nth: int, weekday: int, near: date) -> Iterator[date]:
    """“Next friday” is that of the following calendar week, which begins on Monday; “friday week” is a week
    after the nearest.
    """
    if found[f"next{nth}"] or found[f"next_{nth}"]:
        yield near + (weekday - near.weekday()) * _DAY + _WEEK
        return
    last_week = near - 6 * _DAY
    soonest = last_week + (weekday - last_week.weekday()) % 7 * _DAY
    if found[f"week{nth}"] or found[f"week_{nth}"]:
        yield near + (weekday - near.weekday()) % 7 * _DAY + _WEEK
    else:
        yield from (soonest, soonest + _WEEK)


def any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _real(year: int, month: int, day: int) -> Iterator[date]:
    with suppress(ValueError):  # 31 jun
        yield date(year, month, day)
