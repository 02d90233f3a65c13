"""The use cases of a trainer's time: what is free, and what is blocked or open for once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.bookings.rules import earliest_start
from domain.errors import Refusal
from domain.intervals import Interval
from domain.people.model import Person
from domain.schedule.model import Block, ExtraHours
from domain.schedule.search import Asker, Wanted, starts_of
from domain.trainers.model import Service, Trainer
from domain.work import Work


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
    """The starts that can be booked, soonest first, lazily; of what is given in classes, those that have room
    for the client. See `starts_of` for what that costs.

    A client's own hold, and the session that is about to move, do not stand in the way. Without ``notice``
    they may be as near as the trainer offers them; ``reach`` is how far ahead they may be, where that is
    further than the trainer's horizon.
    """
    if not (trainer.active and service.active):
        return iter(())
    within = bookable(trainer, service, now=now, since=since, until=until, notice=notice, reach=reach)
    asker = Asker(now=now, client_id=client_id, session_id=session_id)
    return (starts for starts, _place in starts_of(work, [Wanted(trainer, service, within)], asker))


def bookable(
    trainer: Trainer,
    service: Service,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    notice: bool = True,
    reach: datetime | None = None,
) -> Interval:
    """From the first start that may be offered to the last, which is included; see `times`."""
    earliest = max(earliest_start(trainer, service, now) if notice else now, since or now)
    latest = max(now + timedelta(days=trainer.horizon_days), reach or now)
    return Interval(earliest, min(latest, until or latest))


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
