"""A client contradicts a no-show, within a day."""

from bot.client.cards import booking_card
from bot.client.views import WasThere
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings import attendance


@on(WasThere, who=Role.CLIENT)
def was_there(turn: Turn, said: WasThere) -> Screen:
    sheet = attendance.was_there(turn.work, turn.person, said.booking, said.version, now=turn.now)
    turn.work.flush()
    return booking_card(turn, sheet).with_toast(_("Thank you. {name} is told.", name=sheet.trainer.name))


@command("i was there", "was there", "estuve", "estuve allí", "sí estuve", who=Role.CLIENT)
def was_there_typed(turn: Turn, rest: str) -> Screen | None:
    """About the latest no-show that can still be contradicted; other such words are for a human."""
    over = turn.work.bookings.over(turn.person.id, turn.now, limit=5)
    sheet = next((each for each in over if attendance.may_dispute(turn.work, each, now=turn.now)), None)
    return was_there(turn, WasThere(sheet.booking.id, sheet.booking.version)) if sheet else None
