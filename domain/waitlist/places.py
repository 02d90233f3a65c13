"""The place of a gap: who of those who wait it suits, and keeping it while nobody holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.bookings.model import TrainingSession
from domain.resources.units import take
from domain.schedule.service import times
from domain.waitlist.model import Gap, Offer, OfferStatus
from domain.waitlist.ports import Waiting
from domain.waitlist.rules import ranked
from domain.work import Work
from domain.zones import wall

_MINUTE = timedelta(minutes=1)
_LONGEST = timedelta(days=1)  # that a session with its buffers takes


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who waits, and the start that suits them in a gap."""

    waiting: Waiting
    starts: datetime


def candidates(work: Work, gap: Gap, *, now: datetime) -> list[Candidate]:
    """Whom to ask, in order: everybody whom a free start in the gap suits, but for whoever gave it up, was
    asked about this gap, or said no to this time before.
    """
    offers = work.waitlist.offers(gap.id) if gap.id else []
    asked = {offer.client_id for offer in offers}
    asked |= work.waitlist.passed(gap.trainer_id, gap.starts) | {gap.client_id}
    around = (gap.busy_from - _LONGEST, gap.busy_to + _LONGEST)
    waiting = (each for each in work.waitlist.waiting(gap.trainer_id, *around))
    left = (each for each in ranked(waiting, gap) if each.client.id not in asked)
    return list(_suited(work, gap, left, now, _kept_by(work, gap, offers)))


def _kept_by(work: Work, gap: Gap, offers: list[Offer]) -> int:
    """The session that keeps the place, which is in nobody's way: of the standing offer, or the gap's own."""
    for offer in offers:
        if offer.status is OfferStatus.OFFERED:
            return work.bookings.sheet(offer.booking_id).booking.session.id
    return gap.session_id or 0


def _suited(
    work: Work, gap: Gap, waiting: Iterator[Waiting], now: datetime, kept_by: int
) -> Iterator[Candidate]:
    for each in waiting:
        starts = _start_for(work, gap, each, now, kept_by)
        if starts is not None:
            yield Candidate(each, starts)


def _start_for(work: Work, gap: Gap, waiting: Waiting, now: datetime, kept_by: int) -> datetime | None:
    """The free start that suits them, needs the gap, and is nearest to the one that was given up.

    The trainer offers it, so no notice has to be given.
    """
    service, trainer, entry = waiting.service, waiting.trainer, waiting.entry
    if not (trainer.active and service.active):
        return None
    if service.in_classes or gap.seat is not None:
        return gap.starts if _may_join(work, gap, waiting, now) else None
    takes = timedelta(minutes=service.minutes + service.buffer_after)
    first = max(entry.first, gap.busy_from - takes + _MINUTE)
    last = min(entry.until, gap.busy_to + timedelta(minutes=service.buffer_before)) - _MINUTE
    if last < max(first, now):
        return None
    found = times(
        work,
        trainer,
        service,
        now=now,
        since=first,
        until=last,
        client_id=entry.client_id,
        session_id=kept_by,
        notice=False,
    )
    return min(found, key=lambda starts: (abs(starts - gap.starts), starts), default=None)


def _may_join(work: Work, gap: Gap, waiting: Waiting, now: datetime) -> bool:
    """Whether they wait for the very class that a place is free in, and have none in it."""
    entry = waiting.entry
    if entry.service_id != gap.service_id or not (entry.first <= gap.starts < entry.until):
        return False
    given = work.classes.places(waiting.service, gap.starts, gap.starts, now=now, client_id=entry.client_id)
    return bool(given) and not given[0].mine


def is_booked(work: Work, gap: Gap) -> bool:
    """Whether somebody has it in another way, once the gap itself is let go."""
    if gap.seat is not None:
        return False  # nobody else could take it
    return bool(work.schedule.sessions([gap.trainer_id], gap.starts, gap.starts + _MINUTE))


def keep(work: Work, gap: Gap) -> None:
    """Let nobody else have it. Raises Taken where somebody has."""
    if gap.seat is not None:
        return  # a place of a class is kept for as long as the gap runs
    with work.claim(gap.trainer_id):
        if gap.session_id is None:
            gap.session_id = _session(work, gap).id
        work.waitlist.session(gap.session_id).live = True
        work.flush()


def let_go(work: Work, gap: Gap) -> None:
    """The place is no longer kept by the gap itself."""
    if gap.session_id is not None and gap.seat is None:
        work.waitlist.session(gap.session_id).live = False
        work.flush()


def _session(work: Work, gap: Gap) -> TrainingSession:
    service, trainer = work.trainers.service(gap.service_id)
    zone = trainer.zone_at(gap.starts)
    session = TrainingSession(
        trainer_id=gap.trainer_id,
        service_id=gap.service_id,
        starts=gap.starts,
        ends=min(gap.starts + timedelta(minutes=service.minutes), gap.busy_to),
        busy_from=gap.busy_from,
        busy_to=gap.busy_to,
        zone=zone,
        wall=wall(gap.starts, zone).strftime("%Y-%m-%dT%H:%M"),
    )
    work.add(session)
    work.flush()
    take(work, service, session)
    return session
