"""Who may send on a lane, and what becomes of the claims of one who vanished."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from domain.notifications.model import Purpose, State
from domain.notifications.ports import Outcome
from jobs.pace import Rate
from storage.database import connect
from tests.jobs.post import LANE, Chat, Post, end, until


async def test_one_process_sends_on_a_lane(post: Post) -> None:
    if post.engine == "sqlite":  # one process owns the file: whoever comes is its only one
        assert await _holds(post, "first")
        assert await _holds(post, "second")
        return
    assert await _holds(post, "first")
    assert not await _holds(post, "second")
    assert await _holds(post, "first")
    await post.lease_lapses()
    assert await _holds(post, "second")
    assert not await _holds(post, "first")


async def test_a_lane_that_was_given_back_is_free_at_once(post: Post) -> None:
    assert await _holds(post, "first")
    await post.database.run(lambda work: work.lanes.release(LANE, "first"))
    assert await _holds(post, "second")


async def test_the_backlog_counts_what_is_due_and_for_how_long(post: Post) -> None:
    cleo = await post.address()
    await post.put("first", cleo)
    await post.put("second", cleo)
    later = post.clock.at + timedelta(minutes=3)
    [lane] = await post.database.read(lambda work: work.lanes.backlog(later))
    assert (lane.lane, lane.due, lane.oldest) == (LANE, 2, timedelta(minutes=3))
    await post.dispatcher("first").drain()
    assert await post.database.read(lambda work: work.lanes.backlog(later)) == []


async def test_a_claim_that_its_sender_left_is_sent_once_more(post: Post) -> None:
    await post.put("left", await post.address())
    for owner in ("first", "second"):
        await post.lease_lapses()
        assert await _holds(post, owner)
        taken = await post.database.run(lambda work: work.lanes.take(LANE, post.clock.at))
        assert [row.key for row in taken] == ["left"]
    await post.lease_lapses()
    await post.dispatcher("third").drain()
    assert post.chat.told == []
    assert (await post.row("left")).state is State.UNKNOWN


async def test_a_promotion_that_its_sender_left_is_not_sent_again(post: Post) -> None:
    await post.put("offer", await post.address(), purpose=Purpose.PROMOTIONAL)
    assert await _holds(post, "first")
    await post.database.run(lambda work: work.lanes.take(LANE, post.clock.at))
    await post.lease_lapses()
    await post.dispatcher("second").drain()
    assert post.chat.told == []
    assert (await post.row("offer")).state is State.UNKNOWN


async def test_a_holder_finds_a_claim_of_its_own_that_it_forgot(post: Post) -> None:
    await post.put("forgotten", await post.address())
    assert await _holds(post, "here")
    await post.database.run(lambda work: work.lanes.take(LANE, post.clock.at))
    await post.lease_lapses()
    dispatcher = post.dispatcher("here")
    await dispatcher.drain()
    await dispatcher.drain()
    assert post.chat.texts == ["forgotten"]


async def test_a_stale_claim_settles_nothing(post: Post) -> None:
    await post.put("once", await post.address())
    assert await _holds(post, "first")
    [stale] = await post.database.run(lambda work: work.lanes.take(LANE, post.clock.at))
    await post.lease_lapses()
    assert await _holds(post, "second")
    [claim] = await post.database.run(lambda work: work.lanes.take(LANE, post.clock.at))
    failed = Outcome(stale, State.FAILED, "stale")
    assert not await post.database.run(lambda work: work.lanes.settle(failed, post.clock.at))
    assert (await post.row("once")).state is State.CLAIMED
    sent = Outcome(claim, State.SENT, message_id="m1")
    assert await post.database.run(lambda work: work.lanes.settle(sent, post.clock.at))
    assert not await post.database.run(lambda work: work.lanes.settle(failed, post.clock.at))
    assert (await post.row("once")).state is State.SENT


async def test_a_crash_after_the_send_repeats_one_message(post: Post) -> None:
    for number in range(5):
        await post.put(f"to {number}", await post.address(str(number), str(number)))
    stopped = asyncio.Event()

    async def power_cut() -> None:
        if len(post.chat.told) == 3:
            stopped.set()
            await asyncio.Event().wait()

    post.chat.slow = power_cut
    draining = asyncio.create_task(post.dispatcher("first").drain())
    await stopped.wait()
    draining.cancel()
    await asyncio.wait([draining])
    await post.lease_lapses()
    await post.dispatcher("second").drain()
    assert sorted(Counter(post.chat.texts).values()) == [1, 1, 1, 1, 2]
    assert set((await post.states()).values()) == {"sent"}


@pytest.mark.parametrize("engine_kind", ["postgresql"])  # a SQLite file has one process
async def test_two_processes_send_each_row_once(post: Post, migrated_url: str) -> None:
    neighbour = connect(migrated_url)
    for number in range(30):
        await post.put(f"{number:02}", await post.address(str(number), str(number)))
    here = post.dispatcher("here")
    there = post.dispatcher("there", database=neighbour)
    running = [asyncio.create_task(one.run()) for one in (here, there)]
    await until(lambda: len(post.chat.told) >= 30, seconds=20)
    await asyncio.sleep(0.5)  # time for a second copy to show
    await end(*running)
    assert set((await post.states()).values()) == {"sent"}
    await neighbour.close()
    assert sorted(post.chat.texts) == [f"{number:02}" for number in range(30)]


async def test_a_slow_send_in_one_lane_holds_up_no_other(post: Post) -> None:
    other = Chat(lane="slack:T1")
    cleo, ana = await post.address("Cleo", "1"), await post.address("Ana", "2")
    await post.put("slow", cleo)
    await post.put("quick", ana, lane=other.lane)
    held = asyncio.Event()
    post.chat.slow = held.wait
    tasks = [asyncio.create_task(post.dispatcher(chat=chat).run()) for chat in (post.chat, other)]
    await until(lambda: bool(other.told and post.chat.told))
    assert (await post.row("slow")).state is State.CLAIMED
    held.set()
    await end(*tasks)


async def test_a_rate_is_kept_in_all_and_to_one_address(post: Post) -> None:
    cleo, sam = await post.address("Cleo", "1"), await post.address("Sam", "2")
    for number in range(3):
        await post.put(f"cleo {number}", cleo)
        await post.put(f"sam {number}", sam)
    seconds: list[tuple[str, float]] = []

    async def note() -> None:
        seconds.append((post.chat.told[-1][0], asyncio.get_running_loop().time()))

    post.chat.slow = note
    running = asyncio.create_task(post.dispatcher(rate=Rate(per_second=20, per_address=4)).run())
    await until(lambda: len(seconds) == 6)
    await end(running)
    all_at = [at for _, at in seconds]
    assert all(later - earlier > 0.04 for earlier, later in pairwise(all_at))
    for place in ("1", "2"):
        mine = [at for to, at in seconds if to == place]
        assert all(later - earlier > 0.24 for earlier, later in pairwise(mine))


async def _holds(post: Post, owner: str) -> bool:
    return await post.database.run(lambda work: work.lanes.hold(LANE, owner, post.clock.at))
