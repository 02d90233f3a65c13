"""What it costs a client to give a booking up or to move it, by the policy that it was made under."""

from datetime import datetime

from domain.access import require_trainer
from domain.bookings import errors
from domain.bookings.changes import change, require_version
from domain.bookings.misplaced import is_misplaced
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.packages import spending
from domain.payments import dues
from domain.people.model import Person
from domain.policies.model import Late, Pay
from domain.policies.rules import FREE, Cost, cancel_until, cost_to_cancel, cost_to_move, missed_cost
from domain.work import Work


def to_cancel(work: Work, sheet: Sheet, *, now: datetime) -> Cost:
    """A request costs nothing, nor does what its trainer has no room for any more, or has moved when it was
    late already. Where the client texted CANCEL, that moment counts.
    """
    booking = sheet.booking
    at = booking.cancel_asked_at or now
    by_credit = booking.lot_id is not None
    cost = cost_to_cancel(sheet.policy, booking.starts, booking.price, at, by_credit=by_credit)
    return cost if cost.is_free or _binds(work, sheet, now) else FREE


def to_move(work: Work, sheet: Sheet, *, now: datetime) -> Cost | None:
    """The same of a move; None where it is too late for one, also as what is paid first would have to be paid
    once more.
    """
    booking = sheet.booking
    by_credit = booking.lot_id is not None
    cost = cost_to_move(sheet.policy, booking.starts, booking.price, now, by_credit=by_credit)
    if cost == FREE or not _binds(work, sheet, now):
        return FREE
    is_unpaid = booking.pay is not Pay.LATER and cost is not None and cost.late is Late.USED
    return None if is_unpaid and not spending.left(work, sheet) else cost


def to_miss(sheet: Sheet, *, by_credit: bool = False) -> Cost | None:
    """None where nothing was agreed about it: a credit that pays is used then, and else nothing.
    ``by_credit`` where one will pay for what is only held.
    """
    booking = sheet.booking
    by_credit = by_credit or booking.lot_id is not None
    return missed_cost(sheet.policy, booking.price, booking.pay, by_credit=by_credit)


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
    _let_off(work, sheet, owed.version, actor, now, reason=reason)
    return sheet


def returned(work: Work, booking_id: int, *, now: datetime) -> None:
    """All that was paid of its fee was given back where nobody asks us: it is owed no more, either."""
    owed = work.bookings.owed(booking_id)
    if owed is not None:
        _let_off(work, work.bookings.sheet(booking_id), owed.version, None, now)


def _let_off(
    work: Work, sheet: Sheet, version: int, actor: Person | None, now: datetime, *, reason: str = ""
) -> None:
    dues.give_back(work, sheet, now=now)
    change(
        work,
        sheet,
        sheet.booking.status,
        actor,
        now,
        kind="waived",
        reason=reason,
        cost=FREE,
        voids=version,
        quietly=actor is None,
    )
    spending.let_off(work, sheet, version, actor=actor, now=now)
    dues.settle(work, sheet, now=now)
