"""Dates of classes that have come into reach get their sessions; those with too few people are decided on."""

from functools import partial

from domain.classes.running import decide
from domain.classes.service import extend
from domain.clock import Clock
from domain.work import Runner
from jobs.apart import apart


async def extend_classes(database: Runner, clock: Clock) -> int:
    """Look at every class that is due, each in a transaction of its own: two replicas that do so at once do
    it once. Answers how many sessions there are more.
    """
    now = clock.now()
    due = await database.read(lambda work: work.classes.due(now))
    made = 0
    for group in due:
        with apart("classes", group):
            made += await database.run(partial(extend, class_id=group, now=now))
    return made


async def decide_classes(database: Runner, clock: Clock) -> int:
    """The same for dates at which it is time to look whether they take place. Answers at how many something
    was done.
    """
    now = clock.now()
    due = await database.read(lambda work: work.classes.undecided(now))
    done = 0
    for session in due:
        with apart("minimum", session):
            done += await database.run(partial(decide, session_id=session, now=now))
    return done
