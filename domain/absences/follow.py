"""What a change of a booking means to the times kept for its client: called where bookings change."""

from datetime import datetime

from domain.absences.model import Answer, Replacement
from domain.absences.tells import draw_board
from domain.bookings.ports import Sheet
from domain.work import Work

_ENDS = frozenset(
    {"cancelled", "called_off", "completed", "declined", "moved", "no_show", "request_expired", "took"}
)


def follow(work: Work, sheet: Sheet, kind: str, *, now: datetime) -> None:
    """Whoever moves or gives up a booking in another way, or had the session, needs none of the times."""
    replacement = work.absences.asked_about(sheet.booking.id) if kind in _ENDS else None
    if replacement is not None:
        settle(work, replacement, Answer.SETTLED, now=now)
        draw_board(work, replacement.absence_id, now=now)


def settle(work: Work, replacement: Replacement, answer: Answer, *, now: datetime) -> None:
    """Answered: what was kept is free."""
    replacement.answer, replacement.answered_at = answer, now
    for each in work.absences.alternatives(replacement.id):
        each.session.live = False
    work.flush()
