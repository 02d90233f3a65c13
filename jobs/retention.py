"""What was settled long ago is forgotten: nobody needs people's words for longer, and tables stay small."""

from collections.abc import Callable
from datetime import timedelta

from domain.clock import Clock
from domain.work import Runner, Work

HEARD = timedelta(days=30)  # far longer than any provider repeats an event
TOLD = timedelta(days=90)


async def forget(database: Runner, clock: Clock) -> int:
    """Delete old rows of the inbox and the outbox, some in a transaction. Answers how many it were."""
    now = clock.now()
    heard = await _emptied(database, lambda work: work.inbox.forget(now - HEARD))
    return heard + await _emptied(database, lambda work: work.outbox.forget(now - TOLD))


async def _emptied(database: Runner, some: Callable[[Work], int]) -> int:
    gone = 0
    while rows := await database.run(some):
        gone += rows
    return gone
