"""Every sentence goes through gettext, and every language has all of them."""

import ast
import re
from string import Formatter

import pytest

from tests.house.committed import committed
from tests.house.words import TRANSLATED, Translation, catalogue, is_whole, sentences

MEND = "Run: make words"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    known = {message.id: message for message in catalogue(language) if message.id}
    assert sorted(map(str, set(known) ^ set(sentences()))) == [], MEND
    assert [message.id for message in known.values() if not is_whole(message.string) or message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_name_the_same_facts(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert _facts(message.string) == _facts(message.id), message.id


def _facts(said: Translation) -> set[str]:
    forms = [said] if isinstance(said, str) else said or ()
    return {name for form in forms for _text, name, _spec, _conversion in Formatter().parse(form) if name}


SHOWN: dict[str, frozenset[str | int]] = {
    "Screen": frozenset({"text", "title", "toast"}),
    "Section": frozenset({"text", "title"}),
    "choice": frozenset({0}),
    "web": frozenset({0}),
}


def test_no_sentence_bypasses_gettext() -> None:
    """A bare string of words handed to a screen or a choice is a sentence that nobody could translate."""
    bare = []
    for path in committed("bot/client/*.py", "bot/trainer/*.py", "bot/notices/*.py", "bot/dialogue/*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SHOWN:
                bare += [f"{path.name}: {said}" for said in _bare(call, SHOWN[call.func.id])]
    assert bare == []


def _bare(call: ast.Call, places: frozenset[str | int]) -> list[str]:
    given = [(index, value) for index, value in enumerate(call.args)]
    named = [(keyword.arg, keyword.value) for keyword in call.keywords]
    return [
        value.value
        for place, value in (*given, *named)
        if place in places
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
        and re.search(r"[^\W\d_]{2}", value.value)
    ]
