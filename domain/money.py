"""Money: integer minor units with a currency; amounts of two currencies never meet."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from babel.numbers import get_currency_precision, is_currency

from domain.errors import Unreadable

_MOST = 100_000_000  # minor units: a column of integers holds them, and a price above is a slip
_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}
_NAMES = {"euro": "EUR", "pound": "GBP", "libra": "GBP", "dollar": "USD", "dolar": "USD", "yen": "JPY"}
_CURRENCY = r"[a-z]{3}|[€£$¥]|(?:euro|pound|dollar|dolar|yen|libra)e?s?"
_PRICE = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<amount>[0-9]+(?:[.,' ][0-9]+)*)\s*(?P<after>{_CURRENCY})?"
)


class UnreadablePrice(Unreadable):
    """I could not read “{words}” as a price. Try: 50 EUR."""


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` is in the currency's smallest unit (cents, yen); ``currency`` is ISO 4217."""

    minor: int
    currency: str

    @classmethod
    def whole(cls, units: int, currency: str) -> Self:
        """So many euros, yen or dinars: a hundred, one or a thousand minor units each."""
        return cls(units * 10 ** get_currency_precision(currency), currency)

    @property
    def digits(self) -> int:
        """Of the fraction: two of euros, none of yen, three of dinars."""
        return get_currency_precision(self.currency)

    @property
    def typed(self) -> str:
        """As `read_money` reads it back."""
        return f"{Decimal(self.minor).scaleb(-self.digits)} {self.currency}"

    def share(self, part: int, *, of: int) -> "Money":
        """As much of it as ``part`` is of a whole; half a minor unit is rounded up."""
        return Money((2 * self.minor * part + of) // (2 * of), self.currency)


def read_money(words: str, currency: str) -> Money:
    """Such as “50”, “€ 49.50”, “5,000 JPY” or “12.500 KWD”; without a currency, in the one given. “$” is that
    one, too, where it is some country's dollar. Raises UnreadablePrice.
    """
    found = _PRICE.fullmatch(" ".join(words.lower().replace("ó", "o").split()))
    if not found or (found["before"] and found["after"]):
        raise UnreadablePrice(words=words)
    said = _currency(found["before"] or found["after"] or "", currency)
    minor = _minor(found["amount"], get_currency_precision(said)) if is_currency(said) else None
    if minor is None or minor > _MOST:
        raise UnreadablePrice(words=words)
    return Money(minor, said)


def _currency(said: str, given: str) -> str:
    if not said or (said == "$" and given.endswith("D")) or (said == "¥" and given == "CNY"):
        return given
    return _SIGNS.get(said) or next(
        (code for name, code in _NAMES.items() if said.startswith(name)), said.upper()
    )


def _minor(amount: str, digits: int) -> int | None:
    """Minor units; the last sign is the decimal one where at most so many digits follow it, and else three
    belong to the thousands.
    """
    *groups, last = re.split(r"[.,' ]", amount)
    sign = amount[-len(last) - 1] if groups else ""
    is_fraction = sign in (".", ",") and len(last) <= digits and sign not in amount[: -len(last) - 1]
    whole, fraction = (groups, last) if is_fraction else ([*groups, last], "")
    if any(len(group) != 3 for group in whole[1:]):
        return None
    return int("".join(whole) + fraction.ljust(digits, "0"))
