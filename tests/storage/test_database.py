"""What every unit of work may count on, whichever engine drives it."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from domain.base import Role
from domain.notifications.service import tell
from domain.people.model import Person
from storage.database import Database, connect
from storage.work import SqlWork
from tests.factories import LANE, NOON, client, person
from tests.patience import until


def _people(work: SqlWork) -> int:
    return work.session.scalars(select(func.count(Person.id))).one()


async def test_a_unit_is_committed_when_it_returns_and_undone_when_it_raises(database: Database) -> None:
    def fails(work: SqlWork) -> None:
        person(work, "Sam")
        raise LookupError("on purpose")

    await database.run(person)
    with pytest.raises(LookupError, match="on purpose"):
        await database.run(fails)
    assert await database.read(_people) == 1


async def test_what_was_committed_can_be_read_after_the_session_is_gone(database: Database) -> None:
    cleo = await database.run(person)
    assert (cleo.name, cleo.created_at) == ("Cleo", NOON)


async def test_units_of_many_tasks_all_arrive(database: Database) -> None:
    await asyncio.gather(*(database.run(person) for _ in range(50)))
    assert await database.read(_people) == 50


def _slow(began: threading.Event) -> Callable[[SqlWork], None]:
    """A unit that tells Cleo something, and that can be cancelled meanwhile."""

    def unit(work: SqlWork) -> None:
        cleo = client(work)
        tell(work, cleo.id, Role.CLIENT, "reminder_1h", "reminder_1h:1", due=NOON)
        began.set()
        if work.session.get_bind().dialect.name == "sqlite":
            time.sleep(0.2)
        else:
            work.session.execute(text("SELECT pg_sleep(0.2)"))

    return unit


async def test_a_unit_whose_caller_is_cancelled_ends_by_itself_and_wakes_its_lanes(
    database: Database,
) -> None:
    began, woken = threading.Event(), list[str]()
    database.woken = woken.extend
    caller = asyncio.create_task(database.run(_slow(began)))
    assert await asyncio.to_thread(began.wait, 5)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    async def is_woken() -> bool:
        return woken == [LANE]

    await until(is_woken)
    await database.run(person)
    assert await database.read(_people) == 2


async def test_closing_waits_for_what_still_runs(migrated_url: str) -> None:
    began, database = threading.Event(), connect(migrated_url)
    caller = asyncio.create_task(database.run(_slow(began)))
    assert await asyncio.to_thread(began.wait, 5)
    caller.cancel()
    await database.close()
    again = connect(migrated_url)
    assert await again.read(_people) == 1
    await again.close()


@pytest.mark.parametrize("url", ["mysql://root@localhost/trainerhub", "oracle://x"])
def test_other_databases_are_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        connect(url)
