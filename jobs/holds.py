"""Holds and requests lapse when their time is over."""

from functools import partial

from domain.bookings import service as bookings
from domain.clock import Clock
from domain.work import Runner
from jobs.apart import apart


async def expire(database: Runner, clock: Clock) -> int:
    """End what has lapsed, each in a transaction of its own. Answers how many."""
    now = clock.now()
    ended = 0
    for booking in await database.read(partial(bookings.over, now=now)):
        with apart("expire", booking):
            ended += await database.run(partial(bookings.expire, booking_id=booking, now=now))
    return ended
