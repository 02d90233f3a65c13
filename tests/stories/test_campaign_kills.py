"""Processes that are killed in the middle of a campaign, again and again: nobody is lost, nobody is told
twice, and a reminder that falls due meanwhile comes once more at most for each kill.

A process dies at a named point between a hand-off and its record or, at random, as soon as so many were told
that it is its turn; another takes its place. A SQLite file has one process, PostgreSQL several of them, where
a lease of the dead is over at once, as though its fifteen seconds had passed.
"""

import asyncio
import logging
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import func, select, text

from bot.office import seed_demo
from domain.campaigns.model import Stage, Status
from domain.notifications.model import Notification, State
from sandbox import people as demo
from storage.database import connect
from storage.work import SqlWork
from tests.stories.conftest import settings_for
from tests.stories.people import Outside, eventually
from tests.stories.readers import LANES, Taken, arrive, is_reminded, write_down
from tests.stories.served import Served, is_ready, serving

PEOPLE = int(os.environ.get("TRAINERHUB_CAMPAIGN", "96"))  # 10,000 in a long run
KILLS = int(os.environ.get("TRAINERHUB_KILLS", "5"))  # 200 there
KILLS_WITHIN = float(os.environ.get("TRAINERHUB_KILLS_WITHIN", "inf"))  # seconds: fewer, if that is too short
PROCESSES = {"sqlite": 1, "postgresql": 2 if KILLS <= 5 else 4}
SHARE = PEOPLE // (KILLS + 1)  # told between two of them
# Where they die in turn, when they come there so many times at most.
POINTS = {"after_hand_off": SHARE, "at random": 0, "campaign_planned": 1, "before_hand_off": SHARE}

log = logging.getLogger(__name__)  # --log-cli-level=INFO shows the figures


@dataclass(slots=True)
class Ordeal:
    """Processes that die while they send, and how they died."""

    outside: Outside
    database_url: str
    logs: Path
    taken: Taken
    chance: random.Random = field(default_factory=lambda: random.Random(3))
    died: Counter[str] = field(default_factory=Counter)
    until: float = field(default_factory=lambda: monotonic() + KILLS_WITHIN)
    complaints: list[str] = field(default_factory=list)

    def serving(self, name: str, **wanted: str) -> AbstractAsyncContextManager[Served]:
        """Telegram calls them, or four would poll."""
        wanted["TELEGRAM_WEBHOOK_SECRET"] = demo.TELEGRAM_WEBHOOK_SECRET
        return serving(self.outside, self.database_url, self.logs / f"{name}.log", **wanted)

    async def one_after_another(self, kills: Iterator[int]) -> None:
        for kill in kills:
            await self.dies(kill)
            if monotonic() > self.until:
                return

    async def dies(self, kill: int) -> None:
        """One process: at its point or, at random, when it is at work and enough were told."""
        point, most = list(POINTS.items())[kill % len(POINTS)]
        wanted = {"FAILPOINT": f"{point}:{self.chance.randint(1, most)}"} if most else {}
        enough = PEOPLE - SHARE if most else kill * SHARE
        async with self.serving(f"dying{kill}", **wanted) as dying:
            while dying.returncode is None:
                if await self.taken.look() >= enough and await is_ready(self.outside, dying):
                    await asyncio.sleep(self.chance.random() / 4)
                    point = "at random"
                    await dying.kill()
                await asyncio.sleep(0.1)
        assert dying.returncode == -9
        self.died[point] += 1
        self.complaints += dying.complaints()
        if "postgresql" in self.database_url:
            await self.lapse(dying.pid)

    async def lapse(self, pid: int) -> None:
        """A moment later for whoever waits for what that process held."""
        lapse = text("UPDATE lane SET lease_until = now() - interval '1 minute' WHERE owner LIKE :of")
        database = connect(self.database_url)
        await database.run(lambda work: work.session.execute(lapse, {"of": f"{pid}.%"}).close())
        await database.close()


@pytest.mark.timeout(600 + 2 * PEOPLE + KILLS * 60)
async def test_kills_in_the_middle_of_a_campaign_lose_nobody_and_repeat_nothing(
    outside: Outside, migrated_url: str, engine_kind: str, tmp_path: Path
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    await arrive(outside, PEOPLE)
    now = datetime.fromisoformat((await outside.get("/sandbox/clock"))["now"])
    database = connect(migrated_url)
    campaign = await database.run(
        lambda work: write_down(work, PEOPLE, now=now, over=timedelta(seconds=2 * KILLS))
    )
    await database.close()  # one process owns the file
    ordeal = Ordeal(outside, migrated_url, tmp_path, Taken(outside))
    kills, places = iter(range(KILLS)), range(PROCESSES[engine_kind])
    await asyncio.gather(*(ordeal.one_after_another(kills) for _ in places))
    async with AsyncExitStack() as stack:
        steady = [await stack.enter_async_context(ordeal.serving(f"steady{each}")) for each in places]
        database = connect(migrated_url)
        await eventually(lambda: database.read(lambda work: is_over(work, campaign)), patience=120 + PEOPLE)
        found = await database.read(lambda work: work.campaigns.progress(campaign).stages)
        reminders = await database.read(reminded)
        await database.close()
        ordeal.complaints += [line for each in steady for line in each.complaints()]
    await ordeal.taken.look()
    told, again = ordeal.taken.told, +Counter(ordeal.taken.reminded)
    log.info(
        "%d kills of %d: %s; %d of %d told, %d in doubt; %d reminders for %d, %s",
        *(ordeal.died.total(), len(places), dict(ordeal.died), told.total(), PEOPLE, found[Stage.UNKNOWN]),
        *(again.total(), len(again), dict(reminders)),
    )
    assert max(told.values()) == 1
    assert found[Stage.SENT] + found[Stage.UNKNOWN] == PEOPLE
    assert sum(found.values()) == PEOPLE + 1, "Sam never asked for news"
    assert found[Stage.SENT] <= told.total() <= PEOPLE
    assert found[Stage.UNKNOWN] <= KILLS * len(LANES)
    assert reminders.total() == sum(map(is_reminded, range(PEOPLE)))
    assert set(reminders) <= {State.SENT, State.UNKNOWN}
    assert reminders[State.SENT] <= len(again)
    for channel in LANES:
        assert sum(count - 1 for (where, _), count in again.items() if where is channel) <= KILLS
    assert ordeal.complaints == []


def is_over(work: SqlWork, campaign: int) -> bool:
    """Finished, and no reminder waits."""
    waits = {State.PENDING, State.CLAIMED} & set(reminded(work))
    return not waits and work.campaigns.campaign(campaign).status is Status.FINISHED


def reminded(work: SqlWork) -> Counter[State]:
    """What became of the reminders that fell due."""
    states = select(Notification.state, func.count()).where(Notification.key.startswith("soon:"))
    rows = work.session.execute(states.group_by(Notification.state))
    return Counter(dict(rows.all()))
