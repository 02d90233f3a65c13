"""What follows for a client from an opt-out that may have meant a session."""

from bot.client.cards import booking_card
from bot.dialogue.actions import Action
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings import service as bookings


class Keep(Action, code="sk", acts=True):
    """Keep a session after CANCEL by text, which had left it in doubt."""

    booking: int
    version: int


@on(Keep, who=Role.CLIENT)
def keep(turn: Turn, wanted: Keep) -> Screen:
    sheet = bookings.keep(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("It stays. {name} is told.", name=sheet.trainer.name))
