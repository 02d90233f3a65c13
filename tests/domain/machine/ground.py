"""Where the machine's studio is kept: a database that is emptied for each run, and a process that dies."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import NullPool, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from domain.errors import Refusal
from jobs.absences import tell_unanswered
from jobs.classes import decide_classes, extend_classes
from jobs.holds import expire
from jobs.packages import expire_credits
from jobs.standing import look_after
from jobs.waitlist import offer_on
from storage.database import Database, connect, postgres_engine, sqlite_engine
from storage.entities import METADATA
from storage.work import SqlWork
from tests.domain.machine.facts import Facts, read
from tests.jobs.post import HandClock

T = TypeVar("T")
Unit = Callable[[SqlWork], T]
_JOBS = (expire, expire_credits, offer_on, extend_classes, decide_classes, look_after, tell_unanswered)


class _Gone(BaseException):
    """The process that did this is no more."""


class Ground:
    """Of a migrated database."""

    def __init__(self, runner: asyncio.Runner, url: str) -> None:
        # Not the runner's own run(): it looks up Ctrl-C's handler among the signals, and for that writes out
        # all that the last unit answered, which took a fifth of a machine's time.
        self._loop, kept = runner.get_loop(), make_url(url)
        self._is_sqlite = kept.get_backend_name() == "sqlite"
        self._database = self._loop.run_until_complete(_connected(url))
        if self._is_sqlite:
            self._doomed = sqlite_engine(kept, begin="BEGIN IMMEDIATE")
        else:
            self._doomed_server = postgres_engine(kept, poolclass=NullPool)

    def clear(self) -> None:
        """As nobody has been here."""
        self.drive(_forget_on_sqlite if self._is_sqlite else _forget_on_postgresql)

    def drive(self, unit: Unit[T]) -> T:
        return self._loop.run_until_complete(self._database.run(unit))

    def facts(self) -> Facts:
        return self._loop.run_until_complete(self._database.read(lambda work: read(work.session)))

    def look_after(self, now: datetime) -> int:
        """All that the clock does by itself. Answers how much there was to do."""

        async def all_of_it() -> int:
            return sum([await job(self._database, HandClock(now)) for job in _JOBS])

        return self._loop.run_until_complete(all_of_it())

    def dies(self, unit: Unit[Any], after: int) -> None:
        """A process runs a unit, and is gone after so many statements, or before it could commit."""
        self._loop.run_until_complete(self._die(unit, after))

    async def _die(self, unit: Unit[Any], after: int) -> None:
        if self._is_sqlite:
            with Session(self._doomed, expire_on_commit=False) as session:
                _perish(session, unit, after)
            return
        async with AsyncSession(self._doomed_server, expire_on_commit=False) as there:
            await there.run_sync(_perish, unit, after)

    def close(self) -> None:
        self._loop.run_until_complete(self._database.close())
        if self._is_sqlite:
            self._doomed.dispose()
        else:
            self._loop.run_until_complete(self._doomed_server.dispose())


async def _connected(url: str) -> Database:
    return connect(url)


def _perish(session: Session, unit: Unit[Any], after: int) -> None:
    """Its connection is dropped as it is, neither committed nor rolled back."""
    left = after

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Gone

    event.listen(session.connection(), "before_cursor_execute", count)
    with suppress(_Gone, Refusal):
        unit(SqlWork(session))
        session.flush()
    session.invalidate()


def _forget_on_postgresql(work: SqlWork) -> None:
    tables = ", ".join(each.name for each in METADATA.sorted_tables)
    work.session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))


def _forget_on_sqlite(work: SqlWork) -> None:
    """Without the triggers that keep records from being forgotten, for a moment."""
    asked = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'")
    kept = work.session.execute(asked).all()
    work.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for trigger in kept:
        work.session.execute(text(f"DROP TRIGGER {trigger.name}"))
    for each in METADATA.sorted_tables:
        work.session.execute(each.delete())
    for trigger in kept:
        work.session.connection().exec_driver_sql(trigger.sql)
