"""What is sold in packages and how a payment for one stands: the same for the client and for the trainer."""

from bot.dialogue.screen import lines, list_of
from bot.dialogue.words import N_, _, money, ngettext, voice
from bot.tax import included, of_price, of_returned
from domain.packages.model import Package
from domain.payments.model import Payment, Purpose, Way
from domain.payments.refunds import returned
from domain.work import Work

BY = {
    Way.CARD: N_("by card"),
    Way.CASH: N_("in cash"),
    Way.TRANSFER: N_("by transfer"),
    Way.TERMINAL: N_("at the terminal"),
}


def described(work: Work, package: Package) -> str:
    """All that was set about a package, in a line."""
    off = _("{n} % off {price}", n=package.discount, price=money(package.full_price))
    names = _services(work, package)
    return list_of(
        [
            package.name,
            _sessions(package),
            _("{amount} a month", amount=money(package.price)) if package.monthly else money(package.price),
            off if package.discount else "",
            included(work.tax.at(package.tax_rate)),
            _good_for(package.days),
            _("for {services}", services=names) if names else "",
            "" if package.active else _("no longer offered"),
        ]
    )


def _sessions(package: Package) -> str:
    if package.monthly:
        return ngettext("{n} session a month", "{n} sessions a month", package.sessions)
    return ngettext("{n} session", "{n} sessions", package.sessions)


def services_of(work: Work, package: Package) -> list[str]:
    return [work.trainers.service(each)[0].name for each in work.packages.services_of(package.id)]


def _services(work: Work, package: Package) -> str:
    return ", ".join(services_of(work, package))


def bought(payment: Payment) -> str:
    """What a payment is for, as it was shown then."""
    return list_of(
        [
            what(payment),
            sessions(payment),
            "" if voice().terse else money(payment.price),
            included(payment.tax),
            _good_for(payment.days),
        ]
    )


def what(payment: Payment) -> str:
    """Its name, or what of a session it pays."""
    match payment.purpose:
        case Purpose.DEPOSIT:
            return _("Deposit for {name}", name=payment.name)
        case Purpose.REST:
            return _("Rest for {name}", name=payment.name)
        case Purpose.GIFT:
            return _("Gift: {name}", name=payment.name)
        case Purpose.FEE:
            return _("Fee for {name}", name=payment.name)
        case _credits:
            return payment.name


def gift_said(word: str) -> str:
    return _("The gift code is {word}. Pass it on: whoever sends me CODE {word} has the sessions.", word=word)


def sessions(payment: Payment) -> str:
    return ngettext("{n} session", "{n} sessions", payment.sessions) if payment.sessions else ""


def receipt(payment: Payment) -> str:
    """One sentence, whichever way it was paid, and where there is room the tax in it."""
    way = _(BY[payment.way]) if payment.way else ""
    said = _("Paid {amount} {way} for {name}.", amount=money(payment.price), way=way, name=what(payment))
    return said if voice().terse else lines(said, of_price(payment))


def given_back(work: Work, payment: Payment) -> str:
    """All of it, or a part, that went back or is on its way."""
    back = returned(work, payment)
    said = _("{amount} given back.", amount=money(back)) if back.minor else ""
    return said if voice().terse else lines(said, of_returned(work, payment))


def _good_for(days: int | None) -> str:
    return ngettext("good for {n} day", "good for {n} days", days) if days else ""
