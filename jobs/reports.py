"""On Sunday evening each trainer is told what the week was."""

from functools import partial

from domain.clock import Clock
from domain.earnings.weekly import tell_due
from domain.work import Runner
from jobs.apart import apart


async def tell_reports(database: Runner, clock: Clock) -> int:
    """Each in a transaction of its own: two replicas that look at once tell it once. Answers how many."""
    now = clock.now()
    told = 0
    for trainer_id in await database.read(lambda work: work.earnings.reports_due(now)):
        with apart("reports", trainer_id):
            told += await database.run(partial(tell_due, trainer_id=trainer_id, now=now))
    return told
