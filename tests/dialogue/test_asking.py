"""A form asked field by field: by buttons and by words, interrupted, gone on with, given up, closed."""

import enum
from datetime import date, datetime, timedelta

import pytest
from pydantic import BaseModel, Field

from bot.dialogue.actions import Action
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Opened, Said, Tapped
from bot.dialogue.routes import EVERYBODY, Route
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio, Turn
from bot.screens import load
from domain.people.model import Channel, Person
from storage.work import SqlWork
from tests.factories import NOON, address, person
from tests.turns import in_a_turn


class AskRace(Action, code="test-race"):
    """The form of these tests."""


class YesNo(enum.StrEnum):
    YES = "yes"
    NO = "no"


class Race(BaseModel):
    """A yes or no, a day, and words that may be left out."""

    ready: YesNo = Field(title="Ready?", json_schema_extra={"labels": {"yes": "Yes", "no": "No"}})
    day: date = Field(title="On which day?", examples=["fri"])
    note: str | None = Field(None, title="Anything else?")


@pytest.fixture(autouse=True)
def race(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form has routes only while a test of it runs."""
    routes, _notices = load()
    ask = Route(lambda turn, asked: Screen(title="Race", form=asked.pack()), EVERYBODY)
    monkeypatch.setitem(routes.actions, AskRace, ask)
    monkeypatch.setitem(routes.answers, AskRace, (Route(_done, EVERYBODY), Race))


def _done(turn: Turn, asked: AskRace, race: Race) -> Screen:
    return Screen(text=f"{race.ready} {race.day} {race.note}")


class Chat:
    """Cleo and the engine, at a time that passes."""

    def __init__(self, work: SqlWork, channel: Channel = Channel.TELEGRAM) -> None:
        self.work, self.channel = work, channel
        self.cleo: Person = address(work, person(work), "1001", channel).person
        self.now: datetime = NOON
        routes, _notices = load()
        self.engine = Engine(routes, Studio(name="Loop", zone="Europe/Lisbon"), by_text=[Channel.SMS])
        self.seen = Screen()

    def says(self, text: str) -> str:
        return self._hears(Event(self.channel, "1", "1001", Said(text), place="1001"))

    def presses(self, label: str) -> str:
        data = next(each.data for each in self.seen.all_choices() if each.label == label)
        return self._hears(Event(Channel.TELEGRAM, "1", "1001", Tapped(data), place="1001", message_id="1"))

    def opens(self) -> str:
        data = AskRace().pack()
        return self._hears(Event(Channel.TELEGRAM, "1", "1001", Tapped(data), place="1001", message_id="1"))

    def _hears(self, event: Event) -> str:
        self.seen = self.engine.answer(self.work, event, self.now).screen
        return self.seen.text

    @property
    def labels(self) -> list[str]:
        return [each.label for each in self.seen.all_choices()]


@in_a_turn
def test_buttons_fill_it_in(work: SqlWork) -> None:
    chat = Chat(work)
    assert chat.opens() == "Ready?"
    assert chat.labels == ["Yes", "No", "Leave it"]
    assert "On which day?" in chat.presses("No")
    assert chat.labels[:3] == ["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov"]
    assert [len(row) for row in chat.seen.choices] == [2] * 7 + [2], "two weeks, two days to a row"
    assert chat.presses("Sun 6 Dec") == "Anything else?"
    assert chat.labels == ["Back", "Skip", "Leave it"]
    assert chat.presses("Skip") == "no 2026-12-06 None"


@in_a_turn
@pytest.mark.parametrize(
    ("language", "words", "filled"),
    [
        ("en", ("yes", "friday", "skip"), "yes 2026-11-27 None"),
        ("en", ("Nope!", "3 dec", "bring shoes"), "no 2026-12-03 bring shoes"),
        ("en", ("y", "2026-12-24", "-"), "yes 2026-12-24 -"),
        ("es", ("sí", "el viernes", "saltar"), "yes 2026-11-27 None"),
        ("es", ("si", "3 de diciembre", "Saltar"), "yes 2026-12-03 None"),
    ],
)
def test_words_fill_it_in(work: SqlWork, language: str, words: tuple[str, ...], filled: str) -> None:
    chat = Chat(work)
    chat.cleo.locale = language
    chat.opens()
    for said in words:
        chat.says(said)
    assert chat.seen.text == filled


@in_a_turn
def test_numbers_and_words_fill_it_in_by_text(work: SqlWork) -> None:
    chat = Chat(work, Channel.SMS)
    link = Opened(AskRace().pack())
    chat._hears(Event(chat.channel, "1", "1001", link, place="1001"))
    assert [label for _number, label in chat.seen.menu.numbered] == ["Yes", "No"]
    assert dict(chat.seen.menu.worded) == {"LEAVE": "Leave it"}
    assert "On which day?" in chat.says("2")
    assert "Ready?" in chat.says("back")
    assert "On which day?" in chat.says("no")
    assert "could not read" in chat.says("no"), "and no repeat of the answer before"
    assert "Anything else?" in chat.says("2")
    assert chat.says("SKIP") == "no 2026-11-24 None"


@in_a_turn
@pytest.mark.parametrize("word", ["back", "Back", "atrás", "ATRAS"])
def test_back_asks_the_field_before_again(work: SqlWork, word: str) -> None:
    chat = Chat(work)
    chat.opens()
    chat.says("no")
    assert chat.says(word) == "Ready?\nNow: No"
    chat.says("yes")
    chat.says("friday")
    assert chat.says("skip") == "yes 2026-11-27 None"


@in_a_turn
def test_what_must_be_answered_can_not_be_skipped(work: SqlWork) -> None:
    chat = Chat(work)
    chat.opens()
    assert "pick one of the choices" in chat.says("skip")
    chat.says("yes")
    assert "could not read that as a date" in chat.says("some day")
    assert "could not read that as a date" in chat.says("yesterday")


@in_a_turn
@pytest.mark.parametrize("word", ["leave", "Leave it", "never mind", "salir"])
def test_leaving_keeps_nothing(work: SqlWork, word: str) -> None:
    chat = Chat(work)
    chat.opens()
    chat.says("yes")
    assert "nothing of it was kept" in chat.says(word)
    assert "Go on with the form" not in chat.labels
    assert "that form is closed" not in chat.says("/help").casefold()


@in_a_turn
def test_stop_is_never_a_way_to_leave(work: SqlWork) -> None:
    chat = Chat(work)
    chat.opens()
    assert not {"stop", "end", "quit", "cancel"} & {label.casefold() for label in chat.labels}


@in_a_turn
def test_what_comes_between_keeps_it(work: SqlWork) -> None:
    chat = Chat(work)
    chat.opens()
    chat.says("yes")
    assert "book" in chat.says("/help")
    assert "Go on with the form" in chat.labels
    assert "On which day?" in chat.presses("Go on with the form")
    chat.says("/sessions")
    assert "On which day?" in chat.says("continue")
    chat.says("friday")
    assert chat.says("skip") == "yes 2026-11-27 None"


@in_a_turn
def test_one_that_was_left_alone_says_that_it_is_closed(work: SqlWork) -> None:
    chat = Chat(work)
    chat.opens()
    chat.now += timedelta(hours=1)
    assert "closed" in chat.says("yes")
    assert chat.presses("Begin again") == "Ready?"
    question = chat.seen
    chat.now += timedelta(hours=2)
    chat.seen = question
    assert "closed" in chat.presses("Yes"), "an old button of it as well"
    assert chat.labels == ["Begin again"]


@in_a_turn
def test_words_that_are_no_answer_to_a_closed_form_go_where_they_always_go(work: SqlWork) -> None:
    chat = Chat(work)
    chat.opens()
    chat.now += timedelta(hours=2)
    assert "closed" not in chat.says("My knee hurts")
    chat.now += timedelta(hours=9)
    assert "closed" not in chat.says("yes"), "after so long nobody speaks of it"
