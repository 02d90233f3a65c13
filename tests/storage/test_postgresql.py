"""Several replicas on one database: races that are rerun, connections that break, and waking each other."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial

import asyncpg
import pytest
from sqlalchemy import func, select, text

from domain.base import Role
from domain.notifications.service import tell
from domain.people.model import Person
from storage.database import RERUNS, Database, connect
from storage.work import SqlWork
from tests.factories import LANE, NOON, address, client, person
from tests.patience import until

pytestmark = pytest.mark.parametrize("engine_kind", ["postgresql"])


@pytest.fixture
async def onlooker(migrated_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who looks at the server past everything of ours."""
    connection = await asyncpg.connect(migrated_url.replace("+asyncpg", "", 1))
    yield connection
    await connection.close()


def _named(work: SqlWork, name: str) -> Person:
    return work.session.scalars(select(Person).where(Person.name == name).with_for_update()).one()


async def test_one_of_two_that_wait_for_each_other_is_run_again(database: Database) -> None:
    for name in ("Ana", "Tom"):
        await database.run(partial(person, name=name))
    runs: list[str] = []

    def greet(first: str, second: str) -> Callable[[SqlWork], None]:
        def unit(work: SqlWork) -> None:
            runs.append(first)
            _named(work, first).locale += "+"
            work.session.execute(text("SELECT pg_sleep(0.2)"))
            _named(work, second).locale += "+"

        return unit

    await asyncio.gather(database.run(greet("Ana", "Tom")), database.run(greet("Tom", "Ana")))
    assert len(runs) == 3
    locales = await database.read(lambda work: set(work.session.scalars(select(Person.locale))))
    assert locales == {"en++"}


async def test_a_lost_serialization_is_run_again(database: Database) -> None:
    await database.run(person)

    def count_up(work: SqlWork) -> None:
        work.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        cleo = work.session.scalars(select(Person)).one()
        work.session.execute(text("SELECT pg_sleep(0.05)"))
        cleo.locale += "+"

    await asyncio.gather(*(database.run(count_up) for _ in range(3)))
    assert (await database.read(lambda work: _named(work, "Cleo"))).locale == "en+++"


async def test_a_first_message_to_two_replicas_makes_one_address(
    database: Database, migrated_url: str
) -> None:
    other = connect(migrated_url)

    def meet(work: SqlWork) -> bool:
        if work.session.scalars(select(func.count(Person.id))).one():
            return False
        client(work)
        work.session.execute(text("SELECT pg_sleep(0.1)"))
        return True

    try:
        assert sorted(await asyncio.gather(database.run(meet), other.run(meet))) == [False, True]
    finally:
        await other.close()


async def test_a_unit_that_always_fails_is_given_up(database: Database) -> None:
    runs: list[int] = []

    def hopeless(work: SqlWork) -> None:
        runs.append(1)
        client(work)
        client(work)

    with pytest.raises(Exception, match="uq_address"):
        await database.run(hopeless)
    assert len(runs) == RERUNS + 1


async def test_a_unit_whose_connection_breaks_is_run_again(
    database: Database, onlooker: asyncpg.Connection
) -> None:
    runs: list[int] = []

    def unlucky(work: SqlWork) -> None:
        runs.append(1)
        person(work)
        if len(runs) == 1:
            work.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    await database.run(unlucky)
    assert await onlooker.fetchval("SELECT count(*) FROM person") == 1


async def test_after_a_restart_of_the_server_nobody_notices(
    database: Database, onlooker: asyncpg.Connection
) -> None:
    await asyncio.gather(*(database.run(person) for _ in range(5)))
    await onlooker.execute(_END_ALL)
    await asyncio.gather(*(database.run(person) for _ in range(5)))
    assert await onlooker.fetchval("SELECT count(*) FROM person") == 10


async def test_a_cancelled_caller_leaves_nothing_open(
    database: Database, onlooker: asyncpg.Connection
) -> None:
    def slow(work: SqlWork) -> None:
        person(work)
        work.session.execute(text("SELECT pg_sleep(0.2)"))

    caller = asyncio.create_task(database.run(slow))
    await asyncio.sleep(0.1)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    async def nothing_is_open() -> bool:
        return bool(await onlooker.fetchval(_NOBODY_IN_A_TRANSACTION))

    await until(nothing_is_open)
    assert await onlooker.fetchval("SELECT count(*) FROM person") == 1


@asynccontextmanager
async def _listening(url: str) -> AsyncIterator[tuple[Database, asyncio.Queue[str]]]:
    """Another replica, and the lanes that it was woken for."""
    replica, heard = connect(url), asyncio.Queue[str]()

    def note(lanes: Iterable[str]) -> None:
        for lane in lanes:
            heard.put_nowait(lane)

    replica.woken = note
    listening = asyncio.create_task(replica.listen())
    try:
        yield replica, heard
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await replica.close()


def _tells(number: int) -> Callable[[SqlWork], None]:
    def unit(work: SqlWork) -> None:
        somebody = address(work, person(work), f"100{number}").person
        tell(work, somebody.id, Role.CLIENT, "reminder_1h", f"reminder_1h:{number}", due=NOON)

    return unit


async def test_a_replica_hears_what_another_wrote_and_still_after_a_broken_connection(
    database: Database, migrated_url: str, onlooker: asyncpg.Connection
) -> None:
    async def is_listening() -> bool:
        return bool(await onlooker.fetchval(_LISTENERS))

    async def is_deaf() -> bool:
        return not await is_listening()

    async with _listening(migrated_url) as (_, heard):
        await until(is_listening)
        await database.run(_tells(1))
        assert await asyncio.wait_for(heard.get(), 5) == LANE
        await onlooker.execute(_END_ALL)
        await until(is_deaf)  # an ended backend is listed for a moment more
        await until(is_listening)
        await database.run(_tells(2))
        assert await asyncio.wait_for(heard.get(), 5) == LANE
    await until(is_deaf)


async def test_a_unit_that_was_undone_wakes_nobody(database: Database, migrated_url: str) -> None:
    def fails(work: SqlWork) -> None:
        _tells(1)(work)
        raise LookupError

    async with _listening(migrated_url) as (_, heard):
        with pytest.raises(LookupError):
            await database.run(fails)
        await database.run(_tells(2))
        assert await asyncio.wait_for(heard.get(), 5) == LANE
        assert heard.empty()


async def test_a_closed_database_leaves_no_connection(
    migrated_url: str, onlooker: asyncpg.Connection
) -> None:
    async with _listening(migrated_url) as (replica, _):
        await asyncio.gather(*(replica.run(person) for _ in range(5)))

    async def alone() -> bool:
        return bool(await onlooker.fetchval(_ALONE))

    await until(alone)


_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_END_ALL = f"SELECT pg_terminate_backend(pid) {_OTHERS}"
_ALONE = f"SELECT count(*) = 0 {_OTHERS}"
_NOBODY_IN_A_TRANSACTION = f"SELECT count(*) = 0 {_OTHERS} AND xact_start IS NOT NULL"
_LISTENERS = f"SELECT count(*) > 0 {_OTHERS} AND query LIKE 'LISTEN%'"


async def test_no_transaction_lasts_for_ever(database: Database, onlooker: asyncpg.Connection) -> None:
    """Whatever the process that began it does: versions before 17 know no such limit."""
    limit = select(func.current_setting("transaction_timeout", True))
    known = "30s" if onlooker.get_server_version().major >= 17 else None
    assert await database.read(lambda work: work.session.scalar(limit)) == known
