"""What is said about a session beforehand: the client's note, what is planned for it, and where it is."""

from datetime import datetime

from domain.access import require_trainer
from domain.base import Role
from domain.bookings import errors
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.bookings.sheets import of_client
from domain.notifications.service import tell
from domain.people.model import Person
from domain.trainers.places import read_place
from domain.work import Work

LONGEST = 300  # characters: a card shows all of it


def add_note(work: Work, client: Person, booking_id: int, words: str, *, now: datetime) -> Sheet:
    """Keep the client's words for the trainer, in place of earlier ones; no words take them back. They are on
    the trainer's card, and nobody is interrupted. Raises AlreadyAnswered where it is over or off.
    """
    sheet = of_client(work, client, booking_id)
    _require_coming(sheet, now)
    sheet.booking.note = _tidy(words)[:LONGEST] or None
    _tell(work, sheet, sheet.trainer.person_id, Role.TRAINER, "trainer_settled", now)
    return sheet


def add_to_note(work: Work, client: Person, booking_id: int, words: str, *, now: datetime) -> bool:
    """More of the client's words, after those that are kept; false where a note has no room for them."""
    sheet = of_client(work, client, booking_id)
    whole = _tidy(f"{sheet.booking.note or ''} {words}")
    if len(whole) <= LONGEST:
        add_note(work, client, booking_id, whole, now=now)
    return len(whole) <= LONGEST


def set_agenda(work: Work, actor: Person, booking_id: int, words: str, *, now: datetime) -> Sheet:
    """What the trainer plans for the session, on the card of everybody who is in it. Raises AlreadyAnswered
    where it is over or off.
    """
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    _require_coming(sheet, now)
    sheet.booking.session.agenda = _tidy(words)[:LONGEST] or None
    for each in work.bookings.in_session(sheet.booking.session.id, FIRM):
        _tell(work, each, each.client.id, Role.CLIENT, "client_settled", now)
    return sheet


def meet_at(work: Work, actor: Person, booking_id: int, words: str, *, now: datetime) -> Sheet:
    """Where this session is, a place or a link; no words for where it usually is. Whoever is in it is told.
    Raises UnreadableLink, and AlreadyAnswered where it is over or off.
    """
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    _require_coming(sheet, now)
    before, sheet.booking.session.place = sheet.place, read_place(words) or None
    if sheet.place != before:
        for each in work.bookings.in_session(sheet.booking.session.id, FIRM):
            _tell(work, each, each.client.id, Role.CLIENT, "client_place", now)
    return sheet


def _require_coming(sheet: Sheet, now: datetime) -> None:
    if sheet.booking.status not in FIRM or sheet.booking.session.ends <= now:
        raise errors.AlreadyAnswered(booking=sheet.booking.id)


def _tell(work: Work, sheet: Sheet, person_id: int, role: Role, kind: str, now: datetime) -> None:
    key = f"said:{sheet.booking.id}:{role.value}:{now.isoformat()}"
    about, starts = ("booking", sheet.booking.id), sheet.booking.starts
    tell(work, person_id, role, kind, key, due=now, subject=about, by=starts)


def _tidy(words: str) -> str:
    return " ".join(words.split())
