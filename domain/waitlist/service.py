"""The use cases of the waitlist: to join and leave it, to fill a gap from it, and to take or pass."""

from datetime import date, datetime, timedelta

from domain.access import require_self, require_trainer
from domain.bookings import service as bookings
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE, has_lapsed
from domain.people.model import Person
from domain.waitlist import errors
from domain.waitlist.chain import go_on, lock
from domain.waitlist.model import Gap, GapStatus, OfferStatus, WaitlistEntry
from domain.waitlist.places import let_go
from domain.waitlist.tells import draw_gap
from domain.work import Work
from domain.zones import at

_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60


def join(
    work: Work,
    client: Person,
    service_id: int,
    day: date,
    *,
    opens: int = 0,
    closes: int = _DAY,
    now: datetime,
) -> WaitlistEntry:
    """Wait for a start on a day of the client's, between two minutes of it; the same minute twice is that
    very start. Whoever waits for the day already waits for this instead, and keeps their turn. Raises
    TooLateToWait.
    """
    service, trainer = work.trainers.service(service_id)
    first, until = at(client.zone, day, opens), at(client.zone, day, closes)
    if opens == closes:
        until = first + _MINUTE
    if until <= max(first, now) or first > now + timedelta(days=trainer.horizon_days):
        raise errors.TooLateToWait
    entry = work.waitlist.entry_of(client.id, trainer.id, day)
    if entry is None:
        entry = WaitlistEntry(
            client_id=client.id,
            trainer_id=trainer.id,
            service_id=service.id,
            day=day,
            first=first,
            until=until,
            joined_at=now,
        )
        work.add(entry)
    else:
        entry.service_id, entry.first, entry.until = service.id, first, until
    work.flush()
    return entry


def leave(work: Work, client: Person, entry_id: int) -> WaitlistEntry | None:
    """Wait no longer. Leaving what was left already, or is somebody else's, changes nothing."""
    entry = work.waitlist.entry(client.id, entry_id)
    if entry is not None:
        work.delete(entry)
        work.flush()
    return entry


def fill(work: Work, actor: Person, gap_id: int, version: int, *, now: datetime) -> Gap:
    """Offer a gap to those who wait, one at a time. From an old button nothing follows."""
    with work.claim(_trainer_of(work, actor, gap_id)):
        gap = work.waitlist.locked(gap_id)
        if gap.is_fillable and gap.version == version and gap.starts > now:
            gap.turn(GapStatus.RUNNING, now)
            work.flush()
            go_on(work, gap_id, now=now)
    return gap


def not_now(work: Work, actor: Person, gap_id: int, version: int, *, now: datetime) -> Gap:
    """The trainer rather leaves it open to all; it may be filled later."""
    _trainer_of(work, actor, gap_id)
    gap = work.waitlist.locked(gap_id)
    if gap.status is GapStatus.ASKED and gap.version == version:
        gap.turn(GapStatus.LATER)
    return gap


def stop(work: Work, actor: Person, gap_id: int, version: int, *, now: datetime) -> Gap:
    """Ask nobody any more; who has the offer is told, and the place is open to all."""
    with work.claim(_trainer_of(work, actor, gap_id)):
        gap = lock(work, gap_id)
        if gap.status is not GapStatus.RUNNING or gap.version != version:
            return gap
        gap.turn(GapStatus.STOPPED)
        let_go(work, gap)
        for offer in work.waitlist.offers(gap_id):
            if offer.status is OfferStatus.OFFERED:
                offer.status = OfferStatus.WITHDRAWN
                client = work.people.person(offer.client_id)
                bookings.release(work, client, offer.booking_id, now=now)
        draw_gap(work, gap, now=now)
    return gap


def take(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """Book what was offered. Raises OfferOver where it is somebody else's turn by now."""
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    if sheet.booking.status in GONE or has_lapsed(sheet.booking, now):
        raise errors.OfferOver
    return bookings.confirm(work, client, booking_id, version, now=now)


def pass_on(work: Work, client: Person, booking_id: int, *, now: datetime) -> Sheet:
    """Rather not: the next one is asked at once. Passing on what is over, or was taken, changes nothing."""
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    offer = work.waitlist.offer_of(booking_id)
    if offer is not None and offer.status is OfferStatus.OFFERED:
        bookings.release(work, client, booking_id, now=now)
        go_on(work, offer.gap_id, now=now)
    return sheet


def _trainer_of(work: Work, actor: Person, gap_id: int) -> int:
    trainer = work.trainers.trainer(work.waitlist.gap(gap_id).trainer_id)
    require_trainer(actor, trainer)
    return trainer.id
