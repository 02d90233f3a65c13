"""The use cases of a trainer who is late: for a session, or since one goes on for longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.model import Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.conversations.service import listen_for
from domain.errors import Refusal
from domain.intervals import Interval
from domain.lateness.model import LATEST, Delay
from domain.lateness.rules import BEGUN, DAY, SOON, passed_on
from domain.notifications.service import tell
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work


class NotNow(Refusal):
    """That session is over, or too far ahead to be late for."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Those who have a place in a session, and the minutes that they wait for it to begin."""

    session: TrainingSession
    sheets: list[Sheet]
    minutes: int = 0


def next_of(work: Work, trainer: Trainer, *, now: datetime) -> Wait | None:
    """The session that a trainer who is late now is late for: one that has only just begun, or the next."""
    return next(_ahead(work, trainer, now - BEGUN, now + SOON), None)


def reached(work: Work, trainer: Trainer, session: TrainingSession, minutes: int) -> list[Wait]:
    """Whom it reaches when that session begins so much later, they themselves first."""
    return _reached(work, trainer, session.starts, session.starts + timedelta(minutes=minutes))


def reached_after(work: Work, trainer: Trainer, session: TrainingSession, minutes: int) -> list[Wait]:
    """Whom it reaches when that session ends so much later."""
    return _reached(work, trainer, session.ends, session.ends + timedelta(minutes=minutes))


def come_late(work: Work, actor: Person, session_id: int, minutes: int, *, now: datetime) -> list[Wait]:
    """Tell those in a session that it begins so many minutes later, and those after it whom that reaches; who
    was told of more before hears what holds now. Saying it twice tells nobody twice. Raises NotYours, NotNow.
    """
    session, trainer = _theirs(work, actor, session_id, now)
    waits = reached(work, trainer, session, min(minutes, LATEST))
    _say(work, trainer, session.starts, waits, now)
    return waits


def go_on(work: Work, actor: Person, session_id: int, minutes: int, *, now: datetime) -> list[Wait]:
    """The same when a session is to end so many minutes later than planned, or at its time after all."""
    session, trainer = _theirs(work, actor, session_id, now)
    waits = reached_after(work, trainer, session, min(minutes, LATEST))
    _say(work, trainer, session.ends, waits, now)
    return waits


def _reached(work: Work, trainer: Trainer, since: datetime, ready: datetime) -> list[Wait]:
    ahead = list(_ahead(work, trainer, since, since + DAY))
    late = passed_on([Interval(each.session.starts, each.session.ends) for each in ahead], ready)
    return [
        Wait(each.session, each.sheets, round(by / timedelta(minutes=1)))
        for each, by in zip(ahead, late, strict=False)
    ]


def _ahead(work: Work, trainer: Trainer, since: datetime, until: datetime) -> Iterator[Wait]:
    """The sessions that somebody comes to and that begin then, in their order."""
    found = work.bookings.of_trainer(trainer.id, since, until, (Status.CONFIRMED,))
    begin = sorted(
        (sheet for sheet in found if since <= sheet.booking.starts < until),
        key=lambda sheet: (sheet.booking.starts, sheet.booking.session.id),
    )
    for _session, sheets in groupby(begin, key=lambda sheet: sheet.booking.session.id):
        in_it = list(sheets)
        yield Wait(in_it[0].booking.session, in_it)


def _say(work: Work, trainer: Trainer, since: datetime, waits: list[Wait], now: datetime) -> None:
    for sheet in (sheet for wait in waits for sheet in wait.sheets):
        work.bookings.sheet(sheet.booking.id)  # locked: what was told of it is read only then
    waiting = {wait.session.id for wait in waits}
    for told in work.lateness.told(trainer.id, since, since + DAY):
        if told.session_id not in waiting and told.minutes:
            seated = work.bookings.in_session(told.session_id, (Status.CONFIRMED,))
            _tell(work, trainer, told, 0, seated, now)
    for wait in waits:
        before = work.lateness.delay(wait.session.id)
        if before is None:
            before = Delay(session_id=wait.session.id, starts=wait.session.starts, minutes=0, said_at=now)
            work.add(before)
        elif before.starts != wait.session.starts:
            before.starts, before.minutes = wait.session.starts, 0
        if before.minutes != wait.minutes:
            _tell(work, trainer, before, wait.minutes, wait.sheets, now)


def _tell(
    work: Work, trainer: Trainer, delay: Delay, minutes: int, sheets: list[Sheet], now: datetime
) -> None:
    delay.minutes, delay.said_at = minutes, now
    delay.version += 1
    work.flush()
    for sheet in sheets:
        key, about = f"delay:{delay.session_id}:{delay.version}", ("booking", sheet.booking.id)
        ends = sheet.booking.session.ends
        tell(
            work,
            sheet.client.id,
            Role.CLIENT,
            "client_delay",
            key,
            due=now,
            expires=ends,
            subject=about,
            data={"version": delay.version},
        )
        listen_for(work, sheet.client.id, trainer.id)


def _theirs(work: Work, actor: Person, session_id: int, now: datetime) -> tuple[TrainingSession, Trainer]:
    session = work.resources.session(session_id)
    trainer = work.trainers.trainer(session.trainer_id)
    require_trainer(actor, trainer)
    if session.ends <= now or session.starts > now + SOON:
        raise NotNow
    return session, trainer
