"""Many at once: exactly one has the time, and everybody else gets an answer.

``TRAINERHUB_CLAIMS`` is how many claims a crowd makes, ``TRAINERHUB_RIVALS`` how many clients of four
processes want one time, and ``TRAINERHUB_ROUNDS`` how often.
"""

import asyncio
import json
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status, TrainingSession
from domain.errors import Refusal
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.bookings.rivals import rush
from tests.domain.machine.facts import read
from tests.domain.machine.truths import sessions_of_a_trainer_are_apart_with_their_buffers
from tests.factories import NOON, client, service, trainer

ROOT = Path(__file__).parents[3]
CLAIMS = int(os.environ.get("TRAINERHUB_CLAIMS", "300"))  # the suite's shares; a soak asks for more
RIVALS = int(os.environ.get("TRAINERHUB_RIVALS", "120"))
ROUNDS = int(os.environ.get("TRAINERHUB_ROUNDS", "2"))
PROCESSES = 4


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


@asynccontextmanager
async def processes(url: str) -> AsyncIterator[Callable[..., Awaitable[Counter[str]]]]:
    """Four programs of rivals: what is asked of all at once, each with its share, and what came of it."""
    program = (sys.executable, "-m", "tests.domain.bookings.rivals", url)
    running = [
        await asyncio.create_subprocess_exec(
            *program, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]

    async def ask(each: asyncio.subprocess.Process, line: str) -> Counter[str]:
        assert each.stdin
        assert each.stdout
        each.stdin.write(f"{line}\n".encode())
        return Counter(json.loads(await each.stdout.readline() or "null"))

    async def ask_all(act: str, shares: Iterable[tuple[int, int]]) -> Counter[str]:
        lines = (f"{act} {one} {other}" for one, other in shares)
        answers = await asyncio.gather(*map(ask, running, lines))
        return sum(answers, Counter[str]())

    try:
        yield ask_all
    finally:
        for each in running:  # which end with their input
            await each.communicate(b"")
    assert [each.returncode for each in running] == [0] * PROCESSES


@pytest.mark.timeout(0 if ROUNDS > 10 else 120)
async def test_of_the_clients_of_four_processes_one_holds_it_time_after_time(
    database: Database, migrated_url: str
) -> None:
    clients = await _open(database, RIVALS)
    share = RIVALS // PROCESSES
    firsts = range(clients.start, clients.start + share * PROCESSES, share)
    async with processes(migrated_url) as ask_all:
        for _ in range(ROUNDS):
            answers = await ask_all("rush", [(first, first + share) for first in firsts])
            assert answers["held"] == 1
            assert answers["Taken"] + answers["NotOpen"] == share * PROCESSES - 1
            assert await database.run(_let_go) == 1


def _let_go(work: SqlWork) -> int:
    held = work.session.scalars(select(Booking).where(Booking.status == Status.HELD)).all()
    for each in held:
        bookings.release(work, work.people.person(each.client_id), each.id, now=NOON)
    return len(held)


@pytest.mark.timeout(0 if CLAIMS > 10_000 else 120)
async def test_no_claims_of_four_processes_make_a_hundred_trainers_sessions_overlap(
    database: Database, migrated_url: str
) -> None:
    """Past the services, with buffers of every length, some given up again."""
    await database.run(_a_hundred)
    async with processes(migrated_url) as ask_all:
        answers = await ask_all("crowd", [(seed, CLAIMS // PROCESSES) for seed in range(PROCESSES)])
    assert set(answers) <= {"made", "given up", "Taken"}
    assert answers.total() == CLAIMS // PROCESSES * PROCESSES
    facts = await database.read(lambda work: read(work.session))
    assert sum(each.live for each in facts.sessions) == answers["made"] > 0
    assert list(sessions_of_a_trainer_are_apart_with_their_buffers(facts, NOON)) == []


def _a_hundred(work: Work) -> None:
    for count in range(100):
        owner, dice = trainer(work, f"Trainer{count}"), random.Random(count)
        for _ in range(2):
            buffers = dice.choice((0, 5, 10, 15, 30)), dice.choice((0, 5, 10, 15, 30))
            service(work, owner, minutes=dice.choice((15, 30, 45, 60, 90)), buffers=buffers)


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
