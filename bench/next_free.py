"""The next free time, in a database: what it costs with more trainers, further ahead, after a longer past.

``TRAINERHUB_TRAINERS`` and ``TRAINERHUB_HISTORY`` are how many trainers there are, and past bookings of the
one who is looked at, at the most.
"""

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert, text

from bench.search import rrule_times
from bench.studio import ZONE, furnish, now
from bench.tables import table as shown
from domain.base import Entity
from domain.bookings.model import Booking, Status, TrainingSession
from domain.schedule.anybody import openings
from domain.schedule.service import times
from storage.database import Database, connect
from storage.migrate import upgrade
from storage.tables import table
from storage.work import SqlWork
from tests.postgres import running_server

TRAINERS = int(os.environ.get("TRAINERHUB_TRAINERS", "100"))
HISTORY = int(os.environ.get("TRAINERHUB_HISTORY", "10000"))
FEW = 1000  # past bookings
HOUR = timedelta(hours=1)
AT_ONCE = 10_000  # rows
Row = tuple[str, float, float, float]


def measure(people: int, rounds: int) -> dict[str, float]:
    """Milliseconds on both engines. The ratios are SQLite's: how much more it costs with ten times as many
    trainers, and with so many past bookings; and how many times as fast it is as the same rows read with as
    few statements, with rrule and plain subtraction for each trainer. ``people`` plays no part.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # as the bot is served
    with TemporaryDirectory() as folder, running_server() as server:
        rows = asyncio.run(_on("SQLite", f"sqlite:///{Path(folder) / 'studio.db'}", rounds))
        asyncio.run(_on("PostgreSQL", server.new_database(), rounds))
    one, anybody, peers = ({name: ms[nth] for name, *ms in rows} for nth in range(3))
    few, many = _trainers(TRAINERS // 10), _trainers(TRAINERS)
    return {
        "next_free_vs_rrule": peers[many] / anybody[many],
        "next_free_by_trainers": anybody[many] / anybody[few],
        "next_free_by_history": one[_past(HISTORY)] / one[_past(FEW)],
    }


def _trainers(count: int) -> str:
    return f"{count} trainers"


def _past(count: int) -> str:
    return f"{count} past bookings"


async def _on(engine: str, url: str, rounds: int) -> list[Row]:
    await upgrade(url)
    database, begun, rows = connect(url), now(), list[Row]()

    async def note(name: str, change: Callable[[SqlWork], object]) -> None:
        await database.run(change)
        await database.run(lambda work: work.session.execute(text("ANALYZE")))
        one = await _time(database, lambda work: _of_one(work, begun), 10 * rounds)
        anybody = await _time(database, lambda work: _of_anybody(work, begun), 3 * rounds)
        rows.append((name, one, anybody, await _time(database, lambda work: _with_rrule(work, begun), 1)))

    few = TRAINERS // 10
    await note(_trainers(few), lambda work: furnish(work, range(few)))
    await note(_trainers(TRAINERS), lambda work: furnish(work, range(few, TRAINERS)))
    await note(_past(FEW), lambda work: _hours(work, begun, range(-FEW, 0)))
    await note(_past(HISTORY), lambda work: _hours(work, begun, range(-HISTORY, -FEW)))
    await note("nothing free for 2 days", lambda work: _hours(work, begun, range(48)))
    await note("nothing free for 28 days", lambda work: _hours(work, begun, range(48, 28 * 24)))
    await database.close()
    print(shown(engine, ["ms to the next free time", "of a trainer", "of anybody", "with rrule"], rows))
    return rows


def _of_one(work: SqlWork, begun: datetime) -> datetime:
    service, trainer = work.trainers.service(1)
    return next(times(work, trainer, service, now=begun))


def _of_anybody(work: SqlWork, begun: datetime) -> object:
    return next(openings(work, now=begun))


def _with_rrule(work: SqlWork, begun: datetime) -> datetime:
    """The hours of all, what is busy in two days, and the first free time of each: the soonest of these."""
    ids = [each.id for each in work.trainers.active()]
    work.trainers.services_of(ids)
    hours = work.schedule.weeks(ids)
    busy = work.schedule.busy_of(ids, begun, begun + 28 * 24 * HOUR, now=begun)
    first = (
        next(
            rrule_times(
                [(day, each.opens, each.closes) for day, open_ in hours[trainer].items() for each in open_],
                busy[trainer],
                begun,
                60,
            )
        )
        for trainer in ids
    )
    return min(first)


async def _time(database: Database, search: Callable[[SqlWork], object], rounds: int) -> float:
    """Each in a turn of its own."""
    runs = []
    for _ in range(rounds + 1):
        began = perf_counter()
        assert await database.read(search)
        runs.append((perf_counter() - began) * 1000)
    return median(runs[1:])  # the first one compiles its statements


def _hours(work: SqlWork, begun: datetime, hours: range) -> None:
    """Sessions of the first trainer, hour upon hour, all of one client."""
    for first in range(hours.start, hours.stop, AT_ONCE):
        starts = {hour: begun + hour * HOUR for hour in range(first, min(first + AT_ONCE, hours.stop))}
        _insert(
            work,
            TrainingSession,
            [
                {"id": 2_000_000 + hour, "trainer_id": 1, "service_id": 1, "starts": start,
                 "ends": start + HOUR, "busy_from": start, "busy_to": start + HOUR, "zone": ZONE,
                 "wall": f"{start:%Y-%m-%dT%H:%M}",
                 "capacity": 1, "live": True}
                for hour, start in starts.items()
            ],
        )  # fmt: skip
        _insert(
            work,
            Booking,
            [
                {"session_id": 2_000_000 + hour, "client_id": 1, "seat": 1, "status": Status.COMPLETED,
                 "version": 1, "made_at": start, "price_minor": 5000, "currency": "EUR",
                 "approval": "at_once", "attending": False}
                for hour, start in starts.items()
            ],
        )  # fmt: skip


def _insert(work: SqlWork, entity: type[Entity], rows: list[dict[str, object]]) -> None:
    work.session.execute(insert(table(entity)), rows)
