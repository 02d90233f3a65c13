"""Whether a date takes place: enough have come forward, the trainer says so, or it is called off."""

from datetime import datetime

from domain.access import require_trainer
from domain.bookings.changes import change
from domain.bookings.errors import TooLate
from domain.bookings.model import Status
from domain.bookings.places import give_back
from domain.bookings.ports import Sheet
from domain.bookings.rules import UPCOMING
from domain.classes.model import ClassDate, Standing
from domain.classes.ports import Roster
from domain.classes.rules import answer_by
from domain.classes.tells import ask_whether_it_runs, draw_roster
from domain.errors import Changed
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.waitlist.service import stop
from domain.work import Work


def decide(work: Work, session_id: int, *, now: datetime) -> bool:
    """Look at a date that is due: with enough people it takes place, else its trainer is asked, and without
    an answer it becomes what its class says. Doing it twice changes nothing more. Answers whether anything
    was done.
    """
    date = work.classes.date_of(session_id)
    if date.due_at is None or date.due_at > now:
        return False
    roster = work.classes.roster(session_id)
    trainer = work.trainers.trainer(date.session.trainer_id)
    if is_enough(roster) or date.session.starts <= now:
        date.turn(Standing.RUNS)
    elif date.standing is Standing.OPEN:
        date.turn(Standing.ASKED, answer_by(date.session.starts, now))
        ask_whether_it_runs(work, trainer, date, now=now)
    elif roster.group.runs_unanswered:
        date.turn(Standing.RUNS)
    else:
        _call_off(work, date, trainer, None, now=now)
        ask_whether_it_runs(work, trainer, date, now=now)
    draw_roster(work, trainer, session_id, f"decided:{date.id}:{date.version}", now=now)
    return True


def is_enough(roster: Roster) -> bool:
    """Whether as many have a place as the class needs; who only holds one has not come forward."""
    return roster.group.minimum is None or roster.seated >= roster.group.minimum


def run_anyway(work: Work, actor: Person, session_id: int, version: int, *, now: datetime) -> ClassDate:
    """It takes place with as many as there are. From an old button nothing follows. Raises NotYours."""
    date, trainer = _theirs(work, actor, session_id)
    if date.version == version and date.standing in (Standing.OPEN, Standing.ASKED):
        date.turn(Standing.RUNS)
        draw_roster(work, trainer, session_id, f"runs:{date.id}:{date.version}", now=now)
    return date


def call_off(
    work: Work, actor: Person, session_id: int, version: int, *, now: datetime, reason: str = ""
) -> list[Sheet]:
    """One date does not take place: whoever is in it is told, and the time is free. Answers their bookings.
    Doing it twice changes nothing more. Raises NotYours, Changed, TooLate.
    """
    date, trainer = _theirs(work, actor, session_id)
    if date.standing is Standing.CALLED_OFF:
        return []
    if date.version != version:
        raise Changed
    if date.session.starts <= now:
        raise TooLate
    lost = _call_off(work, date, trainer, actor, now=now, reason=reason)
    draw_roster(work, trainer, session_id, f"off:{date.id}:{date.version}", now=now)
    return lost


def _call_off(
    work: Work, date: ClassDate, trainer: Trainer, actor: Person | None, *, now: datetime, reason: str = ""
) -> list[Sheet]:
    session = date.session
    with work.claim(trainer.id):
        for sheet in work.bookings.in_session(session.id, (Status.CANCELLED,)):
            if sheet.booking.kept_until is not None:
                give_back(work, sheet, now=now)
        for gap in work.waitlist.running_in(session.id):
            stop(work, trainer.person, gap.id, gap.version, now=now)
        seated = work.bookings.in_session(session.id, UPCOMING)
        lost = [work.bookings.sheet(each.booking.id) for each in seated]
        for sheet in lost:
            change(work, sheet, Status.CANCELLED, actor, now, kind="called_off", reason=reason)
        work.flush()
        session.live = False
        date.turn(Standing.CALLED_OFF)
        work.flush()
    return lost


def _theirs(work: Work, actor: Person, session_id: int) -> tuple[ClassDate, Trainer]:
    date = work.classes.date_of(session_id)
    trainer = work.trainers.trainer(date.session.trainer_id)
    require_trainer(actor, trainer)
    return date, trainer
