"""What a change of a booking means to those who wait: called by the one place where bookings change."""

from datetime import datetime

from domain.bookings.ports import Sheet
from domain.classes.seats import free_seat
from domain.errors import Taken
from domain.intervals import Interval
from domain.schedule.service import busy_span
from domain.waitlist.model import Gap, GapStatus, OfferStatus
from domain.waitlist.places import candidates, keep
from domain.waitlist.tells import draw_gap, tell_offer_over
from domain.work import Work
from domain.zones import wall

_GIVEN_UP = ("cancelled", "declined", "request_expired")
_HAD = ("booked", "requested")
_MOVED = ("moved", "took", "replanned")  # by either, to what the trainer suggested, or offered instead
_LET_GO = {"released": OfferStatus.PASSED, "hold_expired": OfferStatus.LAPSED}


def follow(work: Work, sheet: Sheet, kind: str, *, now: datetime, was: datetime | None = None) -> bool:
    """Whether those concerned are told here: of a hold that was an offer and came to nothing. What was
    cancelled is given up when its minute is over.
    """
    if kind in _LET_GO:
        return _let_go(work, sheet, kind, now)
    if kind in _GIVEN_UP:
        _freed(work, sheet, sheet.booking.starts, now)
    elif kind in _MOVED and was is not None:
        _freed(work, sheet, was, now)
    if kind in _HAD:
        _offer_taken(work, sheet, now)
    if kind in (*_MOVED, *_HAD):
        _has_it(work, sheet, now)
    return False


def _let_go(work: Work, sheet: Sheet, kind: str, now: datetime) -> bool:
    """A place in a full class was held until now, and others wait for one."""
    if _offer_ended(work, sheet, kind, now):
        return True
    if sheet.booking.session.is_class:
        _freed(work, sheet, sheet.booking.starts, now)
    return False


def _freed(work: Work, sheet: Sheet, starts: datetime, now: datetime) -> None:
    """Ask the trainer, where the time is ahead and would suit somebody. A place in a class is offered without
    asking: it takes place all the same.
    """
    if starts <= now:
        return
    gap = _gap(sheet, starts, now)
    if sheet.service.in_classes:
        _place_freed(work, sheet, gap, now)
        return
    _supersede(work, sheet.trainer.id, Interval(gap.busy_from, gap.busy_to), now)
    if candidates(work, gap, now=now):
        work.add(gap)
        work.flush()
        draw_gap(work, gap, now=now, ping=True)


def _place_freed(work: Work, sheet: Sheet, gap: Gap, now: datetime) -> None:
    session = work.classes.session_at(sheet.service, gap.starts)
    if session is None:
        return
    gap.session_id = session.id
    gap.seat = sheet.booking.seat if sheet.booking.session is session else free_seat(work, session)
    if candidates(work, gap, now=now):
        gap.turn(GapStatus.RUNNING, now)
        work.add(gap)
        work.flush()


def _gap(sheet: Sheet, starts: datetime, now: datetime) -> Gap:
    busy = busy_span(sheet.service, starts)
    return Gap(
        trainer_id=sheet.trainer.id,
        service_id=sheet.service.id,
        client_id=sheet.client.id,
        starts=starts,
        busy_from=busy.start,
        busy_to=busy.end,
        freed_at=now,
    )


def _offer_ended(work: Work, sheet: Sheet, kind: str, now: datetime) -> bool:
    offer = work.waitlist.offer_of(sheet.booking.id)
    if offer is None:
        return False
    if offer.status is OfferStatus.OFFERED:
        offer.status = _LET_GO[kind]
    offer.ended_at = now
    work.flush()
    tell_offer_over(work, sheet, now=now)
    gap = work.waitlist.locked(offer.gap_id)
    if gap.status is GapStatus.RUNNING:
        gap.due_at = now
        if kind == "hold_expired":
            _keep_for_the_next(work, gap, now)
    return True


def _keep_for_the_next(work: Work, gap: Gap, now: datetime) -> None:
    try:
        keep(work, gap)
    except Taken:  # the next look at it finds that out, and says so
        gap.due_at = now


def _offer_taken(work: Work, sheet: Sheet, now: datetime) -> None:
    offer = work.waitlist.offer_of(sheet.booking.id)
    if offer is None:
        return
    offer.status, offer.ended_at = OfferStatus.TAKEN, now
    gap = work.waitlist.locked(offer.gap_id)
    gap.turn(GapStatus.TAKEN)
    draw_gap(work, gap, now=now)


def _has_it(work: Work, sheet: Sheet, now: datetime) -> None:
    """Whoever has a session on a day waits for it no longer; and what is booked is no gap."""
    session = sheet.booking.session
    _supersede(work, sheet.trainer.id, Interval(session.busy_from, session.busy_to), now)
    work.waitlist.booked(sheet.client.id, wall(session.starts, sheet.client.zone).date())


def _supersede(work: Work, trainer_id: int, busy: Interval, now: datetime) -> None:
    for gap in work.waitlist.fillable(trainer_id, busy.start, busy.end):
        if gap.is_fillable:
            gap.turn(GapStatus.GONE)
            draw_gap(work, gap, now=now)
