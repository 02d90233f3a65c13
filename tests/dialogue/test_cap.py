"""Two machines that answer each other fall silent; no person ever meets the cap."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dialogue import cap
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.conversations.model import Message
from domain.errors import Refusal
from domain.people.model import Address, Channel
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, studio
from tests.turns import in_a_turn

SAM = "+447700900123"
BURST, LONG = cap.BUCKETS
STUDIO = Studio("Loop", "Europe/Lisbon")


@dataclass
class Phone:
    """The engine, and what a phone is answered at the times at which it texts."""

    work: SqlWork
    now: datetime = NOON
    answered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        routes, _notices = load()
        self.engine = Engine(routes, STUDIO, open_to_all=[Channel.SMS], by_text=[Channel.SMS])

    @property
    def address(self) -> Address:
        found = self.work.people.heard_at(Channel.SMS, SAM)
        assert found
        return found

    def texts(self, text: str) -> Screen:
        heard = Event(Channel.SMS, "1", SAM, Said(text), place=SAM, lane="sms", name="Sam", language="en")
        try:
            screen = self.engine.answer(self.work, heard, self.now).screen
        except Refusal as refusal:
            screen = self.engine.refuse(self.work, heard, refusal, self.now).screen
        self.work.flush()
        if not screen.is_silent:
            self.answered.append(screen.text or screen.title)
        return screen

    def answers_itself(self, text: str, *, after: timedelta, most: int = 400) -> int:
        """How many texts a machine sends until it gets no answer."""
        for sent in range(1, most):
            self.now += after
            if self.texts(text).is_silent:
                return sent
        return most


def said_to_ana(work: SqlWork) -> list[str]:
    return list(work.session.scalars(select(Message.text).order_by(Message.id)))


@pytest.mark.parametrize(
    "text",
    [
        "I'm driving, tomorrow I call you back",  # read as a day
        "Hello! Text MENU or BOOK",
        "menu",
        "menue",  # asked about
        "99",
        "YES",
        "START",
    ],
)
@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=20), timedelta(minutes=10)])
@in_a_turn
def test_a_machine_that_answers_each_of_ours_gets_silence(work: SqlWork, text: str, after: timedelta) -> None:
    studio(work)
    phone = Phone(work)
    phone.texts("JOIN ANA")
    assert phone.answers_itself(text, after=after) < 400
    assert sum("I pause" in each for each in phone.answered) <= 1


@in_a_turn
def test_the_trainer_reads_what_is_not_answered_and_a_machines_same_words_once(work: SqlWork) -> None:
    studio(work)
    phone = Phone(work)
    phone.texts("JOIN ANA")
    phone.answers_itself("menu", after=timedelta(seconds=1))
    (noted,) = said_to_ana(work)
    assert noted == "menu\n(many texts at once, so the bot has stopped answering)"
    assert phone.answered[-1] == "Those are a lot of texts, so I pause. Ana reads them."
    told = len(phone.answered)
    phone.texts("menu")
    phone.texts("my knee hurts, can I still come?")
    assert said_to_ana(work)[1:] == ["my knee hurts, can I still come?"]
    assert len(phone.answered) == told


@in_a_turn
def test_a_stranger_is_told_when_to_come_back(work: SqlWork) -> None:
    studio(work)
    phone = Phone(work)
    phone.answers_itself("who are you, and why do you text me", after=timedelta(seconds=1))
    assert phone.answered[-1].endswith("Text me again in an hour.")
    phone.now += timedelta(hours=1)
    assert not phone.texts("menu").is_silent


@in_a_turn
def test_stop_is_heard_from_whoever_has_texted_too_much(work: SqlWork) -> None:
    studio(work)
    phone = Phone(work)
    phone.texts("JOIN ANA")
    phone.answers_itself("menu", after=timedelta(seconds=1))
    assert phone.texts("STOP").is_silent
    assert phone.address.stopped_at == phone.now


@in_a_turn
def test_a_long_evening_of_a_person_is_answered_to_the_end(work: SqlWork) -> None:
    """Every few seconds for a while, as nobody types, and then for hours."""
    studio(work)
    phone = Phone(work)
    for hour in range(3):
        for number in range(40):
            phone.now += timedelta(seconds=4)
            assert not phone.texts(["MENU", "NEXT", "ME", "ANA", "HELP"][number % 5]).is_silent, (
                hour,
                number,
            )
        phone.now += timedelta(minutes=20)


def test_answers_come_back_one_by_one() -> None:
    address = Address(channel=Channel.SMS, external_id=SAM, lane="sms", person=None)  # type: ignore[arg-type]
    assert [cap.spend(address, NOON) for _ in range(BURST.holds + 1)] == [True] * BURST.holds + [False]
    assert not cap.spend(address, NOON + BURST.every - timedelta(seconds=1))
    assert cap.spend(address, NOON + BURST.every)
    assert not cap.spend(address, NOON + BURST.every)
    spent = sum(cap.spend(address, NOON + timedelta(minutes=1) * each) for each in range(1, 12 * 60))
    assert spent < LONG.holds + 12 * 2, "a machine that takes its time empties the other bucket"


@in_a_turn
def test_silence_costs_nothing(work: SqlWork) -> None:
    studio(work)
    phone = Phone(work)
    phone.texts("JOIN ANA")
    for _ in range(3 * BURST.holds):
        assert phone.texts("thanks").is_silent
    assert not phone.texts("menu").is_silent


@in_a_turn
def test_the_hour_in_which_somebody_comes_is_noted_once_however_much_they_say(work: SqlWork) -> None:
    studio(work)
    phone = Phone(work)
    for _ in range(3):
        phone.texts("menu")
        phone.now += timedelta(minutes=1)
    phone.now = NOON + timedelta(hours=6)
    phone.texts("menu")
    here = wall(NOON, phone.address.person.zone).hour
    assert phone.address.hours == [1 if hour in (here, here + 6) else 0 for hour in range(24)]
