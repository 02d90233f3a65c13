"""Another time that the trainer suggested: taken with one tap, or left alone."""

from dataclasses import replace

from bot.client.booking import instead
from bot.client.cards import booking_card
from bot.client.consent import ask_news
from bot.client.times import picked
from bot.client.views import TakeSuggested
from bot.client.whom import coming
from bot.dialogue.actions import Minute
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.errors import Taken
from domain.health.service import Unsigned


@on(TakeSuggested, who=Role.CLIENT)
def take_suggested(turn: Turn, wanted: TakeSuggested) -> Screen:
    """Booked at once, since the trainer has said that it suits."""
    try:
        sheet = bookings.take_suggested(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    except (Taken, NotOpen) as lost:
        asked = turn.work.bookings.sheet(wanted.booking)
        there = asked.booking.suggested or asked.booking.starts
        return instead(turn, replace(picked(asked), starts=Minute(there)), lost)
    except Unsigned:
        sheet = turn.work.bookings.sheet(wanted.booking)
        first = _(
            "One step first: {name} wants your health form. Then take the time.", name=sheet.trainer.name
        )
        return booking_card(turn, sheet).with_toast(first)
    ask_news(turn, sheet)
    return booking_card(turn, sheet).with_toast(_("Booked. {name} is told.", name=sheet.trainer.name))


@command("take", "tomar", who=Role.CLIENT)
def take_typed(turn: Turn, rest: str) -> Screen | None:
    """The one suggestion that is open."""
    open_ones = [sheet.booking for sheet in coming(turn) if sheet.booking.suggested]
    if len(open_ones) != 1 or turn.offered:
        return None
    turn.speak_for(open_ones[0].client_id)
    return take_suggested(turn, TakeSuggested(open_ones[0].id, open_ones[0].version))
