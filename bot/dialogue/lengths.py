"""How long, in a person's own words: "30 minutes", "half an hour", "de media hora"."""

import re
from collections.abc import Iterator

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
# A sentence of one, bare of the minutes and of what is said around them.
_AROUND_LATE = re.compile(
    r"[^\w\s']|\b(?:hi|hello|hey|sorry|so|please|today|probably|maybe|i think|an?|bit|little|about|around|by"
    r"|for (?:my|the|our) (?:session|class)|hola|lo siento|perdon|por favor|hoy|creo que|un|poco|unos|de"
    r"|a (?:mi|la) (?:sesion|clase)|a(?! la))\b"
)
_SAID_LATE = re.compile(
    r"(?:(?:i'?m|i am|i'?ll|i will|i might|i may|we'?re|we are|we'?ll|we will) )?"
    r"(?:(?:going to |gonna )?(?:be|run|running|arrive|arriving|come|coming) )?late"
    r"|(?:ya )?(?:llego|llegare|llegamos|voy|vamos|ire|estoy llegando|(?:voy|vamos) (?:llegar|con)|ando)"
    r" (?:tarde|con retraso|retraso|retrasad[oa]|atrasad[oa])|me (?:retraso|atraso|retrasare)"
)
_SPELT = {
    **dict.fromkeys(("five", "cinco"), 5),
    **dict.fromkeys(("ten", "diez"), 10),
    **dict.fromkeys(("fifteen", "quince"), 15),
    **dict.fromkeys(("twenty", "veinte"), 20),
    **dict.fromkeys(("thirty", "treinta"), 30),
}
_SPELT_MINUTES = re.compile(rf"\b({'|'.join(_SPELT)})(?= min)")
_DELAY = re.compile(r"\b(\d{1,3}) ?(?:['’′]|(?:m|mins?|minut[eo]s?)\b|\b)")
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


def read_lateness(text: str) -> tuple[bool, int | None]:
    """Whether a sentence says that whoever writes it is late, and nothing else; and by how many minutes where
    it says so.
    """
    minutes, bare = _without_delay(text)
    return _SAID_LATE.fullmatch(bare) is not None, minutes


def begins_with_lateness(text: str) -> bool:
    """Whether it says so before it says something else. "Late" alone may begin another thing."""
    _minutes, bare = _without_delay(text)
    return re.match(rf"(?!late\b)(?:{_SAID_LATE.pattern})\b", bare) is not None


def _without_delay(text: str) -> tuple[int | None, str]:
    said = _SPELT_MINUTES.sub(lambda word: str(_SPELT[word[1]]), fold(text))
    minutes, rest = next(_delays(said), (None, None))
    bare = said[: rest.start()] + " " + said[rest.end() :] if rest else said
    return minutes, " ".join(_AROUND_LATE.sub(" ", bare).split())


def _delays(said: str) -> Iterator[tuple[int, re.Match[str]]]:
    for minutes, words in _NAMED:
        if found := words.search(said):
            yield minutes, found
    for found in _DELAY.finditer(said):
        yield int(found[1]), found


def _found(text: str) -> list[tuple[int, re.Match[str]]]:
    named = [(minutes, found) for minutes, words in _NAMED if (found := words.search(text))]
    counted = [(int(found["count"]), found) for found in _MINUTES.finditer(text)]
    hours = [(round(60 * float(found["count"].replace(",", "."))), found) for found in _HOURS.finditer(text)]
    return [*named, *counted, *hours]
