"""The words that carriers take for themselves: read before anything else, on phones that text."""

from bot.client.home import home
from bot.client.talk import pass_on_quietly, wake_up
from bot.client.views import WakeUp
from bot.dialogue.routes import heard_first
from bot.dialogue.screen import SILENCE, Screen
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, when
from domain.base import Role
from domain.consent import service as consent
from domain.consent.rules import Word, carrier_word, is_carriers
from domain.conversations.service import is_muted

A_SENTENCE = 4  # words: what is longer is for a human, however late
NO_TEXTS = N_("(wants no texts from us, so nothing can be answered there)")
_YES = "yes"  # START to a carrier, and to us the answer to what was just asked


@heard_first(who=Role.CLIENT | Role.TRAINER | Role.ADMIN)
def carriers_word(turn: Turn, text: str) -> Screen | None:
    """STOP ends every text and START lets them in again; None for all other words."""
    if not turn.by_text:
        return None
    word = _word(turn, text)
    if word is Word.STOP:
        # Of its own words the carrier tells; others deserve one last answer. Either way nothing follows.
        told = turn.address.stopped_at or is_carriers(text) or turn.event.answer.get("keyword")
        consent.carrier_stop(turn.work, turn.address, text, now=turn.now)
        return SILENCE if told else _goodbye()
    if word is Word.START and not _came_late(turn) and (turn.address.stopped_at or fold(text) != _YES):
        return _begin(turn, text)
    if turn.address.stopped_at is not None:
        if text:
            pass_on_quietly(turn, text, NO_TEXTS)
        return SILENCE
    if _came_late(turn) and len(text.split()) < A_SENTENCE:
        said = _(
            "Your text “{words}” came late, so nothing was done. Text it again if it still holds.", words=text
        )
        return Screen(text=said)
    if is_muted(turn.address, turn.now) and fold(text) in ("menu", fold(_("MENU"))):
        return wake_up(turn, WakeUp())
    return None


def _word(turn: Turn, text: str) -> Word | None:
    """Twilio's own reading of a word, in whatever language it was set to, or else ours."""
    keyword = turn.event.answer.get("keyword", "")
    return {"STOP": Word.STOP, "START": Word.START}.get(keyword) or carrier_word(text)


def _came_late(turn: Turn) -> bool:
    return "late" in turn.event.answer


def _goodbye() -> Screen:
    return Screen(text=_("You get no more texts from us. START brings them back."))


def _begin(turn: Turn, text: str) -> Screen:
    kept = consent.start(turn.work, turn.address, text, now=turn.now) if turn.address.stopped_at else []
    turn.work.flush()
    said = (
        _(
            "Your session on {time} is kept. {name} is told.",
            time=when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)),
            name=sheet.trainer.name,
        )
        for sheet in kept[:1]
    )
    return home(turn).with_toast("".join(said))
