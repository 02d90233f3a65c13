"""The words that carriers take for themselves: read before anything else, on phones that text."""

from bot.client.home import home
from bot.client.talk import pass_on_quietly
from bot.dialogue.routes import heard_first
from bot.dialogue.screen import SILENCE, Screen
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from domain.base import Role
from domain.consent import service as consent
from domain.consent.rules import Word, carrier_word

_YES = "yes"  # START to a carrier, and to us the answer to what was just asked


@heard_first(who=Role.CLIENT | Role.TRAINER | Role.ADMIN)
def carriers_word(turn: Turn, text: str) -> Screen | None:
    """STOP ends every text and START lets them in again; None for all other words."""
    if not turn.by_text:
        return None
    keyword = turn.event.answer.get("keyword", "")
    word = Word.STOP if keyword == "STOP" else Word.START if keyword == "START" else carrier_word(text)
    if word is Word.STOP:
        consent.carrier_stop(turn.work, turn.address, text, now=turn.now)
        return SILENCE  # the carrier has confirmed it, and nothing may follow
    if word is Word.START and (turn.address.stopped_at or fold(text) != _YES):
        return _begin(turn, text)
    if turn.address.stopped_at is not None:
        pass_on_quietly(turn, text)
        return SILENCE
    return None


def _begin(turn: Turn, text: str) -> Screen:
    if turn.address.stopped_at is not None:
        consent.start(turn.work, turn.address, text, now=turn.now)
    return home(turn)
