"""What every Hypothesis machine needs: its size, and a database that its rules reach without awaiting."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Database, connect

EXAMPLES = int(os.environ.get("TRAINERHUB_EXAMPLES", "20"))  # the suite's share; a soak asks for more


@contextmanager
def opened(loop: asyncio.Runner, url: str) -> Iterator[Database]:
    async def connected() -> Database:
        return connect(url)

    database = loop.run(connected())
    try:
        yield database
    finally:
        loop.run(database.close())
