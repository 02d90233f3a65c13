"""A slip in a word of ours is asked about: neither guessed nor carried to a human."""

import pytest
from sqlalchemy import func, select

from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.bookings.model import Booking, Status
from domain.conversations.model import Message
from domain.people.model import Channel
from storage.work import SqlWork
from tests import factories
from tests.factories import NOON
from tests.turns import in_a_turn

SAM = "+447700900123"


def text(work: SqlWork, said: str, event_id: str = "1") -> Screen:
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])
    event = Event(Channel.SMS, event_id, SAM, Said(said), place=SAM, lane="sms")
    return engine.answer(work, event, NOON).screen


def furnished(work: SqlWork) -> Booking:
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    return factories.booking(work, here.sam, here.training, NOON.replace(day=26, hour=18))


def passed_on(work: SqlWork) -> int:
    return work.session.scalar(select(func.count(Message.id))) or 0


@in_a_turn
@pytest.mark.parametrize(
    ("said", "word"),
    [
        *[("MVOE", "MOVE"), ("drpo!", "DROP"), ("NETX", "NEXT"), ("mneu", "MENU"), ("settngs", "SETTINGS")],
        ("cancle", "DROP"),  # the carrier takes CANCEL for STOP
    ],
)
def test_a_slip_is_asked_about_and_nothing_is_done(work: SqlWork, said: str, word: str) -> None:
    booked = furnished(work)
    assert f"Did you mean {word}? Then text {word}." in text(work, said).text
    assert (booked.status, passed_on(work)) == (Status.CONFIRMED, 0)


@in_a_turn
@pytest.mark.parametrize(
    "said", ["more or less", "love", "neat", "mode", "Done", "tired", "stpo", "moe", "drop2", "running drpo"]
)
def test_other_words_are_for_a_human(work: SqlWork, said: str) -> None:
    furnished(work)
    assert "Did you mean" not in text(work, said).text
    assert passed_on(work) == 1


@in_a_turn
def test_the_right_word_does_it_and_who_insists_is_passed_on(work: SqlWork) -> None:
    booked = furnished(work)
    text(work, "DRPO")
    text(work, "DROP", "2")
    assert booked.status is Status.CANCELLED
    text(work, "mvoe", "3")
    address = work.people.heard_at(Channel.SMS, SAM)
    assert address
    assert address.menu
    address.menu = address.menu | {"said_until": ""}  # a minute later
    text(work, "mvoe", "4")
    assert passed_on(work) == 1
