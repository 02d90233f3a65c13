"""Two served bots on one PostgreSQL, behind a load balancer: one studio, as far as anybody can see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.office import seed_demo
from sandbox import people as demo
from storage.database import connect
from tests.stories.conftest import settings_for
from tests.stories.crowd import one_wins
from tests.stories.people import Client, Outside, Trainer
from tests.stories.served import Served, balancing, ready, serving

pytestmark = pytest.mark.parametrize("engine_kind", ["postgresql"])


@dataclass(slots=True)
class Replicas:
    outside: Outside
    database_url: str
    bots: list[Served]

    async def count(self, statement: str) -> int:
        database = connect(self.database_url)
        try:
            return int(await database.read(lambda work: work.session.execute(text(statement)).scalar_one()))
        finally:
            await database.close()


@pytest.fixture
async def replicas(outside: Outside, migrated_url: str, tmp_path: Path) -> AsyncIterator[Replicas]:
    await seed_demo(settings_for(outside.base, migrated_url))
    async with AsyncExitStack() as stack:
        balancer = await stack.enter_async_context(balancing())
        wanted = {"PUBLIC_URL": balancer.url, "TELEGRAM_WEBHOOK_SECRET": demo.TELEGRAM_WEBHOOK_SECRET}
        bots = [
            await stack.enter_async_context(
                serving(outside, migrated_url, tmp_path / f"{name}.log", **wanted)
            )
            for name in ("one", "two")
        ]
        for bot in bots:
            await ready(outside, bot)
            balancer.ports.append(bot.port)
        yield Replicas(outside, migrated_url, bots)
        assert [line for bot in bots for line in bot.complaints()] == []


async def test_two_hundred_press_one_slot_and_one_wins(replicas: Replicas) -> None:
    await one_wins([Client(replicas.outside, 2000 + i) for i in range(200)])
    assert await replicas.count("SELECT count(*) FROM training_session WHERE live") == 1
    assert await replicas.count("SELECT count(DISTINCT owner) FROM inbox_event") == 2
    assert (
        await replicas.count(
            "SELECT min(n) FROM (SELECT count(*) AS n FROM inbox_event GROUP BY owner) AS each"
        )
        > 40
    )


async def test_each_notice_comes_once_and_a_killed_bot_takes_none_with_it(replicas: Replicas) -> None:
    outside = replicas.outside
    cleo, ana = Client(outside, 1001), Trainer(outside, "UANA")
    await cleo.opens("t_ana")
    await cleo.says("thu 18:00")
    await cleo.presses("Request it")
    await ana.sees("Cleo")
    await ana.presses("Approve")
    await cleo.sees("Ana approved your session")
    await outside.advance(hours=24 * 2 + 9, minutes=1)
    await cleo.sees("Your session tomorrow")
    await replicas.bots[0].kill()
    await outside.advance(hours=23)
    await cleo.sees("In an hour", patience=60)
    await asyncio.sleep(2)
    heard = [each["text"] for each in await cleo.heard()]
    assert sum("Your session tomorrow" in said for said in heard) == 1
    assert sum("In an hour" in said for said in heard) == 1
    assert "Thu 26 Nov" in (await cleo.says("/sessions"))["text"]
