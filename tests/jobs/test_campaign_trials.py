"""Two texts are tried on some of a campaign's people, and the process may die at any point: it is decided
once, nobody of the others is told before, and each is told once.
"""

from collections import Counter

from sqlalchemy import select

from domain.base import Role
from domain.campaigns import service as campaigns
from domain.campaigns import trial
from domain.campaigns.model import Choice, Recipient, Stage, Status
from domain.people.model import Person
from jobs.campaigns import advance
from storage.work import SqlWork
from tests.jobs.post import NOON, Post
from tests.jobs.test_campaigns import by, dies, readers, runs, stages, status

PEOPLE, SAMPLE = 40, 8


async def started(post: Post) -> int:
    def unit(work: SqlWork) -> int:
        ada = Person(name="Ada", zone="Europe/Lisbon", roles=Role.ADMIN, created_at=NOON)
        work.add(ada)
        readers(work, PEOPLE)
        draft = campaigns.begin(work, ada, now=NOON)
        campaigns.write(work, ada, draft.id, "Hi {name}", most=5, now=NOON)
        campaigns.write_second(work, ada, draft.id, "{name}, come", most=5, now=NOON)
        trial.try_on(work, ada, draft.id, draft.version, 20)
        return campaigns.send(work, ada, draft.id, draft.version, above=99, most=5, now=NOON).id

    return await post.database.run(unit)


async def choices(post: Post) -> list[int]:
    found = select(Choice.text).order_by(Choice.campaign_id)
    return await post.database.read(lambda work: list(work.session.scalars(found)))


async def all_tap(post: Post) -> None:
    """All who got the second text."""

    def unit(work: SqlWork) -> None:
        second = (Recipient.campaign_id + Recipient.person_id) % 2 == 1
        for each in work.session.scalars(select(Recipient).where(Recipient.trial, second)):
            each.tapped_at = post.clock.at
        for each in work.session.scalars(select(Recipient).where(Recipient.trial, ~second).limit(1)):
            each.tapped_at = post.clock.at

    await post.database.run(unit)


async def test_killed_around_the_decision_it_is_decided_once_and_each_is_told_once(post: Post) -> None:
    campaign = await started(post)
    assert await dies(post, "campaign_planned", 1)
    assert await dies(post, "after_hand_off", 3)
    await post.lease_lapses()
    await runs(post, campaign, owner="first")
    assert len(post.chat.told) == SAMPLE
    assert await choices(post) == []
    await all_tap(post)
    post.clock.advance(hours=4)
    for point in (
        "campaign_planned",
        "before_hand_off",
        "after_hand_off",
    ):  # the first is when it was decided
        assert await dies(post, point, 1)
        assert await choices(post) == [1]
        await post.lease_lapses()
    await runs(post, campaign, owner="last")
    told = Counter(place for place, _ in post.chat.told)
    assert set(told.values()) == {1}
    found = await stages(post, campaign)
    assert found.get(Stage.SENT, 0) + found.get(Stage.UNKNOWN, 0) == PEOPLE
    assert await choices(post) == [1]
    assert await status(post, campaign) is Status.FINISHED


async def test_what_is_stopped_while_the_others_wait_tells_none_of_them(post: Post) -> None:
    campaign = await started(post)
    await runs(post, campaign)
    await by(post, campaign, campaigns.pause)
    post.clock.advance(hours=5)
    assert await advance(post.database, post.clock) == 0
    await by(post, campaign, campaigns.stop)
    await runs(post, campaign)
    assert len(post.chat.told) == SAMPLE
    assert await choices(post) == []
