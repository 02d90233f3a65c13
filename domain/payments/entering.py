"""Between which accounts a payment's money moves, and entering the other way round what was entered."""

from datetime import datetime

from domain.ledger.model import Kind, LedgerAccount, LedgerEntry, Step
from domain.ledger.service import Source, enter
from domain.payments.model import Payment
from domain.people.model import Person
from domain.work import Work


def account(work: Work, payment: Payment, kind: Kind) -> LedgerAccount:
    """Of its client with its trainer; of rent, the studio's own."""
    of = {"client_id": payment.client_id, "trainer_id": payment.trainer_id}
    return work.ledger.account(kind.of_rent if payment.is_rent else kind, payment.currency, **of)


def left_in(work: Work, payment: Payment, of: LedgerAccount) -> int:
    """What of this payment is there, though more may be of others."""
    entered = work.ledger.of_payment(payment.id)
    return sum(each.amount * ((each.taker.id == of.id) - (each.giver.id == of.id)) for each in entered)


def reverse(work: Work, entry: LedgerEntry, payment: Payment, actor: Person | None, now: datetime) -> None:
    """Once for each entry."""
    source = Source(payment.id, f"undo:{entry.id}")
    move, tax = (entry.taker, entry.giver, entry.amount), entry.tax_minor
    enter(work, Step.UNDONE, *move, actor=actor, now=now, source=source, tax=tax)
