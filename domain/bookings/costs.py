"""What it costs a client to give a booking up or to move it, by the policy that it was made under."""

from datetime import datetime

from domain.access import require_trainer
from domain.bookings import errors
from domain.bookings.changes import change, require_version
from domain.bookings.misplaced import is_misplaced
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.packages import spending
from domain.people.model import Person
from domain.policies.rules import FREE, Cost, cancel_until, cost_to_cancel, cost_to_move
from domain.work import Work


def to_cancel(work: Work, sheet: Sheet, *, now: datetime) -> Cost:
    """A request costs nothing, nor does what its trainer has no room for any more, or has moved when it was
    late already. Where the client texted CANCEL, that moment counts.
    """
    booking = sheet.booking
    at = booking.cancel_asked_at or now
    cost = cost_to_cancel(sheet.policy, booking.starts, booking.price, at)
    return cost if cost.is_free or _binds(work, sheet, now) else FREE


def to_move(work: Work, sheet: Sheet, *, now: datetime) -> Cost | None:
    """The same of a move; None where it is too late for one."""
    cost = cost_to_move(sheet.policy, sheet.booking.starts, sheet.booking.price, now)
    return cost if cost == FREE or _binds(work, sheet, now) else FREE


def _binds(work: Work, sheet: Sheet, now: datetime) -> bool:
    if sheet.booking.status is not Status.CONFIRMED or sheet.policy is None:
        return False
    moved = work.bookings.last_move(sheet.booking.id)
    if moved and moved.actor_id != sheet.client.id:
        binds = moved.at <= cancel_until(sheet.policy, sheet.booking.starts)
        return binds and not _by_its_trainer(work, sheet, now)
    return not _by_its_trainer(work, sheet, now)


def _by_its_trainer(work: Work, sheet: Sheet, now: datetime) -> bool:
    """Whether its trainer asked its client for another time or is late, or has no room for it any more."""
    late = work.lateness.delay(sheet.booking.session.id)
    if late is not None and late.minutes and late.starts == sheet.booking.starts:
        return True
    asked = work.absences.about(sheet.booking.id)
    return (asked is not None and asked.was == sheet.booking.starts) or is_misplaced(work, sheet, now=now)


def agreed(sheet: Sheet, actor: Person, cost: Cost | None, *, at_cost: bool, reason: str) -> Cost:
    """What is charged: its client has agreed to that, and nobody else's act costs them anything. Raises
    Costs, MoveTooLate, and ReasonNeeded for whoever lets a client off.
    """
    if cost == FREE:
        return FREE
    booking = sheet.booking
    if actor.id != booking.client_id:
        if not reason.strip():
            raise errors.ReasonNeeded(booking=booking.id)
        return FREE
    if cost is None:
        raise errors.MoveTooLate(booking=booking.id)
    if not at_cost:
        raise errors.Costs(booking=booking.id)
    return cost


def waive(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime, reason: str) -> Sheet:
    """Let a client off what a late cancellation or move costs. Raises ReasonNeeded, and AlreadyAnswered where
    nothing is owed.
    """
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    owed = work.bookings.owed(booking_id)
    if owed is None:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    if not reason.strip():
        raise errors.ReasonNeeded(booking=booking_id)
    status = sheet.booking.status
    change(work, sheet, status, actor, now, kind="waived", reason=reason, cost=FREE, voids=owed.version)
    spending.let_off(work, sheet, owed.version, actor=actor, now=now)
    return sheet
