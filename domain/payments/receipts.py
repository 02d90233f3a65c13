"""Receipts: each payment and each refund has a number, in each year without a gap. Who has given an e-mail
address gets the paper there.
"""

from datetime import datetime

from domain.bookings.rules import UNDO
from domain.notifications.service import tell_at
from domain.payments.model import Payment, Receipt, Refund
from domain.people.model import Address, Channel
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
    receipt = Receipt(
        year=year,
        number=work.payments.last_number(year) + 1,
        payment_id=payment.id,
        refund_id=refund.id if refund else None,
        voids_id=voids.id if voids else None,
        issued_at=now,
        tax_number=work.tax.number,
    )
    work.add(receipt)
    work.flush()
    _mail(work, payment, receipt, now)


def _mail(work: Work, payment: Payment, receipt: Receipt, now: datetime) -> None:
    """Only there: the chat has its link already."""
    address = _mailbox(work, payment.client_id, now)
    if address is None:
        return
    whom = {"whom": payment.client_id} if address.person_id != payment.client_id else {}
    tell_at(
        work,
        address,
        "client_receipt",
        f"receipt:{receipt.id}",
        due=now,
        subject=("payment", payment.id),
        data={"receipt": receipt.id, **whom},
    )


def _mailbox(work: Work, client_id: int, now: datetime) -> Address | None:
    """A proven one: theirs, or of who speaks for them."""
    speaker = work.family.speaker_for(client_id, now)
    whose = [client_id, speaker.id] if speaker else [client_id]
    known = (each for person_id in whose for each in work.people.reached_at(person_id))
    return next((each for each in known if each.channel is Channel.MAIL), None)
