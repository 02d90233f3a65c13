"""What nobody answers is asked elsewhere."""

from domain.clock import Clock
from domain.notifications.ladder import climb
from domain.work import Runner


async def ask_on(database: Runner, clock: Clock) -> int:
    """Answers how many questions were looked at."""
    asked = 0
    while some := await database.run(lambda work: climb(work, now=clock.now())):
        asked += some
    return asked
