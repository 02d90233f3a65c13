"""One writer, one reader, a thread each."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from domain.people.model import Person
from storage.database import Database, connect
from storage.work import SqlWork
from tests.factories import person

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])


def _people(work: SqlWork) -> int:
    return work.session.scalars(select(func.count(Person.id))).one()


async def test_a_reader_refuses_to_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await database.read(person)


async def test_a_reader_does_not_wait_for_the_writer(database: Database) -> None:
    began, read = threading.Event(), threading.Event()

    def slow(work: SqlWork) -> bool:
        person(work)
        began.set()
        return read.wait(5)

    writing = asyncio.create_task(database.run(slow))
    await asyncio.to_thread(began.wait)
    assert await database.read(_people) == 0  # nor sees what is not committed
    read.set()
    assert await writing
    assert await database.read(_people) == 1


async def test_units_that_write_run_one_after_another(database: Database) -> None:
    inside = 0

    def alone(work: SqlWork) -> int:
        nonlocal inside
        inside += 1
        person(work)
        among = inside
        inside -= 1
        return among

    assert set(await asyncio.gather(*(database.run(alone) for _ in range(30)))) == {1}


async def test_a_second_process_waits_its_turn(database: Database, migrated_url: str) -> None:
    other = connect(migrated_url)
    try:
        await asyncio.gather(*(each.run(person) for each in (database, other) * 20))
        assert await database.read(_people) == 40
    finally:
        await other.close()


async def test_commits_are_durable_and_references_are_kept(database: Database) -> None:
    def pragmas(work: SqlWork) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        return [work.session.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert await database.run(pragmas) == ["wal", 2, 1, 0]


async def test_a_closed_database_is_one_file(migrated_url: str) -> None:
    database = connect(migrated_url)
    await database.run(person)
    await database.close()
    file = Path(migrated_url.partition(":///")[2])
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
