"""What is said by text where what was asked for can’t be had: a class, a time, several days at once."""

from datetime import timedelta

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.people.model import Channel
from storage.work import SqlWork
from tests import factories
from tests.domain.classes.studio import joined, spin
from tests.factories import NOON
from tests.turns import in_a_turn

SAM = "+447700900123"


def texts(work: SqlWork, text: str, minutes: int = 0) -> Screen:
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])
    event = Event(Channel.SMS, "1", SAM, Said(text), place=SAM, lane="sms")
    return engine.answer(work, event, NOON + timedelta(minutes=minutes)).screen


def once(work: SqlWork) -> factories.Studio:
    """Sam texts; Ana gives Spin for two, and this Thursday only is within her reach."""
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS)
    here.ana.horizon_days = 7
    return here


@in_a_turn
def test_of_a_full_class_it_is_said_that_it_is_full(work: SqlWork) -> None:
    here = once(work)
    given, _group = spin(work, here, places=2)
    joined(work, here.cleo, given)
    joined(work, here.mallory, given)
    assert texts(work, "spin").text == "Spin on Thu 26 Nov 10:00 is full."


@in_a_turn
def test_whoever_is_in_it_hears_that(work: SqlWork) -> None:
    here = once(work)
    given, _group = spin(work, here, places=2)
    joined(work, here.sam, given)
    assert texts(work, "spin").text == "You are in it already: Spin, Thu 26 Nov 10:00."


@in_a_turn
def test_too_far_ahead_is_said_where_the_class_is_full_before(work: SqlWork) -> None:
    here = once(work)
    given, _group = spin(work, here, places=2)
    joined(work, here.cleo, given)
    joined(work, here.mallory, given)
    assert texts(work, "spin feb 3").text == "Ana takes bookings until Mon 30 Nov."


@in_a_turn
@pytest.mark.parametrize("said", ["personal training with tom", "personal training con Tom"])
def test_a_service_of_another_trainer_is_found_by_both_names(work: SqlWork, said: str) -> None:
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    assert texts(work, said).title == "Tom"


@in_a_turn
@pytest.mark.parametrize(("language", "later"), [("en", "a bit later"), ("es", "un poco más tarde")])
def test_later_than_a_taken_time_is_never_earlier(work: SqlWork, language: str, later: str) -> None:
    here = factories.studio(work)
    here.sam.locale = language
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    factories.booking(work, here.cleo, here.training, NOON.replace(day=27, hour=18))
    texts(work, "27/11 18:00")
    offered = texts(work, later).menu.numbered
    assert offered
    assert all("28" in label for _number, label in offered)


@in_a_turn
def test_of_two_days_neither_is_left_out_in_silence(work: SqlWork) -> None:
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    both = texts(work, "tuesday and wednesday at 9")
    assert "I book one at a time." in both.text
    assert [label for _number, label in both.menu.numbered] == ["Tue 24 Nov 09:00", "Wed 25 Nov 09:00"]
    factories.booking(work, here.cleo, here.training, NOON.replace(day=25, hour=9))
    assert "Not free then: Wed 25 Nov" in texts(work, "tuesday and wednesday at 9", minutes=2).text


@in_a_turn
def test_more_without_a_list_stays_with_the_day_that_is_talked_about(work: SqlWork) -> None:
    here = factories.studio(work)
    factories.address(work, here.sam, SAM, Channel.SMS).talk = {"trainer": here.ana.id}
    factories.booking(work, here.cleo, here.training, NOON.replace(day=26, hour=18))
    assert "Nearest are" in texts(work, "thu 6pm").text
    later = texts(work, "MORE", minutes=40).menu.numbered
    assert later
    assert all(label.startswith("Thu 26 Nov") for _number, label in later)
