"""Campaigns on their way through a lane: to each once, past any crash, behind whatever matters more."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.app import ONE_A_SECOND
from bot.dialogue.channel import NotSent
from domain.base import Role
from domain.campaigns import service as campaigns
from domain.campaigns.model import Campaign, Stage, Status, Why
from domain.consent.service import agree, stop
from domain.notifications.model import Notification, Purpose
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.people.model import Address, Channel, Person
from jobs.campaigns import advance
from jobs.pace import SHARE, Pace, Rate
from storage.database import connect
from storage.work import SqlWork
from tests.jobs.post import LANE, NOON, Chat, Post, end, until

PEOPLE = int(os.environ.get("TRAINERHUB_CAMPAIGN", "60"))  # 10,000 in a long run
KILLS = int(os.environ.get("TRAINERHUB_KILLS", "5"))  # 200 there


class PowerCut(BaseException):
    """The process is gone: nothing after it runs."""


def readers(work: SqlWork, count: int) -> None:
    for number in range(count):
        person = Person(name=f"Reader {number}", zone="Europe/Lisbon", created_at=NOON)
        place = Address(person=person, channel=Channel.TELEGRAM, external_id=str(number), lane=LANE)
        work.add(person, place)
        work.flush()
        agree(work, place, "Yes", shown="News?", now=NOON)


async def started(post: Post, people: int = PEOPLE, *, most: int = 5) -> int:
    """A campaign of Ada's that has just been sent."""

    def unit(work: SqlWork) -> int:
        ada = Person(name="Ada", zone="Europe/Lisbon", roles=Role.ADMIN, created_at=NOON)
        work.add(ada)
        readers(work, people)
        draft = campaigns.begin(work, ada, now=NOON)
        campaigns.write(work, ada, draft.id, "Hi {name}", most=most, now=NOON)
        return campaigns.send(work, ada, draft.id, draft.version, above=10**6, most=most, now=NOON).id

    return await post.database.run(unit)


async def runs(post: Post, campaign: int, chat: Chat | None = None, owner: str = "here") -> None:
    """Until nothing more is to be done."""
    dispatcher = post.dispatcher(owner, chat=chat)
    while await advance(post.database, post.clock) or await dispatcher.drain():
        await dispatcher.drain()


async def by(post: Post, campaign: int, does: Callable[..., Campaign]) -> None:
    def unit(work: SqlWork) -> None:
        ada = work.people.admins()[0]
        does(work, ada, campaign, now=post.clock.at)

    await post.database.run(unit)


async def stages(post: Post, campaign: int) -> dict[Stage, int]:
    found = await post.database.read(lambda work: work.campaigns.progress(campaign).stages)
    return {stage: count for stage, count in found.items() if count}


async def status(post: Post, campaign: int) -> Status:
    return await post.database.read(lambda work: work.campaigns.campaign(campaign).status)


async def test_killed_between_the_hand_off_and_its_record_none_is_lost_and_none_told_twice(
    post: Post,
) -> None:
    """A cut comes before the call, after it, or after planning; what the provider took is counted."""
    campaign = await started(post)
    chance = random.Random(7)
    points = ["before_hand_off", "after_hand_off", "campaign_planned"]
    for kill in range(KILLS):
        point = points[kill % len(points)]
        nth = 1 if point == "campaign_planned" else chance.randrange(1, max(2, PEOPLE // KILLS))
        assert await dies(post, point, nth)
        await post.lease_lapses()
    await runs(post, campaign, owner="steady")
    told = Counter(place for place, _ in post.chat.told)
    found = await stages(post, campaign)
    assert max(told.values()) == 1
    assert found.get(Stage.SENT, 0) + found.get(Stage.UNKNOWN, 0) == PEOPLE
    assert found.get(Stage.UNKNOWN, 0) <= KILLS
    assert len(told) >= found[Stage.SENT]
    assert await status(post, campaign) is Status.FINISHED


async def test_one_in_doubt_counts_for_the_week_as_one_that_arrived(post: Post) -> None:
    campaign = await started(post, 1)
    assert await dies(post, "after_hand_off", 1)
    await post.lease_lapses()
    for _ in range(2):  # the first finds the doubt, the second settles it
        await runs(post, campaign, owner="steady")
    assert await stages(post, campaign) == {Stage.UNKNOWN: 1}

    def told(work: SqlWork) -> int:
        reader = work.people.heard_at(Channel.TELEGRAM, "0")
        assert reader
        return work.campaigns.told(reader.person_id, now=post.clock.at)

    assert await post.database.read(told) == 1


async def dies(post: Post, point: str, nth: int) -> bool:
    """A process that works until it comes to a point for the nth time; false where it never does."""
    left = nth

    def reached(here: str) -> None:
        nonlocal left
        left -= here == point
        if not left:
            raise PowerCut

    dispatcher = post.dispatcher(f"{point}:{nth}", reached=reached)
    try:
        while await advance(post.database, post.clock, reached) or await dispatcher.drain():
            await dispatcher.drain()
    except PowerCut:
        return True
    return False


async def test_who_stops_it_or_says_stop_is_obeyed_at_any_moment(post: Post) -> None:
    """After each single hand-off somebody does something, and nothing of it follows."""
    campaign = await started(post, 12)
    silent: list[str] = []

    async def says_stop() -> None:
        if len(post.chat.told) == 3:
            silent.append("9")
            await post.database.run(lambda work: says(work, "9"))
        if len(post.chat.told) == 6:
            await by(post, campaign, campaigns.pause)

    post.chat.slow = says_stop
    await runs(post, campaign)
    assert [place for place, _ in post.chat.told] == [str(number) for number in range(6)]
    await by(post, campaign, campaigns.resume)
    post.chat.slow = lambda: by(post, campaign, campaigns.stop)
    await runs(post, campaign)
    assert [place for place, _ in post.chat.told] == [str(number) for number in range(7)]
    await runs(post, campaign)
    assert await stages(post, campaign) == {Stage.SENT: 7, Stage.WAITING: 4, Stage.LEFT_OUT: 1}
    assert silent == ["9"]


async def test_one_that_pauses_keeps_no_other_waiting(post: Post) -> None:
    first = await started(post, 3)
    await advance(post.database, post.clock)
    await by(post, first, campaigns.pause)

    def unit(work: SqlWork) -> int:
        ada = work.people.admins()[0]
        draft = campaigns.begin(work, ada, now=NOON)
        campaigns.write(work, ada, draft.id, "Hello {name}", most=5, now=NOON)
        return campaigns.send(work, ada, draft.id, draft.version, above=10, most=5, now=NOON).id

    second = await post.database.run(unit)
    await runs(post, second)
    assert await stages(post, second) == {Stage.SENT: 3}
    await by(post, first, campaigns.resume)
    await runs(post, first)
    assert await stages(post, first) == {Stage.SENT: 3}


async def test_who_writes_to_the_studio_s_new_number_is_sent_it_from_there(post: Post) -> None:
    campaign = await started(post, 2)
    newer = Chat("telegram:2")

    def moves(work: SqlWork) -> None:
        address = work.people.heard_at(Channel.TELEGRAM, "1")
        assert address
        address.lane = newer.lane

    await post.database.run(moves)
    await advance(post.database, post.clock)
    await post.dispatcher().drain()
    await post.dispatcher(chat=newer).drain()
    assert [place for place, _ in (*post.chat.told, *newer.told)] == ["0", "1"]
    await runs(post, campaign)
    assert await status(post, campaign) is Status.FINISHED


def says(work: SqlWork, place: str) -> None:
    address = work.people.heard_at(Channel.TELEGRAM, place)
    assert address
    stop(work, address, "/stop", now=NOON, purpose=Purpose.PROMOTIONAL)


async def test_a_reminder_waits_for_two_seconds_at_most_however_many_wait_of_a_campaign(post: Post) -> None:
    """Due at any moment, for whoever was told just now, is told later, or is not told at all: hand-offs that
    come between are counted, and how long a lane takes for so many.
    """
    campaign = await started(post)
    strangers = {f"{number}": await post.address(f"S{number}", f"s{number}") for number in range(3)}
    chance, due = random.Random(11), dict[str, int]()

    async def falls_due() -> None:
        told = len(post.chat.told)
        if told < PEOPLE and told % max(1, PEOPLE // 12) == 5 % max(1, PEOPLE // 12):
            key, place = f"reminder {told}", chance.choice(["0", str(PEOPLE - 1), *strangers])
            address = strangers.get(place) or await theirs(post, place)
            due[key] = told
            await post.put(key, address, kind="reminder_1h", priority=3)

    post.chat.slow = falls_due
    await runs(post, campaign)
    texts = post.chat.texts
    in_front = [texts.index(key) - told for key, told in due.items()]
    assert len(in_front) >= 10
    assert max(in_front) == 0  # but for the one that is under way
    for rate in (Rate(), ONE_A_SECOND):
        assert (max(in_front) + 1) / rate.per_second / SHARE < 2
    assert await stages(post, campaign) == {Stage.SENT: PEOPLE}


async def theirs(post: Post, place: str) -> int:
    address = await post.database.read(lambda work: work.people.heard_at(Channel.TELEGRAM, place))
    assert address
    return address.id


def test_promotions_take_four_fifths_of_a_lane_and_what_matters_more_all_of_it() -> None:
    """By a clock of the test's own, for ten seconds of the fastest lane."""
    for promotional, most in ((True, 240), (False, 300)):
        clock = [0.0]
        pace = Pace(Rate(), lambda clock=clock: clock[0])  # type: ignore[misc]
        sent = 0
        while clock[0] < 10:
            pace.sent(sent, promotional=promotional)
            clock[0] += pace.wait()
            sent += 1
        assert sent == pytest.approx(most, abs=1)


async def test_at_the_hand_off_the_night_and_the_budget_are_asked_about_again(post: Post) -> None:
    campaign = await started(post, 3, most=2)
    await advance(post.database, post.clock)

    def unit(work: SqlWork) -> None:
        sleeper, busy = (work.people.heard_at(Channel.TELEGRAM, place) for place in ("0", "1"))
        assert sleeper
        assert busy
        keep_quiet(work, sleeper.person, Quiet(11 * 60, 13 * 60), now=NOON)

    await post.database.run(unit)
    busy = await post.database.read(lambda work: work.people.heard_at(Channel.TELEGRAM, "1"))
    assert busy
    for number in range(2):
        await post.put(f"reminder {number}", busy.id, kind="reminder_1h", priority=3)
    await runs(post, campaign)
    told = Counter(place for place, _ in post.chat.told)
    assert told == {"1": 2, "2": 1}
    post.clock.advance(hours=1)
    await runs(post, campaign)
    assert [place for place, _ in post.chat.told][-1] == "0"
    out = await post.database.read(lambda work: work.campaigns.progress(campaign).out)
    assert {why: n for why, n in out.items() if n} == {Why.OVER_BUDGET: 1}
    assert await status(post, campaign) is Status.FINISHED


async def test_one_that_may_have_arrived_is_not_repeated_and_one_that_surely_did_not_is(post: Post) -> None:
    campaign = await started(post, 2)
    post.chat.trouble = [NotSent("reset", certain=False), NotSent("refused"), None]
    post.chat.arrives_anyway = True
    for _ in range(4):
        await runs(post, campaign)
        await post.waits_are_over()
    assert await stages(post, campaign) == {Stage.SENT: 1, Stage.UNKNOWN: 1}
    assert Counter(place for place, _ in post.chat.told)["0"] == 1


@pytest.mark.parametrize("engine_kind", ["postgresql"])  # a SQLite file has one process
async def test_four_processes_tell_each_once(post: Post, migrated_url: str) -> None:
    campaign = await started(post)
    databases = [connect(migrated_url) for _ in range(4)]
    dispatchers = [post.dispatcher(f"{number}", database=each) for number, each in enumerate(databases)]

    async def works(number: int) -> None:
        running = asyncio.create_task(dispatchers[number].run())
        try:
            while True:
                await advance(databases[number], post.clock)
                await asyncio.sleep(0.01)
        finally:
            await end(running)

    working = [asyncio.create_task(works(number)) for number in range(4)]
    await until(lambda: len(post.chat.told) >= PEOPLE, seconds=60)
    await end(*working)
    await runs(post, campaign)
    for each in databases:
        await each.close()
    assert Counter(place for place, _ in post.chat.told) == {str(number): 1 for number in range(PEOPLE)}
    assert await status(post, campaign) is Status.FINISHED
    rows = select(Notification.id).where(Notification.kind == campaigns.KIND)
    assert len(await post.database.read(lambda work: work.session.scalars(rows).all())) == PEOPLE
