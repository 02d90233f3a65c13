"""The words that a text is answered with: each means one thing, and none belongs to the carriers."""

from collections import defaultdict

import pytest

from bot.client.absences import TakeKept
from bot.client.booking import Confirm, LetGo
from bot.client.times import Days
from bot.client.views import AskToCancel, Attend, Cancel, TakeSuggested, WakeUp
from bot.client.waiting import Take
from bot.dialogue import asking
from bot.dialogue.actions import Action, Home
from bot.dialogue.asking import Back, Skip
from bot.dialogue.menu import More
from bot.dialogue.typed import fold
from bot.dialogue.words import LANGUAGES, N_, Voice, _, speaking
from bot.inbox import OpenDigest, OpenInbox
from bot.screens import load
from bot.standing.views import AskEnd, AskPause, End, Pause
from domain.consent.rules import Word, carrier_word

# Said only to a question of a form, which reads them itself in every language.
IN_A_FORM: dict[type[Action], frozenset[str]] = {Skip: asking.SKIP, Back: asking.BACK}

# Pairs and more that share a word, since they never stand on one screen; a list puts its own MORE first.
APART: set[frozenset[type[Action]]] = {
    frozenset({Home, WakeUp}),
    frozenset({More, Days}),
    frozenset({Confirm, Attend}),
    frozenset({AskToCancel, Cancel, LetGo}),
    frozenset({Take, TakeSuggested, TakeKept}),
    frozenset({AskPause, Pause}),  # what a pause gives back, and then the pause
    frozenset({AskEnd, End}),
    frozenset({OpenInbox, OpenDigest}),  # what a digest had no room for stands first in the inbox
}

# Offered by a screen's own choice of words.
OFFERED = (N_("KEEP"), N_("Upcoming"), N_("Past"), N_("Cancelled"), "NEWS", *LANGUAGES.values())
CARRIERS = (Word.STOP, Word.START, Word.HELP)


def worded(language: str) -> dict[type[Action], str]:
    load()
    with speaking(Voice(language)):
        return {kind: fold(_(kind.word)) for kind in Action.registry.values() if kind.word}


def commands() -> set[str]:
    routes, _notices = load()
    return {" ".join(each.words) for known in routes.commands.values() for each in known}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_read_wherever_it_is_typed(language: str) -> None:
    for kind, word in worded(language).items():
        assert word in IN_A_FORM.get(kind, commands()), f"{kind.__name__} is {word!r} to nobody"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_is_offered_is_the_carriers(language: str) -> None:
    with speaking(Voice(language)):
        offered = {*worded(language).values(), *(fold(_(each)) for each in OFFERED)}
    assert [word for word in offered if carrier_word(word) in CARRIERS] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_shared_only_by_what_never_stands_together(language: str) -> None:
    sharing: dict[str, set[type[Action]]] = defaultdict(set)
    for kind, word in worded(language).items():
        sharing[word].add(kind)
    assert {frozenset(kinds) for kinds in sharing.values() if len(kinds) > 1} == APART
