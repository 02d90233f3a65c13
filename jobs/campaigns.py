"""Campaigns that run go on: some of those who wait into the outbox, as soon as it has room. On Monday morning
admins are told of those of the week.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from domain.campaigns.steps import step
from domain.campaigns.weekly import last_monday, tell_week
from domain.clock import Clock
from domain.work import Runner
from jobs.apart import apart
from jobs.lane import nobody


async def advance(database: Runner, clock: Clock, reached: Callable[[str], None] = nobody) -> int:
    """Each by steps, a transaction each, until there is nothing to do just now; two replicas that look at
    once share the work. Answers how many people were planned or settled. ``reached`` is called at named
    points, so that a test can stop the process there.
    """
    done = 0
    for campaign_id in await database.read(lambda work: work.campaigns.to_see_to()):
        with apart("campaigns", campaign_id):
            while some := await database.run(partial(step, campaign_id=campaign_id, now=clock.now())):
                done += some
                reached("campaign_planned")
    return done


class Weekly:
    """The summary of a week, once, however many replicas look: what is told has a key of its own."""

    def __init__(self, database: Runner, clock: Clock, zone: str) -> None:
        self._database, self._clock, self._zone = database, clock, zone
        self._seen: date | None = None  # the Monday for which this process has looked

    async def look(self) -> int:
        """Answers how many admins are told."""
        now = self._clock.now()
        monday = last_monday(now, self._zone)
        if monday == self._seen:
            return 0
        told = await self._database.run(partial(tell_week, monday=monday, zone=self._zone, now=now))
        self._seen = monday
        return told
