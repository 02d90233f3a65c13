"""An answer that comes late by text says nothing that a later one has made untrue."""

from dataclasses import replace

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.routes import Routes
from bot.dialogue.screen import SILENCE, Menu, Screen
from bot.dialogue.turn import Studio
from domain.people.model import Channel
from storage.work import SqlWork
from tests.factories import NOON, address, person
from tests.turns import in_a_turn

ENGINE = Engine(Routes(), Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])
LIST = Screen("Next free times", menu=Menu((("1", "Thu 18:00"),)))
BOOKED = Screen(title="Booked", subject=("booking", 7), menu=Menu(worded=(("DROP", "Cancel"),)))
OTHER = Screen(title="Booked", subject=("booking", 8))


def left(screen: Screen, *later: Screen, channel: Channel = Channel.SMS) -> Screen | None:
    return ENGINE.overtaken(Event(channel, "1", "+447700900123", Said("c")), screen, later)


@pytest.mark.parametrize("screen", [LIST, BOOKED])
def test_what_nothing_came_after_is_said_whole(screen: Screen) -> None:
    assert left(screen) is screen
    assert left(screen, SILENCE) is screen
    assert left(screen, OTHER, channel=Channel.TELEGRAM) is screen, "buttons say what they do, however old"


def test_a_list_that_another_replaced_is_not_sent() -> None:
    assert left(LIST, OTHER) is None


def test_what_became_of_a_session_is_told_without_numbers_and_words() -> None:
    assert left(BOOKED, LIST) == replace(BOOKED, menu=Menu())
    assert left(BOOKED, OTHER, LIST) == replace(BOOKED, menu=Menu())
    assert left(BOOKED, replace(BOOKED, title="Cancelled"), LIST) is None, "a later one told it"


def test_the_first_text_s_note_is_never_lost() -> None:
    noted = replace(LIST, note="STOP to end.")
    assert left(noted, OTHER) == replace(noted, menu=Menu())


@in_a_turn
def test_later_answers_are_those_to_the_same_address(work: SqlWork) -> None:
    sams = address(work, person(work, "Sam"), "+447700900123", Channel.SMS)
    other = address(work, person(work, "Robin"), "+447700900102", Channel.SMS)
    rows = []
    for number, whose in enumerate((sams, sams, other, sams, sams)):
        row = work.inbox.store("sms", str(number), {}, owner="me", now=NOON)
        assert row
        rows.append(row)
        if number < 4:
            reply = {"screen": {"text": f"answer {number}"}, "address": whose.id}
            work.inbox.reply(row, reply, now=NOON, owed=True)
    assert [each["screen"]["text"] for each in work.inbox.later(rows[0], sams.id, but=())] == [
        "answer 3",
        "answer 1",
    ]
    assert [each["screen"]["text"] for each in work.inbox.later(rows[0], sams.id, but=[rows[3]])] == [
        "answer 1"
    ]
    assert work.inbox.later(rows[3], sams.id, but=()) == []
