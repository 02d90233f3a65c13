"""How long, in a person's own words: "30 minutes", "half an hour", "de media hora"."""

import re

from bot.dialogue.typed import fold

_LONG_AS = r"(?:(?:for|of|(?<!dentro )de|durante|por)\s+)?(?:(?:about|una?|a)\s+)?"
_MINUTES = re.compile(
    rf"\b{_LONG_AS}(?P<count>[1-9][0-9]{{1,2}})(?:[\s-]*(?:minut[eo]s?|mins?)\b|\s?['’′])", re.IGNORECASE
)
_HOURS = re.compile(rf"\b{_LONG_AS}(?P<count>[1-3](?:[.,]5)?)[\s-]*(?:hours?|hrs?|horas?)\b", re.IGNORECASE)
_NAMED = (
    (90, re.compile(rf"\b{_LONG_AS}(?:(?:an|one) hour and a half|hora y media)\b", re.IGNORECASE)),
    (30, re.compile(rf"\b{_LONG_AS}(?:half an? hour|half[\s-]hour|media hora)\b", re.IGNORECASE)),
    (60, re.compile(r"\b(?:for |of |de |durante |por )?(?:(?:an|one)[\s-]hour|una hora)\b", re.IGNORECASE)),
)
# Said of a delay: "10", "5 min", "about 10 minutes late".
_LATE_BY = re.compile(r"(?:by |about |unos? |de )?(\d{1,3}) ?(?:['’′]|m|mins?|minut[eo]s?)?(?: late| tarde)?")
# "In 30 minutes", "an hour later" and "a las 2 horas" say when, and not for how long.
_BEFORE = re.compile(r"(?:\b(?:in|within|at|en|dentro de|las?)\s*|[0-9:.,])$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:later|earlier|late|from|before|after|ago|off|m[aá]s|antes|despu[eé]s|tarde|temprano)\b",
    re.IGNORECASE,
)


def take_length(text: str) -> tuple[int | None, str]:
    """The minutes that a sentence asks for, and the sentence without them; None where it names no length."""
    for minutes, found in _found(text):
        before, after = text[: found.start()], text[found.end() :]
        if not _BEFORE.search(before) and not _AFTER.match(after):
            return minutes, f"{before.rstrip()} {after.lstrip()}".strip()
    return None, text


def read_delay(text: str) -> int | None:
    """The minutes that somebody is late by; None for other words."""
    found = _LATE_BY.fullmatch(fold(text))
    return int(found[1]) if found else take_length(text)[0]


def _found(text: str) -> list[tuple[int, re.Match[str]]]:
    named = [(minutes, found) for minutes, words in _NAMED if (found := words.search(text))]
    counted = [(int(found["count"]), found) for found in _MINUTES.finditer(text)]
    hours = [(round(60 * float(found["count"].replace(",", "."))), found) for found in _HOURS.finditer(text)]
    return [*named, *counted, *hours]
