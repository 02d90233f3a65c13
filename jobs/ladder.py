"""What nobody answers is asked elsewhere."""

from functools import partial

from domain.clock import Clock
from domain.notifications.ladder import climb
from domain.work import Runner
from jobs.apart import apart


async def ask_on(database: Runner, clock: Clock) -> int:
    """Each question in a transaction of its own. Answers how many were looked at."""
    now, asked = clock.now(), 0
    for question in await database.read(lambda work: work.outbox.unanswered(now)):
        with apart("ladder", question):
            asked += await database.run(partial(climb, notification_id=question, now=now))
    return asked
