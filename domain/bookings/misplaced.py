"""Bookings that a trainer's time has no room for any more, since hours changed or time was taken off."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, has_lapsed
from domain.conversations.service import listen_for
from domain.intervals import Interval, overlaps, subtract
from domain.notifications.service import tell
from domain.people.model import Person
from domain.schedule.closures import time_off
from domain.schedule.plan import Plan
from domain.schedule.search import plan_of
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall

AsIf: TypeAlias = Callable[[Plan], Plan]
_DAY = timedelta(days=1)


def misplaced(
    work: Work, trainer: Trainer, span: Interval, *, now: datetime, as_if: AsIf | None = None
) -> list[Sheet]:
    """Requests and bookings in a stretch of time, not begun, that lie outside the hours or in time off; or
    would, if the hours were as ``as_if`` makes them. Only classes may lie outside the hours.
    """
    since = max(now, span.start)
    if since >= span.end:
        return []
    firm = [
        sheet
        for sheet in work.bookings.of_trainer(trainer.id, since, span.end, FIRM)
        if sheet.booking.starts > now and not has_lapsed(sheet.booking, now)
    ]
    if not firm:
        return []
    ends = max(sheet.booking.session.ends for sheet in firm)
    lie_in = Interval(firm[0].booking.starts, ends)
    off = time_off(work, trainer.id, lie_in)
    room = list(subtract(_opening(work, trainer, lie_in, as_if), off))
    return [sheet for sheet in firm if not _fits(sheet, room, off)]


def is_misplaced(work: Work, sheet: Sheet, *, now: datetime) -> bool:
    """Whether its trainer has no room for this very booking."""
    span = Interval(sheet.booking.starts, sheet.booking.session.ends)
    lost = misplaced(work, sheet.trainer, span, now=now)
    return sheet.booking.id in [each.booking.id for each in lost]


def _opening(work: Work, trainer: Trainer, span: Interval, as_if: AsIf | None) -> Iterator[Interval]:
    plan = plan_of(work, trainer, *span)
    if as_if is not None:
        plan = as_if(plan)
    first = (wall(span.start, trainer.zone) - _DAY).date()
    return plan.opening(first, span.length.days + 4)


def _fits(sheet: Sheet, room: list[Interval], off: list[Interval]) -> bool:
    session = sheet.booking.session
    if session.is_class:
        return not any(overlaps(each, Interval(session.starts, session.ends)) for each in off)
    return any(each.start <= session.starts and session.ends <= each.end for each in room)


def offer_moves(
    work: Work, actor: Person, trainer: Trainer, span: Interval, *, now: datetime
) -> tuple[list[Sheet], list[Sheet]]:
    """Ask the client of each misplaced booking to pick another time; nothing is cancelled by it. Those who
    are told, and those whom nothing reaches. Who was asked already about a booking is not asked again.
    """
    require_trainer(actor, trainer)
    told: list[Sheet] = []
    unreached: list[Sheet] = []
    for sheet in misplaced(work, trainer, span, now=now):
        booking = sheet.booking
        key = f"offer_move:{booking.id}:{booking.version}"
        about, kind = ("booking", booking.id), "client_offer_move"
        reached = tell(
            work,
            booking.client_id,
            Role.CLIENT,
            kind,
            key,
            due=now,
            expires=booking.starts,
            subject=about,
            by=booking.starts,
        )
        (told if reached else unreached).append(sheet)
        listen_for(work, booking.client_id, trainer.id)
    return told, unreached
