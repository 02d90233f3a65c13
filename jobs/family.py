"""Children come of age, and nobody consents for them any more."""

from domain.clock import Clock
from domain.family.service import come_of_age
from domain.work import Runner


async def grow_up(database: Runner, clock: Clock) -> int:
    """End what a guardian was for all who turned eighteen. Answers how many."""
    grown = 0
    while some := await database.run(lambda work: come_of_age(work, now=clock.now())):
        grown += some
    return grown
