"""What may follow what, and how long things wait. Pure policy."""

from datetime import datetime, timedelta

from domain.bookings.model import Booking, Status
from domain.trainers.model import Approval, Service, Trainer

HOLD = timedelta(minutes=10)
REQUEST = timedelta(hours=12)
UNDO = timedelta(seconds=60)  # in which a mark or a cancellation is taken back, and nobody is told of it yet
REQUEST_CUTOFF = timedelta(hours=2)  # a request lapses this long before its start
TIME_TO_ANSWER = timedelta(hours=1)  # the least that a trainer is given before the cutoff

UPCOMING = (Status.HELD, Status.REQUESTED, Status.CONFIRMED)
FIRM = (Status.REQUESTED, Status.CONFIRMED)
OVER = (Status.COMPLETED, Status.NO_SHOW)
GONE = (Status.CANCELLED, Status.DECLINED, Status.EXPIRED)

FOLLOWS: dict[Status, frozenset[Status]] = {
    Status.HELD: frozenset({Status.REQUESTED, Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED}),
    Status.REQUESTED: frozenset({Status.CONFIRMED, Status.DECLINED, Status.CANCELLED, Status.EXPIRED}),
    Status.CONFIRMED: frozenset({Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED}),
    Status.COMPLETED: frozenset({Status.CONFIRMED, Status.NO_SHOW}),  # undone, or set right
    Status.NO_SHOW: frozenset({Status.CONFIRMED, Status.COMPLETED}),
    Status.CANCELLED: frozenset({Status.REQUESTED, Status.CONFIRMED}),  # undone, while its place is kept
    Status.DECLINED: frozenset(),
    Status.EXPIRED: frozenset(),
}


def lapses(status: Status, starts: datetime, now: datetime) -> datetime | None:
    """When a booking that enters a status lapses by itself, if it does."""
    match status:
        case Status.HELD:
            return min(now + HOLD, starts)
        case Status.REQUESTED:
            return min(now + REQUEST, starts - REQUEST_CUTOFF)
        case _:
            return None


def has_lapsed(booking: Booking, now: datetime) -> bool:
    return booking.until is not None and booking.until <= now


def earliest_start(trainer: Trainer, service: Service, now: datetime) -> datetime:
    """The first instant that can be booked: a request must leave the trainer time to answer it."""
    notice = timedelta(minutes=trainer.notice_minutes)
    if service.approval is Approval.FIRST:
        notice = max(notice, REQUEST_CUTOFF + TIME_TO_ANSWER)
    return now + notice


def may_move_until(booking: Booking) -> datetime | None:
    """How far, beyond what is on offer to all: the dates of a standing slot are booked further ahead."""
    return booking.starts + timedelta(weeks=1) if booking.standing_id is not None else None


def reminders(starts: datetime) -> list[tuple[str, datetime, datetime]]:
    """Each reminder's kind, when it is due, and from when on it is no longer worth sending."""
    hour_before = starts - timedelta(hours=1)
    return [
        ("reminder_24h", starts - timedelta(hours=24), hour_before),
        ("reminder_1h", hour_before, starts),
    ]
