"""A search costs what it finds: its statements go by index, and the past adds nothing to them.

``TRAINERHUB_HISTORY`` is how many past bookings the long run compares with 1,000; the suite takes 5,000.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import insert, text

from domain.bookings.misplaced import misplaced
from domain.bookings.model import Booking, Status, TrainingSession
from domain.intervals import Interval
from domain.schedule.anybody import openings
from domain.schedule.model import Block, ExtraHours
from domain.schedule.service import open_once, times
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.storage.plans import effort, explained, nodes, statements
from tests.turns import in_a_turn

HISTORY = int(os.environ.get("TRAINERHUB_HISTORY", "5000"))
HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)
READ = {"training_session", "booking", "block", "extra_hours", "weekly_hours"}


@pytest.fixture
def commons(database: Database) -> Database:
    """One of its own: what the planner has learnt outlives a rollback, and other plans would follow."""
    return database


def furnished(work: SqlWork) -> Studio:
    here = studio(work)
    booking(work, here.cleo, here.training, TEN)
    open_once(work, here.ana.person, here.ana, Interval(TEN + 12 * HOUR, TEN + 13 * HOUR), now=NOON)
    return here


def search(work: SqlWork, here: Studio) -> int:
    """All that a client's search and a trainer's look for bookings without room ask of the database."""
    found = list(islice(times(work, here.ana, here.training, now=NOON), 400))
    anybody = list(islice(openings(work, now=NOON), 40))
    lost = misplaced(work, here.ana, Interval(NOON, NOON + timedelta(days=60)), now=NOON)
    return len(found) + len(anybody) + len(lost)


def with_history(work: SqlWork, here: Studio, since: int, until: int) -> None:
    """Completed sessions of Cleo's with Ana, hour upon hour into the past, written in bulk; and time off and
    openings that are over.
    """
    session_of, booking_of = table(TrainingSession), table(Booking)
    here.ana.most_a_day = here.ana.most_a_week = None  # nobody trains round the clock
    work.flush()
    for first in range(since, until, 10_000):
        counts = range(first, min(first + 10_000, until))
        starts = [NOON - (count + 2) * HOUR for count in counts]
        ids = [1_000_000 + count for count in counts]
        work.session.execute(
            insert(session_of),
            [
                {"id": row, "trainer_id": here.ana.id, "service_id": here.training.id, "starts": start,
                 "ends": start + HOUR, "busy_from": start, "busy_to": start + HOUR, "zone": "Europe/Lisbon",
                 "wall": f"{start:%Y-%m-%dT%H:%M}", "capacity": 1, "live": True}
                for row, start in zip(ids, starts, strict=True)
            ],
        )  # fmt: skip
        work.session.execute(
            insert(booking_of),
            [
                {"session_id": row, "client_id": here.cleo.id, "seat": 1, "status": Status.COMPLETED,
                 "version": 1, "made_at": start, "price_minor": 4000, "currency": "EUR", "approval": "first",
                 "attending": False}
                for row, start in zip(ids, starts, strict=True)
            ],
        )  # fmt: skip
    for kind in (table(Block), table(ExtraHours)):
        over = [NOON - (count + 2) * HOUR for count in range(since, min(until, since + 500))]
        more = {"reason": ""} if "reason" in kind.c else {}
        rows = [{"trainer_id": here.ana.id, "starts": start, "ends": start + HOUR, **more} for start in over]
        work.session.execute(insert(kind), rows)
    here.ana.most_a_day, here.ana.most_a_week = 8, 30
    work.flush()
    work.session.execute(text("ANALYZE"))


def selects(work: SqlWork, act: Callable[[], object]) -> list[tuple[str, Any]]:
    with statements(work) as ran:
        act()
    return [each for each in ran if each[0].startswith("SELECT")]


@in_a_turn
def test_every_statement_of_a_search_goes_by_index(work: SqlWork) -> None:
    here = furnished(work)
    with_history(work, here, 0, 2000)
    work.session.expire_all()
    ran = selects(work, lambda: search(work, here))
    assert len(ran) >= 10
    if work.session.get_bind().dialect.name == "sqlite":
        plan = [
            step
            for statement, values in ran
            for *_, step in work.session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
        ]
        assert [step for step in plan if step.startswith("SCAN") and step.split()[1] in READ] == []
        assert any(step.startswith("SEARCH") for step in plan)
        return
    # A table of a few rows is read whole for good reason; whether it has to be, shows where that is dear.
    work.session.execute(text("SET LOCAL enable_seqscan = off"))
    read = [node for statement, values in ran for node in nodes(explained(work, statement, values))]
    assert [node for node in read if node["Node Type"] == "Seq Scan" and node["Relation Name"] in READ] == []
    assert any("Index Cond" in node for node in read)


@pytest.mark.timeout(0 if HISTORY > 50_000 else 60)
@in_a_turn
def test_a_search_does_no_more_for_a_longer_past(work: SqlWork) -> None:
    here = furnished(work)
    with_history(work, here, 0, 1000)
    found, few = search(work, here), effort(work, lambda: search(work, here))
    with_history(work, here, 1000, HISTORY)
    assert search(work, here) == found
    assert few > 0
    assert effort(work, lambda: search(work, here)) <= few * 1.1
