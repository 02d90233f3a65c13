"""Clients who want one time. As a program, so that several processes can be rivals:

python -m tests.domain.bookings.rivals URL FIRST LAST
"""

import asyncio
import sys
from collections import Counter
from datetime import timedelta

from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.errors import Taken
from domain.work import Work
from storage.database import Database, connect
from tests.factories import NOON

TEN = NOON.replace(hour=10) + timedelta(days=2)


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


async def main(url: str, first: str, last: str) -> None:
    database = connect(url)
    print(*(await rush(database, range(int(first), int(last)))).elements())  # noqa: T201 - its answer
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
