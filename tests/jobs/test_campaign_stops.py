"""People who say STOP while a campaign runs, and an admin who stops or pauses it, at any moment: nothing of
it follows.

The moments are before and after each transaction of what plans and sends it, and during each hand-off;
``TRAINERHUB_MOMENTS`` is how many of them a run takes: 1000 are all.
"""

import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from domain.base import Role
from domain.campaigns import service as campaigns
from domain.consent.service import agree, stop
from domain.notifications.model import Purpose
from domain.people.model import Address, Channel, Person
from domain.work import Work
from jobs.campaigns import advance
from storage.database import Database
from storage.work import SqlWork
from tests.jobs.post import LANE, NOON, Post
from tests.jobs.test_campaigns import by

T = TypeVar("T")
MOST = int(os.environ.get("TRAINERHUB_MOMENTS", "12"))
READERS = 5


@dataclass
class Watched:
    """A database of which somebody is told before and after each transaction."""

    inner: Database
    passes: Callable[[str], Awaitable[None]]

    async def run(self, unit: Callable[[Work], T]) -> T:
        await self.passes("before")
        found = await self.inner.run(unit)
        await self.passes("after")
        return found

    async def read(self, unit: Callable[[Work], T]) -> T:
        await self.passes("before")
        found = await self.inner.read(unit)
        await self.passes("after a look")
        return found


@dataclass
class Running:
    """A campaign to a few readers of its own, and what happens at one moment of it."""

    post: Post
    first: int
    moment: int = 0
    does: Callable[["Running"], Awaitable[None]] | None = None
    campaign: int = 0
    passed: int = 0
    told: list[str] = field(default_factory=list)  # when it was said
    where: str = ""

    async def passes(self, where: str) -> None:
        self.passed += 1
        if self.passed == self.moment and self.does:
            self.told, self.where = list(self.post.chat.texts), where
            await self.does(self)

    async def runs(self) -> None:
        """Until nothing more is to be done."""
        watched = Watched(self.post.database, self.passes)
        self.post.chat.slow = partial(self.passes, "during")
        self.post.chat.told.clear()
        self.campaign = await self.post.database.run(self._starts)
        dispatcher = self.post.dispatcher(database=watched)
        while await advance(watched, self.post.clock) or await dispatcher.drain():
            await dispatcher.drain()

    def _starts(self, work: SqlWork) -> int:
        if not work.people.admins():
            work.add(Person(name="Ada", zone="Europe/Lisbon", roles=Role.ADMIN, created_at=NOON))
            work.flush()
        (ada,) = work.people.admins()
        for number in range(self.first, self.first + READERS):
            person = Person(name=f"Reader {number}", zone="Europe/Lisbon", created_at=NOON)
            address = Address(person=person, channel=Channel.TELEGRAM, external_id=str(number), lane=LANE)
            work.add(person, address)
            work.flush()
            agree(work, address, "Yes", shown="News?", now=NOON)
        draft = campaigns.begin(work, ada, now=NOON)
        campaigns.write(work, ada, draft.id, f"Hi {{name}}, news {self.first}", most=5, now=NOON)
        return campaigns.send(work, ada, draft.id, draft.version, above=100, most=5, now=NOON).id

    async def all_say_stop(self) -> None:
        def unit(work: SqlWork) -> None:
            for number in range(self.first, self.first + READERS):
                address = work.people.heard_at(Channel.TELEGRAM, str(number))
                assert address
                stop(work, address, "/stop", now=NOON, purpose=Purpose.PROMOTIONAL)

        await self.post.database.run(unit)

    async def is_stopped(self) -> None:
        await by(self.post, self.campaign, campaigns.stop)

    async def is_paused(self) -> None:
        await by(self.post, self.campaign, campaigns.pause)


WAYS = (Running.all_say_stop, Running.is_stopped, Running.is_paused)


async def test_nothing_follows_a_stop_at_any_moment(post: Post) -> None:
    whole = Running(post, 0)
    await whole.runs()
    assert len(post.chat.told) == READERS
    await whole.all_say_stop()
    every = [(moment, does) for moment in range(1, whole.passed) for does in WAYS]
    chosen = random.Random(5).sample(every, min(MOST, len(every)))
    cut_short = 0
    for nth, (moment, does) in enumerate(chosen, 1):
        cut = Running(post, nth * READERS, moment, does)
        await cut.runs()
        under_way = cut.where == "after a look"  # it was asked whether this one may go, and it goes
        assert len(post.chat.told) <= len(cut.told) + under_way, (moment, cut.where, does.__name__)
        cut_short += len(post.chat.told) < READERS
        await cut.all_say_stop()
        await cut.is_stopped()
    assert cut_short > len(chosen) / 2
