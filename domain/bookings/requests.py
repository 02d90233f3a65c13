"""A request is answered by its trainer: approved, declined, or with another time that the client may take."""

from datetime import datetime

from domain.bookings import errors
from domain.bookings.changes import change, require_version
from domain.bookings.model import Status
from domain.bookings.places import relocate, require_free
from domain.bookings.ports import Sheet
from domain.bookings.rules import has_lapsed
from domain.bookings.sheets import asked, of_client
from domain.health import service as health
from domain.people.model import Person
from domain.work import Work


def approve(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """Accept a request. The first answer wins; a later one raises AlreadyAnswered. Raises Unsigned where the
    trainer wants a health form that the client has not signed.
    """
    sheet = asked(work, actor, booking_id, version, now)
    health.require_signed(work, sheet.client, sheet.trainer, booking_id)
    change(work, sheet, Status.CONFIRMED, actor, now, kind="approved")
    return sheet


def decline(
    work: Work, actor: Person, booking_id: int, version: int, *, now: datetime, reason: str = ""
) -> Sheet:
    """Refuse a request; the client is told and offered other times."""
    sheet = asked(work, actor, booking_id, version, now)
    change(work, sheet, Status.DECLINED, actor, now, kind="declined", reason=reason)
    return sheet


def suggest(
    work: Work, actor: Person, booking_id: int, version: int, starts: datetime, *, now: datetime
) -> Sheet:
    """Another time for a request: the client may take it at once. The request goes on meanwhile, and the
    time is not kept free.
    """
    sheet = asked(work, actor, booking_id, version, now)
    booking = sheet.booking
    if starts == booking.starts:
        raise errors.NotOpen
    require_free(work, sheet, starts, now=now)
    booking.suggested = starts
    change(work, sheet, Status.REQUESTED, actor, now, kind="suggested")
    return sheet


def take_suggested(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The time that the trainer suggested, booked without asking again. Raises NotOpen or Taken."""
    sheet = of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status is Status.CONFIRMED and booking.version == version + 1:
        return sheet  # the same tap twice
    if booking.status is not Status.REQUESTED or has_lapsed(booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    if booking.suggested is None:
        raise errors.AlreadyAnswered(booking=booking_id)
    health.require_signed(work, client, sheet.trainer, booking_id)
    starts = booking.suggested
    require_free(work, sheet, starts, now=now)
    was = relocate(work, sheet, starts, client, now)
    change(work, sheet, Status.CONFIRMED, client, now, kind="took", was=was)
    return sheet
