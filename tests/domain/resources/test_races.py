"""Many trainers at once: no unit is had twice, and what is free is found."""

import asyncio
from collections import Counter

from sqlalchemy import select

from domain.base import Role
from domain.bookings import service as bookings
from domain.errors import Refusal
from domain.resources import service as resources
from domain.resources.model import ResourceUse
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.resources.test_service import TEN
from tests.factories import NOON, client, person, service, trainer


async def opened(database: Database, trainers: int, units: int) -> list[tuple[int, int]]:
    """Services of as many trainers, each of which needs one of so many units, and a client for each."""

    def make(work: Work) -> list[tuple[int, int]]:
        ada = person(work, "Ada", roles=Role.ADMIN)
        bikes = resources.add(work, ada, "Bikes", units, now=NOON)
        made = []
        for n in range(trainers):
            owner = trainer(work, f"Trainer{n}")
            what = service(work, owner, buffers=(0, 15 * (n % 2)))
            resources.set_needs(work, owner.person, what.id, {bikes.id: 1}, now=NOON)
            made.append((client(work, f"Client {n}", str(7000 + n)).id, what.id))
        return made

    return await database.run(make)


async def tap(database: Database, who: int, what: int) -> str:
    def unit(work: Work) -> None:
        bookings.hold(work, work.people.person(who), what, TEN, now=NOON)

    try:
        await database.run(unit)
    except Refusal as refusal:
        return type(refusal).__name__
    return "held"


def taken(work: SqlWork) -> list[int]:
    return sorted(work.session.scalars(select(ResourceUse.unit).where(ResourceUse.live)))


async def test_of_twenty_trainers_one_has_the_room(database: Database) -> None:
    pairs = await opened(database, 20, 1)
    answers = Counter(await asyncio.gather(*(tap(database, *pair) for pair in pairs)))
    assert answers["held"] == 1
    assert set(answers) <= {"held", "Taken", "NotOpen"}
    assert await database.read(taken) == [1]


async def test_of_twelve_trainers_as_many_have_a_bike_as_there_are(database: Database) -> None:
    pairs = await opened(database, 12, 5)
    answers = Counter(await asyncio.gather(*(tap(database, *pair) for pair in pairs)))
    assert answers["held"] == 5
    assert set(answers) <= {"held", "Taken", "NotOpen"}
    assert await database.read(taken) == [1, 2, 3, 4, 5]
