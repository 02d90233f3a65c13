"""A question that nobody answers is put where else its person is reached: on each channel once, while it is
still open, and not while they are here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.absences.model import Answer
from domain.bookings.model import Booking, Status
from domain.notifications.kinds import kind_of
from domain.notifications.model import Notification, State
from domain.notifications.quiet import Why
from domain.notifications.service import HERE, tell_elsewhere
from domain.work import Work

_HANDED_OFF = (State.SENT, State.UNKNOWN)


def _request(work: Work, row: Notification) -> datetime | None:
    return _open(work, row, Status.REQUESTED)


def _offer(work: Work, row: Notification) -> datetime | None:
    return _open(work, row, Status.HELD)


def _absence(work: Work, row: Notification) -> datetime | None:
    asked = work.absences.replacement(row.data["replacement"])
    return asked.was if asked.answer is Answer.ASKED else None


def _open(work: Work, row: Notification, status: Status) -> datetime | None:
    booking: Booking = work.bookings.sheet(row.subject_id or 0).booking
    return booking.until if booking.status is status else None


# Until when each still asks; None where it was answered, wherever that was.
_ASKS: Mapping[str, Callable[[Work, Notification], datetime | None]] = {
    "trainer_booking": _request,
    "client_absence": _absence,
    "client_offer": _offer,
}


def climb(work: Work, notification_id: int, *, now: datetime) -> bool:
    """Look at a question whose time to be answered is over; false where another replica sees to it."""
    row = work.outbox.take_unanswered(notification_id, now)
    if row is None:
        return False
    _climb(work, row, now)
    work.flush()
    return True


def _climb(work: Work, row: Notification, now: datetime) -> None:
    wait, asks = kind_of(row.kind).answer_within, _ASKS.get(row.kind)
    until = asks(work, row) if asks and row.state in _HANDED_OFF else None
    if wait is None or row.settled_at is None or until is None or until <= now:
        row.climbs_at = None
        return
    later = max(row.settled_at + wait, _last_seen(work, row) or row.settled_at)
    if later > now:
        row.climbs_at = later
        return
    row.climbs_at = None
    tell_elsewhere(work, row, why=Why.UNANSWERED, due=now, expires=until)


def _last_seen(work: Work, row: Notification) -> datetime | None:
    """When they are no longer here, wherever they were seen last."""
    owner = work.people.address(row.address_id).person_id
    seen = [each.heard_at + HERE for each in work.people.reached_at(owner) if each.heard_at]
    return max(seen, default=None)
