"""A rhythm in a person's own words: "every tuesday at 6", "every other week", "cada dos semanas"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_EN_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_ES_DAY = r"(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?)"
_NUMBERS = {
    "other": 2,
    "second": 2,
    "2nd": 2,
    "two": 2,
    "third": 3,
    "3rd": 3,
    "three": 3,
    "fourth": 4,
    "4th": 4,
    "four": 4,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "quince dias": 2,
    "quince días": 2,
    "15 dias": 2,
    "15 días": 2,
}
_COUNT = rf"(?P<n>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|[2-4])"


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many weeks, and the words without it. ``sure`` is false for "tuesdays", which may be asked
    about in general.
    """

    weeks: int
    rest: str
    sure: bool = True


# In the order in which they are tried; each with what it leaves of its words.
_KEEP_DAY: Callable[[re.Match[str]], str] = lambda found: found["day"]  # noqa: E731
_FRAMES: tuple[tuple[str, bool], ...] = (
    (rf"\bevery {_COUNT} (?P<day>{_EN_DAY})s?\b", True),
    (rf"\bevery {_COUNT} weeks?\b(?: on)?", True),
    (rf"\b(?:every|each)(?: single)? (?P<day>{_EN_DAY})s?\b", True),
    (r"\b(?:every|each)(?: single)? week\b(?: on)?|\bonce a week\b(?: on)?|\bweekly\b(?: on)?", True),
    (r"\b(?P<two>fortnightly|bi-?weekly|every fortnight)\b(?: on)?", True),
    (rf"\b(?P<day>{_EN_DAY.replace('(?:day)?', 'days')})\b", False),
    (rf"\bcada {_COUNT}(?: semanas?)?\b", True),
    (rf"\b(?:todos los|cada) (?P<day>{_ES_DAY})\b", True),
    (r"\b(?:todas las semanas|cada semana|semanal(?:mente)?)\b", True),
    (r"\b(?P<two>quincenal(?:mente)?)\b", True),
    (rf"\blos (?P<day>{_ES_DAY})\b", False),
)
_READ = tuple((re.compile(frame, re.IGNORECASE), sure) for frame, sure in _FRAMES)


def read_every(text: str) -> Every | None:
    """The rhythm that was said; None where none was. A number of weeks beyond what can be had is none."""
    weeks, sure, left, found_any = 1, False, text, False
    for frame, certain in _READ:
        found = frame.search(left)
        if not found:
            continue
        groups = found.groupdict()
        if (n := groups.get("n")) is not None:
            weeks = int(n) if n.isdecimal() else _NUMBERS[n.casefold()]
        elif groups.get("two"):
            weeks = 2
        left = left[: found.start()] + _singular(groups.get("day") or "") + left[found.end() :]
        sure, found_any = sure or certain, True
    return Every(weeks, " ".join(left.split()), sure) if found_any else None


def _singular(day: str) -> str:
    return (
        day[:-1]
        if day.casefold().endswith("days") or day.casefold() in ("sabados", "sábados", "domingos")
        else day
    )
