"""The times that are kept for a client to choose from: found, kept, and let go of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.absences.model import Absence, Alternative, Replacement
from domain.absences.rules import ALTERNATIVES, personal
from domain.bookings.model import TrainingSession
from domain.bookings.places import busy_of, session_at, take_units
from domain.bookings.ports import Sheet
from domain.errors import Taken
from domain.family.service import household
from domain.intervals import Interval, overlaps
from domain.people.model import Person
from domain.schedule.closures import time_off
from domain.schedule.service import times
from domain.work import Work

MANY = 100


def keep(work: Work, absence: Absence, replacement: Replacement, sheet: Sheet, *, now: datetime) -> None:
    """The first few that nobody takes at this very moment, with the rooms that they need."""
    kept = len(still_kept(work, sheet, replacement, now=now))
    number = _last_number(work, sheet.client, now)
    found = iter(_other_times(work, absence, sheet, now))
    while kept < ALTERNATIVES and (starts := next(found, None)):
        session = session_at(sheet.trainer, sheet.service, starts)
        session.kept_for = sheet.client.id
        try:
            with work.claim(sheet.trainer.id):
                work.add(
                    session, Alternative(replacement_id=replacement.id, number=number + 1, session=session)
                )
                take_units(work, sheet.service, session, now=now)
        except Taken:
            continue
        kept, number = kept + 1, number + 1


def _last_number(work: Work, client: Person, now: datetime) -> int:
    """On one phone every time that is kept has a number of its own, whomever it is for."""
    people = household(work, work.family.speaker_for(client.id, now) or client, now=now)
    waiting = work.absences.waiting([each.id for each in people])
    numbers = (each.number for asked in waiting for each in work.absences.alternatives(asked.id))
    return max(numbers, default=0)


def _other_times(work: Work, absence: Absence, sheet: Sheet, now: datetime) -> Iterable[datetime]:
    """Free ones after the absence, as they suit this client, who has nothing else then."""
    client, service = sheet.client, sheet.service
    own = [
        Interval(each.booking.starts, each.booking.session.ends)
        for each in work.bookings.coming(client.id, now, limit=MANY)
    ]
    found = times(
        work,
        sheet.trainer,
        service,
        now=now,
        since=absence.ends,
        client_id=client.id,
        session_id=sheet.booking.session.id,
    )
    length = timedelta(minutes=service.minutes)
    apart = (
        each for each in found if not any(each < other.end and other.start < each + length for other in own)
    )
    return personal(apart, sheet.booking.starts, client.zone)


def still_kept(work: Work, sheet: Sheet, replacement: Replacement, *, now: datetime) -> list[Alternative]:
    """Those that can be taken."""
    kept = [each for each in work.absences.alternatives(replacement.id) if each.session.live]
    return [each for each in kept if can_be_given(work, sheet, each.session, now=now)]


def can_be_given(work: Work, sheet: Sheet, session: TrainingSession, *, now: datetime) -> bool:
    """Whether the trainer is there then, and it has not begun."""
    there = sheet.trainer.active and not time_off(work, sheet.trainer.id, busy_of(session))
    return there and session.starts > now


def let_go_in(work: Work, replacement: Replacement, span: Interval) -> None:
    """Of what is kept, that which lies in a stretch of time."""
    for each in work.absences.alternatives(replacement.id):
        if overlaps(span, busy_of(each.session)):
            each.session.live = False
    work.flush()
