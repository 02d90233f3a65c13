"""Receipts: each payment and each refund has a number, in each year without a gap."""

from datetime import datetime

from domain.bookings.rules import UNDO
from domain.payments.model import Payment, Receipt, Refund
from domain.work import Work
from domain.zones import wall


def number_due(work: Work, *, now: datetime) -> int:
    """What can't be taken back any more gets the next numbers, in the order in which it was paid. Answers how
    many those were.
    """
    paid = work.payments.unnumbered(paid_before=now - UNDO)
    for payment in paid:
        _number(work, payment, None, now)
    returned = work.payments.refunds_unnumbered()
    for refund in returned:
        _number(work, work.payments.payment(refund.payment_id), refund, now)
    voided = work.payments.voided_due()
    for note in voided:
        _number(work, work.payments.payment(note.payment_id), None, now, voids=note)
    return len(paid) + len(returned) + len(voided)


def _number(
    work: Work, payment: Payment, refund: Refund | None, now: datetime, *, voids: Receipt | None = None
) -> None:
    year = wall(now, work.trainers.trainer(payment.trainer_id).zone).year
    (refund or payment).numbered = True
    work.add(
        Receipt(
            year=year,
            number=work.payments.last_number(year) + 1,
            payment_id=payment.id,
            refund_id=refund.id if refund else None,
            voids_id=voids.id if voids else None,
            issued_at=now,
            tax_number=work.tax.number,
        )
    )
    work.flush()
