"""How much is tax of the money that comes back out of an account."""

from domain.ledger.model import LedgerAccount, Step
from domain.payments.model import Payment, Refund, RefundState
from domain.tax import nearest
from domain.work import Work


def tax_leaving(work: Work, payment: Payment, account: LedgerAccount, amount: int) -> int:
    """In minor units: in proportion to what is still there of the payment, so that the last of it takes the
    rest.
    """
    there = tax = 0
    for each in work.ledger.of_payment(payment.id):
        sign = (each.taker.id == account.id) - (each.giver.id == account.id)
        there, tax = there + sign * each.amount, tax + sign * each.tax_minor
    return min(tax, nearest(tax, amount, of=there)) if there > 0 else 0


def tax_of(work: Work, refund: Refund) -> int:
    """How much of a refund is tax, in minor units."""
    lines = work.ledger.of_payment(refund.payment_id)
    return sum(each.tax_minor for each in lines if each.cause == refund.key and each.step is Step.REFUNDED)


def tax_returned(work: Work, payment: Payment) -> int:
    """How much of what was given back of it, or is on its way, is tax."""
    gone = (RefundState.APPROVED, RefundState.DONE)
    return sum(tax_of(work, each) for each in work.payments.refunds(payment.id) if each.status in gone)
