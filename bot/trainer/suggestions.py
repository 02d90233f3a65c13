"""Another time for a request, suggested with two taps."""

from bot.client.times import near
from bot.dialogue.actions import Action, Minute
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.cards import AskToSuggest, at, facts, trainer_card
from bot.trainer.lists import below, settled
from bot.trainer.views import OpenCard
from domain.access import require_trainer
from domain.base import Role
from domain.bookings import service as bookings

OFFERED = 6


class Suggest(Action, code="rt", acts=True):
    booking: int
    version: int
    starts: Minute


@on(AskToSuggest, who=Role.TRAINER | Role.ADMIN)
def ask_to_suggest(turn: Turn, wanted: AskToSuggest) -> Screen:
    """The free times nearest to the one that was asked for."""
    sheet = turn.work.bookings.sheet(wanted.booking)
    require_trainer(turn.person, sheet.trainer)
    found = near(turn, sheet.trainer, sheet.service, sheet.booking.starts, sheet, OFFERED)
    picks = [
        choice(at(sheet, starts), Suggest(sheet.booking.id, wanted.version, Minute(starts)))
        for starts in found
        if starts != sheet.booking.starts
    ]
    asked = _("Which time do you suggest?") if picks else _("You have no free time near it.")
    back = choice(_("Back"), OpenCard(sheet.booking.id))
    shown = Screen(
        title=_("Suggest a time"),
        text=lines(sheet.client.name, facts(sheet), asked),
        choices=(*rows(picks, 2), (back,)),
        subject=("booking", sheet.booking.id),
    )
    return below(turn, shown)


@on(Suggest, who=Role.TRAINER | Role.ADMIN)
def suggest(turn: Turn, wanted: Suggest) -> Screen:
    sheet = bookings.suggest(
        turn.work, turn.person, wanted.booking, wanted.version, wanted.starts, now=turn.now
    )
    turn.work.flush()
    said = _("Suggested. {name} is asked.", name=sheet.client.first_name)
    return settled(turn, trainer_card(turn, sheet).with_toast(said))
