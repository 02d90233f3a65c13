"""The use cases of a studio that shuts for everybody: whatever its trainers' own hours say."""

from datetime import datetime

from domain.access import require_admin
from domain.intervals import Interval, merge
from domain.people.model import Person
from domain.schedule.model import Closure
from domain.schedule.service import EmptyBlock
from domain.work import Work


def shut_studio(work: Work, actor: Person, span: Interval, reason: str, *, now: datetime) -> Closure:
    """Keep the whole studio free of new sessions; a closure that covers it already is given instead. Bookings
    in it stay: see ``bookings.misplaced``. Raises NotYours, EmptyBlock.
    """
    require_admin(actor)
    if span.end <= max(span.start, now):
        raise EmptyBlock
    for known in work.schedule.closures(*span):
        if known.starts <= span.start and span.end <= known.ends:
            return known
    closure = Closure(starts=span.start, ends=span.end, reason=reason[:200])
    work.add(closure)
    work.flush()
    return closure


def reopen_studio(work: Work, actor: Person, closure_id: int) -> Closure:
    """Let the trainers' own hours count again. Raises NotYours."""
    require_admin(actor)
    closure = work.schedule.closure(closure_id)
    work.delete(closure)
    return closure


def time_off(work: Work, trainer_id: int, span: Interval) -> list[Interval]:
    """When a trainer is not there in a stretch of time, by a block or a closure."""
    blocks = [Interval(each.starts, each.ends) for each in work.schedule.blocks(trainer_id, *span)]
    closures = [Interval(each.starts, each.ends) for each in work.schedule.closures(*span)]
    return merge(blocks + closures)
