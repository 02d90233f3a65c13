"""Many at once: exactly one has the time, and everybody else gets an answer."""

import asyncio
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status, TrainingSession
from domain.errors import Refusal
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.bookings.rivals import rush
from tests.factories import NOON, client, service, trainer

ROOT = Path(__file__).parents[3]
CLAIMS = int(os.environ.get("TRAINERHUB_CLAIMS", "300"))  # the suite's share; a soak asks for more


async def _open(database: Database, clients: int) -> range:
    """Ana's two services, and the ids of some clients of hers."""

    def make(work: Work) -> range:
        ana = trainer(work)
        service(work, ana)
        service(work, ana, minutes=45, buffers=(15, 15))
        ids = [client(work, f"Client {n}", str(n)).id for n in range(clients)]
        return range(ids[0], ids[-1] + 1)

    return await database.run(make)


def _held(work: SqlWork) -> int:
    return len(work.session.scalars(select(Booking).where(Booking.status == Status.HELD)).all())


async def test_of_200_clients_who_tap_one_time_one_holds_it(database: Database) -> None:
    clients = await _open(database, 200)
    answers = await rush(database, clients)
    assert answers["held"] == 1
    assert answers["Taken"] + answers["NotOpen"] == 199
    assert await database.read(_held) == 1


async def test_of_the_clients_of_several_processes_one_holds_it(
    database: Database, migrated_url: str
) -> None:
    clients = await _open(database, 60)
    middle = clients.start + 30

    async def process(first: int, last: int) -> Counter[str]:
        program = ("-m", "tests.domain.bookings.rivals", migrated_url, str(first), str(last))
        rivals = await asyncio.create_subprocess_exec(
            sys.executable, *program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        answer, _ = await rivals.communicate()
        assert rivals.returncode == 0
        return Counter(answer.decode().split()[-(last - first) :])

    one, other = await asyncio.gather(process(clients.start, middle), process(middle, clients.stop))
    answers = one + other
    assert answers["held"] == 1
    assert answers["Taken"] + answers["NotOpen"] == 59


async def test_one_client_on_two_devices_has_one_hold(database: Database) -> None:
    (cleo,) = await _open(database, 1)
    answers = await rush(database, range(cleo, cleo + 1))
    assert answers == {"held": 1}
    hours = [NOON.replace(hour=hour) + timedelta(days=3) for hour in range(8, 16)]

    async def tap(hour: int) -> None:
        await database.run(
            lambda work: bookings.hold(work, work.people.person(cleo), 1, hours[hour], now=NOON)
        )

    await asyncio.gather(*map(tap, range(8)))
    assert await database.read(_held) == 1


async def test_no_order_of_claims_makes_sessions_overlap(database: Database) -> None:
    clients = await _open(database, 20)
    dice = random.Random(20261123)

    async def claim(_: int) -> str:
        who, what = dice.choice(clients), dice.choice((1, 2))
        starts = NOON + timedelta(days=dice.choice((1, 2)), minutes=30 * dice.randrange(-10, 16))
        confirms, later = dice.random() < 0.3, timedelta(minutes=dice.randrange(30))

        def unit(work: Work) -> None:
            somebody = work.people.person(who)
            place = bookings.hold(work, somebody, what, starts, now=NOON + later).booking
            if confirms:
                bookings.confirm(work, somebody, place.id, place.version, now=NOON + later)

        try:
            await database.run(unit)
        except Refusal as refusal:
            return type(refusal).__name__
        return "held"

    answers = Counter(await asyncio.gather(*map(claim, range(CLAIMS))))
    assert set(answers) <= {"held", "Taken", "NotOpen", "OnePending"}
    assert answers["held"]
    assert await database.read(_overlaps) == []


def _overlaps(work: SqlWork) -> list[tuple[int, int]]:
    rows = work.session.scalars(
        select(TrainingSession).where(TrainingSession.live).order_by(TrainingSession.busy_from)
    ).all()
    return [(one.id, other.id) for one, other in pairwise(rows) if other.busy_from < one.busy_to]
