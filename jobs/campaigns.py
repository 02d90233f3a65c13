"""Campaigns that run go on: some of those who wait into the outbox, as soon as it has room."""

from collections.abc import Callable
from functools import partial

from domain.campaigns.steps import step
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
