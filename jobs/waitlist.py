"""Offers run out, and what waited for the morning is offered then."""

from functools import partial

from domain.clock import Clock
from domain.waitlist.chain import go_on
from domain.work import Runner
from jobs.apart import apart


async def offer_on(database: Runner, clock: Clock) -> int:
    """Look at every gap that is due, each in a transaction of its own: two replicas that do so at once do it
    once. Answers at how many something was done.
    """
    now = clock.now()
    due = await database.read(lambda work: work.waitlist.due(now))
    done = 0
    for gap in due:
        with apart("waitlist", gap):
            done += await database.run(partial(go_on, gap_id=gap, now=now))
    return done
