"""Dates of classes that have come into reach get their sessions."""

from functools import partial

from domain.classes.service import extend
from domain.clock import Clock
from domain.work import Runner


async def extend_classes(database: Runner, clock: Clock) -> int:
    """Look at every class that is due, each in a transaction of its own: two replicas that do so at once do
    it once. Answers how many sessions there are more.
    """
    now = clock.now()
    due = await database.read(lambda work: work.classes.due(now))
    made = 0
    for group in due:
        made += await database.run(partial(extend, class_id=group, now=now))
    return made
