"""The pieces of time as people type them: names of days and months, a time of day, a stretch of hours.

Names are read in each of `_LANGUAGES`, whole or by any beginning of three letters or more, in the singular or
the plural, with or without accents.
"""

import re
import unicodedata
from functools import cache
from itertools import product
from typing import TypeAlias

from babel import Locale

from domain.errors import Unreadable

Hours: TypeAlias = tuple[int, int]  # minutes of the local day, from and until; 1440 is its end

_LANGUAGES = ("en", "es")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_CLOCK = r"([0-9]{1,2})(?:[:.h]([0-9]{2})|h)?(?:\s*([ap])\.?\s?m\b\.?|([ap])\b)?(?!\w|[:.][0-9])"

CLOCK = re.compile(_CLOCK)
TO = r"\s*(?:-|\b(?:to|until|till|al?|hasta)\b)\s*"
HOURS = rf"{_CLOCK}{TO}{_CLOCK}"
OFF = r"(?:off|closed|none|cerrado|libre)\b"
ALL_DAY = r"(?:all day|whole day|todo el dia)\b"
DAYS_AHEAD = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1}
DAY_GROUPS = {
    **dict.fromkeys(("every day", "everyday", "daily", "all week", "todos los dias", "diario"), range(7)),
    **dict.fromkeys(("weekdays", "weekday", "laborables", "entre semana"), range(5)),
    **dict.fromkeys(("weekends", "weekend", "fines de semana", "fin de semana"), range(5, 7)),
}


class EndsBeforeItStarts(Unreadable):
    """“{words}” ends before it starts. Try it the other way round, or with am and pm: 10am-2pm."""


def tidy(text: str) -> str:
    """Composed letters and single spaces. Patterns rely on it: they are quadratic in a run of spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain(text: str) -> str:
    """A tidy text in lower case, without accents, every dash a hyphen; letter for letter: positions hold."""
    letters = (unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
    return "".join(letters).translate(_DASHES)


@cache
def weekdays() -> dict[str, int]:
    """The numbers of the weekdays, Monday being 0, by plain names and their beginnings."""
    return _beginnings("days")


@cache
def months() -> dict[str, int]:
    """The numbers of the months, January being 1, by plain names and their beginnings."""
    return _beginnings("months")


def _beginnings(kind: str) -> dict[str, int]:
    return {
        plain(name)[:letters] + plural: number
        for language in _LANGUAGES
        for number, name in getattr(Locale(language), kind)["format"]["wide"].items()
        for letters in range(3, len(name) + 1)
        for plural in ("", "s")
    }


def read_hours(words: str) -> Hours | None:
    """The minutes of “7-12” or “4-8pm”, None where a clock shows no such time. Raises `EndsBeforeItStarts`.

    One “am” or “pm” serves both ends, by the shorter reading: 11-1pm is two hours, 9am-5 is eight.
    """
    found = re.fullmatch(HOURS, words)
    if not found:
        return None
    first, second = found.groups()[:4], found.groups()[4:]
    marked = any((*first[2:], *second[2:]))
    starts = _readings(*first, either=marked)
    ends = [minute or 1440 for minute in _readings(*second, either=marked)]  # an end at 0:00 is the day's
    if not starts or not ends:
        return None
    possible = [(start, end) for start, end in product(starts, ends) if start < end]
    if not possible:
        raise EndsBeforeItStarts(words=words)
    return min(possible, key=lambda hours: hours[1] - hours[0])


def read_clock(found: re.Match[str]) -> int | None:
    """The minute of the day that a match of `CLOCK` names; None where a clock shows no such time."""
    return next((minute for minute in _readings(*found.groups(), either=False) if minute < 1440), None)


def _readings(
    hour: str, minute: str | None, half: str | None, letter: str | None, *, either: bool
) -> list[int]:
    """The minutes of the day that a time may mean; none where there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    morning = hours % 12 * 60 + minutes
    if minutes > 59 or hours * 60 + minutes > 1440:
        return []
    if not (half or letter):
        return [morning, morning + 720] if either and 1 <= hours <= 12 else [hours * 60 + minutes]
    if not 1 <= hours <= 12:
        return []
    return [morning + 720 if "p" in (half, letter) else morning]
