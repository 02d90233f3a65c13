"""Clients who want one time, and crowds who want any. As a program, so that several processes can be rivals:

python -m tests.domain.bookings.rivals URL

reads lines, and answers each with a line of JSON, how often what came of it: "rush FIRST LAST", those clients
and one time; "crowd SEED COUNT", so many claims of any trainers' times, past the services.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.errors import Taken
from domain.trainers.model import Service
from domain.work import Work
from storage.database import Database, connect
from tests.factories import NOON, session

TEN = NOON.replace(hour=10) + timedelta(days=2)
_SERVICES = select(func.count(Service.id))
AT_ONCE = 16  # claims that a process of a crowd makes at a time


async def hold(database: Database, client_id: int, service_id: int = 1) -> str:
    """What came of it: "held", "Taken" or "NotOpen". Anything else is raised."""

    def unit(work: Work) -> None:
        bookings.hold(work, work.people.person(client_id), service_id, TEN, now=NOON)

    try:
        await database.run(unit)
    except (Taken, NotOpen) as refusal:
        return type(refusal).__name__
    return "held"


async def rush(database: Database, clients: range) -> Counter[str]:
    return Counter(await asyncio.gather(*(hold(database, client) for client in clients)))


async def crowd(database: Database, seed: int, count: int) -> Counter[str]:
    """Claims of random times of random services, some of which are given up again at once. Only the database
    keeps them apart: nobody looks first whether a time is free.
    """
    dice, left = random.Random(seed), iter(range(count))
    services = await database.read(lambda work: work.session.scalar(_SERVICES)) or 0
    answers = Counter[str]()

    async def claim_on() -> None:
        for _ in left:
            starts = TEN + timedelta(days=dice.randrange(20), minutes=dice.randrange(24 * 60))
            answers[await _claim(database, dice.randint(1, services), starts, dice.random() < 0.8)] += 1

    await asyncio.gather(*(claim_on() for _ in range(AT_ONCE)))
    return answers


async def _claim(database: Database, service_id: int, starts: datetime, keeps: bool) -> str:
    def unit(work: Work) -> None:
        service, trainer = work.trainers.service(service_id)
        with work.claim(trainer.id):
            taken = session(work, service, starts)
        if not keeps:
            taken.live = False

    try:
        await database.run(unit)
    except Taken:
        return "Taken"
    return "made" if keeps else "given up"


async def main(url: str) -> None:
    database = connect(url)
    loop = asyncio.get_running_loop()
    while asked := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        act, one, other = asked[0], int(asked[1]), int(asked[2])
        answers = await (rush(database, range(one, other)) if act == "rush" else crowd(database, one, other))
        print(json.dumps(answers), flush=True)  # noqa: T201 - its answer
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
