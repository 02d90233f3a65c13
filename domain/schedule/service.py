"""The use cases of a trainer's time: what is free, and what is blocked or open for once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from heapq import merge

from domain.access import require_trainer
from domain.bookings.rules import earliest_start
from domain.errors import Refusal
from domain.intervals import Interval
from domain.people.model import Person
from domain.resources.units import lacking
from domain.schedule.limits import full_days
from domain.schedule.model import Block, ExtraHours
from domain.schedule.plan import Plan, Spell, Stay
from domain.schedule.rules import free_times
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import wall

_NIGHT = timedelta(days=2)
_WEEK = timedelta(weeks=1)  # most people take a time of the next few days, so further rows stay unread


class EmptyBlock(Refusal):
    """A block has to end after it begins, and not lie in the past. Try: fri 14-16 dentist."""


class EmptyOpening(Refusal):
    """To open, an end is needed after the beginning, and not in the past. Try: open sat 9-12."""


def busy_span(service: Service, starts: datetime) -> Interval:
    """The time that a session takes from its trainer, buffers included."""
    return Interval(
        starts - timedelta(minutes=service.buffer_before),
        starts + timedelta(minutes=service.minutes + service.buffer_after),
    )


def times(
    work: Work,
    trainer: Trainer,
    service: Service,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    client_id: int = 0,
    session_id: int = 0,
    notice: bool = True,
    reach: datetime | None = None,
) -> Iterator[datetime]:
    """The starts that can be booked, soonest first, lazily: one look at the hours, and one a week at what is
    busy, or two where there are limits. Of what is given in classes, those that have room for the client: one
    look.

    A client's own hold, and the session that is about to move, do not stand in the way. Without ``notice``
    they may be as near as the trainer offers them; ``reach`` is how far ahead they may be, where that is
    further than the trainer's horizon.
    """
    if not (trainer.active and service.active):
        return
    earliest = max(earliest_start(trainer, service, now) if notice else now, since or now)
    latest = max(now + timedelta(days=trainer.horizon_days), reach or now)
    if until:
        latest = min(latest, until)
    if service.in_classes:
        own = {"client_id": client_id, "session_id": session_id}
        given = work.classes.places(service, earliest, latest, now=now, **own)
        yield from (each.starts for each in given if each.left and not each.mine)
        return
    margin = timedelta(minutes=service.buffer_before + service.minutes + service.buffer_after)
    hours = plan_of(work, trainer, earliest, latest + margin)
    for start, end in _weeks(earliest, latest):
        # A night's margin: a local day may begin on the UTC day before.
        first_day = (wall(start, trainer.zone) - timedelta(days=1)).date()
        full = full_days(work, trainer, start, end, now=now, client_id=client_id, session_id=session_id)
        busy = _busy(
            work,
            trainer,
            service,
            Interval(start - margin, end + margin),
            now=now,
            client_id=client_id,
            session_id=session_id,
        )
        found = starts_in(hours, service, busy, first_day, (end - start).days + 3, Interval(start, end))
        yield from (each for each in found if _day(trainer, each) not in full) if full else found


def starts_in(
    hours: Plan, service: Service, busy: Sequence[Interval], first_day: date, days: int, starts: Interval
) -> Iterator[datetime]:
    """When a session may start on some days, from the start of an interval up to and including its end: each
    grid is that of the clocks that the day is spent on.
    """
    parts = [
        free_times(
            opening,
            busy,
            zone=zone,
            length=timedelta(minutes=service.minutes),
            before=timedelta(minutes=service.buffer_before),
            after=timedelta(minutes=service.buffer_after),
            step=timedelta(minutes=service.step_minutes),
            earliest=starts.start,
            latest=starts.end,
        )
        for zone, opening in hours.by_zone(first_day, days)
    ]
    return merge(*parts) if len(parts) > 1 else parts[0]


def _day(trainer: Trainer, instant: datetime) -> date:
    """On the trainer's own calendar, wherever they are."""
    return wall(instant, trainer.zone_at(instant)).date()


def _busy(
    work: Work,
    trainer: Trainer,
    service: Service,
    span: Interval,
    *,
    now: datetime,
    client_id: int,
    session_id: int,
) -> list[Interval]:
    """When the trainer is busy, or there is too little of a room or a thing that the service needs."""
    busy = work.schedule.busy(trainer.id, *span, now=now, client_id=client_id, session_id=session_id)
    return busy + lacking(work, service, span, now=now, client_id=client_id, sessions=[session_id])


def _weeks(first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The instants from the first to the last as stretches of a week, whose ends belong to them."""
    while first <= last:
        end = min(first + _WEEK, last)
        yield first, end
        first = end + timedelta.resolution


def is_free(
    work: Work,
    trainer: Trainer,
    service: Service,
    starts: datetime,
    *,
    now: datetime,
    client_id: int = 0,
    session_id: int = 0,
    reach: datetime | None = None,
) -> bool:
    """Whether a session may start at this very time."""
    found = times(
        work,
        trainer,
        service,
        now=now,
        since=starts,
        until=starts,
        client_id=client_id,
        session_id=session_id,
        reach=reach,
    )
    return next(found, None) == starts


def plan_of(work: Work, trainer: Trainer, since: datetime, until: datetime) -> Plan:
    """A trainer's hours, with the seasons, the trips and the single openings of a stretch of time."""
    extra = work.schedule.extra_hours(trainer.id, since, until) if since < until else ()
    single = [Interval(each.starts, each.ends) for each in extra]
    first, last = (since - _NIGHT).date(), (until + _NIGHT).date()  # whichever day it is where they are
    spells = [
        Spell(each.first, each.last, work.schedule.hours(trainer.id, each.season_id), each.season_id)
        for each in work.schedule.season_dates(trainer.id, first, last)
    ]
    stays = [
        Stay(each.first, each.last, each.zone, Interval(each.starts, each.ends))
        for each in trainer.trips
        if each.first <= last and first <= each.last
    ]
    return Plan(trainer.zone, work.schedule.hours(trainer.id), single, spells, stays)


def add_block(
    work: Work, actor: Person, trainer: Trainer, span: Interval, reason: str, *, now: datetime
) -> Block:
    """Keep a stretch of time free of new sessions; a block that covers it already is given instead.

    Bookings already in it stay: see ``bookings.of_trainer``.
    """
    require_trainer(actor, trainer)
    if span.end <= max(span.start, now):
        raise EmptyBlock
    for known in work.schedule.blocks(trainer.id, span.start, span.end):
        if known.starts <= span.start and span.end <= known.ends:
            return known
    block = Block(trainer_id=trainer.id, starts=span.start, ends=span.end, reason=reason[:200])
    work.add(block)
    work.flush()
    return block


def remove_block(work: Work, actor: Person, block_id: int) -> Block:
    """Open a blocked stretch again."""
    block = work.schedule.block(block_id)
    require_trainer(actor, work.trainers.trainer(block.trainer_id))
    work.delete(block)
    return block


def open_once(work: Work, actor: Person, trainer: Trainer, span: Interval, *, now: datetime) -> ExtraHours:
    """Be open for once; an opening that covers it already is given instead. Blocks in it stay."""
    require_trainer(actor, trainer)
    if span.end <= max(span.start, now):
        raise EmptyOpening
    for known in work.schedule.extra_hours(trainer.id, span.start, span.end):
        if known.starts <= span.start and span.end <= known.ends:
            return known
    opening = ExtraHours(trainer_id=trainer.id, starts=span.start, ends=span.end)
    work.add(opening)
    work.flush()
    return opening


def close_again(work: Work, actor: Person, extra_id: int) -> ExtraHours:
    """Take a single opening back; the weekly hours stay."""
    opening = work.schedule.opened_once(extra_id)
    require_trainer(actor, work.trainers.trainer(opening.trainer_id))
    work.delete(opening)
    return opening
