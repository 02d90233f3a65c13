"""Offering a gap to one after another: who is next, and what came of the last."""

from datetime import datetime

from domain.base import Role
from domain.bookings import service as bookings
from domain.errors import Taken
from domain.waitlist.model import Gap, GapStatus, Offer, OfferStatus
from domain.waitlist.places import Candidate, candidates, is_booked, keep, let_go
from domain.waitlist.rules import lasts, may_ask
from domain.waitlist.tells import draw_gap, tell_offer
from domain.work import Work


def go_on(work: Work, gap_id: int, *, now: datetime) -> bool:
    """Look at a running gap that is due: whoever has it may keep it until their time is over, then the next
    one is asked. Doing it twice changes nothing. Answers whether anything was done.
    """
    with work.claim(work.waitlist.gap(gap_id).trainer_id):
        gap = lock(work, gap_id)
        if gap.due_at is None or gap.due_at > now:
            return False
        if not _still_has_it(work, gap, now):
            _ask_the_next(work, gap, now)
            draw_gap(work, gap, now=now)
        return True


def lock(work: Work, gap_id: int) -> Gap:
    """The gap as it is now, and before it the hold of whoever has it, as a tap locks them too."""
    for offer in work.waitlist.offers(gap_id):
        if offer.status is OfferStatus.OFFERED:
            work.bookings.sheet(offer.booking_id)
    return work.waitlist.locked(gap_id)


def _still_has_it(work: Work, gap: Gap, now: datetime) -> bool:
    """End the hold of whoever let the time run out."""
    for offer in work.waitlist.offers(gap.id):
        if offer.status is OfferStatus.OFFERED and offer.until > now:
            gap.due_at = offer.until
            return True
        if offer.status is OfferStatus.OFFERED:
            session = work.bookings.sheet(offer.booking_id).booking.session
            bookings.expire_over(work, gap.trainer_id, session.busy_from, session.busy_to, now=now)
    return False


def _ask_the_next(work: Work, gap: Gap, now: datetime) -> None:
    """Whoever holds another time, or can't be reached, is passed over and tried last."""
    if gap.starts <= now:
        _end(work, gap, GapStatus.OPEN)
        return
    busy: list[datetime] = []
    for each in candidates(work, gap, now=now):
        client = each.waiting.client
        if work.people.reach(client.id, Role.CLIENT) is None:
            continue
        if held := work.waitlist.held_until(client.id, now):
            busy.append(held)
            continue
        morning = may_ask(each.starts, client.zone, now)
        if morning > now:
            _wait(work, gap, morning)
            return
        if _ask(work, gap, each, now):
            return
    if busy:
        _wait(work, gap, min(busy))
    else:
        _end(work, gap, GapStatus.OPEN)


def _ask(work: Work, gap: Gap, candidate: Candidate, now: datetime) -> bool:
    """Give them the place for as long as they may think; false where another was faster."""
    waiting, until = candidate.waiting, lasts(candidate.starts, now)
    try:
        with work.claim(gap.trainer_id):
            let_go(work, gap)
            held = bookings.reserve(
                work,
                waiting.client,
                waiting.service,
                waiting.trainer,
                candidate.starts,
                until=until,
                now=now,
                seat=gap.seat,
            )
    except Taken:
        return False
    offer = Offer(
        gap_id=gap.id,
        client_id=waiting.client.id,
        booking_id=held.booking.id,
        starts=candidate.starts,
        until=until,
        made_at=now,
    )
    work.add(offer)
    work.flush()
    gap.turn(GapStatus.RUNNING, until)
    tell_offer(work, offer, now=now)
    return True


def _wait(work: Work, gap: Gap, until: datetime) -> None:
    """Nobody is asked for now, and the place is kept for those who wait."""
    try:
        keep(work, gap)
    except Taken:
        _end(work, gap, GapStatus.GONE)
    else:
        gap.turn(GapStatus.RUNNING, min(until, gap.starts))


def _end(work: Work, gap: Gap, status: GapStatus) -> None:
    let_go(work, gap)
    gap.turn(GapStatus.GONE if is_booked(work, gap) else status)
