"""A note for the trainer about a session: from its card, in reply to it, or as NOTE and the words."""

from pydantic import BaseModel, Field

from bot.client import whom
from bot.client.cards import booking_card, session_line
from bot.client.talk import THANKS
from bot.client.views import AskNote, PutNote
from bot.dialogue.routes import answers, command, on, sentence
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.notes import LONGEST, add_note, add_to_note
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.bookings.service import relate
from domain.conversations.service import is_muted, pass_on

_OFF = {"off", "none", "no", "-", "nada"}


class Note(BaseModel):
    words: str | None = Field(
        None,
        title=N_("What should your trainer know beforehand?"),
        examples=[N_("New running shoes, first time on them.")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )


@on(AskNote, who=Role.CLIENT)
def ask_note(turn: Turn, asked: AskNote) -> Screen:
    sheet = _own(turn, asked.booking)
    values = {"words": sheet.booking.note} if sheet.booking.note else {}
    if turn.by_text:
        return Screen(form=asked.pack(), values=values)
    return Screen(title=_("A note"), text=session_line(sheet), form=asked.pack(), values=values)


@answers(AskNote, Note)
def noted(turn: Turn, asked: AskNote, form: Note) -> Screen:
    return _kept(turn, _own(turn, asked.booking), form.words or "")


@command("note", "nota", who=Role.CLIENT, takes_words=True)
def note_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "note my new shoes": of several sessions one is picked, and the words are kept meanwhile."""
    if len(rest) > LONGEST:
        said = _("A note has up to {most} characters, and yours has {n}.", most=LONGEST, n=len(rest))
        return Screen(text=said)
    coming = whom.coming(turn)
    if not coming:
        none = _("Nothing is booked yet that a note could be about.")
        book = _("Text BOOK for the next times.") if turn.by_text else ""
        return None if rest else Screen(text=" ".join(filter(None, (none, book))))
    if len(coming) == 1:
        turn.speak_for(coming[0].client.id)
        return _kept(turn, coming[0], rest) if rest else ask_note(turn, AskNote(coming[0].booking.id))
    turn.address.talk = {**(turn.address.talk or {}), "note": rest}
    named = [
        choice(
            session_line(each, whom.whose(turn, each)), PutNote(each.booking.id), word=f"{_('NOTE')} {number}"
        )
        for number, each in enumerate(coming[:5], 1)
    ]
    return Screen(text=_("Which one do you mean?"), choices=rows(named))


@on(PutNote, who=Role.CLIENT)
def put_note(turn: Turn, picked: PutNote) -> Screen:
    talk = dict(turn.address.talk or {})
    words = talk.pop("note", "")
    turn.address.talk = talk
    sheet = _own(turn, picked.booking)
    return _kept(turn, sheet, words) if words else ask_note(turn, AskNote(picked.booking))


@sentence(who=Role.CLIENT)
def replied(turn: Turn, text: str) -> Screen | None:
    """Words in reply to the card of a session that nothing else could read. The trainer gets them as well,
    since they may be about something else.
    """
    sheet = _replied_to(turn) if turn.replies_to else None
    if sheet is None or is_muted(turn.address, turn.now) or THANKS.fullmatch(text.strip()):
        return None
    turn.speak_for(sheet.client.id)
    added = add_to_note(turn.work, turn.person, sheet.booking.id, text, now=turn.now)
    relationship = relate(turn.work, turn.person, sheet.trainer, now=turn.now)
    pass_on(turn.work, turn.person, relationship, text, now=turn.now)
    name = sheet.trainer.name
    told = (
        _("Added to your session as a note, and {name} reads it.", name=name)
        if added
        else _("{name} reads it. For a note it is too long, so your note stays as it was.", name=name)
    )
    return Screen(text=told)


def _replied_to(turn: Turn) -> Sheet | None:
    """The session of theirs whose card that message is, as long as it is ahead."""
    card = turn.work.conversations.card_at(turn.address.id, turn.replies_to)
    if card is None or card.subject_kind != "booking":
        return None
    sheet = turn.work.bookings.sheet(card.subject_id)
    theirs = sheet.client.id in {each.id for each in turn.people}
    return (
        sheet if theirs and sheet.booking.status in FIRM and sheet.booking.session.ends > turn.now else None
    )


def _own(turn: Turn, booking_id: int) -> Sheet:
    """One of theirs that is not off, and the turn is for whose it is. Raises NotYours, AlreadyAnswered."""
    sheet = turn.work.bookings.sheet(booking_id)
    turn.speak_for(sheet.client.id)
    if sheet.booking.status not in FIRM:
        raise AlreadyAnswered(booking=booking_id)
    return sheet


def _kept(turn: Turn, sheet: Sheet, words: str) -> Screen:
    said = "" if words.casefold().strip() in _OFF else words
    add_note(turn.work, turn.person, sheet.booking.id, said, now=turn.now)
    turn.work.flush()
    name = sheet.trainer.name
    told = _("Noted: {name} sees it.", name=name) if said else _("The note is gone.")
    return Screen(text=told) if turn.by_text else booking_card(turn, sheet).with_toast(told)
