"""Which days somebody means: “oct”, “october 2025”, “week”, “last month”, “2025”, “1-15 oct”."""

import re
from datetime import date, timedelta

from domain.errors import Unreadable
from domain.records.words import read_wanted
from domain.schedule.vocabulary import months, plain, tidy

_WEEK = {"week", "this week", "semana", "esta semana"}
_MONTH = {"", "month", "this month", "mes", "este mes"}
_YEAR = {"year", "this year", "ano", "este ano"}
_LAST_YEAR = {"last year", "ano pasado", "el ano pasado"}
_YESTERDAY = {"yesterday", "ayer"}
_IN_WORDS = re.compile(r"(20[0-9]{2})")
_DAY = timedelta(days=1)


class UnreadableDays(Unreadable):
    """I could not read “{words}” as days. Try: oct, week, last month or 1-15 oct."""


def read_days(words: str, today: date) -> tuple[date, date]:
    """The first and the last day; nothing said is this month. Raises UnreadableDays."""
    said = plain(tidy(words))
    if said in _WEEK:
        return week_of(today)
    if said in _MONTH:
        return month_of(today)
    if said in _YEAR:
        return year_of(today.year)
    if said in _LAST_YEAR:
        return year_of(today.year - 1)
    if said in _YESTERDAY:
        return today - _DAY, today - _DAY
    if found := _IN_WORDS.fullmatch(said):
        return year_of(int(found[1]))
    in_month = said.split(" ")[0] in months()
    wanted = read_wanted(f"in {said}" if in_month else said, today)
    if wanted.since is None or wanted.until is None or wanted.words:
        raise UnreadableDays(words=words)
    return wanted.since, wanted.until


def week_of(today: date) -> tuple[date, date]:
    monday = today - today.weekday() * _DAY
    return monday, monday + 6 * _DAY


def month_of(today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
