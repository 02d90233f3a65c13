"""For a minute, what was marked or cancelled is taken back in one act: the booking and its place, what it
cost, what was planned, and what the others were to be told.
"""

from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.bookings import errors
from domain.bookings.announce import MARKS, WAITING
from domain.bookings.changes import change, require_version
from domain.bookings.holds import require_room
from domain.bookings.places import busy_of
from domain.bookings.ports import Sheet
from domain.bookings.rules import OVER, UNDO
from domain.bookings.sheets import of_either
from domain.packages import spending
from domain.payments import dues
from domain.people.model import Person
from domain.policies.model import Late
from domain.schedule.closures import time_off
from domain.trainers.model import Trainer
from domain.work import Work

_LOOKS_BACK = timedelta(days=7)


def can_undo(work: Work, sheet: Sheet, actor: Person, *, now: datetime) -> bool:
    """Whether it was marked, or cancelled by this very person, less than a minute ago, and nothing was said
    about it since.
    """
    booking = sheet.booking
    if booking.status not in OVER and booking.kept_until is None:
        return False
    last = work.bookings.last_change(booking.id)
    if last is None or now - last.at >= UNDO:
        return False
    if last.kind in MARKS:
        return actor.id != booking.client_id and last.voids is None
    return last.kind == "cancelled" and last.actor_id == actor.id


def undo(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """Take it back within its minute. Raises TooLateToUndo, TakenOff for a client whose trainer is away then
    by now, CreditSpent, AtBank, and what a confirmation of so many bookings would raise, where others were
    made meanwhile.
    """
    sheet = of_either(work, actor, booking_id)
    if sheet.booking.status in OVER:
        require_trainer(actor, sheet.trainer)
    require_version(sheet.booking, version)
    if not can_undo(work, sheet, actor, now=now):
        raise errors.TooLateToUndo(booking=booking_id)
    before, done = (
        work.bookings.change_to(booking_id, version - 1),
        work.bookings.change_to(booking_id, version),
    )
    if sheet.booking.kept_until is not None:
        _require_there(work, sheet, actor)
        require_room(work, sheet.client, sheet.trainer, now)
    work.outbox.withdraw(("booking", booking_id), WAITING)
    spending.find_again(work, sheet, done.version)
    if done.fee_minor:
        dues.give_back(work, sheet, now=now)
    costs = done.cost not in (None, Late.FREE)
    change(
        work,
        sheet,
        before.status,
        actor,
        now,
        kind="undone",
        voids=done.version if costs else None,
        since=done.at,
    )
    spending.take_back(work, sheet, done.version, actor=actor, now=now)
    dues.settle(work, sheet, now=now)
    return sheet


def _require_there(work: Work, sheet: Sheet, actor: Person) -> None:
    """A trainer knows when they are away, and may take back what they cancelled for that very reason."""
    busy = busy_of(sheet.booking.session)
    if actor.id == sheet.booking.client_id and time_off(work, sheet.trainer.id, busy):
        raise errors.TakenOff(booking=sheet.booking.id)


def undo_last(work: Work, actor: Person, trainer: Trainer, *, now: datetime) -> list[Sheet]:
    """Take back what the trainer's last act marked or cancelled, be it one session or the day. Raises
    TooLateToUndo.
    """
    require_trainer(actor, trainer)
    return _undo_latest(work, actor, _of_trainer(work, trainer, now), now)


def last_act(work: Work, actor: Person, trainer: Trainer, *, now: datetime) -> datetime | None:
    """When it was that `undo_last` would take back; None where there is nothing."""
    return max(_undoable(work, actor, _of_trainer(work, trainer, now), now).values(), default=None)


def undo_own(work: Work, client: Person, *, now: datetime) -> list[Sheet]:
    """Take back what a client has cancelled last. Raises TooLateToUndo."""
    return _undo_latest(work, client, work.bookings.kept_by(client.id, now), now)


def _undo_latest(work: Work, actor: Person, sheets: list[Sheet], now: datetime) -> list[Sheet]:
    """All that was done at that one moment."""
    at = _undoable(work, actor, sheets, now)
    if not at:
        raise errors.TooLateToUndo
    latest = max(at.values())
    mine = sorted(
        (each.booking.id, each.booking.version) for each in sheets if at.get(each.booking.id) == latest
    )
    return [undo(work, actor, booking_id, version, now=now) for booking_id, version in mine]


def _of_trainer(work: Work, trainer: Trainer, now: datetime) -> list[Sheet]:
    marked = work.bookings.of_trainer(trainer.id, now - _LOOKS_BACK, now, OVER)
    return [*marked, *work.bookings.kept_of(trainer.id, now)]


def _undoable(work: Work, actor: Person, sheets: list[Sheet], now: datetime) -> dict[int, datetime]:
    """When each booking was marked or cancelled that can still be taken back."""
    return {
        sheet.booking.id: last.at
        for sheet in sheets
        if can_undo(work, sheet, actor, now=now) and (last := work.bookings.last_change(sheet.booking.id))
    }
