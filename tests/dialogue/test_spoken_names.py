"""Places and people by the names that whoever speaks has for them."""

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, place, speaking
from bot.screens import load
from bot.zones import zones_named
from domain.people.model import Channel
from storage.work import SqlWork
from tests import factories
from tests.factories import NOON
from tests.turns import in_a_turn


def test_a_city_has_the_name_of_the_language_that_is_spoken() -> None:
    with speaking(Voice("es", "Europe/London")):
        assert (place("Europe/London"), place("Europe/Madrid")) == ("Londres", "Madrid")
    with speaking(Voice("en", "Europe/London")):
        assert place("Europe/London") == "London"


@pytest.mark.parametrize("said", ["Londres", "london", "LONDON"])
def test_a_city_is_found_by_either_name(said: str) -> None:
    with speaking(Voice("es", "Europe/Madrid")):
        assert zones_named(said) == ["Europe/London"]


@in_a_turn
@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("es", "semanal luz jue 18:00", "Nadie llamado Luz entrena contigo."),
        ("en", "book zed thu 18:00", "Nobody called Zed trains with you."),
        ("en", "weekly zed", "Nobody called Zed trains with you."),
    ],
)
def test_a_time_is_no_part_of_a_name(work: SqlWork, language: str, said: str, answer: str) -> None:
    here = factories.studio(work)
    here.ana.person.locale = language
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), native_forms=[Channel.SLACK])
    event = Event(Channel.SLACK, "1", "UANA", Said(said), place="UANA", lane="slack")
    assert answer in engine.answer(work, event, NOON).screen.text
