"""Somebody sets out or comes home, and their clocks are set."""

from domain.clock import Clock
from domain.people.trips import turn_clocks
from domain.work import Runner


async def travel(database: Runner, clock: Clock) -> int:
    """Begin and end all trips that are due. Answers how many."""
    turned = 0
    while some := await database.run(lambda work: len(turn_clocks(work, now=clock.now()))):
        turned += some
    return turned
