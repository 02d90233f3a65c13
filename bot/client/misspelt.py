"""A word of ours with a slip in it, on a phone where words are all there is: asked about, never guessed."""

from difflib import get_close_matches

from bot.dialogue.actions import Home
from bot.dialogue.menu import last_said
from bot.dialogue.routes import routes, sentence, theirs
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _
from domain.base import Role
from domain.consent.rules import carrier_word, is_cancel
from domain.conversations.service import is_muted

SHORTEST = 4
LIKE = 0.7  # of 1, as difflib counts: two letters swapped in a word of four are 0.75
LONG = 6  # letters, from where a changed one leaves a word plain


@sentence(who=Role.CLIENT)
def did_you_mean(turn: Turn, text: str) -> Screen | None:
    """Nothing is done before the right word comes. Whoever insists means it for a human."""
    said = fold(text)
    if not turn.by_text or is_muted(turn.address, turn.now) or last_said(turn.address) == said:
        return None
    word = meant_by(said, _known(turn)) if said.isalpha() else ""
    if carrier_word(word):  # never asked for; and CANCEL would end all texts
        word = _("DROP") if is_cancel(word) else ""
    if not word:
        return None
    asked = _("Did you mean {word}? Then text {word}.", word=word.upper())
    return Screen(text=asked, choices=((choice(_("Menu"), Home()),),))


def meant_by(said: str, known: list[str]) -> str:
    """The word that was meant: with letters swapped, one too many or too few, or in a long one changed."""
    if len(said) < SHORTEST:
        return ""
    near = get_close_matches(said, known, n=3, cutoff=LIKE)
    return next((word for word in near if word[0] == said[0] and _is_slip(said, word)), "")


def _is_slip(said: str, word: str) -> bool:
    if sorted(said) == sorted(word):
        return True
    return len(word) >= LONG if len(said) == len(word) else _less(said, word) or _less(word, said)


def _less(shorter: str, longer: str) -> bool:
    """Whether it is the other with one letter left out."""
    return any(shorter == longer[:at] + longer[at + 1 :] for at in range(len(longer)))


def _known(turn: Turn) -> list[str]:
    """The commands of one word that the person may use."""
    found = (command for named in routes.commands.values() for command in theirs(turn, named))
    single = {command.words[0] for command in found if len(command.words) == 1}
    return sorted(word for word in single if len(word) >= SHORTEST)
