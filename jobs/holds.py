"""Holds and requests lapse when their time is over."""

from domain.bookings.service import expire_due
from domain.clock import Clock
from domain.work import Runner


async def expire(database: Runner, clock: Clock) -> int:
    """End all that has lapsed, a bounded number in a transaction. Answers how many."""
    ended = 0
    while some := await database.run(lambda work: expire_due(work, now=clock.now())):
        ended += some
    return ended
