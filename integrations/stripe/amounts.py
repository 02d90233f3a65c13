"""Amounts as Stripe counts them, which is not everywhere in the currency's smallest unit."""

import re
from decimal import Decimal

from babel.numbers import get_currency_precision

from domain.money import Money
from domain.payments.ports import Refused

_WHOLE = re.compile("BIF|CLP|DJF|GNF|JPY|KMF|KRW|MGA|PYG|RWF|VND|VUV|XAF|XOF|XPF")
_THOUSANDTHS = re.compile("BHD|JOD|KWD|OMR|TND")


def amount_of(price: Money) -> int:
    """What Stripe is to be asked for: hundredths of whatever is not named here, though nobody else may count
    them any more. Raises Refused for what is finer than Stripe takes.
    """
    digits = _digits(price.currency)
    amount = Decimal(price.minor).scaleb(digits - get_currency_precision(price.currency))
    if amount % (10 if digits == 3 else 1):  # of thousandths, only whole tens
        raise Refused(f"{price.typed} is finer than can be charged")
    return int(amount)


def money_of(amount: int, currency: str) -> Money:
    """The same, read back. Raises ValueError where it is finer than our own unit."""
    code = currency.upper()
    minor = Decimal(amount).scaleb(get_currency_precision(code) - _digits(code))
    if minor % 1:
        raise ValueError(f"{amount} {code} is finer than the currency")
    return Money(int(minor), code)


def _digits(currency: str) -> int:
    if _WHOLE.fullmatch(currency):
        return 0
    return 3 if _THOUSANDTHS.fullmatch(currency) else 2
