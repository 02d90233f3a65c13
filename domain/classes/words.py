"""A trainer's own words for a class: “thu 18:00 8 spin”, “sat 12 dec 10:00 6 yoga, 90 min, 12 eur”."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Self

from domain.classes.model import FEWEST, MOST
from domain.classes.rules import BEFORE, LEAST_BEFORE, MOST_BEFORE
from domain.errors import Unreadable
from domain.schedule.dates import Found, Order, date_pattern, days_of, in_order, month_last
from domain.schedule.time_off import AlreadyOver, NotThatWeekday
from domain.schedule.vocabulary import CLOCK, plain, read_clock, tidy, weekdays
from domain.schedule.week_words import take_rhythm
from domain.zones import at

LONGEST_NAME = 60
_LONGEST = 8 * 60  # minutes
_AROUND = " \t\n,.;:·-–—"
_PRICE = re.compile(
    r"[€£$¥]\s?[0-9]{1,4}(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|\b[0-9]{1,4}(?:[.,][0-9]{1,2})?\s?(?:[€£$¥]|(?:euro?s?|gbp|usd|jpy|pounds?|dollars?|libras?|dolares)\b)"
)
_LENGTH = re.compile(
    r"\b(?P<minutes>[0-9]{1,3})\s?(?:min(?:ut[eo]s?|s)?\b|['’′])|\b(?P<hours>[1-8](?:[.,]5)?)\s?(?:h|hrs?|hours?|horas?)\b"
)
_HOURS = r"[0-9]{1,3})\s?(?:h|hrs?|hours?|horas?)"
# In “45 min, 12 eur” the word is a unit: that of a minimum comes after no number.
_LEAST = r"\bat least|\bneeds?|\bminimum|(?<![0-9])(?<![0-9] )\bmin|\bal menos|\bminimo"
_MINIMUM = re.compile(
    rf"(?:{_LEAST})\s+(?P<least>[0-9]{{1,3}})\b(?:\s+(?:people|personas))?"
    rf"(?:,?\s+(?:by\s+(?P<by>{_HOURS}\b(?:\s+(?:before|antes))?|(?P<before>{_HOURS}\s+(?:before|antes))\b)?"
    r"(?P<runs>,?\s+(?:(?:or|else)\s+)?(?:runs? anyway|(?:si no,? )?se da igual)\b)?"
)
_ONCE = re.compile(r"\b(?:once|only once|just once|una vez|solo una vez)\b")
_PLACES = re.compile(
    r"\b(?:for |para )?(?P<n>[0-9]{1,3})\b(?:\s*(?:places?|people|seats?|spots?|plazas?|personas?)\b)?"
)
_LEAD = r"(?:(?:on|el|los|every|cada|todos los) )?"
_ONE_WEEK = ("next1", "next_1", "week1", "week_1")  # “next thursday” is one
_ANOTHER_DAY = re.compile(r"\s*(?:,|&|/|\+|-|and\b|y\b|e\b)\s*[a-z]{3,}")


class UnreadableClass(Unreadable):
    """I could not read “{words}”. Try: class thu 18:00 8 spin."""


class WhenIsIt(Unreadable):
    """On which day does it take place, and at what time? Try: class thu 18:00 8 spin."""


class NoSuchMinimum(Unreadable):
    """The fewest people lie between 1 and {places}, and it is decided 2 hours to 14 days before. Try: class
    thu 18:00 8 spin, at least 4 by 12 hours before.
    """


class OneDay(Unreadable):
    """A class is on one day of the week. For another day, make another of the same name."""


class HowManyPlaces(Unreadable):
    """How many places does it have, from {least} to {most}? Try: class thu 18:00 8 spin."""


class WhatName(Unreadable):
    """What is the class called? Try: class thu 18:00 8 spin."""


class ClassWords(NamedTuple):
    """``minute`` of the local day; ``every`` so many weeks, 0 for once; ``length`` in minutes, ``price``, as
    `read_money` reads it, and ``least``, how many make it take place, where they were said. ``hours`` before
    the start that is decided; ``runs`` is what becomes of it where the trainer does not say.
    """

    name: str
    first: date
    minute: int
    every: int
    places: int
    length: int | None = None
    price: str | None = None
    least: int | None = None
    hours: int = BEFORE
    runs: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON keeps it."""
        return self._asdict() | {"first": self.first.isoformat()}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "first": date.fromisoformat(kept["first"])})


def parse_class(text: str, now: datetime, order: Order = "DMY") -> ClassWords:
    """What a line says of a class, in any order after the day and the time; a weekday alone means every week.
    ``now`` is aware and in the trainer's zone, whose region writes 7/12 in ``order``. Raises an `Unreadable`.
    """
    typed = tidy(text)[:300]
    every, since, line = take_rhythm(plain(typed), now.date(), order)
    first, weekly, minute, rest = _when(line.strip(), now, order)
    rest, once = _take(_ONCE, rest)
    rest, minimum = _take(_MINIMUM, rest)
    rest, price = _take(_PRICE, rest)
    rest, length = _take(_LENGTH, rest)
    rest, places = _take(_PLACES, rest)
    repeats = (weekly or every > 1 or since is not None) and once is None
    if since is not None:
        first = since + timedelta((first.weekday() - since.weekday()) % 7) if weekly else since
    if not repeats and at(str(now.tzinfo), first, minute) <= now:
        raise AlreadyOver(words=typed)
    words = ClassWords(
        name=_name(rest, typed),
        first=first,
        minute=minute,
        every=every if repeats else 0,
        places=_places(places),
        length=_length(length),
        price=price[0] if price else None,
    )
    return _with_minimum(words, minimum) if minimum else words


def _when(line: str, now: datetime, order: Order) -> tuple[date, bool, int, str]:
    """The first day, whether it is of every week, the minute, and the rest of the line."""
    found = _day().match(month_last(line, f"^{_LEAD}"))
    if not found:
        raise WhenIsIt
    if _ANOTHER_DAY.match(line, found.end()):
        raise OneDay
    rest = re.sub(r"^\W*(?:at |a las? )?", "", line[found.end() :])
    clock = CLOCK.match(rest)
    minute = read_clock(clock) if clock else None
    if clock is None or minute is None:
        raise WhenIsIt
    is_weekly = found["word1"] in weekdays() and not any(found[each] for each in _ONE_WEEK)
    first = _first(in_order(found.groupdict(), order), now, minute, is_weekly, found[0])
    return first, is_weekly, minute, rest[clock.end() :]


def _first(found: Found, now: datetime, minute: int, is_weekly: bool, words: str) -> date:
    """The first day that may be meant; of a weekday, the first at which it has not begun."""
    days = (day for day in days_of(found, 1, now.date()) if day >= now.date())
    zone = str(now.tzinfo)
    first = next((day for day in days if not is_weekly or at(zone, day, minute) > now), None)
    if first is None:
        raise AlreadyOver(words=words)
    if (name := found["name1"]) and weekdays()[name] != first.weekday():
        raise NotThatWeekday(words=words)
    return first


@cache
def _day() -> re.Pattern[str]:
    return re.compile(f"{_LEAD}{date_pattern(1)}")


def _take(words: re.Pattern[str], line: str) -> tuple[str, re.Match[str] | None]:
    """A line without the words, and these."""
    found = words.search(line)
    return (f"{line[: found.start()]} {line[found.end() :]}", found) if found else (line, None)


def _name(rest: str, typed: str) -> str:
    """As it was typed, where its words stand together; a name begins with a capital."""
    name = " ".join(rest.strip(_AROUND).split())
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        raise WhatName
    at_letter = plain(typed).find(name)
    as_typed = typed[at_letter : at_letter + len(name)] if at_letter >= 0 else name
    return as_typed[0].upper() + as_typed[1:]


def _places(found: re.Match[str] | None) -> int:
    if found is None or not FEWEST <= int(found["n"]) <= MOST:
        raise HowManyPlaces(least=FEWEST, most=MOST)
    return int(found["n"])


def _with_minimum(words: ClassWords, found: re.Match[str]) -> ClassWords:
    least, hours = int(found["least"]), int(found["by"] or found["before"] or BEFORE)
    if not (1 <= least <= words.places and LEAST_BEFORE <= hours <= MOST_BEFORE):
        raise NoSuchMinimum(places=words.places)
    return words._replace(least=least, hours=hours, runs=found["runs"] is not None)


def _length(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    length = (
        int(found["minutes"]) if found["minutes"] else round(60 * float(found["hours"].replace(",", ".")))
    )
    if not 5 <= length <= _LONGEST:
        raise UnreadableClass(words=found[0])
    return length
