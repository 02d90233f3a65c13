import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, text

from storage.database import Database, connect
from storage.entities import METADATA
from storage.migrate import _config, current, head, pending, transaction, upgrade

ROOT = Path(__file__).parents[2]
_ADA = text(
    "INSERT INTO person (name, locale, zone, zone_told, roles, created_at) "
    "VALUES ('Ada', 'en', 'UTC', false, 4, '2026-01-01 00:00:00+00:00')"
)
_CALLED = text(
    "INSERT INTO campaign (name, words, segment, opens, closes, at_best, status, version, made_by, made_at, "
    "needs_second, most_a_week, lanes) VALUES (:name, '', '{}', 540, 1200, false, 'draft', 1, "
    "(SELECT id FROM person), '2026-01-01 00:00:00+00:00', false, 0, '[]')"
)


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


@pytest.mark.parametrize(
    "names", [["Spring 2", "Spring", " spring", "Spring"], ["Fall", "Fall", "Fall 2", ""]]
)
async def test_campaigns_of_one_name_are_told_apart_by_numbers_that_none_has(
    database_url: str, names: list[str]
) -> None:
    """However they were called before names had to be of one's own."""

    def before(connection: Connection) -> None:
        command.upgrade(_config_of(connection), "0073")
        connection.execute(_ADA)
        for name in names:
            connection.execute(_CALLED, {"name": name})

    def after(connection: Connection) -> list[str]:
        return list(connection.scalars(text("SELECT lower(name) FROM campaign WHERE name <> '' ORDER BY id")))

    await transaction(database_url, before)
    await upgrade(database_url)
    found = list[str]()
    await transaction(database_url, lambda connection: found.extend(after(connection)))
    assert len(found) == len(set(found)) == sum(bool(each) for each in names)
    assert found[0] == names[0].lower()


def _config_of(connection: Connection) -> Config:
    config = _config()
    config.attributes["connection"] = connection
    return config
