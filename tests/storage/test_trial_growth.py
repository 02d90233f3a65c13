"""While two texts are tried on some, finding the next of these costs the same however many others wait."""

import pytest
from sqlalchemy import insert, select, text

from domain.campaigns.model import Campaign, Recipient, Stage
from domain.people.model import Person
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.domain.campaigns.test_campaigns import admin, readers, written
from tests.domain.campaigns.test_trial import sent
from tests.factories import NOON
from tests.storage.plans import effort
from tests.turns import in_a_turn

FEW, MANY = 100, 5000
FIRST = 1_000_000  # the id of the first of them


@pytest.fixture
def commons(database: Database) -> Database:
    """One of its own: what the planner has learnt outlives a rollback, and other plans would follow."""
    return database


def wait(work: SqlWork, campaign: Campaign, like: Recipient, since: int, until: int) -> None:
    one = dict(work.session.execute(select(table(Person)).limit(1)).mappings().one())
    ids = range(FIRST + since, FIRST + until)
    work.session.execute(insert(table(Person)), [{**one, "id": each} for each in ids])
    spot = {"address_id": like.address_id, "consent_id": like.consent_id, "lane": like.lane}
    row = {"campaign_id": campaign.id, "stage": Stage.WAITING, "due_at": NOON, "trial": False, **spot}
    work.session.execute(insert(table(Recipient)), [{**row, "person_id": each} for each in ids])
    work.session.execute(text("ANALYZE"))


def spent(work: SqlWork, campaign: Campaign, lane: str) -> int:
    return effort(work, lambda: work.campaigns.due(campaign.id, lane, NOON, limit=60, trial=True)) + effort(
        work, lambda: work.campaigns.is_tried(campaign.id)
    )


@in_a_turn
def test_the_others_who_wait_are_not_looked_through(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, 2)
    sent(work, ada)
    like = work.session.scalars(select(Recipient).limit(1)).one()
    draft = written(work, ada)
    assert like.lane
    wait(work, draft, like, 0, FEW)
    few = spent(work, draft, like.lane)
    wait(work, draft, like, FEW, MANY)
    assert spent(work, draft, like.lane) <= few * 1.2
