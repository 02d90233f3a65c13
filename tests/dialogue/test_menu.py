"""What numbers and words mean to a phone, whatever else was said meanwhile."""

from datetime import datetime, timedelta

import pytest

from bot.client.times import PickTime
from bot.client.views import Attend, Cancel
from bot.dialogue import menu
from bot.dialogue.actions import Home, Minute
from bot.dialogue.heard import Event, Said
from bot.dialogue.menu import Typed
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Studio, Turn
from bot.dialogue.words import Voice, speaking
from domain.people.model import Address, Channel, Person
from storage.work import SqlWork
from tests.factories import NOON
from tests.turns import in_a_turn

FIRST = PickTime(1, Minute(NOON))
SAM = Person(name="Sam", zone="Europe/London", created_at=NOON)


def phone(**words: str) -> Address:
    address = Address(person=SAM, channel=Channel.SMS, external_id="+447700900123", lane="sms:1")
    until = (NOON + timedelta(minutes=30)).isoformat()
    address.menu = {"numbers": {"1": "x"}, "words": words, "rest": [], "until": until, "words_until": until}
    return address


def reminder(booking: int) -> Screen:
    ways = (choice("Confirm", Attend(booking, 3), "primary"), choice("Cancel", Cancel(booking, 3)))
    return Screen(text="Tomorrow", choices=(ways,))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *[
            (said, "2")
            for said in ("2", " 2. ", "#2", "2!", "02", "option 2", "No. 2", "2 please", "the 2nd")
        ],
        *[(said, said) for said in ("2pm", "2 people", "2026", "-2")],
        ("opción 2", "2"),
        ("DROP", "drop"),
        ("  ¡Más! ", "mas"),
        ("drop  1", "drop 1"),
    ],
)
def test_a_number_is_read_however_it_is_dressed(typed: str, key: str) -> None:
    assert menu._key(typed) == key


def test_a_word_of_a_reminder_means_that_session() -> None:
    sam = phone()
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.menu
    assert sam.menu["words"] == {"c": "sa_7_3", "drop": "sx_7_3_0"}
    assert sam.menu["numbers"] == {"1": "x"}, "a list goes on"


def test_a_word_that_two_could_mean_stands_for_both() -> None:
    sam = phone(c="bc_9_1", drop="bl_9", menu=Home().pack())
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.menu
    assert sam.menu["words"] == {"c": "bc_9_1 sa_7_3", "drop": "bl_9 sx_7_3_0", "menu": "m"}
    menu.interrupted(sam, reminder(8), NOON)
    assert sam.menu["words"]["drop"] == "bl_9 sx_7_3_0 sx_8_3_0", "a third makes it no clearer"


def test_what_is_said_anew_of_the_same_session_is_meant_as_it_now_is() -> None:
    sam = phone(drop="sx_7_2")
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.menu
    assert sam.menu["words"]["drop"] == "sx_7_3_0"


def test_for_a_minute_a_text_may_have_crossed_what_was_said_unasked() -> None:
    sam = phone(drop="sx_7_2")
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.menu
    assert sam.menu["news"] == ["c"], "DROP was offered before, of the same session"
    assert sam.menu["news_until"] == (NOON + timedelta(minutes=1)).isoformat()


def test_a_yes_to_what_stood_there_before_is_none_to_a_reminder() -> None:
    sam = phone()
    until = (NOON + timedelta(minutes=9)).isoformat()
    sam.talk = {"yes": {"action": "bc_9_1", "until": until}}
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.talk == {}


@pytest.mark.parametrize("name", ["STOP", "Help", "45", "No. 2", "DROP"])
def test_a_name_that_is_no_word_to_answer_with_gets_a_number(name: str) -> None:
    drop, named = choice("Cancel", Cancel(7, 3), word="DROP"), choice("A session", Home(), word=name)
    assert menu._by_word([drop, named]) == [drop]


def test_what_a_person_writes_ends_the_numbers_that_may_answer_it() -> None:
    sam = phone()
    menu.interrupted(sam, Screen(title="Tom writes:", text="1 or 2 bottles?"), NOON)
    assert sam.menu
    assert sam.menu["numbers"] == {}


def test_what_was_said_too_long_ago_is_not_meant_any_more() -> None:
    sam = phone(c="bc_9_1")
    menu.interrupted(sam, reminder(7), NOON + timedelta(minutes=31))
    assert sam.menu
    assert sam.menu["words"]["c"] == "sa_7_3"


def test_a_bare_yes_answers_nothing_once_something_else_was_said() -> None:
    sam = phone()
    sam.talk = {"trainer": 1, "yes": {"action": "sx_1_1", "until": ""}}
    menu.interrupted(sam, Screen(text="Completed", choices=((choice("Menu", Home()),),)), NOON)
    assert sam.talk == {"trainer": 1}


def test_a_bare_yes_to_a_reminder_is_its_c() -> None:
    sam = phone()
    menu.interrupted(sam, reminder(7), NOON)
    assert sam.talk
    assert sam.talk["yes"]["action"] == "sa_7_3"


def kept(*numbers: int) -> Screen:
    """Three times that are kept for Sam, as a trainer who is sick has them offered."""
    picks = tuple((choice("Thu 18:00", Attend(each, 1), word=f"TAKE {each}"),) for each in numbers)
    return Screen(text="Tom can't be there", choices=picks)


def texted(work: SqlWork, sam: Address, words: str, at: datetime) -> Turn:
    heard = Event(Channel.SMS, "1", sam.external_id, Said(words), place=sam.external_id, lane="sms:1")
    return Turn(work, heard, at, Studio("Loop", "Europe/Lisbon"), sam, by_text=True)


@in_a_turn
def test_a_number_of_a_list_is_none_of_what_came_unasked(work: SqlWork) -> None:
    sam = phone()
    assert sam.menu
    sam.menu["numbers"] = {"1": Attend(9, 1).pack()}
    menu.interrupted(sam, kept(1, 2), NOON)
    for later in (timedelta(seconds=20), timedelta(minutes=5)):
        turn = texted(work, sam, "1", NOON + later)
        assert menu.meant(turn) is None, "either could be meant"
        assert "Text TAKE 1" in menu.stray_number(turn)
    two = texted(work, sam, "2", NOON + timedelta(minutes=5))
    assert menu.meant(two) == Attend(2, 1), "the list has no 2"
    assert menu.meant(texted(work, sam, "take 1", NOON + timedelta(minutes=5))) == Attend(1, 1)
    over = texted(work, sam, "1", NOON + timedelta(minutes=31))
    assert menu.meant(over) == Attend(1, 1), "the list is over"


@in_a_turn
def test_a_bare_number_may_have_crossed_what_came_unasked(work: SqlWork) -> None:
    sam = phone()
    menu.interrupted(sam, kept(1, 2), NOON)
    crossing = texted(work, sam, "2", NOON + timedelta(seconds=20))
    assert menu.meant(crossing) is None
    assert "TAKE 2" in menu.stray_number(crossing)


@in_a_turn
def test_a_number_of_a_screen_is_its_answer_and_not_a_word_of_the_same_screen(work: SqlWork) -> None:
    sam = phone()
    ways = (
        choice("Wait no longer", Attend(1, 1), word="UNWAIT 1"),
        choice("Thu 18:00", Attend(9, 1), word=""),
    )
    with speaking(Voice("en", "Europe/London", terse=True)):
        menu.lay(texted(work, sam, "me", NOON), Screen(text="Upcoming", choices=(ways,)))
    assert menu.meant(texted(work, sam, "1", NOON)) == Attend(9, 1)


@in_a_turn
def test_a_list_that_answers_a_number_of_one_that_is_over_goes_on_from_it(work: SqlWork) -> None:
    sam, later = phone(), NOON + timedelta(minutes=1)
    with speaking(Voice("en")):
        times = [
            choice(f"In {hours} h", PickTime(1, Minute(NOON + timedelta(hours=hours)))) for hours in (1, 2)
        ]
        offered = Screen(text="Free", choices=rows(times))
        menu.lay(texted(work, sam, "book", NOON), offered)
        menu.lay(texted(work, sam, "menu", NOON), kept(1))
        assert Typed.of(sam).numbers == {}
        menu.lay(texted(work, sam, "2", later), offered)
        assert [*Typed.of(sam).numbers] == ["3", "4"], "a 1 that crosses the list is none of it"
        menu.lay(texted(work, sam, "9", later + timedelta(hours=1)), offered)
        assert [*Typed.of(sam).numbers] == ["5", "6"], "nor is a 3"
        menu.lay(texted(work, sam, "book", NOON), offered)
        assert [*Typed.of(sam).numbers] == ["1", "2"]


@in_a_turn
def test_a_menu_of_another_version_is_read(work: SqlWork) -> None:
    sam = phone()
    sam.menu = {**(sam.menu or {}), "of_tomorrow": 1}
    with speaking(Voice("en")):
        menu.lay(texted(work, sam, "1", NOON), Screen(text="Free", choices=rows([choice("One", FIRST)])))
    assert Typed.of(sam).numbers == {"1": "x", "2": FIRST.pack()}, "it lived, though nobody noted its highest"
