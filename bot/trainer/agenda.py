"""What a trainer plans for a session, as its clients read it on their cards."""

from datetime import timedelta

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from bot.trainer.cards import at, called, trainer_card
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.standing import client_named
from bot.trainer.views import AskAgenda
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.errors import NothingAhead
from domain.bookings.notes import LONGEST, set_agenda
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM

SHOWN = 5
_AHEAD = timedelta(days=60)
_OFF = {"off", "none", "no", "-", "nada"}


class Agenda(BaseModel):
    words: str | None = Field(
        None,
        title=N_("What do you plan? (clients read it)"),
        examples=[N_("Squats and mobility; bring a towel.")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )


@on(AskAgenda, who=Role.TRAINER | Role.ADMIN)
def ask_agenda(turn: Turn, asked: AskAgenda) -> Screen:
    sheet = turn.work.bookings.sheet(asked.booking)
    require_trainer(turn.person, sheet.trainer)
    known = sheet.booking.session.agenda
    values = {"words": known} if known else {}
    text = lines(called(sheet), at(sheet, sheet.booking.starts))
    return below(turn, Screen(title=_("Agenda"), text=text, form=asked.pack(), values=values))


@answers(AskAgenda, Agenda)
def agenda_filled(turn: Turn, asked: AskAgenda, form: Agenda) -> Screen:
    return _planned(turn, asked.booking, form.words or "")


@command("agenda", "hub agenda", "plan", "hub plan", who=Role.TRAINER, takes_words=True)
def agenda_typed(turn: Turn, rest: str) -> Screen:
    """Alone: the next sessions. Such as "agenda squats", for the next one, or "agenda cleo squats"."""
    coming = coming_of(turn)
    if not rest or not coming:
        return _listed(coming)
    named, words = named_first(turn, coming, rest)
    booking_id = (named or coming[0]).booking.id
    return _planned(turn, booking_id, words) if words else ask_agenda(turn, AskAgenda(booking_id))


def coming_of(turn: Turn) -> list[Sheet]:
    """The trainer's sessions that are ahead, the next one first."""
    found = turn.work.bookings.of_trainer(trainer_of(turn).id, turn.now, turn.now + _AHEAD, FIRM)
    return [sheet for sheet in found if sheet.booking.starts > turn.now]


def named_first(turn: Turn, coming: list[Sheet], rest: str) -> tuple[Sheet | None, str]:
    """The next session of the client whom the words begin with, and the words that follow the name; what is
    said of one is never another's. Raises NothingAhead.
    """
    client, words = client_named(turn, trainer_of(turn), rest)
    if client is None:
        return None, rest
    found = next((each for each in coming if each.client.id == client.id), None)
    if found is None:
        raise NothingAhead(name=client.first_name)
    return found, words.lstrip(":, ")


def _listed(coming: list[Sheet]) -> Screen:
    sections = tuple(
        Section(
            lines(f"{at(sheet, sheet.booking.starts)} · {called(sheet)}", sheet.booking.session.agenda),
            (choice(_("Agenda"), AskAgenda(sheet.booking.id)),),
        )
        for sheet in coming[:SHOWN]
    )
    said = _("Type for example: agenda squats and mobility – for the next session, or: agenda cleo squats")
    return Screen(
        title=_("Agenda"),
        text=said if coming else _("Nothing is booked."),
        sections=sections,
        private=True,
    )


def _planned(turn: Turn, booking_id: int, words: str) -> Screen:
    said = "" if words.casefold().strip() in _OFF else words
    sheet = set_agenda(turn.work, turn.person, booking_id, said, now=turn.now)
    turn.work.flush()
    session = list_of([called(sheet), at(sheet, sheet.booking.starts)])
    told = _("Saved for {session}.", session=session) if said else _("Nothing is planned any more.")
    return trainer_card(turn, sheet).with_toast(told)
