"""Credits expire when their last day is over, and their clients are warned before."""

from domain.clock import Clock
from domain.packages.expiring import warn_due
from domain.packages.service import expire_due
from domain.work import Runner


async def expire_credits(database: Runner, clock: Clock) -> int:
    """A bounded number in a transaction. Answers how many lots it were."""
    ended = 0
    while some := await database.run(lambda work: expire_due(work, now=clock.now())):
        ended += some
    return ended


async def warn_of_expiry(database: Runner, clock: Clock) -> int:
    """A bounded number in a transaction. Answers how many lots it were."""
    warned = 0
    while some := await database.run(lambda work: warn_due(work, now=clock.now())):
        warned += some
    return warned
