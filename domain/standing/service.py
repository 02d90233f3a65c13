"""The use cases of standing slots. Each asks who acts, and does what concerns many dates as one act."""

from datetime import datetime

from domain.access import require_either, require_trainer
from domain.bookings.changes import change
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.errors import Changed
from domain.health import service as health
from domain.people.model import Person
from domain.standing.errors import SlotEnded
from domain.standing.gaps import fill, left_out, places
from domain.standing.giving import costing, give_up, let_go
from domain.standing.making import Wish, make, preview, wish
from domain.standing.model import SlotStatus
from domain.standing.moves import move_all, plan_move
from domain.standing.pauses import in_pause, pause, plan_resume, resume
from domain.standing.ports import Series
from domain.standing.rules import LOOKS
from domain.standing.sheets import of_either
from domain.standing.tells import ping_for, tell_both
from domain.work import Work

__all__ = [
    "Wish",
    "approve",
    "costing",
    "decline",
    "end",
    "fill",
    "in_pause",
    "left_out",
    "make",
    "move_all",
    "pause",
    "places",
    "plan_move",
    "plan_resume",
    "preview",
    "resume",
    "see",
    "wish",
]


def see(work: Work, actor: Person, slot_id: int) -> Series:
    """For its client, its trainer and an admin. Raises NotYours."""
    series = work.standing.series(slot_id)
    require_either(actor, series.slot.client_id, series.trainer)
    return series


def approve(work: Work, actor: Person, slot_id: int, version: int, *, now: datetime) -> Series:
    """Accept all its dates with one answer. Raises AlreadyAnswered, or Unsigned where the trainer wants a
    health form that the client has not signed.
    """
    series, asked = _asked(work, actor, slot_id, version, now)
    if asked:
        health.require_signed(work, series.client, series.trainer, asked[0].booking.id)
    for sheet in asked:
        change(work, sheet, Status.CONFIRMED, actor, now, kind="approved", quietly=True)
    series.slot.turn(SlotStatus.ACTIVE, now + LOOKS)
    tell_both(work, series, "approved", actor=actor, now=now)
    return series


def decline(
    work: Work, actor: Person, slot_id: int, version: int, *, now: datetime, reason: str = ""
) -> Series:
    """Refuse all its dates; what the client had booked before stays. Raises AlreadyAnswered."""
    series, asked = _asked(work, actor, slot_id, version, now)
    for sheet in asked:
        change(work, sheet, Status.DECLINED, actor, now, kind="declined", reason=reason, quietly=True)
    let_go(work, series.slot, now=now)
    series.slot.turn(SlotStatus.ENDED, None)
    tell_both(work, series, "declined", actor=actor, now=now, reason=reason)
    return series


def _asked(
    work: Work, actor: Person, slot_id: int, version: int, now: datetime
) -> tuple[Series, list[Sheet]]:
    series = work.standing.locked(slot_id)
    require_trainer(actor, series.trainer)
    slot = series.slot
    if slot.status is not SlotStatus.ASKED or slot.due_at is None or slot.due_at <= now:
        raise AlreadyAnswered
    if slot.version != version:
        raise Changed
    coming = work.standing.coming_locked(slot_id, now)
    return series, [sheet for sheet in coming if sheet.booking.status is Status.REQUESTED]


def end(
    work: Work, actor: Person, slot_id: int, version: int, *, now: datetime, at_cost: bool = False
) -> Series:
    """Give the slot up, with its dates that have not begun. ``at_cost`` where its client has seen what the
    late ones cost; else those stay booked. Ending what has ended changes nothing.
    """
    try:
        series = of_either(work, actor, slot_id, version)
    except SlotEnded:
        return work.standing.series(slot_id)
    coming = work.standing.coming_locked(slot_id, now)
    freed = give_up(work, actor, coming, at_cost=at_cost, now=now)
    let_go(work, series.slot, now=now)
    series.slot.turn(SlotStatus.ENDED, None)
    tell_both(work, series, "ended", actor=actor, now=now)
    ping_for(work, series, freed, actor=actor, now=now)
    return series
