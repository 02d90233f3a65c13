"""What a short answer means: a no, a number of stars, a name that nobody has, a word out of season."""

from datetime import date, timedelta

import pytest

from bot.channels.sms.draws import draw
from bot.client import whom
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio, Turn
from bot.screens import load
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.family.service import add_child
from domain.people.model import Address, Channel
from domain.trainers.model import Approval
from storage.work import SqlWork
from tests.factories import NOON, address, booking, person, service, trainer
from tests.turns import in_a_turn

STUDIO = Studio("Studio Demo", "Europe/London")
SAM = "+447700900123"


def sams(work: SqlWork) -> Address:
    place = address(work, person(work, "Sam"), SAM, Channel.SMS)
    place.menu = {"numbers": {}, "words": {}, "rest": []}  # has been texted before
    return place


def texts(work: SqlWork, text: str) -> Screen:
    routes, _notices = load()
    heard = Event(Channel.SMS, "1", SAM, Said(text), place=SAM, lane="sms")
    return Engine(routes, STUDIO, by_text=[Channel.SMS]).answer(work, heard, NOON).screen


@in_a_turn
@pytest.mark.parametrize("no", ["no", "No thanks", "no gracias"])
def test_no_gives_a_held_time_back(work: SqlWork, no: str) -> None:
    place = sams(work)
    service(work, trainer(work), approval=Approval.AT_ONCE)
    texts(work, "join ana")
    texts(work, "1")
    held = work.bookings.held_by(place.person.id)
    assert held
    texts(work, no)
    assert held.status is Status.CANCELLED


@in_a_turn
def test_no_leaves_a_session_where_it_is(work: SqlWork) -> None:
    place = sams(work)
    kept = booking(work, place.person, service(work, trainer(work)), NOON + timedelta(days=2))
    texts(work, "move to friday 10am")
    answered = draw(texts(work, "no"))
    assert answered.startswith("Booked")
    assert (kept.status, kept.starts) == (Status.CONFIRMED, NOON + timedelta(days=2))


@in_a_turn
def test_a_number_after_rate_is_stars_and_never_one_of_a_list(work: SqlWork) -> None:
    place = sams(work)
    ana = trainer(work)
    over = booking(work, place.person, service(work, ana), NOON - timedelta(days=1), Status.COMPLETED)
    bookings.relate(work, place.person, ana, now=NOON)
    texts(work, "book ana")
    assert "How many stars" in draw(texts(work, "rate"))
    texts(work, "3")
    rated = work.feedback.of(over.id)
    assert rated
    assert rated.stars == 3
    assert work.bookings.held_by(place.person.id) is None


@in_a_turn
def test_a_name_that_nobody_has_is_not_passed_to_anybody(work: SqlWork) -> None:
    place = sams(work)
    ana = trainer(work)
    booking(work, place.person, service(work, ana), NOON + timedelta(days=2))
    assert "Nobody called Zed trains here." in draw(texts(work, "join zed"))


@in_a_turn
def test_a_word_out_of_season_says_so_and_insisting_passes_it_on(work: SqlWork) -> None:
    place = sams(work)
    ana = trainer(work)
    bookings.relate(work, place.person, ana, now=NOON)
    assert "DATES does nothing just now" in draw(texts(work, "dates"))


@in_a_turn
def test_a_person_is_asked_for_in_ones_own_words(work: SqlWork) -> None:
    place = sams(work)
    ana = trainer(work)
    bookings.relate(work, place.person, ana, now=NOON)
    assert "I keep silent" in draw(texts(work, "I want to talk to a human"))


@in_a_turn
def test_another_language_is_asked_for_in_ones_own_words(work: SqlWork) -> None:
    place = sams(work)
    texts(work, "hola, quiero cambiar al español")
    assert place.person.locale == "es"


@in_a_turn
def test_who_was_meant_is_over_once_it_is_about_another(work: SqlWork) -> None:
    place = sams(work)
    training = service(work, trainer(work), approval=Approval.AT_ONCE)
    add_child(work, place.person, "Leo", date(2014, 5, 24), shown="?", said="yes", now=NOON)
    texts(work, "join ana")
    assert "Leo: " in draw(texts(work, "book leo thu 10am"))
    texts(work, "c")
    assert "Leo: " in draw(texts(work, "fri 10am")), "still meant"
    texts(work, "drop")
    mine = booking(work, place.person, training, NOON + timedelta(hours=8))
    heard = Event(Channel.SMS, "1", SAM, Said("x"), place=SAM, lane="sms")
    whom.own(Turn(work, heard, NOON, STUDIO, place, by_text=True), mine.id)
    assert "For whom?" in draw(texts(work, "wed 10am"))
