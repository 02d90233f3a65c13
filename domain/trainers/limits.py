"""A trainer's own words for limits: “day 6, week 25, client 3, notice 4 hours, ahead 28 days”."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from domain.access import require_trainer
from domain.errors import Unreadable
from domain.people.model import Person
from domain.trainers.model import Trainer


class UnreadableLimits(Unreadable):
    """I could not read “{words}”. Try: limits day 6, week 25, client 3, notice 4 hours, ahead 28 days."""


class LimitOutOfReach(Unreadable):
    """“{words}” is not a limit that can be kept; it goes from {least} to {most}."""


class _Limit(NamedTuple):
    field: str
    least: int
    most: int
    optional: bool  # may be off
    unit: int = 1  # of a bare number


_LIMITS = {
    **dict.fromkeys(("day", "dia"), _Limit("most_a_day", 1, 48, True)),
    **dict.fromkeys(("week", "semana"), _Limit("most_a_week", 1, 336, True)),
    **dict.fromkeys(("client", "cliente"), _Limit("most_ahead", 1, 100, True)),
    **dict.fromkeys(("notice", "aviso"), _Limit("notice_minutes", 0, 14 * 1440, False, 60)),
    **dict.fromkeys(("ahead", "antelacion"), _Limit("horizon_days", 1, 366, False)),
}
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 7 * 1440, "s": 7 * 1440}  # by the first letter of a unit
_OFF = ("off", "none", "no", "any", "sin")
_PART = re.compile(
    rf"(?P<name>{'|'.join(_LIMITS)})\s*(?P<value>[0-9]{{1,5}}|{'|'.join(_OFF)})"
    r"(?:\s*(?P<unit>minutes?|minutos?|min|hours?|horas?|h|days?|dias?|d|weeks?|semanas?|w)\b"
    r"(?!\s*(?:[0-9]|off|none|no\b|any|sin)))?"
)


def parse_limits(text: str) -> dict[str, int | None]:
    """The limits that a line names, by their field of `Trainer`; None is no limit. Raises an `Unreadable`."""
    line = " ".join(text.lower().translate(str.maketrans("íáóé", "iaoe")).split())
    limits = dict(_read(line))
    if not limits:
        raise UnreadableLimits(words=text)
    return limits


def _read(line: str) -> Iterator[tuple[str, int | None]]:
    rest = line
    while rest := rest.lstrip(" ,;:·"):
        found = _PART.match(rest)
        if not found:
            raise UnreadableLimits(words=rest)
        yield _LIMITS[found["name"]].field, _value(found)
        rest = rest[found.end() :]


def _value(found: re.Match[str]) -> int | None:
    limit = _LIMITS[found["name"]]
    if found["value"] in _OFF:
        if not limit.optional:
            raise UnreadableLimits(words=found[0])
        return None
    value = int(found["value"]) * limit.unit
    if unit := found["unit"]:
        if limit.optional:
            raise UnreadableLimits(words=found[0])
        minutes = int(found["value"]) * _MINUTES[unit[0]]
        value = minutes if limit.field == "notice_minutes" else minutes // 1440
    if not limit.least <= value <= limit.most:
        raise LimitOutOfReach(words=found[0], least=limit.least // limit.unit, most=limit.most // limit.unit)
    return value


def set_limits(actor: Person, trainer: Trainer, limits: dict[str, int | None]) -> None:
    """Change those that are named. What is booked already stays. Raises NotYours."""
    require_trainer(actor, trainer)
    for field, value in limits.items():
        setattr(trainer, field, value)
