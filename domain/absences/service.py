"""The use cases of a trainer who can't be there: to say so, and what each client answers."""

from datetime import datetime

from domain.absences.follow import settle
from domain.absences.keeping import can_be_given, keep, let_go_in
from domain.absences.model import Absence, Alternative, Answer, Replacement
from domain.absences.rules import ANSWER
from domain.absences.tells import ask_client, draw_board
from domain.access import require_self, require_trainer
from domain.bookings.changes import change
from domain.bookings.errors import AlreadyAnswered, NotOpen
from domain.bookings.places import relocate
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, has_lapsed
from domain.bookings.service import cancel
from domain.classes.ports import Roster
from domain.classes.running import call_off
from domain.conversations.service import listen_for
from domain.errors import NotFound
from domain.intervals import Interval
from domain.people.model import Person
from domain.schedule.service import add_block
from domain.trainers.model import Trainer
from domain.work import Work


def bookings_in(work: Work, trainer: Trainer, span: Interval, *, now: datetime) -> list[Sheet]:
    """The sessions for one that would begin, the earliest first."""
    found = work.bookings.of_trainer(trainer.id, *span, FIRM)
    return [
        sheet
        for sheet in found
        if sheet.booking.starts > now
        and not sheet.booking.session.is_class
        and not has_lapsed(sheet.booking, now)
    ]


def classes_in(work: Work, trainer: Trainer, span: Interval, *, now: datetime) -> list[Roster]:
    """The classes that would begin."""
    return [each for each in work.classes.rosters(trainer.id, *span) if each.session.starts > now]


def be_away(
    work: Work, actor: Person, trainer: Trainer, span: Interval, reason: str, *, now: datetime
) -> Absence:
    """Keep the time free, ask the client of each booking in it to choose another, and call its classes off.
    Saying it twice asks nobody twice. Times in it that were kept for a choice are replaced by others. Raises
    NotYours, EmptyBlock.
    """
    require_trainer(actor, trainer)
    add_block(work, actor, trainer, span, reason, now=now)
    absence = work.absences.same(trainer.id, *span) or _new(work, trainer, span, now)
    for roster in classes_in(work, trainer, span, now=now):
        call_off(work, actor, roster.session.id, roster.date.version, now=now)
    _keep_others(work, trainer, span, now)
    known = {each.booking_id: each for each in work.absences.replacements(absence.id)}
    for sheet in bookings_in(work, trainer, span, now=now):
        before = known.get(sheet.booking.id)
        is_over = before is None or before.answer in (Answer.TAKEN, Answer.SETTLED)
        if is_over and work.absences.asked_about(sheet.booking.id) is None:
            _ask(work, absence, before or _about(work, absence, sheet), sheet, now)
    draw_board(work, absence.id, now=now)
    return absence


def _new(work: Work, trainer: Trainer, span: Interval, now: datetime) -> Absence:
    absence = Absence(trainer_id=trainer.id, starts=span.start, ends=span.end, made_at=now)
    work.add(absence)
    work.flush()
    return absence


def _keep_others(work: Work, trainer: Trainer, span: Interval, now: datetime) -> None:
    """Whoever has yet to choose, and had times in it to choose from, is asked anew with others."""
    for booking_id in work.absences.choosing(trainer.id, *span):
        sheet = work.bookings.sheet(booking_id)  # the booking first, as everywhere
        asked = work.absences.asked_about(booking_id)
        if asked is not None:
            let_go_in(work, asked, span)
            _ask(work, work.absences.locked(asked.absence_id), asked, sheet, now)


def _about(work: Work, absence: Absence, sheet: Sheet) -> Replacement:
    replacement = Replacement(absence_id=absence.id, booking_id=sheet.booking.id, was=sheet.booking.starts)
    work.add(replacement)
    return replacement


def _ask(work: Work, absence: Absence, replacement: Replacement, sheet: Sheet, now: datetime) -> None:
    client_id = sheet.booking.client_id
    replacement.answer, replacement.answered_at, replacement.was = Answer.ASKED, None, sheet.booking.starts
    absence.due_at = now + ANSWER
    work.flush()
    if not ask_client(work, client_id, replacement, now=now):
        replacement.answer = Answer.UNREACHED
        return
    keep(work, absence, replacement, sheet, now=now)
    listen_for(work, client_id, sheet.trainer.id)


def take(work: Work, client: Person, replacement_id: int, number: int, *, now: datetime) -> Sheet:
    """Move the booking to the chosen time, and let go of the others. Raises NotOpen where they are kept no
    longer, or the trainer is not there then either, AlreadyAnswered where it was settled in another way.
    """
    sheet, asked = _asked(work, client, replacement_id)
    chosen = _numbered(work, replacement_id, number)
    if asked is None:
        return _answered_before(work, sheet, replacement_id, chosen)
    if sheet.booking.status not in FIRM or has_lapsed(sheet.booking, now):
        raise AlreadyAnswered(booking=sheet.booking.id)
    if not can_be_given(work, sheet, chosen.session, now=now):
        raise NotOpen
    with work.claim(sheet.trainer.id):
        settle(work, asked, Answer.TAKEN, now=now)
        was = relocate(work, sheet, chosen.session.starts, client, now)
    change(work, sheet, sheet.booking.status, client, now, kind="replanned", was=was)
    draw_board(work, asked.absence_id, now=now)
    return sheet


def suits_none(work: Work, client: Person, replacement_id: int, *, now: datetime) -> Sheet:
    """None of the times: they are free again. Saying it twice changes nothing more."""
    sheet, asked = _asked(work, client, replacement_id)
    if asked is not None:
        settle(work, asked, Answer.NONE, now=now)
        draw_board(work, asked.absence_id, now=now)
    return sheet


def left_over(work: Work, absence: Absence, *, now: datetime) -> list[Sheet]:
    """The bookings that nobody has found another time for, and that have not begun."""
    open_ones = (Answer.NONE, Answer.LATE, Answer.UNREACHED)
    found = [each for each in work.absences.replacements(absence.id) if each.answer in open_ones]
    sheets = (work.bookings.sheet(each.booking_id) for each in found)
    return [
        sheet
        for sheet, each in zip(sheets, found, strict=True)
        if sheet.booking.status in FIRM and sheet.booking.starts == each.was and each.was > now
    ]


def cancel_rest(work: Work, actor: Person, absence_id: int, *, now: datetime) -> list[Sheet]:
    """Cancel those; each client is told, and offered other times. Raises NotYours."""
    absence = work.absences.absence(absence_id)
    require_trainer(actor, work.trainers.trainer(absence.trainer_id))
    left = left_over(work, absence, now=now)
    for sheet in left:
        cancel(work, actor, sheet.booking.id, sheet.booking.version, now=now)
    draw_board(work, absence_id, now=now)
    return left


def tell_unanswered(work: Work, absence_id: int, *, now: datetime) -> bool:
    """When the time to answer is over: what was kept is free, and the trainer told who has not answered.
    Doing it twice changes nothing. Answers whether anything was done.
    """
    if not _is_due(work.absences.absence(absence_id), now):
        return False
    for each in work.absences.replacements(absence_id):
        if each.answer is Answer.ASKED:
            work.bookings.sheet(each.booking_id)  # the booking first, as everywhere
            asked = work.absences.asked_about(each.booking_id)
            if asked is not None and asked.absence_id == absence_id:
                settle(work, asked, Answer.LATE, now=now)
    absence = work.absences.locked(absence_id)
    if not _is_due(absence, now):
        return False
    absence.due_at = None
    late = any(each.answer is Answer.LATE for each in work.absences.replacements(absence_id))
    draw_board(work, absence_id, now=now, ping=late)
    return True


def _is_due(absence: Absence, now: datetime) -> bool:
    return absence.due_at is not None and absence.due_at <= now


def _asked(work: Work, client: Person, replacement_id: int) -> tuple[Sheet, Replacement | None]:
    """The booking, locked before what is asked about it; None where that was answered."""
    sheet = work.bookings.sheet(work.absences.replacement(replacement_id).booking_id)
    require_self(client, sheet.booking.client_id)
    asked = work.absences.asked_about(sheet.booking.id)
    return sheet, asked if asked is not None and asked.id == replacement_id else None


def _numbered(work: Work, replacement_id: int, number: int) -> Alternative:
    kept = work.absences.alternatives(replacement_id)
    found = next((each for each in kept if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def _answered_before(work: Work, sheet: Sheet, replacement_id: int, chosen: Alternative) -> Sheet:
    booking = sheet.booking
    if (
        work.absences.replacement(replacement_id).answer in (Answer.LATE, Answer.NONE)
        and booking.status in FIRM
    ):
        raise NotOpen
    if booking.starts == chosen.session.starts:
        return sheet  # the same tap twice
    raise AlreadyAnswered(booking=booking.id)
