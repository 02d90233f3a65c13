"""A slip in a word of ours is asked about: neither guessed nor carried to a human."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Heard, Said, Tapped
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.bookings.model import Booking, Status
from domain.bookings.service import relate
from domain.conversations.model import Message
from domain.people.model import Channel
from storage.work import SqlWork
from tests import factories
from tests.factories import NOON
from tests.turns import in_a_turn

SAM = "+447700900123"


def text(work: SqlWork, said: str, event_id: str = "1", *, after: timedelta = timedelta(0)) -> Screen:
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])
    event = Event(Channel.SMS, event_id, SAM, Said(said), place=SAM, lane="sms")
    return engine.answer(work, event, NOON + after).screen


def chat(
    work: SqlWork, heard: Heard, who: str, channel: Channel = Channel.TELEGRAM, *, thread: str = ""
) -> Screen:
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), native_forms=[Channel.SLACK])
    event = Event(channel, "1", who, heard, place=who, lane=channel.value, thread=thread)
    return engine.answer(work, event, NOON).screen


def furnished(work: SqlWork) -> Booking:
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    return factories.booking(work, here.sam, here.training, NOON.replace(day=26, hour=18))


def passed_on(work: SqlWork) -> int:
    return work.session.scalar(select(func.count(Message.id))) or 0


@in_a_turn
@pytest.mark.parametrize(
    ("said", "word"), [("MVOE", "MOVE"), ("NETX", "NEXT"), ("mneu", "MENU"), ("settngs", "SETTINGS")]
)
def test_a_slip_is_asked_about_and_nothing_is_done(work: SqlWork, said: str, word: str) -> None:
    booked = furnished(work)
    asked = text(work, said)
    assert (asked.text, asked.menu.numbered) == (f"Did you mean {word}?", (("1", word),))
    assert (booked.status, passed_on(work)) == (Status.CONFIRMED, 0)


@in_a_turn
@pytest.mark.parametrize("answer", ["1", "yes", "MOVE"])
def test_a_number_a_yes_and_the_word_itself_take_what_was_meant(work: SqlWork, answer: str) -> None:
    furnished(work)
    text(work, "MVOE")
    moving = text(work, answer, "2")
    assert "Move" in moving.title, moving
    if answer == "1":
        assert "1" not in dict(moving.menu.numbered), "which may be under way once more"


@in_a_turn
@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("drpo!", "DROP"),
        ("cancle", "DROP"),  # the carrier takes CANCEL for STOP
        ("nwes", "NEWS"),
    ],
)
def test_what_loses_or_is_kept_as_it_was_said_has_no_number(work: SqlWork, said: str, word: str) -> None:
    booked = furnished(work)
    asked = text(work, said)
    assert (asked.text, asked.menu.numbered) == (f"Did you mean {word}? Then text {word}.", ())
    text(work, "1", "2")
    text(work, "yes", "3")
    assert booked.status is Status.CONFIRMED


@in_a_turn
def test_where_there_are_buttons_it_is_one(work: SqlWork) -> None:
    booked = furnished(work)
    asked = chat(work, Said("cancle"), "1002")
    (cancel, _menu) = asked.all_choices()
    assert (asked.text, cancel.label) == ("Did you mean CANCEL?", "Cancel")
    sure = chat(work, Tapped(cancel.data), "1002")
    assert (booked.status, "Cancel" in sure.title) == (Status.CONFIRMED, True), "a tap is asked about"


@in_a_turn
def test_those_who_work_here_are_asked_too_but_not_about_words_for_a_client(work: SqlWork) -> None:
    here = factories.studio(work)
    asked = chat(work, Said("tdoay"), "UANA", Channel.SLACK)
    assert [each.label for each in asked.all_choices()] == ["Today", "Menu"]
    bond = relate(work, here.sam, here.ana, now=NOON)
    anas = work.people.heard_at(Channel.SLACK, "UANA")
    assert anas
    work.inbox.put_card(anas.id, ("thread", bond.id), "UANA", "77")
    assert chat(work, Said("wekk"), "UANA", Channel.SLACK, thread="77").is_silent
    assert passed_on(work) == 1


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
    text(work, "mvoe", "4", after=timedelta(minutes=2))
    assert passed_on(work) == 1
