"""News where nothing can be tapped: the word is NEWS, since a carrier takes YES for itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.sms.draws import draw
from bot.channels.sms.limits import size
from bot.client.consent import ask_news
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio, Turn
from bot.dialogue.words import speaking
from bot.screens import load
from domain.bookings.ports import Sheet
from domain.consent.model import Act, Consent
from domain.consent.service import may_promote
from domain.notifications.model import Notification
from domain.people.model import Address, Channel
from storage.work import SqlWork
from tests.factories import NOON, address, booking, person, service, trainer
from tests.turns import in_a_turn

STUDIO = Studio("Studio Demo", "Europe/London")
SAM = "+447700900123"


def sams(work: SqlWork, language: str = "en") -> Address:
    sam = person(work, "Sam")
    sam.locale = language
    place = address(work, sam, SAM, Channel.SMS)
    place.menu = {"numbers": {}, "words": {}, "rest": []}  # has been texted before
    return place


def event(text: str) -> Event:
    return Event(Channel.SMS, "1", SAM, Said(text), place=SAM, lane="sms")


def texts(work: SqlWork, text: str) -> Screen:
    routes, _notices = load()
    return Engine(routes, STUDIO, by_text=[Channel.SMS]).answer(work, event(text), NOON).screen


def asked(work: SqlWork, place: Address) -> Screen:
    """The question, as it is sent."""
    turn = Turn(work, event("c"), NOON, STUDIO, place, by_text=True)
    with speaking(turn.voice):
        ask_news(turn, _booked(work, place))
    row = work.session.scalars(select(Notification).where(Notification.kind == "ask_news")).one()
    screen = load()[1].draw(work, row, place, NOON, STUDIO)
    assert screen
    return screen


def _booked(work: SqlWork, place: Address) -> Sheet:
    booked = booking(work, place.person, service(work, trainer(work)), NOON + timedelta(days=2))
    return work.bookings.sheet(booked.id)


def last(work: SqlWork) -> Consent:
    return work.session.scalars(select(Consent).order_by(Consent.id.desc()).limit(1)).one()


@in_a_turn
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_question_fits_a_text_and_is_kept_as_it_was_sent(work: SqlWork, language: str) -> None:
    place = sams(work, language)
    sent = draw(asked(work, place))
    assert (size(sent).parts, last(work).shown) == (1, sent)
    assert "NEWS" in sent
    assert "YES" not in sent


@in_a_turn
def test_news_is_the_yes_and_stop_news_takes_it_back(work: SqlWork) -> None:
    place = sams(work)
    question = asked(work, place)
    assert "STOP NEWS ends it" in texts(work, "News!").text
    assert may_promote(work, place)
    assert (last(work).act, last(work).shown, last(work).said) == (Act.GIVEN, question.text, "News!")
    assert "are off" in texts(work, "stop news").text
    assert (may_promote(work, place), place.stopped_at) == (False, None)


@in_a_turn
@pytest.mark.parametrize("words", ["Stop", "CANCEL", "unsubscribe"])
def test_stop_by_text_ends_everything_and_no_text_follows(work: SqlWork, words: str) -> None:
    place = sams(work)
    assert texts(work, words).is_silent
    assert (place.stopped_at, last(work).said) == (NOON, words)


@in_a_turn
def test_a_stop_that_no_carrier_confirms_is_confirmed_once(work: SqlWork) -> None:
    place = sams(work)
    assert "no more texts" in texts(work, "please stop texting me").text
    assert place.stopped_at == NOON
    assert texts(work, "please stop texting me!").is_silent


@in_a_turn
@pytest.mark.parametrize("language", ["en", "es"])
def test_news_unasked_says_what_it_means_before_it_counts(work: SqlWork, language: str) -> None:
    place = sams(work, language)
    shown = texts(work, "news")
    assert not may_promote(work, place)
    assert size(draw(shown)).parts <= 2
    agreed = texts(work, "NEWS")
    assert may_promote(work, place)
    assert (last(work).shown, last(work).said) == (shown.text, "NEWS")
    assert "STOP NEWS" in [word for word, _label in agreed.menu.worded]
    texts(work, "STOP NEWS")
    assert not may_promote(work, place)
