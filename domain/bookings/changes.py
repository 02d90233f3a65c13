"""The one place where a booking changes: its status, its version, the record of it, and who is told."""

from datetime import datetime

from domain.bookings import errors
from domain.bookings.announce import announce, announce_quietly
from domain.bookings.model import Booking, BookingChange, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, FOLLOWS, GONE, UNDO, lapses
from domain.errors import Changed
from domain.packages import spending
from domain.payments import dues
from domain.people.model import Person
from domain.policies.model import Pay
from domain.policies.rules import Cost
from domain.work import Work


def change(
    work: Work,
    sheet: Sheet,
    status: Status,
    actor: Person | None,
    now: datetime,
    *,
    kind: str = "released",
    reason: str = "",
    was: datetime | None = None,
    cost: Cost | None = None,
    voids: int | None = None,
    since: datetime | None = None,
    quietly: bool = False,
) -> None:
    """Give it its next version, and tell whom it concerns; ``quietly`` where one act does the same to many,
    which is told of them all and not undone one by one. Raises AlreadyAnswered where no step leads there.
    ``cost`` is what it costs the client, and ``voids`` the version whose cost is taken back; whatever fell
    due ``since`` then is made up for.
    """
    booking = sheet.booking
    if status is not booking.status and status not in FOLLOWS[booking.status]:
        raise errors.AlreadyAnswered(booking=booking.id)
    if booking.status is Status.HELD and status in FIRM:
        spending.choose(work, sheet)
    if kind not in ("suggested", "cancelled", "undone"):
        booking.suggested = None
    before, booking.until = booking.status, _until(booking, status, now)
    booking.status = status
    booking.version += 1
    _keep_place(work, booking, now if kind == "cancelled" and not quietly else None)
    _keep_deposit(booking, kind, now)
    spending.follow(work, sheet, before, kind, cost=cost, actor=actor, now=now)
    record(work, booking, actor, now, kind=kind, reason=reason, cost=cost, voids=voids)
    if _may_be_due(booking, kind, cost):
        dues.settle(work, sheet, now=now)
    if quietly:
        announce_quietly(work, sheet, kind, now=now, was=was)
        return
    announce(
        work,
        sheet,
        kind,
        actor_id=actor.id if actor else None,
        now=now,
        reason=reason,
        was=was,
        since=since or now,
    )


def _may_be_due(booking: Booking, kind: str, cost: Cost | None) -> bool:
    """What was cancelled and can be undone is settled when its place is given back."""
    if kind in ("undone", "waived") or booking.kept_until is not None:
        return False
    return booking.pay is Pay.DEPOSIT or (cost is not None and not cost.is_free)


def _keep_place(work: Work, booking: Booking, cancelled_at: datetime | None) -> None:
    """For a minute, where it was cancelled by somebody who can undo it; else its time is free at once."""
    if cancelled_at is not None:
        booking.kept_until = cancelled_at + UNDO
    elif booking.status not in GONE:
        booking.kept_until = None
    elif booking.kept_until is None:
        work.flush()  # the place first: no session ends beneath a place that is taken
        if not booking.session.is_class:
            booking.session.live = False


def _keep_deposit(booking: Booking, kind: str, now: datetime) -> None:
    """For a minute, where its session was marked as missed: what that costs less goes back then."""
    if kind == "no_show" and booking.pay is Pay.DEPOSIT:
        booking.settles_at = now + UNDO
    elif booking.status is not Status.NO_SHOW:
        booking.settles_at = None


def record(
    work: Work,
    booking: Booking,
    actor: Person | None,
    now: datetime,
    *,
    kind: str,
    reason: str = "",
    cost: Cost | None = None,
    voids: int | None = None,
) -> None:
    """Who brought a booking to the version that it has, when and why."""
    work.add(
        BookingChange(
            booking_id=booking.id,
            version=booking.version,
            status=booking.status,
            starts=booking.starts,
            actor_id=actor.id if actor else None,
            at=now,
            kind=kind,
            reason=reason[:200],
            cost=cost.late if cost else None,
            fee_minor=cost.fee.minor if cost and cost.fee else None,
            voids=voids,
        )
    )


def _until(booking: Booking, status: Status, now: datetime) -> datetime | None:
    """A request that is moved keeps its deadline, unless the new start asks for an earlier one."""
    until = lapses(status, booking.starts, now)
    if until and booking.until and booking.status is status:
        return min(until, booking.until)
    return until


def require_version(booking: Booking, version: int) -> None:
    if booking.version != version:
        raise Changed(booking=booking.id)


def require_ahead(booking: Booking, now: datetime) -> None:
    if booking.starts <= now:
        raise errors.TooLate(booking=booking.id)
