"""Tax that a price holds already: its rate, what it is called, and how much of an amount it is."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from domain.errors import Unreadable
from domain.schedule.vocabulary import plain, tidy

ALL = 100_000  # thousandths of a per cent in a hundred
EXEMPT = 0
LONGEST_NAME, LONGEST_NUMBER = 20, 40
_RATE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,3}))? ?(?:%|per ?cent|percent|por ciento)?")
_EXEMPT = frozenset({"exempt", "exento", "exenta", "none", "no", "off", "free", "sin"})
_STUDIO = frozenset({"studio", "estudio", "usual"})


class UnreadableTax(Unreadable):
    """I could not read “{words}” as a rate. Say 20, 5.5, exempt, or studio for the studio's rate."""


class OwnRate(NamedTuple):
    """What a service or a package says of its rate; None: it is the studio's."""

    rate: int | None


@dataclass(frozen=True, slots=True)
class Tax:
    """``rate`` is in thousandths of a per cent: None where there is no tax, `EXEMPT` where there might be."""

    rate: int | None = None
    name: str = ""

    def __bool__(self) -> bool:
        return self.rate is not None

    @property
    def share(self) -> Decimal:
        """0.2 of twenty per cent."""
        return Decimal(self.rate or 0).scaleb(-5)

    def within(self, gross: int) -> int:
        """How many of so many minor units are tax. Once for each line, since sums of lines are added up."""
        return gross - nearest(gross, ALL, of=ALL + (self.rate or 0))


@dataclass(frozen=True, slots=True)
class Taxation:
    """What the studio has set. ``number`` is what the state knows it by."""

    rate: int | None = None
    name: str = "VAT"
    number: str = ""
    on_fees: bool = True

    def at(self, own: int | None) -> Tax:
        """Of what has a rate of its own, or None."""
        rate = self.rate if own is None else own
        return Tax() if rate is None else Tax(rate, self.name)

    def of_fee(self, session: Tax) -> Tax:
        """That of the session it is for, unless fees are exempt."""
        return session if self.on_fees or not session else Tax(EXEMPT, session.name)


NO_TAX = Taxation()


def nearest(amount: int, part: int, *, of: int) -> int:
    """``amount * part / of`` to the nearest whole one; a half goes to the even one."""
    whole, rest = divmod(amount * part, of)
    return whole + (2 * rest > of or (2 * rest == of and whole % 2 == 1))


def read_own_rate(words: str) -> OwnRate:
    """Such as “20”, “5.5 %”, “exempt”, or “studio”. Raises UnreadableTax."""
    return OwnRate(None if plain(tidy(words)) in _STUDIO else read_rate(words))


def read_rate(words: str) -> int:
    """In thousandths of a per cent. Raises UnreadableTax."""
    line = plain(tidy(words))
    found = _RATE.fullmatch(line)
    rate = int(found[1] + (found[2] or "").ljust(3, "0")) if found else EXEMPT
    if (not found and line not in _EXEMPT) or rate > ALL:
        raise UnreadableTax(words=words)
    return rate


def typed(own: int | None) -> str:
    """As `read_own_rate` reads it back."""
    if own is None:
        return "studio"
    return "exempt" if own == EXEMPT else f"{Decimal(own).scaleb(-3).normalize():f}"
