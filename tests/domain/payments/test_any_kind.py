"""As in `test_any_order`, of everything that is paid at all: gifts, codes, memberships, desks, deposits, fees
charged to saved cards, with tax in each, and several refunds and disputes of one payment.
"""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from domain.memberships.seeing import see
from domain.payments.elsewhere import TooSoon
from domain.payments.pages import hear
from domain.payments.ports import Told
from domain.tax import Taxation
from jobs.sealing import Sealer
from storage.database import Database, connect
from storage.work import SqlWork
from tests.domain.payments.books import contradictions
from tests.domain.payments.crowd import Crowd, Glance
from tests.domain.payments.provider import Provider
from tests.domain.payments.test_any_order import ANEW, EVENTS, KEPT, LOST, SEED
from tests.factories import NOON
from tests.jobs.post import HandClock

SHARE = 10  # of the events that `test_any_order` hears: each of these is dearer
ACTS = 25  # that people do, before any of it is heard
AT_ONCE = 50  # of what is heard, in a turn
MOST = 20  # times that the list is fetched
TIMES = 2  # that an event comes again
NEWEST = 60  # payments of which something becomes
DAY = timedelta(days=1)
UK = Taxation(20_000, "VAT", "GB123")
News = Told | Glance


@pytest.fixture
async def taxed(migrated_url: str) -> AsyncIterator[Database]:
    opened = connect(migrated_url, UK)
    yield opened
    await opened.close()


@pytest.mark.timeout(max(300, EVENTS // 4))
async def test_everything_that_is_paid_in_any_order(taxed: Database) -> None:
    print(f"TRAINERHUB_SEED={SEED} TRAINERHUB_EVENTS={EVENTS}")  # noqa: T201 - of a run that failed
    chance, clock = random.Random(SEED), HandClock(NOON)
    provider = Provider(chance, NOON)
    crowd = Crowd(chance, provider, NOON)
    sealer = Sealer(taxed, clock, "Europe/Lisbon", settling=0)
    await taxed.run(crowd.furnish)
    heard, past = 0, list[Told]()
    while heard < EVENTS // SHARE:
        for _act in range(ACTS):
            await crowd.bustle(taxed)
            if provider.payments:
                provider.go_on(chance.choice([*provider.payments.values()][-NEWEST:]))
        happened = provider.fetched()
        late = chance.sample(past, min(len(past), ACTS))
        heard += await _arrive(taxed, crowd, happened, late)
        heard += await _catch_up(taxed, crowd, happened)
        past = (past + happened)[-KEPT:]
        assert await taxed.run(partial(contradictions, provider=provider, now=crowd.now)) == {}
        crowd.now = provider.now = clock.at = crowd.now.replace(hour=12, minute=0) + DAY
        for _twice in range(2):  # the first look only sees how far the books go
            await sealer.look()
    assert await sealer.broken() == []


async def _arrive(database: Database, crowd: Crowd, happened: list[Told], late: list[Told]) -> int:
    """Some twice or more, some never, in any order, hours late, some of long ago again."""
    chance = crowd.chance
    arrives = [each for each in happened if chance.random() > LOST]
    arrives += chance.choices(arrives, k=TIMES * len(arrives)) if arrives else []
    arrives += [replace(each, event_id=f"{each.event_id}b") for each in arrives if chance.random() < ANEW]
    arrives += [replace(each, event_id=f"{each.event_id}c{chance.random()}") for each in late]
    looks = [each for each in crowd.glances if chance.random() > LOST]
    news: list[News] = [*arrives, *looks, *looks]
    chance.shuffle(news)
    for first in range(0, len(news), AT_ONCE):
        crowd.wait()
        await _hear(database, crowd, news[first : first + AT_ONCE])
    return len(news)


async def _catch_up(database: Database, crowd: Crowd, happened: list[Told]) -> int:
    """The list is fetched, and again while anything is told too soon."""
    await database.run(crowd.looks_again)
    heard, missed = 0, happened
    for _again in range(MOST):
        heard += len(missed)
        missed = await _hear(database, crowd, missed)
        await crowd.tidy(database)
        happened += (more := crowd.provider.fetched())
        missed += more
        if not missed:
            return heard
    pytest.fail(f"still too soon: {missed}")


async def _hear(database: Database, crowd: Crowd, news: Sequence[Told | Glance]) -> list[Told]:
    """In one turn, or each in its own where one of them is told too soon; which those were."""

    def unit(work: SqlWork, some: Sequence[News]) -> None:
        for each in some:
            if isinstance(each, Told):
                hear(work, each, now=crowd.now)
            else:
                see(work, each.stands, look=each.number, now=crowd.now)

    try:
        await database.run(partial(unit, some=news))
    except TooSoon:
        if len(news) == 1:
            return [each for each in news if isinstance(each, Told)]
        return [told for each in news for told in await _hear(database, crowd, [each])]
    return []
