"""Many at once: a class is never fuller than it is, and nobody is in it twice."""

import asyncio
import random
from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status
from domain.bookings.rules import GONE
from domain.classes import service as classes
from domain.classes.model import ClassDate
from domain.errors import Refusal
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.classes.studio import TEN, WEEK, dates, joined, spin
from tests.factories import NOON, client, seat, session, studio
from tests.turns import in_a_turn


async def opened(database: Database, places: int, crowd: int) -> tuple[int, list[int]]:
    """The id of Spin, and those of some clients."""

    def make(work: Work) -> tuple[int, list[int]]:
        here = studio(work)
        service, _group = spin(work, here, places)
        return service.id, [client(work, f"Client {n}", str(5000 + n)).id for n in range(crowd)]

    return await database.run(make)


async def tap(database: Database, who: int, what: int, starts: datetime = TEN) -> str:
    def unit(work: Work) -> None:
        somebody = work.people.person(who)
        place = bookings.hold(work, somebody, what, starts, now=NOON).booking
        bookings.confirm(work, somebody, place.id, place.version, now=NOON)

    try:
        await database.run(unit)
    except Refusal as refusal:
        return type(refusal).__name__
    return "joined"


def seated(work: SqlWork) -> list[Booking]:
    return list(work.session.scalars(select(Booking).where(Booking.status.not_in(GONE))))


async def test_of_fifty_who_tap_the_last_place_one_has_it(database: Database) -> None:
    what, crowd = await opened(database, 2, 51)
    assert await tap(database, crowd.pop(), what) == "joined"
    answers = Counter(await asyncio.gather(*(tap(database, who, what) for who in crowd)))
    assert answers == {"joined": 1, "ClassFull": 49}
    places = await database.read(seated)
    assert sorted(each.seat for each in places) == [1, 2]


async def test_one_person_on_many_devices_has_one_place(database: Database) -> None:
    what, (cleo,) = await opened(database, 8, 1)
    answers = Counter(await asyncio.gather(*(tap(database, cleo, what) for _ in range(8))))
    assert answers["joined"] >= 1
    assert set(answers) <= {"joined", "AlreadyIn", "Changed", "NotOpen"}
    assert len(await database.read(seated)) == 1


async def test_joining_and_leaving_in_any_order_never_overfills_a_class(database: Database) -> None:
    what, crowd = await opened(database, 5, 20)
    dice = random.Random(20261126)

    async def comes_and_goes(who: int) -> None:
        for _ in range(4):
            await tap(database, who, what, TEN + dice.choice((0, 1)) * WEEK)
            if dice.random() < 0.5:
                await database.run(lambda work: _leave(work, who))

    await asyncio.gather(*map(comes_and_goes, crowd))
    places = await database.read(seated)
    assert len(places) == len({(each.session_id, each.seat) for each in places})
    assert len(places) == len({(each.session_id, each.client_id) for each in places})
    assert all(1 <= each.seat <= 5 and each.session.live for each in places)


def _leave(work: Work, who: int) -> None:
    for sheet in work.bookings.coming(who, NOON):
        bookings.cancel(work, sheet.client, sheet.booking.id, sheet.booking.version, now=NOON)


async def test_replicas_that_look_at_once_give_each_date_one_session(database: Database) -> None:
    def make(work: Work) -> int:
        _service, group = spin(work, studio(work))
        return group.id

    group, later = await database.run(make), NOON + 2 * WEEK
    await asyncio.gather(
        *(database.run(lambda work: classes.extend(work, group, now=later)) for _ in range(6))
    )
    days = await database.read(lambda work: list(work.session.scalars(select(ClassDate.day))))
    assert len(days) == len(set(days)) == 7


@in_a_turn
def test_behind_the_services_nobody_is_in_a_session_twice(work: SqlWork) -> None:
    here = studio(work)
    taken = session(work, here.training, TEN, capacity=3)
    first = seat(work, here.cleo, taken)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        seat(work, here.cleo, taken, number=2)
    first.status, first.version = Status.CANCELLED, 2
    work.flush()
    seat(work, here.cleo, taken, number=2)


@in_a_turn
def test_behind_the_services_a_class_has_one_session_a_date_and_a_session_one_class(work: SqlWork) -> None:
    here = studio(work)
    _service, group = spin(work, here)
    first, second = dates(work, group)[:2]
    other = session(work, here.run, TEN, capacity=2)
    for day, taken in ((first.day, other), (second.day - WEEK * 10, first.session)):
        twin = ClassDate(class_id=group.id, day=day, session=taken)
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.add(twin)


@in_a_turn
def test_behind_the_services_a_class_has_no_more_seats_than_places(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here, 2)
    joined(work, here.cleo, service)
    with pytest.raises(DBAPIError, match="no_such_seat"), work.session.begin_nested():
        seat(work, here.sam, dates(work, group)[0].session, number=3)
