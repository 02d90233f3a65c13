"""Standing slots are extended to the horizon, and what nobody answered lapses."""

from functools import partial

from domain.clock import Clock
from domain.standing.upkeep import look_at
from domain.work import Runner
from jobs.apart import apart


async def look_after(database: Runner, clock: Clock) -> int:
    """Look at every slot that is due, each in a transaction of its own: two replicas that do so at once do it
    once. Answers how many it were.
    """
    now = clock.now()
    due = await database.read(lambda work: work.standing.due(now))
    done = 0
    for slot in due:
        with apart("standing", slot):
            done += await database.run(partial(look_at, slot_id=slot, now=now))
    return done
