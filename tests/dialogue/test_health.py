"""The health form where the channel draws forms itself: one modal, handed in at once."""

from bot.channels.slack.draws import modal_view
from bot.channels.slack.limits import TITLE
from bot.client.views import AskHealth
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Heard, Submitted, Tapped
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.health.model import How
from domain.health.rules import QUESTIONS, VERSIONS
from domain.people.model import Channel
from storage.work import SqlWork
from tests.factories import NOON, address, person
from tests.turns import in_a_turn

ASK = AskHealth(*VERSIONS).pack()
ALL_NO = {question.name: "no" for question in QUESTIONS}


def _answered(work: SqlWork, heard: Heard) -> Screen:
    routes, _notices = load()
    engine = Engine(routes, Studio(name="Loop", zone="Europe/Lisbon"), native_forms=[Channel.SLACK])
    event = Event(Channel.SLACK, "1", "UCLEO", heard, place="UCLEO", lane="slack")
    return engine.answer(work, event, NOON).screen


@in_a_turn
def test_it_is_one_modal(work: SqlWork) -> None:
    address(work, person(work), "UCLEO", Channel.SLACK)
    view = modal_view(_answered(work, Tapped(ASK)), "")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs] == [*ALL_NO, "note", "waiver"]
    assert [block["optional"] for block in inputs] == [False] * len(ALL_NO) + [True, False]
    assert len(view["title"]["text"]) <= TITLE


@in_a_turn
def test_handing_it_in_signs_it(work: SqlWork) -> None:
    cleo = address(work, person(work), "UCLEO", Channel.SLACK).person
    unsigned = _answered(work, Submitted(ASK, ALL_NO))
    assert list(unsigned.errors) == ["waiver"], "nothing is signed without agreeing"
    assert work.health.latest(cleo.id) is None
    _answered(work, Submitted(ASK, {**ALL_NO, "heart": "yes", "note": "A knee", "waiver": "agree"}))
    form = work.health.latest(cleo.id)
    assert form
    assert (form.how, form.flags, form.answers["note"]) == (How.TAP, 1, "A knee")
    assert form.shown["waiver"].startswith("My answers are true")


@in_a_turn
def test_old_words_are_not_signed(work: SqlWork) -> None:
    cleo = address(work, person(work), "UCLEO", Channel.SLACK).person
    old = AskHealth(VERSIONS[0], VERSIONS[1] + 1).pack()
    shown = _answered(work, Submitted(old, {**ALL_NO, "waiver": "agree"}))
    assert shown.form == ASK, "asked anew, with the words of today"
    assert work.health.latest(cleo.id) is None
