"""The one place that drives units of work: a writer thread on SQLite, asyncpg on PostgreSQL.

A unit is a plain function over a `SqlWork`. It is committed when it returns and rolled back when it
raises. After a race that another transaction won, or a connection that broke, it is run again from the
start, so it must be repeatable, even where its first run was committed and only the answer was lost.
"""

import asyncio
import random
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, NullPool, StaticPool, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from domain.tax import NO_TAX, Taxation
from storage.dialects import COMPILED, POSTGRESQL, SQLITE
from storage.work import SqlWork

T = TypeVar("T")
Unit = Callable[[SqlWork], T]
Wake = Callable[[Iterable[str]], object]

RERUNS = 8  # with pauses of 2.5 s in all at the most
_LOST_RACES = {
    "40001",  # serialization failure, or a row that changed since it was read
    "40P01",  # deadlock
    "55P03",  # a lock that was waited for too long
    "23505",  # a unique key: the rerun sees the row of whoever was faster
}
_LANES = "lanes"  # the channel of NOTIFY

log = structlog.get_logger()


def _nobody(lanes: Iterable[str]) -> None:
    """Nobody waits for lanes yet."""


class Database(ABC):
    """``run`` commits, ``read`` does not. ``woken`` is called after a commit with the lanes that were
    written to.
    """

    def __init__(self, tax: Taxation = NO_TAX) -> None:
        self.tax = tax
        self.woken: Wake = _nobody

    @abstractmethod
    async def run(self, unit: Unit[T]) -> T: ...

    @abstractmethod
    async def read(self, unit: Unit[T]) -> T: ...

    @abstractmethod
    async def listen(self) -> None:
        """Hear which lanes other replicas wrote to, until cancelled. Only wakes: nothing is lost
        without it.
        """

    @abstractmethod
    async def close(self) -> None: ...


def connect(url: str, tax: Taxation = NO_TAX) -> Database:
    """The database behind ``sqlite:///file`` or ``postgresql://…``, whatever driver it names. ``tax``
    is what is sold with.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SqliteDatabase(parsed, tax)
        case "postgresql":
            return PostgresDatabase(parsed, tax)
        case other:
            raise ValueError(f"DATABASE_URL names {other}; it can be sqlite or postgresql")


class SqliteDatabase(Database):
    """One writer and one reader, a thread each with its own connection.

    A thread hop per unit costs less than aiosqlite's hop per statement (docs/decisions/0003).
    """

    def __init__(self, url: URL, tax: Taxation = NO_TAX) -> None:
        super().__init__(tax)
        self._writer = _Driver(sqlite_engine(url, begin="BEGIN IMMEDIATE"), tax, "sqlite-writer")
        self._reader = _Driver(sqlite_engine(url, begin="BEGIN", read_only=True), tax, "sqlite-reader")

    async def run(self, unit: Unit[T]) -> T:
        loop = asyncio.get_running_loop()
        # From the thread, so that a turn whose caller was cancelled meanwhile wakes its lanes as well.
        return await self._writer.drive(unit, lambda lanes: loop.call_soon_threadsafe(self.woken, lanes))

    async def read(self, unit: Unit[T]) -> T:
        return await self._reader.drive(unit, _nobody)

    async def listen(self) -> None:
        await asyncio.Event().wait()  # one process owns the file, so there is nobody to hear

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


class _Driver:
    """A thread that runs units one after another on its own connection."""

    def __init__(self, engine: Engine, tax: Taxation, name: str) -> None:
        self._engine, self._tax = engine, tax
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def drive(self, unit: Unit[T], committed: Wake) -> T:
        # Shielded: a cancelled task must not leave the thread's transaction to chance.
        return await asyncio.shield(
            asyncio.get_running_loop().run_in_executor(self._thread, self._drive, unit, committed)
        )

    def _drive(self, unit: Unit[T], committed: Wake) -> T:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            work = SqlWork(session, self._tax)
            result = unit(work)
        if work.woken:
            committed(work.woken)
        return result

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


def sqlite_engine(url: URL, *, begin: str, read_only: bool = False) -> Engine:
    """An engine of one connection, whose transactions begin as told: IMMEDIATE, so that a writer
    never upgrades.
    """
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername=SQLITE),
        poolclass=StaticPool,
        execution_options=COMPILED,
        hide_parameters=True,  # they are people's words, which no log needs
        connect_args={"isolation_level": None, "check_same_thread": False, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: object) -> None:
        for pragma in _pragmas(read_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_as_told(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)  # beneath SQLAlchemy, which would make a result of it

    return engine


def _pragmas(read_only: bool) -> list[str]:
    shared = [
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "trusted_schema=OFF",
        "recursive_triggers=ON",  # else REPLACE deletes what a trigger keeps
    ]
    # One connection checkpoints: the writer.
    return [*shared, "query_only=ON", "wal_autocheckpoint=0"] if read_only else shared


class PostgresDatabase(Database):
    """Units run through ``AsyncSession.run_sync``, shielded, and again after a lost race."""

    def __init__(self, url: URL, tax: Taxation = NO_TAX) -> None:
        super().__init__(tax)
        self._engine = postgres_engine(url, pool_size=10, max_overflow=10)
        self._ear = postgres_engine(url, poolclass=NullPool)  # a pooled connection would go on listening
        self._running: set[asyncio.Task[Any]] = set()

    async def run(self, unit: Unit[T]) -> T:
        task = asyncio.create_task(self._run(unit))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def read(self, unit: Unit[T]) -> T:
        return await self.run(unit)

    async def _run(self, unit: Unit[T]) -> T:
        for attempt in range(RERUNS):
            try:
                return await self._attempt(unit)
            except DBAPIError as error:
                if not _is_passing(error):
                    raise
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter is no secret
        return await self._attempt(unit)

    async def _attempt(self, unit: Unit[T]) -> T:
        async with (
            AsyncSession(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            result, lanes = await session.run_sync(_announced, unit, self.tax)
        if lanes:
            self.woken(lanes)
        return result

    async def listen(self) -> None:
        while True:
            try:
                await self._listen()
            except (OSError, DBAPIError) as error:
                log.warning("listen_lost", problem=str(error))
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with self._ear.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            lost = asyncio.Event()
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(_LANES, self._heard)
            await lost.wait()
            await connection.invalidate()

    def _heard(self, connection: object, sender: int, channel: str, lanes: str) -> None:
        self.woken(lanes.split(","))

    async def close(self) -> None:
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._engine.dispose()


def _announced(session: Session, unit: Unit[T], tax: Taxation) -> tuple[T, set[str]]:
    work = SqlWork(session, tax)
    result = unit(work)
    if work.woken:
        session.execute(_NOTIFY, {"channel": _LANES, "lanes": ",".join(sorted(work.woken))})
    return result, work.woken


_NOTIFY = text("SELECT pg_notify(:channel, :lanes)")


def _is_passing(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _LOST_RACES


def postgres_engine(url: URL, **pool: Any) -> AsyncEngine:
    """READ COMMITTED with short limits: a turn that waits longer is better run again."""
    limits = {
        "lock_timeout": "2000",
        "statement_timeout": "10000",
        "idle_in_transaction_session_timeout": "15000",
        "application_name": "trainerhub",
    }
    engine = create_async_engine(
        url.set(drivername=POSTGRESQL),
        execution_options=COMPILED,
        hide_parameters=True,  # they are people's words, which no log needs
        connect_args={"server_settings": limits},
        **pool,
    )
    event.listen(engine.sync_engine, "connect", _bound)
    return engine


def _bound(connection: Any, record: object) -> None:
    """From version 17 on, what a process has locked that stands still in the middle of a statement is free
    again after a while; no other limit covers it.
    """
    driver = connection.driver_connection
    if driver.get_server_version().major >= 17:
        connection.run_async(lambda _: driver.execute("SET transaction_timeout = '30s'"))
