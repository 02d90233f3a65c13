"""What is sold in packages and how a payment for one stands: the same for the client and for the trainer."""

from bot.dialogue.screen import list_of
from bot.dialogue.words import N_, _, money, ngettext, voice
from domain.packages.model import Package
from domain.payments.model import Payment, Way
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
            ngettext("{n} session", "{n} sessions", package.sessions),
            money(package.price),
            off if package.discount else "",
            _good_for(package.days),
            _("for {services}", services=names) if names else "",
            "" if package.active else _("no longer offered"),
        ]
    )


def services_of(work: Work, package: Package) -> list[str]:
    return [work.trainers.service(each)[0].name for each in work.packages.services_of(package.id)]


def _services(work: Work, package: Package) -> str:
    return ", ".join(services_of(work, package))


def bought(payment: Payment) -> str:
    """What a payment is for, as it was shown then."""
    return list_of(
        [
            payment.name,
            ngettext("{n} session", "{n} sessions", payment.sessions),
            "" if voice().terse else money(payment.price),
            _good_for(payment.days),
        ]
    )


def receipt(payment: Payment) -> str:
    """One sentence, whichever way it was paid."""
    way = _(BY[payment.way]) if payment.way else ""
    return _("Paid {amount} {way} for {name}.", amount=money(payment.price), way=way, name=payment.name)


def _good_for(days: int | None) -> str:
    return ngettext("good for {n} day", "good for {n} days", days) if days else ""
