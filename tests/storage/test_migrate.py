import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, event

from storage.database import Database, connect
from storage.entities import METADATA
from storage.migrate import current, head, pending, transaction, upgrade

ROOT = Path(__file__).parents[2]


async def _tables(url: str) -> int:
    found = 0

    def count(connection: Connection) -> None:
        nonlocal found
        found = len(connection.dialect.get_table_names(connection))

    await transaction(url, count)
    return found


async def test_the_migrated_schema_is_the_one_that_the_entities_declare(database: Database) -> None:
    def differences(work: Any) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(work.session.connection(), opts=options), METADATA)
        )

    assert await database.run(differences) == []


async def test_an_empty_database_is_pending_until_it_is_upgraded(database_url: str) -> None:
    database = connect(database_url)
    try:
        assert await current(database) is None
        assert await pending(database)
        await upgrade(database_url)
        assert await current(database) == head()
        assert not await pending(database)
    finally:
        await database.close()


async def test_replicas_that_start_together_migrate_once(database_url: str) -> None:
    async def replica() -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            f"import asyncio, storage.migrate as m; asyncio.run(m.upgrade({database_url!r}))",
            cwd=ROOT,
        )
        assert await process.wait() == 0

    await asyncio.gather(replica(), replica())
    assert await _tables(database_url) == len(METADATA.tables) + 1


async def test_a_migration_that_fails_leaves_nothing_behind(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ["SELECT no_such_function()"]
    monkeypatch.setattr("storage.constraints.RULES", {"sqlite": broken, "postgresql": broken})
    with pytest.raises(Exception, match="no_such_function"):
        await upgrade(database_url)
    assert await _tables(database_url) == 0


async def test_a_migration_to_where_the_database_is_only_looks(migrated_url: str) -> None:
    ran: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        ran.append(statement.split(maxsplit=1)[0])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await upgrade(migrated_url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert "SELECT" in ran
    assert set(ran) <= {"SELECT", "PRAGMA"}
    assert len(ran) < 10
