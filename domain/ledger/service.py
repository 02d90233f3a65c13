"""Entering things into the ledger: the one place that adds to it."""

from dataclasses import dataclass
from datetime import datetime

from domain.bookings.model import Booking
from domain.ledger.model import CREDIT, Kind, LedgerAccount, LedgerEntry, Step
from domain.money import Money
from domain.packages.model import CreditLot
from domain.people.model import Person
from domain.work import Work


@dataclass(frozen=True, slots=True)
class Source:
    """The payment that an entry is of, and what its money is called where it came from: such an entry is
    made once for each step.
    """

    payment_id: int
    cause: str


def of_lot(work: Work, lot: CreditLot, kind: Kind) -> LedgerAccount:
    return work.ledger.account(
        kind, CREDIT, client_id=lot.client_id, trainer_id=lot.trainer_id, lot_id=lot.id
    )


def enter(
    work: Work,
    step: Step,
    giver: LedgerAccount,
    taker: LedgerAccount,
    amount: int = 1,
    *,
    actor: Person | None,
    now: datetime,
    booking: Booking | None = None,
    reason: str = "",
    source: Source | None = None,
    tax: int = 0,
) -> None:
    """Move an amount, of which so much is tax, with the change that a booking has just had, where it is about
    one. The database refuses what the giver has not.
    """
    work.add(
        LedgerEntry(
            giver=giver,
            taker=taker,
            commodity=giver.commodity,
            amount=amount,
            step=step,
            at=now,
            actor_id=actor.id if actor else None,
            booking_id=booking.id if booking else None,
            version=booking.version if booking else None,
            reason=reason[:200],
            payment_id=source.payment_id if source else None,
            cause=source.cause if source else None,
            tax_minor=tax,
        )
    )
    work.flush()


def enter_fee(
    work: Work, booking: Booking, trainer_id: int, fee: Money, *, actor: Person | None, now: datetime
) -> None:
    """A client owes what a late cancellation or move costs."""
    earned, owed = (
        work.ledger.account(kind, fee.currency, client_id=booking.client_id, trainer_id=trainer_id)
        for kind in (Kind.EARNED, Kind.OWED)
    )
    enter(work, Step.FEE, earned, owed, fee.minor, actor=actor, now=now, booking=booking)


def reverse(
    work: Work, entry: LedgerEntry, step: Step, booking: Booking, *, actor: Person | None, now: datetime
) -> None:
    """The same the other way round, with the change that undoes it."""
    enter(work, step, entry.taker, entry.giver, entry.amount, actor=actor, now=now, booking=booking)
