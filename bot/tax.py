"""The tax that is in a price, said in words."""

from typing import Any

from bot.dialogue.words import N_, _, money, percent, voice
from domain.money import Money
from domain.payments.model import Payment
from domain.payments.refunds import returned
from domain.payments.taxed import tax_returned
from domain.tax import Tax
from domain.work import Work

TAX: Any = {
    "title": N_("Its tax in per cent, “exempt”, or “studio” for the studio's"),
    "examples": ["20"],
    "max_length": 20,
}


def named(tax: Tax) -> str:
    """Such as “VAT 20%” or “VAT exempt”; nothing where there is none."""
    if not tax:
        return ""
    return f"{tax.name} {rate(tax)}" if tax.rate else _("{tax} exempt", tax=tax.name)


def rate(tax: Tax) -> str:
    return percent(tax.share) if tax else ""


def included(tax: Tax) -> str:
    """What is said beside a price; beside a held time and a link, a text has room for no more."""
    if tax.rate and voice().terse:
        return _("with {tax}", tax=named(tax))
    return _("{tax} included", tax=named(tax)) if tax.rate else named(tax)


def of_price(payment: Payment) -> str:
    return split(payment.tax, payment.price, payment.tax.within(payment.price_minor))


def of_returned(work: Work, payment: Payment) -> str:
    """Of all that was given back of it."""
    back = returned(work, payment)
    return split(payment.tax, back, tax_returned(work, payment)) if back.minor else ""


def split(tax: Tax, gross: Money, of_it: int) -> str:
    """What an amount is without its tax, and what that is."""
    if not tax.rate:
        return f"{named(tax)}." if tax else ""
    net, part = (money(Money(each, gross.currency)) for each in (gross.minor - of_it, of_it))
    return _("Net {net}, {tax} {part}.", net=net, tax=named(tax), part=part)
