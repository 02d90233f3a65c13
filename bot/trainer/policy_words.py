"""A policy in words: until when what is free, and what it costs later."""

from bot.dialogue.screen import lines
from bot.dialogue.words import _, money
from bot.trainer.limits import length
from domain.money import Money
from domain.policies.model import Late, Pay, Policy


def policy_words(policy: Policy | None, currency: str) -> str:
    if policy is None:
        return _("Clients cancel and move for free until it begins.")
    return lines(_windows(policy, currency), _paying(policy, currency), _missing(policy, currency))


def _windows(policy: Policy, currency: str) -> str:
    if not policy.cancel_minutes and not policy.move_minutes:
        return _("Clients cancel and move for free until it begins.")
    return lines(_cancelling(policy, currency), _moving(policy))


def _cancelling(policy: Policy, currency: str) -> str:
    if not policy.cancel_minutes:
        return _("Cancelling is free until it begins.")
    late = {
        Late.FREE: _("later too"),
        Late.USED: _("later it counts as a session used"),
        Late.FEE: _("later it costs {fee}", fee=money(Money(policy.fee_minor or 0, currency))),
    }[policy.late]
    until = length(policy.cancel_minutes)
    return _("Cancelling is free until {length} before, {late}.", length=until, late=late)


def _moving(policy: Policy) -> str:
    if not policy.move_minutes:
        return _("Moving is free until it begins.")
    late = _("later it costs the same") if policy.moves_late else _("later it is refused")
    return _("Moving is free until {length} before, {late}.", length=length(policy.move_minutes), late=late)


def _paying(policy: Policy, currency: str) -> str:
    match policy.pay:
        case Pay.FIRST:
            return _("It is booked once it is paid, or a credit pays for it.")
        case Pay.DEPOSIT if policy.deposit_share:
            return _("It is booked with a deposit of {n} %; the rest is paid later.", n=policy.deposit_share)
        case Pay.DEPOSIT:
            fee = money(Money(policy.deposit_minor or 0, currency))
            return _("It is booked with a deposit of {fee}; the rest is paid later.", fee=fee)
        case Pay.LATER:
            return ""


def _missing(policy: Policy, currency: str) -> str:
    match policy.missed:
        case Late.USED:
            return _("Not coming counts as a session used.")
        case Late.FEE:
            return _("Not coming costs {fee}.", fee=money(Money(policy.missed_minor or 0, currency)))
        case Late.FREE:
            return _("Not coming costs nothing.")
        case None:
            return ""
