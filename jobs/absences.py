"""When the time to answer is over, a trainer who can't be there is told who has not."""

from functools import partial

from domain.absences import service as absences
from domain.clock import Clock
from domain.work import Runner
from jobs.apart import apart


async def tell_unanswered(database: Runner, clock: Clock) -> int:
    """Look at every absence that is due, each in a transaction of its own: two replicas that do so at once do
    it once. Answers at how many something was done.
    """
    now = clock.now()
    due = await database.read(lambda work: work.absences.due(now))
    done = 0
    for absence in due:
        with apart("absences", absence):
            done += await database.run(partial(absences.tell_unanswered, absence_id=absence, now=now))
    return done
