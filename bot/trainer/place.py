"""Where a trainer trains people, and where one session is, as clients are told it: a place or a link."""

import re
from typing import Annotated

from pydantic import BaseModel, Field

from bot.dialogue.forms import readable
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from bot.trainer.agenda import coming_of, named_first
from bot.trainer.cards import at, called, trainer_card
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.views import AskPlace
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.notes import meet_at
from domain.trainers.places import LONGEST, read_place
from domain.trainers.service import train_at

_OF_ONE = re.compile(r"(?:for|para|de) (.+)", re.IGNORECASE)


class Where(BaseModel):
    place: Annotated[str, readable(read_place)] = Field(
        title=N_("Where is it? A place or a link; “off” for where it usually is."),
        examples=[N_("Studio 1, 4 Rose Street")],
        max_length=LONGEST,
    )


@command("place", "hub place", "lugar", "hub lugar", who=Role.TRAINER, takes_words=True)
def place_typed(turn: Turn, rest: str) -> Screen:
    """Such as "place Studio 2, 5 High Street", "place for cleo Studio 1" for the next session with Cleo;
    alone, how it stands.
    """
    trainer = trainer_of(turn)
    if one := _OF_ONE.fullmatch(rest):
        return _of_one(turn, one[1])
    if rest:
        train_at(turn.person, trainer, rest)
    said = (
        _("Clients are told to come to: {place}", place=trainer.place)
        if trainer.place
        else _("Clients are not told where to come. Type: place Studio 2, 5 High Street")
    )
    return Screen(text=said, private=True)


def _of_one(turn: Turn, rest: str) -> Screen:
    sheet, words = named_first(turn, coming_of(turn), rest)
    if sheet is None:
        return Screen(text=_("Nobody of that name has a session ahead."), private=True)
    return _met_at(turn, sheet.booking.id, words) if words else ask_place(turn, AskPlace(sheet.booking.id))


@on(AskPlace, who=Role.TRAINER | Role.ADMIN)
def ask_place(turn: Turn, asked: AskPlace) -> Screen:
    sheet = turn.work.bookings.sheet(asked.booking)
    require_trainer(turn.person, sheet.trainer)
    values = {"place": sheet.place} if sheet.place else {}
    text = lines(called(sheet), at(sheet, sheet.booking.starts))
    return below(turn, Screen(title=_("Place"), text=text, form=asked.pack(), values=values))


@answers(AskPlace, Where)
def place_filled(turn: Turn, asked: AskPlace, form: Where) -> Screen:
    return _met_at(turn, asked.booking, form.place)


def _met_at(turn: Turn, booking_id: int, words: str) -> Screen:
    sheet = meet_at(turn.work, turn.person, booking_id, words, now=turn.now)
    turn.work.flush()
    return trainer_card(turn, sheet).with_toast(_("Saved. Clients are told if it changed."))
