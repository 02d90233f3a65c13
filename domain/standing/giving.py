"""Dates of a standing slot are given back, each as a single cancellation would be."""

from collections.abc import Iterable
from datetime import datetime

from domain.bookings import service as bookings
from domain.bookings.costs import to_cancel
from domain.bookings.places import give_back
from domain.bookings.ports import Sheet
from domain.people.model import Person
from domain.policies.rules import Cost
from domain.standing.model import StandingSlot
from domain.work import Work


def give_up(
    work: Work, actor: Person, dates: Iterable[Sheet], *, at_cost: bool, now: datetime
) -> list[Sheet]:
    """Cancel them. What would cost its client something stays booked, unless that client has agreed to it."""
    freed = []
    for sheet in dates:
        booking = sheet.booking
        agrees = at_cost and actor.id == booking.client_id
        if agrees or to_cancel(work, sheet, now=now).is_free:
            freed.append(
                bookings.cancel(
                    work, actor, booking.id, booking.version, now=now, at_cost=agrees, quietly=True
                )
            )
    return freed


def let_go(work: Work, slot: StandingSlot, *, now: datetime) -> None:
    """What was cancelled a moment ago is undone no more: no date stands without its slot."""
    for sheet in work.bookings.kept_by(slot.client_id, now):
        if sheet.booking.standing_id == slot.id:
            give_back(work, sheet, now=now)


def costing(work: Work, dates: Iterable[Sheet], *, now: datetime) -> list[tuple[Sheet, Cost]]:
    """Those that are not given back for nothing, each with what it would cost."""
    costs = ((sheet, to_cancel(work, sheet, now=now)) for sheet in dates)
    return [(sheet, cost) for sheet, cost in costs if not cost.is_free]
