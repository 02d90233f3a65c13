"""A trainer's own words for hours with a name: “holidays 24 dec - 2 jan: mon-fri 9-13”."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from domain.errors import Unreadable
from domain.schedule.dates import Order
from domain.schedule.day_words import Days, read_days
from domain.schedule.plan import Week
from domain.schedule.vocabulary import plain, tidy
from domain.schedule.week_words import parse_week

_BOTH = re.compile(r"(?P<days>.+?):\s+(?P<hours>.+)")
_OFF = frozenset({"off", "end", "no", "fin"})


class SeasonLine(NamedTuple):
    """What was said of a season; None is what was not. ``off``: it no longer counts."""

    name: str
    days: Days | None = None
    week: Week | None = None
    off: bool = False


def parse_season(text: str, names: Iterable[str], now: datetime, order: Order = "DMY") -> SeasonLine:
    """The name, one of those that are known or else the first word; and its days, its hours, or both, a colon
    between them. ``now`` is in the trainer's zone, ``order`` its region's. Raises an `Unreadable`.
    """
    line = tidy(text)
    name = next(
        (line[: len(each)] for each in sorted(names, key=len, reverse=True) if _begins(line, each)), None
    )
    name = name or line.split(" ", 1)[0]
    rest = line[len(name) :].strip(" ,;")
    name = name.rstrip(":,;")
    if not rest:
        return SeasonLine(name)
    if plain(rest) in _OFF:
        return SeasonLine(name, off=True)
    if both := _BOTH.fullmatch(rest):
        days = read_days(both["days"], now, order)
        return SeasonLine(name, days, parse_week(both["hours"], now.date(), order))
    try:
        return SeasonLine(name, days=read_days(rest, now, order))
    except Unreadable:
        return SeasonLine(name, week=parse_week(rest, now.date(), order))


def _begins(line: str, name: str) -> bool:
    return plain(line).startswith(plain(name)) and not line[len(name) : len(name) + 1].isalnum()
