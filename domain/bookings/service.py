"""The use cases of bookings. Each asks who acts, changes one booking, and announces the change."""

from collections.abc import Sequence
from datetime import datetime

from domain.bookings import errors
from domain.bookings.attendance import complete, no_show
from domain.bookings.changes import change, require_ahead, require_version
from domain.bookings.costs import agreed, to_cancel, to_move, waive
from domain.bookings.holds import confirm, hold, relate, release, require_answered, reserve
from domain.bookings.model import Status
from domain.bookings.places import expire, expire_due, expire_over, over, relocate, require_free
from domain.bookings.ports import Sheet
from domain.bookings.requests import approve, decline, suggest, take_suggested
from domain.bookings.rules import FIRM, has_lapsed
from domain.bookings.sheets import of_client, of_either
from domain.people.model import Person
from domain.work import Work

__all__ = [
    "approve",
    "ask_to_cancel",
    "attend",
    "cancel",
    "complete",
    "confirm",
    "decline",
    "expire",
    "expire_due",
    "expire_over",
    "hold",
    "keep",
    "move",
    "no_show",
    "over",
    "relate",
    "release",
    "require_answered",
    "reserve",
    "suggest",
    "take_suggested",
    "waive",
]


def cancel(
    work: Work,
    actor: Person,
    booking_id: int,
    version: int,
    *,
    now: datetime,
    reason: str = "",
    at_cost: bool = False,
    quietly: bool = False,
) -> Sheet:
    """Give up a request or a booking, by its client or its trainer, before it begins. ``at_cost`` where its
    client has seen what that costs now. Raises Costs, or ReasonNeeded for a trainer in a client's late hours.
    """
    sheet = of_either(work, actor, booking_id)
    booking = sheet.booking
    if booking.status not in FIRM:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    require_ahead(booking, now)
    cost = agreed(sheet, actor, to_cancel(work, sheet, now=now), at_cost=at_cost, reason=reason)
    change(
        work,
        sheet,
        Status.CANCELLED,
        actor,
        now,
        kind="cancelled",
        reason=reason,
        cost=cost,
        quietly=quietly,
    )
    return sheet


def move(
    work: Work,
    actor: Person,
    booking_id: int,
    version: int,
    starts: datetime,
    *,
    now: datetime,
    reason: str = "",
    at_cost: bool = False,
    quietly: bool = False,
) -> Sheet:
    """Take another time in the same act that frees the old one. Raises NotOpen or Taken, and what
    `costs.agreed` does; then nothing moved.
    """
    sheet = of_either(work, actor, booking_id)
    booking = sheet.booking
    if booking.status not in FIRM or has_lapsed(booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    require_ahead(booking, now)
    if starts == booking.starts:
        return sheet
    cost = agreed(sheet, actor, to_move(work, sheet, now=now), at_cost=at_cost, reason=reason)
    require_free(work, sheet, starts, now=now)
    was = relocate(work, sheet, starts, actor, now)
    if actor.id == booking.client_id:
        booking.cancel_asked_at = None
    change(
        work,
        sheet,
        booking.status,
        actor,
        now,
        kind="moved",
        reason=reason,
        was=was,
        cost=cost,
        quietly=quietly,
    )
    return sheet


def attend(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client says on a reminder that they will come: at the time that it named."""
    sheet = of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status is not Status.CONFIRMED:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_ahead(booking, now)
    if not booking.attending:
        require_version(booking, version)
        booking.attending, booking.cancel_asked_at = True, None
        change(work, sheet, Status.CONFIRMED, client, now, kind="attending")
    return sheet


def ask_to_cancel(work: Work, clients: Sequence[Person], *, now: datetime) -> Sheet | None:
    """CANCEL came as the word that ends all texts. The next session of those who share the phone is kept, the
    moment stamped on it, and its trainer asked what to do. None where nothing is coming.
    """
    coming = (sheet.booking for client in clients for sheet in work.bookings.coming(client.id, now))
    ahead = [each for each in coming if each.starts > now and not has_lapsed(each, now)]
    if not ahead:
        return None
    sheet = work.bookings.sheet(min(ahead, key=lambda each: each.starts).id)
    client = sheet.client
    if sheet.booking.status in FIRM and sheet.booking.cancel_asked_at is None:
        sheet.booking.cancel_asked_at = now
        change(work, sheet, sheet.booking.status, client, now, kind="asked_to_cancel")
    return sheet


def keep(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client texted CANCEL, and comes all the same. Keeping what is kept changes nothing."""
    sheet = of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status not in FIRM:
        raise errors.AlreadyAnswered(booking=booking_id)
    if booking.cancel_asked_at is not None:
        require_version(booking, version)
        booking.cancel_asked_at = None
        change(work, sheet, booking.status, client, now, kind="kept")
    return sheet
