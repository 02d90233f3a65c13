"""A promo in its maker's words: “SUMMER 20%, for 10-pack, uses 50, until 31 dec”."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from domain.codes.errors import TooMuchOff, UnreadablePromo
from domain.codes.model import MOST_OFF
from domain.money import Money, read_money
from domain.schedule.vocabulary import plain, tidy

_ALPHABET = "ABCDEFGHJKMNPQRTUVWXYZ2346789"  # nothing that looks like another
_LENGTH = 8  # 39 bits, and few tries
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{2,23}")
_SHARE = re.compile(r"([0-9]{1,4}) ?(?:%|per ?cent|por ciento)")
_PARTS = re.compile(r"[,;]\s*")


@dataclass(frozen=True, slots=True)
class Offer:
    word: str
    percent: int | None = None
    amount: Money | None = None
    package: str = ""
    most: int | None = None
    until: date | None = None


def new_word() -> str:
    return "".join(secrets.choice(_ALPHABET) for _each in range(_LENGTH))


def folded(word: str) -> str:
    """As codes are kept: one may be typed in any case, with spaces or without."""
    return re.sub(r"[^A-Z0-9-]", "", plain(tidy(word)).upper())


def read_promo(text: str, *, currency: str, today: date) -> Offer:
    """Raises UnreadablePromo, UnreadablePrice."""
    head, *parts = _PARTS.split(tidy(text))
    word, _space, off = plain(head).partition(" ")
    if not _WORD.fullmatch(word) or not off:
        raise UnreadablePromo(words=text)
    share = _SHARE.fullmatch(off)
    if share and not 1 <= int(share[1]) <= MOST_OFF:
        raise TooMuchOff
    said = dict(_part(each, text) for each in parts)
    return Offer(
        word=word.upper(),
        percent=int(share[1]) if share else None,
        amount=None if share else read_money(off, currency),
        package=said.get("for", ""),
        most=_count(said["uses"]) if "uses" in said else None,
        until=_day(said["until"], today) if "until" in said else None,
    )


_KEYS = {"for": "for", "para": "for", "uses": "uses", "usos": "uses", "until": "until", "hasta": "until"}


def _part(said: str, whole: str) -> tuple[str, str]:
    key, _space, rest = said.partition(" ")
    if plain(key) not in _KEYS or not rest:
        raise UnreadablePromo(words=whole)
    return _KEYS[plain(key)], rest


def _count(said: str) -> int:
    if not said.isdecimal() or not 1 <= int(said) <= 10_000:
        raise UnreadablePromo(words=said)
    return int(said)


def _day(said: str, today: date) -> date:
    """Such as 2026-12-31; of “31 dec”, the next one."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    found = re.fullmatch(r"([0-9]{1,2}) (?:de )?([a-z]{3})[a-z]*", plain(said))
    month = _MONTHS.get(found[2]) if found else None
    if found is None or month is None:
        raise UnreadablePromo(words=said)
    try:
        named = date(today.year, month, int(found[1]))
        return named if named >= today else named.replace(year=today.year + 1)
    except ValueError:
        raise UnreadablePromo(words=said) from None


_NAMES = ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic")
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
