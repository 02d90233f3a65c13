"""How 3/12 is meant: by the phone it is texted from, or else by the clock that its writer lives by."""

from datetime import UTC, datetime

import pytest

from bot.client.times import PickTime
from bot.dialogue.actions import unpack
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.regions import date_order, territory
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.people.model import Channel
from storage.work import SqlWork
from tests import factories
from tests.turns import in_a_turn

FEBRUARY = datetime(2027, 2, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "zone", "region"),
    [
        ("+12025550123", "Europe/Lisbon", "US"),  # who is abroad still writes as at home
        ("+16135550123", "America/Toronto", "CA"),
        ("+447700900123", "America/New_York", "GB"),
        ("+34600000001", "Europe/Madrid", "ES"),
        ("", "America/New_York", "US"),
        ("", "America/Bogota", "CO"),
        ("1001", "UTC", ""),
    ],
)
def test_where_somebody_writes_from(number: str, zone: str, region: str) -> None:
    assert territory(number, zone) == region


@pytest.mark.parametrize(
    ("language", "region", "order"),
    [
        ("en", "US", "MDY"),
        ("es", "US", "DMY"),
        ("en", "CA", "MDY"),
        *[
            (language, region, "DMY")
            for language in ("en", "es")
            for region in ("GB", "ES", "MX", "CO", "PT")
        ],
        ("en", "", "DMY"),
        ("en", "XX", "DMY"),
    ],
)
def test_day_or_month_first(language: str, region: str, order: str) -> None:
    assert date_order(language, region) == order


@in_a_turn
@pytest.mark.parametrize("number", ["+12025550123", "+447700900123"])
def test_a_day_of_birth_is_read_as_the_phone_writes_it(work: SqlWork, number: str) -> None:
    here = factories.studio(work)
    factories.address(work, here.cleo, number, Channel.SMS)
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])

    def text(said: str) -> Screen:
        return engine.answer(
            work, Event(Channel.SMS, said, number, Said(said), place=number), FEBRUARY
        ).screen

    text("ADD LEO")
    screen = text("5/6/2017")
    assert ("until 6 May 2035" if number.startswith("+1") else "until 5 June 2035") in screen.text


@in_a_turn
@pytest.mark.parametrize(("number", "day"), [("+12025550123", "2027-03-12"), ("+447700900123", "nothing")])
def test_the_phone_decides(work: SqlWork, number: str, day: str) -> None:
    """In February the twelfth of March is near, and the third of December too far ahead."""
    here = factories.studio(work)
    factories.address(work, here.cleo, number, Channel.SMS).talk = {"trainer": here.ana.id}
    engine = Engine(load()[0], Studio("Loop", "Europe/Lisbon"), by_text=[Channel.SMS])
    event = Event(Channel.SMS, "1", number, Said("3/12"), place=number, lane="sms")
    screen = engine.answer(work, event, FEBRUARY).screen
    picks = [unpack(each.data) for each in screen.all_choices() if each.data]
    days = {f"{each.starts:%Y-%m-%d}" for each in picks if isinstance(each, PickTime)}
    assert days == {day} if day != "nothing" else "2027-03-12" not in days
