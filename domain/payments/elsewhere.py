"""Money that the studio gave back in the provider's dashboard: a refund like any other, learnt afterwards."""

from datetime import datetime

from domain.bookings import costs
from domain.ledger.model import Kind
from domain.ledger.service import of_lot
from domain.money import Money
from domain.payments import surplus
from domain.payments.credits import lock_credits, lot_of, tell_holder
from domain.payments.dues import bill_again
from domain.payments.entering import account, left_in
from domain.payments.model import Payment, Purpose, Refund, RefundState, Standing
from domain.payments.ports import Returned
from domain.payments.refunds import (
    asked,
    enter_refund,
    learn,
    returned,
    still_ask,
    tell_both,
    undecided,
)
from domain.work import Work


class TooSoon(Exception):
    """Another refund of the same payment is under way, which the provider will refuse: to be told again."""


def hear_of(work: Work, told: Returned, *, now: datetime) -> None:
    """What the provider says of a refund, whoever asked for it; of money that is none of ours, nothing."""
    ours = learn(work, told, now=now) or surplus.learn(work, told, now=now)
    if not ours and told.intent_id and told.amount:
        payment_id = work.payments.of_intent(told.intent_id)
        if payment_id is not None:
            adopt(work, work.payments.locked(payment_id), told, told.amount, now=now)
    if ours and told.failed and (refund_id := work.payments.refund_called(told.provider_id)) is not None:
        bill_again(work, work.payments.locked_refund(refund_id)[1], now=now)


def fits(work: Work, payment: Payment, amount: Money) -> bool:
    """Whether so much of it is left, and with no bank. Raises TooSoon where it is wanted back already, and
    the provider has not answered.
    """
    left = left_in(work, payment, account(work, payment, Kind.CARD))
    made = work.payments.refunds(payment.id)
    wanted = sum(each.amount_minor for each in made if each.status is RefundState.APPROVED)
    if left < amount.minor <= left + wanted:
        raise TooSoon
    return amount.minor <= left


def adopt(work: Work, payment: Payment, told: Returned, amount: Money, *, now: datetime) -> None:
    """Entered once, by the provider's name for it. What its client had asked for is answered by it; where it
    is less than that, they still ask for the rest.
    """
    if work.payments.refund_called(told.provider_id) is not None or payment.status is not Standing.PAID:
        return
    if not told.failed and not fits(work, payment, amount):
        return
    lock_credits(work, payment)
    gone = 0 if told.failed else _credits(work, payment, amount)
    answered = None if told.failed else _answered(work, payment, amount, gone)
    refund = answered or Refund(
        payment_id=payment.id,
        key=told.provider_id,
        credits=0,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason="",
        asked_at=now,
    )
    refund.amount_minor, refund.credits = amount.minor, gone
    refund.status = RefundState.FAILED if told.failed else RefundState.DONE
    refund.provider_id, refund.decided_at = told.provider_id, now
    work.add(refund)
    work.flush()
    if not told.failed:
        enter_refund(work, refund, payment, None, now)
        still_ask(work, payment, refund, now)
        tell_both(work, refund, payment, "elsewhere", now)
        tell_holder(work, payment, "gone", refund.credits, refund.key, now=now)
        if payment.purpose is Purpose.FEE and _is_whole_fee(work, payment):
            costs.returned(work, payment.booking_id or 0, now=now)


def _is_whole_fee(work: Work, payment: Payment) -> bool:
    """Whether nothing else was paid or kept for it, and nothing of it is left."""
    fee = work.ledger.fees(payment.booking_id or 0)
    return fee == payment.price_minor == returned(work, payment).minor and not undecided(work, payment)


def _answered(work: Work, payment: Payment, amount: Money, gone: int) -> Refund | None:
    """The request that waits, where that is as much as it asks for, or no credit is left to give back."""
    waiting, lot = asked(work, payment), lot_of(work, payment)
    if waiting is None or lot is None:
        return waiting
    is_all = gone >= work.ledger.balance(of_lot(work, lot, Kind.FREE))
    return waiting if is_all or amount.minor >= waiting.amount_minor else None


def is_elsewhere(refund: Refund) -> bool:
    return refund.key == refund.provider_id


def _credits(work: Work, payment: Payment, amount: Money) -> int:
    """As many as it pays for, and all where nothing is left of the payment; none that is used or booked."""
    lot = lot_of(work, payment)
    if lot is None:
        return 0
    free = work.ledger.balance(of_lot(work, lot, Kind.FREE))
    made = work.payments.refunds(payment.id)
    before = sum(each.amount_minor for each in made if each.status is RefundState.DONE)
    if before + amount.minor >= payment.price_minor:
        return free
    return covered(payment, amount, free)


def covered(payment: Payment, amount: Money, most: int) -> int:
    """How many of a payment's credits so much money buys, up to ``most``."""
    counts = range(most, 0, -1)
    shares = (each for each in counts if payment.price.share(each, of=payment.sessions).minor <= amount.minor)
    return next(shares, 0)
