"""Entering the other way round what was entered of a payment."""

from datetime import datetime

from domain.ledger.model import LedgerEntry, Step
from domain.ledger.service import Source, enter
from domain.payments.model import Payment
from domain.people.model import Person
from domain.work import Work


def reverse(work: Work, entry: LedgerEntry, payment: Payment, actor: Person | None, now: datetime) -> None:
    """Once for each entry."""
    source = Source(payment.id, f"undo:{entry.id}")
    enter(work, Step.UNDONE, entry.taker, entry.giver, entry.amount, actor=actor, now=now, source=source)
