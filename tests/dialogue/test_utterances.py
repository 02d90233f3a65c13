"""What people write to the bot as to a friend, and what each sentence has to mean: utterances.csv.

It is Monday noon in Lisbon. Ana and Tom train every day from 07:00 to 20:00; the talk is with Ana.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from bot.client.times import MoveTo, PickTime
from bot.client.views import AllSessions, AskToCancel, Cancel, OpenTrainer, WakeUp
from bot.dialogue.actions import Action, unpack
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.languages import UseLanguage
from bot.screens import load
from domain.conversations.model import Message
from domain.people.model import Channel, Person
from storage.work import SqlWork
from tests import factories
from tests.factories import NOON
from tests.turns import in_a_turn

_NAMES: dict[type[Action], str] = {
    PickTime: "times",
    MoveTo: "move",
    Cancel: "cancel",
    AskToCancel: "card",
    UseLanguage: "settings",
    WakeUp: "muted",
    OpenTrainer: "home",
}
THURSDAY_AT_SIX = datetime.fromisoformat("2026-11-26T18:00+00:00")


class Utterance(NamedTuple):
    language: str
    booked: str
    said: str
    means: str


def table() -> list[Utterance]:
    with (Path(__file__).parent / "utterances.csv").open(newline="") as file:
        return [Utterance(**row) for row in csv.DictReader(file)]


@in_a_turn
@pytest.mark.parametrize("engine_kind", ["sqlite"])
@pytest.mark.parametrize("utterance", table(), ids=lambda each: f"{each.language}-{each.said}")
def test_a_plain_sentence_means_what_people_mean_by_it(work: SqlWork, utterance: Utterance) -> None:
    here = factories.studio(work)
    here.cleo.locale = utterance.language
    address = work.people.heard_at(Channel.TELEGRAM, "1001")
    assert address
    address.talk = {"trainer": here.ana.id}
    if utterance.booked:
        factories.booking(work, here.cleo, here.training, THURSDAY_AT_SIX)
    routes, _notices = load()
    engine = Engine(routes, Studio(name="Loop", zone="Europe/Lisbon"))
    event = Event(Channel.TELEGRAM, "1", "1001", Said(utterance.said), place="1001")
    screen = engine.answer(work, event, NOON).screen
    assert utterance.means in meanings(work, here.cleo, here.tom.id, screen)


def meanings(work: SqlWork, client: Person, tom: int, screen: Screen) -> set[str]:
    """Everything that can be said of an answer, from the vague to the exact."""
    actions = [unpack(choice.data) for row in screen.choices for choice in row if choice.data]
    found = set(_kinds(actions))
    if held := work.bookings.held_by(client.id):
        found.add(f"hold {held.starts:%Y-%m-%d %H:%M}")
    picks = [each for each in actions if isinstance(each, PickTime | MoveTo)]
    days = {f"{each.starts:%Y-%m-%d}" for each in picks}
    if picks and len(days) == 1:
        found |= {f"{kind} {day}" for kind in found & {"times", "move"} for day in days}
    if len(days) > 1:
        found |= {f"{kind} of {' '.join(sorted(days))}" for kind in found & {"times", "move"}}
    if any(isinstance(each, PickTime) and work.trainers.service(each.service)[1].id == tom for each in picks):
        found.add("times of tom")
    if work.session.scalar(select(func.count(Message.id))):
        found.add("human")
    if screen.is_silent and not found:
        found.add("silence")
    if "/book" in screen.text:
        found.add("help")
    return found


def _kinds(actions: list[Action]) -> Iterator[str]:
    kinds = {type(each) for each in actions}
    yield from (name for kind, name in _NAMES.items() if kind in kinds)
    if AllSessions in kinds and OpenTrainer not in kinds:
        yield "list"
