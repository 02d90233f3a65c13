"""What somebody has not read costs the same to count, to list and to mark, however much others were told.

``TRAINERHUB_TOLD`` is how many rows the long run compares with 1,000; the suite takes 20,000.
"""

import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from domain.notifications import history
from domain.notifications.model import Notification, Purpose, State
from domain.people.model import Address, Person
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.factories import LANE, NOON, client
from tests.storage.plans import effort, scans, statements
from tests.turns import in_a_turn

TOLD = int(os.environ.get("TRAINERHUB_TOLD", "20000"))
FEW, HERS = 1000, 30
SECOND = timedelta(seconds=1)


@pytest.fixture
def commons(database: Database) -> Database:
    """One of its own: what the planner has learnt outlives a rollback, and other plans would follow."""
    return database


def tell(work: SqlWork, whom: Person, since: int, until: int) -> None:
    """Half of it read, all of it at their address."""
    place = work.people.reached_at(whom.id)[0]
    for first in range(since, until, 10_000):
        numbers = range(first, min(first + 10_000, until))
        work.session.execute(insert(table(Notification)), [_row(place, whom, each) for each in numbers])
    work.session.execute(text("ANALYZE"))


def _row(place: Address, whom: Person, number: int) -> dict[str, object]:
    at: datetime = NOON - SECOND * number
    return {"key": f"{whom.id}:{number}", "kind": "client_credits", "address_id": place.id, "lane": LANE,
            "purpose": Purpose.TRANSACTIONAL, "priority": 5, "data": {}, "due_at": at, "urgent": False,
            "path": [], "state": State.SENT, "attempts": 1, "doubts": 0, "token": 1, "settled_at": at,
            "message_id": str(number), "subject_kind": "lot", "subject_id": number, "reader_id": whom.id,
            "read_at": at if number % 2 else None}  # fmt: skip


@pytest.mark.timeout(0 if TOLD > 100_000 else 60)
@in_a_turn
def test_reading_ones_own_costs_no_more_where_others_were_told_more(work: SqlWork) -> None:
    cleo, others = client(work), client(work, "Max", "1002")
    tell(work, cleo, 0, HERS)
    tell(work, others, 0, FEW)
    few = spent(work, cleo)
    tell(work, others, FEW, TOLD)
    assert 0 < spent(work, cleo) <= few * 1.2


def spent(work: SqlWork, cleo: Person) -> int:
    """To count what is unread, to list the first of it, and to note that something of it was pressed."""
    place = work.people.reached_at(cleo.id)[0]

    def read() -> None:
        assert history.unread(work, cleo) == HERS // 2
        assert len(history.page_of(work, cleo, 0, size=6).told) == 6
        history.seen(work, cleo, message=(place.id, "1"), subject=("lot", 1), now=NOON)

    return effort(work, read)


@in_a_turn
def test_nothing_of_it_reads_the_whole_outbox(work: SqlWork) -> None:
    cleo, max_ = client(work), client(work, "Max", "1002")
    tell(work, cleo, 0, HERS)
    place = work.people.reached_at(cleo.id)[0]
    with statements(work) as ran:
        history.unread(work, cleo)
        history.page_of(work, cleo, 1, size=6)
        history.seen(work, cleo, message=(place.id, "1"), subject=("lot", 1), now=NOON)
        history.take_along(work, place, max_)
        history.read_all(work, max_, now=NOON)
    assert scans(work, ran) == []
