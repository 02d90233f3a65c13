"""A word of ours with a slip in it: asked about, never guessed."""

from dataclasses import replace
from difflib import get_close_matches

from bot.dialogue.actions import Action, Home
from bot.dialogue.heard import Said
from bot.dialogue.home import YES
from bot.dialogue.routes import EVERYBODY, Command, first, on, routes, sentence, theirs
from bot.dialogue.screen import Choice, Screen, choice, rows
from bot.dialogue.turn import A_MOMENT, Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _
from domain.consent.rules import carrier_word, is_cancel
from domain.conversations.service import is_muted

SHORTEST = 4
LIKE = 0.7  # of 1, as difflib counts: two letters swapped in a word of four are 0.75
LONG = 6  # letters, from where a changed one leaves a word plain
# By text no number stands for what loses something, or for what is kept as said.
ITSELF = frozenset({"drop", "anular", "news", "noticias", "novedades"})


class Meant(Action, code="dm", acts=True):
    """The word that was meant, as though it had been typed."""

    said: str


@sentence(who=EVERYBODY)
def did_you_mean(turn: Turn, text: str) -> Screen | None:
    """Nothing is done before the right word comes. Whoever insists means it for a human."""
    said = fold(text)
    if turn.event.thread or is_muted(turn.address, turn.now) or not said.isalpha() or _insists(turn, said):
        return None
    known = _known(turn)
    if said in known:
        return _remember_slip(turn, said, _nothing_to_do(said))
    word = meant_by(said, sorted(known))
    if turn.by_text and carrier_word(word):  # never asked for; and CANCEL would end all texts
        word = fold(_("DROP")) if is_cancel(word) else ""
    if not word:
        return None
    return _remember_slip(turn, said, _asked(turn, word))


def _remember_slip(turn: Turn, said: str, answer: Screen) -> Screen:
    slip = {"said": said, "until": (turn.now + A_MOMENT).isoformat()}
    turn.address.talk = {**(turn.address.talk or {}), "slip": slip}
    return answer


def _nothing_to_do(said: str) -> Screen:
    text = _("{word} does nothing just now. Send it again, and a person reads it.", word=said.upper())
    return Screen(text=text, choices=((choice(_("Menu"), Home()),),))


def _asked(turn: Turn, word: str) -> Screen:
    way = choice(_("Menu"), Home())
    if turn.by_text and word in ITSELF:
        return Screen(text=_("Did you mean {word}? Then text {word}.", word=word.upper()), choices=((way,),))
    meant = Meant(word)
    turn.may_answer_yes(meant, no=Home())
    label = word.upper() if turn.by_text else word.capitalize()
    options: list[Choice] = [choice(label, meant), way]
    return Screen(text=_("Did you mean {word}?", word=word.upper()), choices=rows(options, 2))


@on(Meant, who=EVERYBODY)
def as_meant(turn: Turn, meant: Meant) -> Screen:
    heard = turn.event
    turn.event = replace(heard, heard=Said(meant.said))
    named = _known(turn).get(meant.said)
    screen = named.handler(turn, "") if named else None
    turn.event = heard  # a number goes on being one, and a press a press
    return screen or first(turn, routes.boards["home"])


def _insists(turn: Turn, said: str) -> bool:
    slip = (turn.address.talk or {}).get("slip", {"said": "", "until": ""})
    return bool(slip["said"] == said and turn.now.isoformat() < slip["until"])


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


def _known(turn: Turn) -> dict[str, Command]:
    """The commands of one word that the person may use, but for those that say yes."""
    agreed = {fold(each) for each in YES}
    found = (command for named in routes.commands.values() for command in reversed(theirs(turn, named)))
    single = {command.words[0]: command for command in found if len(command.words) == 1}
    return {word: each for word, each in single.items() if len(word) >= SHORTEST and word not in agreed}
