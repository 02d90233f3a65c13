"""What the provider keeps for its service, entered once for each line of its own books."""

from collections.abc import Iterable
from datetime import datetime

from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter
from domain.money import Money
from domain.payments.entering import account
from domain.payments.model import Payment
from domain.payments.ports import Kept
from domain.work import Work


def enter_fees(work: Work, told: Iterable[Kept], *, now: datetime) -> int:
    """Those that are of a payment of ours and not entered yet; how many those were. A fee that was given back
    is entered the other way round.
    """
    listed = [each for each in told if each.fee.minor]
    known = work.payments.causes_known([each.name for each in listed])
    of_payments = work.payments.of_intents([each.intent_id for each in listed])
    entered = 0
    for each in listed:
        payment = of_payments.get(each.intent_id)
        if payment is None or each.name in known:
            continue
        enter_fee(work, payment, each.fee, Source(payment.id, each.name), now=now)
        entered += 1
    return entered


def enter_fee(work: Work, payment: Payment, fee: Money, source: Source, *, now: datetime) -> None:
    """Of a payment, out of what it earned; one below zero was given back."""
    if not fee.minor:
        return
    earned, fees = (account(work, payment, kind) for kind in (Kind.EARNED, Kind.FEES))
    giver, taker = (earned, fees) if fee.minor > 0 else (fees, earned)
    enter(work, Step.CHARGED, giver, taker, abs(fee.minor), actor=None, now=now, source=source)
