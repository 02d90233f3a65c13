"""How SQLite is driven: the same turns by the writer thread and through aiosqlite.

Nothing is sent: this is the desk, the engine and the database alone.
"""

import asyncio
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import uvloop
from sqlalchemy import Connection, StaticPool, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench.studio import open_studio
from bench.tables import table
from bot.dialogue.desk import Desk, Owing
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Opened, Tapped
from bot.dialogue.turn import Studio
from bot.metrics import Metrics
from bot.screens import load
from domain.clock import WallClock
from domain.people.model import Channel
from storage.database import Database, T, Unit, _pragmas, connect
from storage.work import SqlWork


class AiosqliteDatabase(Database):
    """One connection through ``AsyncSession.run_sync``, whose every statement hops to aiosqlite's thread."""

    def __init__(self, url: URL) -> None:
        super().__init__()
        self._one = asyncio.Lock()
        self._engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"),
            poolclass=StaticPool,
            connect_args={"isolation_level": None, "cached_statements": 256},
        )
        event.listen(self._engine.sync_engine, "begin", _begin)

    async def run(self, unit: Unit[T]) -> T:
        async with (
            self._one,
            AsyncSession(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            return await session.run_sync(lambda driven: unit(SqlWork(driven)))

    async def read(self, unit: Unit[T]) -> T:
        return await self.run(unit)

    async def open(self) -> None:
        """Set the connection up as production's."""
        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver = raw.driver_connection
            assert driver is not None
            for pragma in _pragmas(read_only=False):
                await driver.execute(f"PRAGMA {pragma}")

    async def listen(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        await self._engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _aiosqlite(url: str) -> Database:
    database = AiosqliteDatabase(make_url(url))
    await database.open()
    return database


async def _writer_thread(url: str) -> Database:
    return connect(url)


DRIVERS = {"writer thread": _writer_thread, "aiosqlite": _aiosqlite}


def measure(people: int, rounds: int) -> dict[str, float]:
    """Turns a second of booking conversations by each driver, which take turns themselves."""
    runs: dict[str, list[float]] = {name: [] for name in DRIVERS}
    for _ in range(rounds):
        for name in DRIVERS:
            runs[name].append(uvloop.run(_run(name, people)))
    middle = {name: median(of_one) for name, of_one in runs.items()}
    rows = [(name, turns, 1000 / turns) for name, turns in middle.items()]
    print(table("Turns without sending, by driver of SQLite", ["", "turns/s", "ms/turn"], rows))
    return {"thread_vs_aiosqlite": middle["writer thread"] / middle["aiosqlite"]}


async def _run(driver: str, people: int) -> float:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'studio.db'}"
        await (await open_studio(url, people)).close()
        database = await DRIVERS[driver](url)
        routes, _notices = load()
        engine = Engine(routes, Studio("Bench", "Europe/Lisbon"), open_to_all=[Channel.TELEGRAM])
        desk = Desk(database, engine, WallClock(), {}, metrics=Metrics())
        began = perf_counter()
        await converse(desk, people)
        seconds = perf_counter() - began
        await database.close()
        return 3 * people / seconds


async def converse(desk: Desk, people: int) -> None:
    """Each opens the link of a trainer of theirs, and twice presses the first button."""
    opened = await _wave(desk, [_event(user, 1, Opened(f"t_ana-{user}")) for user in range(people)])
    held = await _wave(desk, [_press(owing, user, 2) for user, owing in enumerate(opened)])
    booked = await _wave(desk, [_press(owing, user, 3) for user, owing in enumerate(held)])
    assert all(owing.screen.title == "Booked" for owing in booked)


async def _wave(desk: Desk, events: list[Event]) -> list[Owing]:
    owings = await asyncio.gather(*(desk.turn(event) for event in events))
    return [owing for owing in owings if owing]


def _event(user: int, step: int, heard: Opened | Tapped) -> Event:
    name = str(user)
    return Event(Channel.TELEGRAM, f"{user}-{step}", name, heard, place=name, lane="telegram:1", name=name)


def _press(owing: Owing, user: int, step: int) -> Event:
    return _event(user, step, Tapped(next(iter(owing.screen.all_choices())).data))
