"""Nobody reaches another family's bookings: Leo is Cleo's child, and his session is for her to change."""

import pytest

from bot.client import booking, times, views
from bot.client.health import HealthAnswers
from bot.dialogue.heard import Submitted, Tapped
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.family.service import add_child
from domain.health.rules import NOTE, VERSIONS, WAIVER
from domain.people.model import Channel
from storage.database import Database
from storage.work import SqlWork
from tests.factories import NOON
from tests.house.made import FREE, MADE, NOW
from tests.house.roles import EVERYBODY
from tests.house.test_authorization import House

BORN = NOON.date().replace(year=2017)
OTHERS = tuple(who for who in EVERYBODY if who not in ("cleo", "ana"))


async def leos(house: House) -> tuple[int, tuple[int, int, int, int]]:
    """Leo's id, and his confirmed session in the place of Cleo's."""
    _own, _version, block, draft = await house.furnish(status="confirmed")

    def furnish(work: SqlWork) -> tuple[int, int, int]:
        cleo = work.people.heard_at(Channel.TELEGRAM, "1001")
        ana = work.trainers.by_slug("ana")
        assert cleo
        assert ana
        leo = add_child(work, cleo.person, "Leo", BORN, shown="", said="", now=NOW).person
        starts = FREE.replace(hour=17)
        held = bookings.hold(work, leo, 1, starts, now=NOW).booking
        bookings.confirm(work, leo, held.id, held.version, now=NOW)
        bookings.approve(work, ana.person, held.id, held.version, now=NOW)
        return leo.id, held.id, held.version

    leo, booked, version = await house.database.run(furnish)
    return leo, (booked, version, block, draft)


@pytest.mark.parametrize("who", OTHERS)
async def test_no_button_of_anothers_child_acts(database: Database, who: str) -> None:
    house = House(database)
    leo, made = await leos(house)
    about = [build(*made) for build in MADE.values()]
    theirs = [each for each in about if hasattr(each, "booking")]
    theirs += [times.Days(1, made[0]), times.PickTime(1, FREE, leo), views.AskHealth(*VERSIONS, whom=leo)]
    before = await house.owned()
    for action in theirs:
        if who == "ada" and action.code.startswith("r"):
            continue  # an admin may do what the trainer may
        answer = await house.hear(who, Tapped(action.pack()))
        assert await house.owned() == before, f"{who} changed something by {action}"
        assert "Leo" not in str(answer.screen.dump()), f"{who} read of Leo by {action}"


@pytest.mark.parametrize("who", OTHERS)
async def test_nobody_else_signs_for_a_child(database: Database, who: str) -> None:
    house = House(database)
    leo, _made = await leos(house)
    names = [name for name in HealthAnswers.model_fields if name not in (NOTE.name, WAIVER.name)]
    signed = Submitted(
        views.AskHealth(*VERSIONS, whom=leo).pack(), {**dict.fromkeys(names, "no"), WAIVER.name: "agree"}
    )
    before = await house.owned()
    await house.hear(who, signed)
    assert await house.owned() == before
    await house.hear("cleo", signed)
    form = await house.database.run(lambda work: work.health.latest(leo))
    assert form is not None


async def test_the_parent_does_it_all_without_being_asked(database: Database) -> None:
    house = House(database)
    leo, (booked, version, _block, _draft) = await leos(house)
    held = await house.hear("cleo", Tapped(times.PickTime(1, FREE, leo).pack()))
    assert held.screen.title.startswith("Leo: ")
    let_go = await house.database.run(lambda work: work.bookings.held_by(leo))
    assert let_go
    await house.hear("cleo", Tapped(booking.LetGo(let_go.id).pack()))
    shown = await house.hear("cleo", Tapped(views.OpenSession(booked).pack()))
    assert shown.screen.title == "Leo: Booked"
    gone = await house.hear("cleo", Tapped(views.Cancel(booked, version).pack()))
    assert gone.screen.title == "Leo: Cancelled"
    status = await house.database.run(lambda work: work.bookings.sheet(booked).booking.status)
    assert status is Status.CANCELLED
