"""Who is answered by which route, where a person is several things."""

import pytest

from bot.dialogue.actions import Home
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Heard, Opened, Said, Tapped
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.base import Role
from domain.people.model import Channel
from storage.work import SqlWork
from tests.factories import NOON, address, trainer
from tests.turns import in_a_turn


def _ana_is_answered(work: SqlWork, channel: Channel, heard: Heard) -> str:
    """Ana trains at the studio and runs it, and is a client on her own phone."""
    ana = trainer(work).person
    ana.roles = Role.TRAINER | Role.ADMIN | Role.CLIENT
    address(work, ana, "1002")
    routes, _notices = load()
    engine = Engine(routes, Studio(name="Loop", zone="Europe/Lisbon"))
    sender = {Channel.TELEGRAM: "1002", Channel.SLACK: "UANA"}[channel]
    screen = engine.answer(work, Event(channel, "1", sender, heard, place=sender), NOON).screen
    return f"{screen.title} {screen.text}"


@in_a_turn
@pytest.mark.parametrize("heard", [Said("/help"), Said("help"), Opened(), Tapped(Home().pack())])
@pytest.mark.parametrize(
    ("channel", "words"),
    [(Channel.SLACK, ("Ana’s desk", "/hub")), (Channel.TELEGRAM, ("Welcome to Loop", "/book"))],
)
def test_whoever_is_both_is_a_trainer_at_the_desk_and_a_client_on_the_phone(
    work: SqlWork, channel: Channel, words: tuple[str, ...], heard: Heard
) -> None:
    said = _ana_is_answered(work, channel, heard)
    assert any(each in said for each in words), said
