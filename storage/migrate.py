"""Bringing a database up to the schema that this code was written for.

A migration runs in one transaction on both engines. Replicas that start together take turns: the second
finds nothing left to do.
"""

import asyncio
from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database, sqlite_engine
from storage.work import SqlWork

# Any number that nobody else locks; PostgreSQL keeps it until the transaction ends.
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(7274696)")


async def upgrade(url: str) -> None:
    """Create the schema or bring it up to date. Does nothing where it is."""
    await transaction(url, _upgrade)


async def pending(database: Database) -> bool:
    """Whether the database's schema is another than this code's."""
    return await current(database) != head()


async def current(database: Database) -> str | None:
    """The revision that the database is at; None where it is empty."""
    return await database.read(_current)


@cache
def head() -> str | None:
    """The revision that this code is written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def transaction(url: str, unit: Callable[[Connection], None]) -> None:
    """Run a unit on a connection of its own, with no limit on how long it takes, while no other does."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        await asyncio.to_thread(_on_sqlite, parsed, unit)
    else:
        await _on_postgres(parsed, unit)


def _on_sqlite(url: URL, unit: Callable[[Connection], None]) -> None:
    engine = sqlite_engine(url, begin="BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            unit(connection)
    finally:
        engine.dispose()


async def _on_postgres(url: URL, unit: Callable[[Connection], None]) -> None:
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(_TAKE_TURNS)
        await connection.run_sync(unit)


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _current(work: SqlWork) -> str | None:
    return MigrationContext.configure(work.session.connection()).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
