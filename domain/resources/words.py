"""Rooms and things in words: “Studio 1”, “10 mats”; and what a service needs: “Studio 1, 8 mats”."""

import re
from collections.abc import Iterable

from domain.errors import Unreadable
from domain.resources.model import MOST, Resource
from domain.schedule.vocabulary import plain, tidy

_COUNTED = re.compile(
    r"(?P<before>[0-9]{1,3})\s*[x×]?\s+(?P<name>.+)|(?P<named>.+?)\s+[x×]\s?(?P<after>[0-9]{1,3})"
)
_PARTS = re.compile(r"\s*(?:[,;+&]|\band\b|\by\b)\s*")
_NOTHING = {"nothing", "none", "off", "no", "nada", "ninguno"}
_LONGEST = 60


class UnreadableResource(Unreadable):
    """A name has letters in it, at most 60 of them, and there are 1 to {most}. Try: room Studio 1, or: room
    10 mats.
    """


class UnknownResource(Unreadable):
    """There is no “{words}” here. There are: {known}."""


class NoResources(Unreadable):
    """The studio has no rooms or things to need yet. An admin makes them: room Studio 1."""


def parse_resource(text: str) -> tuple[str, int]:
    """The name, and how many there are: one, unless a number stands before it, or after an x."""
    typed = tidy(text)
    found = _COUNTED.fullmatch(typed)
    name = (found["name"] or found["named"]) if found else typed
    count = int(found["before"] or found["after"]) if found else 1
    if not any(letter.isalpha() for letter in name) or len(name) > _LONGEST or not 1 <= count <= MOST:
        raise UnreadableResource(most=MOST)
    return name, count


def parse_needs(text: str, known: Iterable[Resource]) -> dict[int, int]:
    """Units by resource. Raises UnknownResource, NoResources."""
    if plain(tidy(text)) in _NOTHING:
        return {}
    resources = list(known)
    if not resources:
        raise NoResources
    return dict(_need(part, resources) for part in _PARTS.split(tidy(text)) if part)


def _need(part: str, known: list[Resource]) -> tuple[int, int]:
    """A name may end in a number, and begin with one: it is looked for whole first."""
    by_name = {plain(each.name): each.id for each in known}
    if (whole := by_name.get(plain(part))) is not None:
        return whole, 1
    found = _COUNTED.fullmatch(part)
    named = by_name.get(plain(found["name"] or found["named"])) if found else None
    units = int(found["before"] or found["after"]) if found else 0
    if named is None or units < 1:
        raise UnknownResource(words=part, known=", ".join(each.name for each in known))
    return named, units
