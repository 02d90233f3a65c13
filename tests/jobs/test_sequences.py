"""What follows a campaign, through a lane that dies: each step to each once, and none after a STOP."""

import random
from collections import Counter

import pytest

from domain.base import Role
from domain.campaigns import follow_ups
from domain.campaigns import service as campaigns
from domain.campaigns.model import Status, Unless
from domain.campaigns.sequence import steps_of
from domain.people.model import Person
from jobs.campaigns import advance
from storage.work import SqlWork
from tests.jobs.post import NOON, Post
from tests.jobs.test_campaigns import KILLS, dies, readers, runs, says

STEPS = 3
READERS = 20
POINTS = ("before_hand_off", "after_hand_off", "campaign_planned")


async def started(post: Post) -> list[int]:
    """A first message and those that follow it, each a day later, just sent."""

    def unit(work: SqlWork) -> list[int]:
        ada = Person(name="Ada", zone="Europe/Lisbon", roles=Role.ADMIN, created_at=NOON)
        work.add(ada)
        readers(work, READERS)
        draft = campaigns.begin(work, ada, now=NOON)
        campaigns.write(work, ada, draft.id, "Hi {name}", most=99, now=NOON)
        for number in range(2, STEPS + 1):
            made = follow_ups.add(work, ada, draft.id, f"Hi {{name}}, {number}", most=99, now=NOON)
            follow_ups.wait(work, ada, made.id, 1)
            follow_ups.spare(work, ada, made.id, Unless.NOTHING)
        campaigns.send(work, ada, draft.id, draft.version, above=100, most=99, now=NOON)
        return [each.id for each in steps_of(work, draft)]

    return await post.database.run(unit)


async def statuses(post: Post, steps: list[int]) -> list[Status]:
    return await post.database.read(lambda work: [work.campaigns.campaign(each).status for each in steps])


async def test_killed_on_the_way_no_step_is_lost_and_none_repeated(post: Post) -> None:
    """Each day processes die before a call, after it, and after planning."""
    steps, chance, deaths = await started(post), random.Random(7), 0
    for day in range(STEPS):
        before = Counter(place for place, _ in post.chat.told)
        for kill in range(KILLS):
            point = POINTS[kill % len(POINTS)]
            deaths += await dies(post, point, 1 if point == "campaign_planned" else chance.randrange(1, 5))
            await post.lease_lapses()
        for _ in range(2):  # the first finds what is in doubt, the second settles it
            await runs(post, steps[day], owner=f"steady{day}")
            await post.lease_lapses()
        today = Counter(place for place, _ in post.chat.told) - before
        assert max(today.values()) == 1, f"two on day {day}"
        post.clock.advance(days=1, minutes=1)
    assert deaths >= STEPS * (KILLS - 1)
    assert await statuses(post, steps) == [Status.FINISHED] * STEPS
    for step in steps:
        found = await post.database.read(lambda work, step=step: work.campaigns.progress(step).stages)  # type: ignore[misc]
        assert sum(found.values()) == READERS, "sent, or in doubt"
    keys = [text for _, text in post.chat.told]
    assert len(keys) == len(set(keys)) <= STEPS * READERS


@pytest.mark.parametrize("after", [0, 1, READERS - 1, READERS, READERS + 1])
async def test_who_says_stop_after_any_hand_off_gets_nothing_more(post: Post, after: int) -> None:
    steps, told_then = await started(post), [0]

    async def somebody_stops() -> None:
        if len(post.chat.told) == after + 1:
            told_then[0] = sum(place == "9" for place, _ in post.chat.told)
            await post.database.run(lambda work: says(work, "9"))

    post.chat.slow = somebody_stops
    for day in range(STEPS):
        await runs(post, steps[day])
        post.clock.advance(days=1, minutes=1)
    assert sum(place == "9" for place, _ in post.chat.told) == told_then[0]
    assert await statuses(post, steps) == [Status.FINISHED] * STEPS
    assert not await advance(post.database, post.clock)
