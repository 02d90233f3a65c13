"""Hours with a rhythm, as a trainer types them: “mon-fri 7-12; sat 9-13 every 2 weeks from 5 dec”."""

import re
from datetime import date, timedelta
from functools import cache

from domain.errors import Unreadable
from domain.schedule.plan import EVER, MOST_WEEKS, Stretch
from domain.schedule.vocabulary import DAYS_AHEAD, months, plain, tidy
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


class UnreadableRhythm(Unreadable):
    """Hours may come every week, or every 2 to 12 weeks. Try: sat 9-13 every 2 weeks from 5 dec."""


class NoSuchStart(Unreadable):
    """I could not find the day “{words}”. Try: sat 9-13 every 2 weeks from 5 dec."""


def parse_week(text: str, today: date) -> dict[int, list[Stretch]]:
    """As `parse_hours`; the hours of each part, parts being apart by “;”, may have a rhythm and a first day.

    Of several weeks the first is that of the first such weekday from the named day on, else from today.
    Raises an `Unreadable`.
    """
    line = plain(tidy(text))
    parts = [part for part in line.split(";") if part.strip()] if _begins().search(line) else [text]
    week: dict[int, list[Stretch]] = {}
    closed: set[int] = set()
    for part in parts:
        every, since, hours = _rhythm(part, today)
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


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(rf"{_EVERY}|{_from()}")


@cache
def _from() -> str:
    names = "|".join(sorted(months(), key=len, reverse=True))
    near = "|".join(DAYS_AHEAD)
    return (
        r"\b(?:from|since|starting|beginning|desde|a partir del?)\s+(?:on\s+|el\s+|del\s+)?"
        r"(?:(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
        rf"|(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?(?P<month>{names})\b\.?"
        rf"|(?P<month_first>{names})\.?\s+(?P<day_last>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![\w:.]|\s*-)"
        rf"|(?P<near>{near})\b)"
        r"(?:,?\s+(?:de\s+)?(?P<year>20[0-9]{2})\b)?"
    )


def _rhythm(part: str, today: date) -> tuple[int, date | None, str]:
    """Every how many weeks, from which day if one is named, and the part without those words."""
    every, since = 1, None
    if found := re.search(_EVERY, part):
        every = 2 if found["two"] else int(found["count"] or _COUNTS[found["word"]])
        if not 1 <= every <= MOST_WEEKS:
            raise UnreadableRhythm
        part = part[: found.start()] + " " + part[found.end() :]
    if found := re.search(_from(), part):
        since = _start(found, today)
        part = part[: found.start()] + " " + part[found.end() :]
    return every, since, part


def _start(found: re.Match[str], today: date) -> date:
    """The named day; without its year, that which is nearest to today: a rhythm may have begun already."""
    if found["near"]:
        return today + DAYS_AHEAD[found["near"]] * _DAY
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = months()[found["month"] or found["month_first"]]
        day = int(found["day"] or found["day_last"])
        if found["year"]:
            return date(int(found["year"]), month, day)
        years = (today.year, today.year + 1, today.year - 1)
        return min((date(year, month, day) for year in years), key=lambda each: abs(each - today))
    except ValueError:
        raise NoSuchStart(words=found[0]) from None
