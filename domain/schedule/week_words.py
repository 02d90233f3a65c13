"""Hours with a rhythm, as a trainer types them: “mon-fri 7-12; sat 9-13 every 2 weeks from 5 dec”."""

import re
from datetime import date, timedelta
from functools import cache
from itertools import islice

from domain.errors import Unreadable
from domain.schedule.dates import Order, date_pattern, days_of, in_order, month_last
from domain.schedule.plan import EVER, MOST_WEEKS, Stretch
from domain.schedule.vocabulary import DAY_GROUPS, plain, tidy, weekdays
from domain.schedule.words import parse_hours

_DAY = timedelta(days=1)
_COUNTS = {
    **dict.fromkeys(("other", "second", "two", "dos", "quincena"), 2),
    **dict.fromkeys(("third", "three", "tres"), 3),
    **dict.fromkeys(("fourth", "four", "cuatro"), 4),
}
_EVERY = (
    rf"\b(?:every|cada)\s+(?:(?P<count>[0-9]{{1,2}})(?:st|nd|rd|th)?|(?P<word>{'|'.join(_COUNTS)}))"
    r"(?:\s+(?:weeks?|semanas?)\b|(?<=quincena)\b)"
    r"|\b(?P<two>biweekly|fortnightly|every fortnight|quincenal(?:es)?|una semana si y otra no)\b"
)
_LEAD = r"\b(?:from|since|starting|beginning|desde|a partir del?)\s+(?:on\s+|el\s+|del\s+)?"


class UnreadableRhythm(Unreadable):
    """Hours may come every week, or every 2 to 12 weeks. Try: sat 9-13 every 2 weeks from 5 dec."""


class NoSuchStart(Unreadable):
    """I could not find the day “{words}”. Try: sat 9-13 every 2 weeks from 5 dec."""


def parse_week(text: str, today: date, order: Order = "DMY") -> dict[int, list[Stretch]]:
    """As `parse_hours`; the hours of each part, parts being apart by “;”, may have a rhythm and a first day.

    Of several weeks the first is that of the first such weekday from the named day on, else from today.
    Raises an `Unreadable`.
    """
    line = month_last(plain(tidy(text)), _LEAD)
    parts = [part for part in line.split(";") if part.strip()] if _begins().search(line) else [text]
    week: dict[int, list[Stretch]] = {}
    closed: set[int] = set()
    for part in parts:
        every, since, hours = take_rhythm(part, today, order)
        days = parse_hours(hours)
        if every > 1:
            first = since or today
            since = first + min((day - first.weekday()) % 7 for day in days) * _DAY
        for day, stretches in days.items():
            week.setdefault(day, []).extend(
                Stretch(opens, closes, every, since or EVER) for opens, closes in stretches
            )
        closed.update(day for day, stretches in days.items() if not stretches)
    return {day: [] if day in closed else sorted(stretches) for day, stretches in sorted(week.items())}


def begins_with_a_day(text: str) -> bool:
    """Whether the first word of a line is a weekday, or several such as “weekdays”."""
    line = plain(tidy(text))
    first = re.match(r"[a-z]+", line)
    return any(line.startswith(f"{each} ") for each in DAY_GROUPS) or bool(first and first[0] in weekdays())


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(rf"{_EVERY}|{_from()}")


@cache
def _from() -> str:
    return rf"{_LEAD}{date_pattern(1)}"


def take_rhythm(part: str, today: date, order: Order) -> tuple[int, date | None, str]:
    """Every how many weeks, from which day if one is named, and the plain line without those words. Raises an
    `Unreadable`.
    """
    every, since = 1, None
    if found := re.search(_EVERY, part):
        every = 2 if found["two"] else int(found["count"] or _COUNTS[found["word"]])
        if not 1 <= every <= MOST_WEEKS:
            raise UnreadableRhythm
        part = part[: found.start()] + " " + part[found.end() :]
    if (found := re.search(_from(), part)) and not _is_every_week(found):
        since = _start(found, today, order)
        part = part[: found.start()] + " " + part[found.end() :]
    return every, since, part


def _is_every_week(found: re.Match[str]) -> bool:
    """“From mon to fri” names the days, and no day to begin with; “from next monday” does."""
    return found["word1"] in weekdays() and not (found["next1"] or found["next_1"])


def _start(found: re.Match[str], today: date, order: Order) -> date:
    """The named day; without its year, that which is nearest to today: a rhythm may have begun already."""
    days = list(islice(days_of(in_order(found.groupdict(), order), 1, today), 3))
    if not days:
        raise NoSuchStart(words=found[0])
    return min(days, key=lambda each: abs(each - today))
