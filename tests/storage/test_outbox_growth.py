"""Taking what is due costs the same however much waits: for its hour, or for its turn in a campaign.

``TRAINERHUB_WAITING`` is how many rows the long run compares with 1,000; the suite takes 20,000.
"""

import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from domain.notifications.model import Notification, Purpose, State
from domain.people.model import Address, Channel, Person
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.factories import NOON, studio
from tests.storage.plans import effort
from tests.turns import in_a_turn

WAITING = int(os.environ.get("TRAINERHUB_WAITING", "20000"))
LANE = "telegram:1"
FIRST = 1_000_000  # the id of the first of their addresses
HOUR = timedelta(hours=1)


@pytest.fixture
def commons(database: Database) -> Database:
    """One of its own: what the planner has learnt outlives a rollback, and other plans would follow."""
    return database


def wait(work: SqlWork, person: Person, since: int, until: int) -> None:
    """A reminder for later and a promotion that is due, for each of as many addresses."""
    for first in range(since, until, 10_000):
        numbers = range(first, min(first + 10_000, until), 2)
        work.session.execute(insert(table(Address)), [_address(person, number) for number in numbers])
        rows = [row for number in numbers for row in (_promotion(number), _later(number))]
        work.session.execute(insert(table(Notification)), rows)
    work.session.execute(text("ANALYZE"))


def _address(person: Person, number: int) -> dict[str, object]:
    name = f"crowd-{number}"
    return {"id": FIRST + number, "person_id": person.id, "channel": Channel.TELEGRAM, "external_id": name,
            "lane": LANE, "place": name}  # fmt: skip


def _later(number: int) -> dict[str, object]:
    return _row(number, "later", 3, NOON + HOUR + timedelta(seconds=number), Purpose.TRANSACTIONAL)


def _promotion(number: int) -> dict[str, object]:
    return _row(number, "promotion", 8, NOON - HOUR, Purpose.PROMOTIONAL)


def _row(number: int, name: str, priority: int, due: datetime, purpose: Purpose) -> dict[str, object]:
    return {"key": f"{name}:{number}", "kind": "plain", "address_id": FIRST + number, "lane": LANE,
            "purpose": purpose, "priority": priority, "data": {}, "due_at": due, "urgent": False, "path": [],
            "state": State.PENDING, "attempts": 0, "doubts": 0, "token": 0}  # fmt: skip


@pytest.mark.timeout(0 if WAITING > 100_000 else 60)
@in_a_turn
def test_taking_what_is_due_costs_no_more_where_more_waits(work: SqlWork) -> None:
    here = studio(work)
    ana = Address(person=here.ana.person, channel=Channel.TELEGRAM, external_id="ana", lane=LANE)
    work.add(ana)
    work.flush()
    wait(work, here.cleo, 0, 1000)
    few = spent(work, ana)
    wait(work, here.cleo, 1000, WAITING)
    assert 0 < spent(work, ana) <= few * 1.2


def spent(work: SqlWork, ana: Address) -> int:
    """What it takes to find the urgent one, then the promotion that is next, and on another lane nothing."""
    work.outbox.put(Notification(key="urgent", kind="plain", address_id=ana.id, lane=LANE, due_at=NOON))
    taken: list[str] = []

    def take() -> None:
        for lane in (LANE, LANE, "another"):
            taken.extend(row.key for row in work.lanes.take(lane, NOON))

    effort_of_it = effort(work, take)
    assert taken == ["urgent", "promotion:0"]
    work.session.execute(text("DELETE FROM notification WHERE key = 'urgent'"))
    work.session.execute(text("UPDATE notification SET state = 'pending'"))
    return effort_of_it
