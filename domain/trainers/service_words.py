"""A trainer's own words for a service: “name Strength, lengths 30-60 by 15 usual 45, price 50 EUR”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from domain.errors import Unreadable
from domain.money import Money, read_money
from domain.schedule.vocabulary import plain, tidy
from domain.tax import OwnRate, read_own_rate
from domain.trainers.model import Approval
from domain.trainers.places import read_place

SHORTEST, LONGEST = 5, 600  # minutes; anything else is a slip
MOST_LENGTHS = 8  # more would not fit the chips above the times
MOST_KEPT_FREE = 240  # minutes before or after
USUAL = 60  # of several lengths, where no other is said to be
_STEP = 15


class UnreadableService(Unreadable):
    """I could not read “{words}”. Try: service 1 lengths 30-60 by 15, price 50 EUR, approve off"""


class UnreadableName(Unreadable):
    """A name has letters in it, and 60 characters at most."""


class UnreadableLengths(Unreadable):
    """I could not read “{words}” as minutes: 5 to 600, 8 lengths at most. Try: 30-60 by 15 usual 45"""


class UnreadableApproval(Unreadable):
    """I could not read “{words}”. Say on where you approve each request, off where it is booked at once."""


class UnreadableIntro(Unreadable):
    """I could not read “{words}”. Say on where it is for who is new to you, off where it is for all."""


class UnreadableBuffers(Unreadable):
    """I could not read “{words}”. Say the minutes kept free before and after, up to 240 each. Try: 0 15"""


class UnreadableStarts(Unreadable):
    """I could not read “{words}”. Say how many minutes lie between two starts, from 5 to 240. Try: 30"""


class Lengths(NamedTuple):
    """``shortest``, ``longest`` and ``step`` are None where there is only the usual one."""

    minutes: int
    shortest: int | None = None
    longest: int | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What was said of a service; None is what was not. ``at_rate``: it costs what the studio's rate says."""

    name: str | None = None
    lengths: Lengths | None = None
    price: Money | None = None
    at_rate: bool = False
    approval: Approval | None = None
    buffers: tuple[int, int] | None = None
    starts: int | None = None
    place: str | None = None  # "" for none of its own
    intro: bool | None = None
    tax: OwnRate | None = None


_KEYS = {
    **dict.fromkeys(("name", "nombre"), "name"),
    **dict.fromkeys(("lengths", "length", "minutes", "duraciones", "duracion", "minutos"), "lengths"),
    **dict.fromkeys(("price", "precio"), "price"),
    **dict.fromkeys(("approval", "approve", "aprobacion", "aprobar"), "approval"),
    **dict.fromkeys(("buffers", "buffer", "margenes", "margen"), "buffers"),
    **dict.fromkeys(("starts", "start", "inicios"), "starts"),
    **dict.fromkeys(("tax", "vat", "impuesto", "iva"), "tax"),
    **dict.fromkeys(("intro", "initial", "inicial"), "intro"),
    **dict.fromkeys(("place", "link", "lugar", "enlace"), "place"),
}
_KEY = re.compile(rf"(?:^|[ ,;·]+)(?P<key>{'|'.join(_KEYS)})(?= ) ")
_ON = frozenset({"on", "yes", "first", "si"})
_OFF = frozenset({"off", "no", "at once", "at_once"})
_RATE = frozenset({"studio", "estudio"})
_COUNT = r"([0-9]{1,3})(?: ?(?:min(?:ute?o?s?)?|m)\b\.?)?"
_RANGE = re.compile(rf"{_COUNT} ?(?:-|\bto\b|\ba\b) ?{_COUNT}(?: ?(?:by|every|cada|/) ?{_COUNT})?")
_LIST = re.compile(rf"{_COUNT}(?:(?: ?[,·/;] ?| (?:(?:or|and|o|y) )?){_COUNT})*")
_USUAL = re.compile(rf"[ ,;]*\b(?:usual|usually|normal|normally|normalmente) {_COUNT}$")
_BUFFERS = re.compile(rf"{_COUNT}(?: before)?(?: ?[,/;] ?| (?:and |y )?){_COUNT}(?: after)?")
_STARTS = re.compile(rf"(?:(?:every|cada) )?{_COUNT}")


def parse_service(text: str) -> dict[str, str]:
    """What a line names, by the field of `Offer` that it is for, in its own words. Raises an `Unreadable`."""
    text = tidy(text)
    found = list(_KEY.finditer(plain(text)))
    if not found or found[0].start():
        raise UnreadableService(words=text)
    ends = (*(each.start() for each in found[1:]), len(text))
    return {
        _KEYS[each["key"]]: text[each.end() : end].strip(" ,;·")
        for each, end in zip(found, ends, strict=True)
    }


def read_offer(said: Mapping[str, str], *, currency: str, usual: int = USUAL) -> Offer:
    """What the words of each field mean; of several lengths ``usual`` is the usual one where it is among them
    and no other is said to be. Raises an `Unreadable`.
    """
    price = read_price(said["price"], currency) if "price" in said else None
    return Offer(
        name=read_name(said["name"]) if "name" in said else None,
        lengths=read_lengths(said["lengths"], usual) if "lengths" in said else None,
        price=price,
        at_rate="price" in said and price is None,
        approval=read_approval(said["approval"]) if "approval" in said else None,
        buffers=read_buffers(said["buffers"]) if "buffers" in said else None,
        starts=read_starts(said["starts"]) if "starts" in said else None,
        place=read_place(said["place"]) if "place" in said else None,
        intro=read_intro(said["intro"]) if "intro" in said else None,
        tax=read_own_rate(said["tax"]) if "tax" in said else None,
    )


def read_name(words: str) -> str:
    name = " ".join(words.split())
    if len(name) > 60 or not any(map(str.isalpha, name)):
        raise UnreadableName
    return name


def read_price(words: str, currency: str) -> Money | None:
    """An amount; None for “studio”, which is whatever the studio's rate says."""
    return None if plain(tidy(words)) in _RATE else read_money(words, currency)


def read_lengths(words: str, usual: int = USUAL) -> Lengths:
    """Such as “60”, “30, 45, 60”, “30-60” (by 15 where that goes) or “30-60 by 10 usual 40”."""
    line = plain(tidy(words))
    if named := _USUAL.search(line):
        line = line[: named.start()]
    lengths = _listed(line)
    if lengths is None or not SHORTEST <= lengths[0] <= lengths[-1] <= LONGEST or len(lengths) > MOST_LENGTHS:
        raise UnreadableLengths(words=words)
    minutes = int(named[1]) if named else usual if usual in lengths else lengths[-1]
    if minutes not in lengths:
        raise UnreadableLengths(words=words)
    if len(lengths) == 1:
        return Lengths(minutes)
    return Lengths(minutes, lengths[0], lengths[-1], lengths[1] - lengths[0])


def as_typed(lengths: Lengths) -> str:
    """As `read_lengths` reads them back."""
    if lengths.shortest is None:
        return f"{lengths.minutes}"
    return f"{lengths.shortest}-{lengths.longest} by {lengths.step} usual {lengths.minutes}"


def _listed(line: str) -> range | list[int] | None:
    """The lengths in order, as far apart each; None where the words name no such lengths."""
    if found := _RANGE.fullmatch(line):
        first, last = int(found[1]), int(found[2])
        step = int(found[3]) if found[3] else _STEP if (last - first) % _STEP == 0 else last - first
        return range(first, last + 1, step) if first < last and step and (last - first) % step == 0 else None
    if not _LIST.fullmatch(line):
        return None
    lengths = sorted({int(each) for each in re.findall(r"[0-9]+", line)})
    steps = {later - earlier for earlier, later in pairwise(lengths)}
    return lengths if len(steps) <= 1 else None


def read_approval(words: str) -> Approval:
    said = plain(tidy(words))
    if said not in _ON | _OFF:
        raise UnreadableApproval(words=words)
    return Approval.FIRST if said in _ON else Approval.AT_ONCE


def read_intro(words: str) -> bool:
    said = plain(tidy(words))
    if said not in _ON | _OFF:
        raise UnreadableIntro(words=words)
    return said in _ON


def read_buffers(words: str) -> tuple[int, int]:
    """The minutes before and after."""
    found = _BUFFERS.fullmatch(plain(tidy(words)))
    if not found or max(before := int(found[1]), after := int(found[2])) > MOST_KEPT_FREE:
        raise UnreadableBuffers(words=words)
    return before, after


def read_starts(words: str) -> int:
    found = _STARTS.fullmatch(plain(tidy(words)))
    if not found or not SHORTEST <= (minutes := int(found[1])) <= MOST_KEPT_FREE:
        raise UnreadableStarts(words=words)
    return minutes
