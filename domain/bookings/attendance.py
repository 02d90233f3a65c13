"""What becomes of a session that has begun: it took place, or its client did not come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.access import require_self, require_trainer
from domain.bookings import errors
from domain.bookings.announce import WAITING
from domain.bookings.changes import change, require_version
from domain.bookings.costs import to_miss
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.errors import Changed
from domain.packages import spending
from domain.payments import dues
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

LOOKS_BACK = timedelta(days=7)  # for sessions that nobody has settled
REPLY = timedelta(hours=24)  # in which a client may contradict a no-show
AT_ONCE = 30  # sessions; more are settled in a second go


def complete(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The session took place."""
    sheet = _begun(work, actor, booking_id, version, now)
    change(work, sheet, Status.COMPLETED, actor, now, kind="completed")
    return sheet


def no_show(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client did not come, which costs what was agreed."""
    sheet = _begun(work, actor, booking_id, version, now)
    change(work, sheet, Status.NO_SHOW, actor, now, kind="no_show", cost=to_miss(sheet))
    return sheet


def _begun(work: Work, actor: Person, booking_id: int, version: int, now: datetime) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    if sheet.booking.status is not Status.CONFIRMED:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    if sheet.booking.starts > now:
        raise errors.TooEarly(booking=booking_id)
    return sheet


def to_settle(work: Work, trainer: Trainer, *, now: datetime, session_id: int | None = None) -> list[Sheet]:
    """The sessions that have begun and that nobody has settled, the earliest first; or those of one class."""
    begun = work.bookings.of_trainer(trainer.id, now - LOOKS_BACK, now, (Status.CONFIRMED,))
    return [sheet for sheet in begun if session_id in (None, sheet.booking.session.id)][:AT_ONCE]


def settle(
    work: Work, actor: Person, marks: Mapping[int, tuple[int, Status]], *, now: datetime
) -> list[Sheet]:
    """Complete these bookings or mark them as no-shows, each as its version was shown. Answers those that
    were; one that was settled or changed meanwhile is left as it is. Raises NotYours.
    """
    settled = []
    for booking_id, (version, status) in sorted(marks.items()):  # locked in the same order by everybody
        act = no_show if status is Status.NO_SHOW else complete
        try:
            settled.append(act(work, actor, booking_id, version, now=now))
        except (errors.AlreadyAnswered, errors.TooEarly, Changed):
            continue
    return settled


def set_right(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """They came after all, and owe nothing for having missed it."""
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    if sheet.booking.status is not Status.NO_SHOW:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    work.outbox.withdraw(("booking", booking_id), WAITING)
    owed = work.bookings.owed(booking_id)
    if owed is not None:
        dues.give_back(work, sheet, now=now)
    voids = owed.version if owed else None
    change(work, sheet, Status.COMPLETED, actor, now, kind="completed", voids=voids)
    if owed is not None:
        spending.forgive(work, sheet, owed.version, actor=actor, now=now)
        dues.settle(work, sheet, now=now)
    return sheet


def was_there(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client contradicts a no-show: its trainer is told, and the mark is in doubt. Once, and for a day.
    Raises TooLateToSay.
    """
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    if sheet.booking.status is not Status.NO_SHOW:
        raise errors.AlreadyAnswered(booking=booking_id)
    if is_disputed(work, sheet):
        return sheet
    require_version(sheet.booking, version)
    if not may_dispute(work, sheet, now=now):
        raise errors.TooLateToSay(booking=booking_id)
    change(work, sheet, Status.NO_SHOW, client, now, kind="disputed")
    return sheet


def is_disputed(work: Work, sheet: Sheet) -> bool:
    """Whether the client says that they were there."""
    if sheet.booking.status is not Status.NO_SHOW:
        return False
    last = work.bookings.last_change(sheet.booking.id)
    return last is not None and last.kind == "disputed"


def may_dispute(work: Work, sheet: Sheet, *, now: datetime) -> bool:
    if sheet.booking.status is not Status.NO_SHOW:
        return False
    last = work.bookings.last_change(sheet.booking.id)
    return last is not None and last.kind == "no_show" and now - last.at <= REPLY
