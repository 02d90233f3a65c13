"""What was settled long ago is forgotten: nobody needs people's words for longer, and tables stay small."""

from collections.abc import Callable
from datetime import timedelta

from domain.clock import Clock
from domain.notifications.history import KEPT
from domain.work import Runner, Work

HEARD = timedelta(days=30)  # far longer than any provider repeats an event
UNUSED = timedelta(days=1)  # pictures that no campaign has: replaced, or their draft discarded
ASKED = timedelta(days=1)  # since a form closed by itself: half of its answers are nobody's to keep


async def forget(database: Runner, clock: Clock) -> int:
    """Delete old rows of the inbox and the outbox, what became of them, and what was half answered, some in a
    transaction. Answers how many it were.
    """
    now = clock.now()
    asked = await database.run(lambda work: work.people.close_forms(now - ASKED))
    await database.run(lambda work: work.waitlist.forget(now))
    heard = await _emptied(database, lambda work: work.inbox.forget(now - HEARD))
    unused, ended = now - UNUSED, now - KEPT
    pictures = await _emptied(database, lambda work: work.pictures.forget(unused=unused, ended=ended))
    told = await _emptied(database, lambda work: work.outbox.forget(now - KEPT))
    return (
        asked
        + heard
        + told
        + pictures
        + await _emptied(database, lambda work: work.deliveries.forget(now - KEPT))
    )


async def blank(database: Runner) -> int:
    """Forget what was said in confidence, as soon as it is settled. Answers how many events it were in."""
    return await _emptied(database, lambda work: work.inbox.blank())


async def _emptied(database: Runner, some: Callable[[Work], int]) -> int:
    gone = 0
    while rows := await database.run(some):
        gone += rows
    return gone
