"""What is due is sent in order, once, in time, and no longer than it is true."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.dialogue.channel import NotSent
from bot.dialogue.screen import Screen
from domain.base import Role
from domain.consent.service import agree
from domain.notifications.kinds import Group
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.preferences import keep_quiet, turn_group
from domain.notifications.quiet import Quiet
from domain.people.model import Address, Channel
from domain.wordings.rules import NoValue
from domain.work import Work
from jobs.attempts import MOST
from storage.work import SqlWork
from tests.jobs.post import LANE, NOON, Post, draw, end, until

HOUR = timedelta(hours=1)


def agreed(work: Work, address: Address) -> None:
    agree(work, address, "Yes", shown="News?", now=NOON)


def stopped(work: Work, address: Address) -> None:
    """Past the service, which would have withdrawn what waits."""
    address.stopped_at = NOON


def started(work: Work, address: Address) -> None:
    address.stopped_at = None


def has_another(work: Work, address: Address) -> None:
    person = address.person
    work.add(Address(person=person, channel=Channel.TELEGRAM, external_id="1002", lane=LANE))


async def test_the_urgent_goes_first_and_then_the_earlier(post: Post) -> None:
    ana, ben, cleo = [await post.address(name, name) for name in ("Ana", "Ben", "Cleo")]
    await post.put("board", ana, priority=7, due_at=post.clock.at - HOUR)
    await post.put("later", ben, due_at=post.clock.at)
    await post.put("sooner", cleo, due_at=post.clock.at - HOUR)
    await post.put("reminder", ben, priority=3, subject_kind="booking", subject_id=9)
    await post.dispatcher().drain()
    assert post.chat.texts == ["reminder", "sooner", "later", "board"]


async def test_nothing_goes_before_it_is_due(post: Post) -> None:
    cleo = await post.address()
    await post.put("tomorrow", cleo, due_at=post.clock.at + 24 * HOUR)
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    assert post.chat.told == []
    post.clock.advance(hours=24)
    await dispatcher.drain()
    assert post.chat.texts == ["tomorrow"]


async def test_nothing_goes_once_it_has_expired(post: Post) -> None:
    cleo = await post.address()
    await post.put("reminder", cleo, expires_at=post.clock.at + HOUR)
    post.clock.advance(hours=1)
    await post.dispatcher().drain()
    assert post.chat.told == []
    assert (await post.row("reminder")).state is State.SUPPRESSED


def sleeps(work: Work, address: Address) -> None:
    keep_quiet(work, address.person, Quiet(11 * 60, 13 * 60), now=NOON)


async def test_in_quiet_hours_only_what_can_not_wait_goes_and_the_rest_keeps_its_key(post: Post) -> None:
    """Rows that were written before the hours were chosen, or that come late."""
    cleo = await post.address()
    await post.heard(cleo, sleeps)
    about: dict[str, Any] = {"subject_kind": "booking", "subject_id": 42}
    await post.put("well done", cleo, kind="client_completed", **about)
    await post.put("cancelled", cleo, kind="client_cancelled", urgent=True, **about)
    await post.put("paid", cleo, kind="client_paid", urgent=True)
    await post.put("an hour", cleo, kind="reminder_1h", expires_at=post.clock.at + HOUR / 2)
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    assert sorted(post.chat.texts) == ["an hour", "cancelled", "paid"]
    waits = await post.row("well done")
    assert (waits.due_at, waits.wanted_at, waits.attempts) == (NOON + HOUR, NOON, 0)
    assert [each["why"] for each in waits.path] == ["quiet"]
    post.clock.advance(hours=1)
    await dispatcher.drain()
    await dispatcher.drain()
    assert post.chat.texts.count("well done") == 1


def wants(*, on: bool) -> Callable[[Work, Address], None]:
    return lambda work, address: turn_group(work, address.person, Group.REMINDERS, on=on)


async def test_what_was_turned_off_is_not_sent_even_if_it_waited_and_turned_on_again_is(post: Post) -> None:
    cleo = await post.address()
    await post.put("first", cleo, kind="reminder_24h")
    await post.put("cancelled", cleo, kind="client_cancelled")
    await post.put("second", cleo, kind="reminder_1h", due_at=NOON + HOUR)
    await post.heard(cleo, wants(on=False))
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    assert post.chat.texts == ["cancelled"]
    off = await post.row("first")
    assert (off.state, [each["why"] for each in off.path]) == (State.SUPPRESSED, ["off"])
    await post.heard(cleo, wants(on=True))
    post.clock.advance(hours=1)
    await dispatcher.drain()
    assert post.chat.texts == ["cancelled", "second"]


async def test_what_can_wait_goes_by_day_and_when_no_form_is_open(post: Post) -> None:
    cleo = await post.address()
    await post.put("news?", cleo, kind="ask_news")
    await post.put("home", cleo, priority=7, due_at=post.clock.at + HOUR)
    await post.heard(cleo, fills_in)
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    post.clock.advance(minutes=59)
    await dispatcher.drain()
    assert (post.chat.told, (await post.row("news?")).attempts) == ([], 0)
    post.clock.advance(hours=9)  # the form has closed, and it is night
    await dispatcher.drain()
    assert post.chat.texts == ["home"]
    post.clock.advance(hours=11)
    await dispatcher.drain()
    assert post.chat.texts == ["home", "news?"]


def fills_in(work: Work, address: Address) -> None:
    until = (NOON + HOUR).isoformat()
    address.asking = {"data": "hq_1_1", "values": {}, "field": 0, "until": until}


async def test_what_is_no_longer_true_is_not_said(post: Post) -> None:
    await post.put("old news", await post.address(), kind="gone")
    await post.dispatcher().drain()
    assert post.chat.told == []
    assert (await post.row("old news")).state is State.SUPPRESSED


async def test_a_notice_that_cannot_be_drawn_stops_no_other(post: Post) -> None:
    await post.put("broken", await post.address("Ana", "1"), kind="broken", due_at=post.clock.at - HOUR)
    await post.put("fine", await post.address("Cleo", "2"))
    await post.dispatcher().drain()
    assert post.chat.texts == ["fine"]
    assert (await post.row("broken")).state is State.PENDING


async def test_words_that_name_what_is_not_known_are_given_up_at_once_and_tried_again_when_asked(
    post: Post,
) -> None:
    """An admin is told once, however many there are; tried again, each goes once."""

    def nameless(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
        if row.kind == "plain" and address.person.name.startswith("+"):
            raise NoValue("you")
        return draw(work, row, address, now)

    def named(work: SqlWork, address: Address) -> None:
        address.person.name = "Zoe"

    ada = await post.address("Ada", "9")
    await post.heard(ada, lambda work, address: setattr(address.person, "roles", Role.ADMIN))
    zoe = await post.address("+447700900155", "1")
    for key in ("first", "second"):
        await post.put(key, zoe)
    await post.dispatcher(drawn_by=nameless).drain()
    states = await post.states()
    assert (states["first"], states["second"]) == ("dead", "dead")
    assert (await post.row("first")).problem == "no value: you"
    assert [place for place, _text in post.chat.told] == ["9"]
    await post.heard(zoe, named)
    again = "plain", "no value: you", post.clock.at
    assert await post.database.run(lambda work: work.outbox.revive(*again)) == 2
    await post.dispatcher(drawn_by=nameless).drain()
    assert post.chat.texts[1:] == ["first", "second"]
    assert await post.database.run(lambda work: work.outbox.revive(*again)) == 0


async def test_a_reminder_waits_for_the_confirmation_before_it(post: Post) -> None:
    cleo = await post.address()
    about = {"subject_kind": "booking", "subject_id": 42}
    await post.put("approved", cleo, due_at=post.clock.at - HOUR, **about)
    await post.put("reminder", cleo, priority=3, **about)
    post.chat.trouble = [NotSent("away")]
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    await post.sql("UPDATE lane SET blocked_until = NULL")
    await dispatcher.drain()
    assert post.chat.told == []  # the lane is free again, but the confirmation still waits
    await post.waits_are_over()
    await dispatcher.drain()
    assert post.chat.texts == ["approved", "reminder"]


async def test_a_waiting_message_holds_back_only_its_own_address(post: Post) -> None:
    cleo, sam = await post.address("Cleo", "1"), await post.address("Sam", "2")
    await post.put("for cleo", cleo, due_at=post.clock.at - HOUR)
    await post.put("for cleo too", cleo)
    await post.put("for sam", sam)
    post.chat.trouble = [NotSent("away")]
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    await post.sql("UPDATE lane SET blocked_until = NULL")
    await dispatcher.drain()
    assert post.chat.texts == ["for sam"]


async def test_an_update_edits_the_card_and_a_fresh_message_replaces_it(post: Post) -> None:
    cleo = await post.address()
    about = {"subject_kind": "booking", "subject_id": 42}
    dispatcher = post.dispatcher()
    for key, kind in (("booked", "plain"), ("moved", "plain"), ("reminder", "fresh"), ("cancelled", "plain")):
        await post.put(key, cleo, kind=kind, **about)
        await dispatcher.drain()
    assert post.chat.edited == ["m1", "m3"]
    assert post.chat.retired == ["m1"]
    assert (await post.row("cancelled")).message_id == "m3"


async def test_a_card_that_is_redrawn_several_times_at_once_is_edited_once(post: Post) -> None:
    cleo = await post.address()
    dispatcher = post.dispatcher()
    await post.put("booked", cleo, subject_kind="booking", subject_id=42)
    await dispatcher.drain()
    for key, subject in (("noted", 42), ("another", 43), ("moved", 42)):
        await post.put(key, cleo, subject_kind="booking", subject_id=subject)
    await post.put("later", cleo, subject_kind="booking", subject_id=42, due_at=post.clock.now() + HOUR)
    await dispatcher.drain()
    assert post.chat.edited == ["m1"]
    assert (await post.states()) == {
        "booked": "sent",
        "noted": "suppressed",
        "another": "sent",
        "moved": "sent",
        "later": "pending",
    }


async def test_retry_after_blocks_the_lane_for_that_long(post: Post) -> None:
    cleo, sam = await post.address("Cleo", "1"), await post.address("Sam", "2")
    await post.put("first", cleo)
    await post.put("second", sam)
    post.chat.trouble = [NotSent("too fast", retry_after=2)]
    dispatcher = post.dispatcher()
    running = asyncio.create_task(dispatcher.run())
    await until(lambda: not post.chat.trouble)
    refused = asyncio.get_running_loop().time()
    await until(lambda: bool(post.chat.told))
    assert asyncio.get_running_loop().time() - refused >= 1.9
    await until(lambda: len(post.chat.told) == 2)
    await end(running)
    assert post.chat.texts == ["first", "second"]


async def test_what_is_refused_for_good_is_not_tried_again(post: Post) -> None:
    await post.put("bad", await post.address())
    post.chat.trouble = [NotSent("no such thing", permanent=True)]
    await post.dispatcher().drain()
    row = await post.row("bad")
    assert (row.state, row.problem, row.attempts) == (State.FAILED, "no such thing", 1)


async def test_what_one_chat_can_not_take_is_told_in_another(post: Post) -> None:
    cleo = await post.address()
    await post.heard(cleo, has_another)
    await post.put("bad", cleo)
    post.chat.trouble = [NotSent("no such region", permanent=True)]
    await post.dispatcher().drain()
    assert post.chat.told == [
        ("1002", f"bad>{cleo + 1}")
    ]  # its key names the address, so that each has it once
    assert (await post.database.read(lambda work: work.people.address(cleo))).dead_at is None


async def test_nothing_more_is_sent_to_somebody_who_blocked_us(post: Post) -> None:
    cleo = await post.address()
    await post.put("one", cleo, due_at=post.clock.at - HOUR)
    await post.put("two", cleo)
    post.chat.trouble = [NotSent("blocked", permanent=True, gone=True)]
    await post.dispatcher().drain()
    assert post.chat.told == []
    assert await post.states() == {"one": "failed", "two": "suppressed"}
    address = await post.database.read(lambda work: work.people.address(cleo))
    assert address.dead_at == post.clock.at


async def test_an_unknown_outcome_is_tried_once_more_and_then_left(post: Post) -> None:
    await post.put("perhaps", await post.address())
    post.chat.arrives_anyway = True
    post.chat.trouble = [NotSent("reset", certain=False), NotSent("reset", certain=False)]
    dispatcher = post.dispatcher()
    for _ in range(4):
        await dispatcher.drain()
        await post.waits_are_over()
    assert post.chat.texts == ["perhaps", "perhaps"]
    assert (await post.row("perhaps")).state is State.UNKNOWN


async def test_a_promotion_in_doubt_is_never_repeated(post: Post) -> None:
    cleo = await post.address()
    await post.heard(cleo, agreed)
    await post.put("offer", cleo, purpose=Purpose.PROMOTIONAL)
    post.chat.arrives_anyway = True
    post.chat.trouble = [NotSent("reset", certain=False)]
    dispatcher = post.dispatcher()
    for _ in range(3):
        await dispatcher.drain()
        await post.waits_are_over()
    assert post.chat.texts == ["offer"]
    assert (await post.row("offer")).state is State.UNKNOWN


async def test_a_promotion_goes_only_to_one_who_asked_for_it(post: Post) -> None:
    cleo, sam = await post.address(), await post.address("Sam", "1002")
    await post.heard(cleo, agreed)
    for key, address in (("offer", cleo), ("intrusion", sam)):
        await post.put(key, address, purpose=Purpose.PROMOTIONAL)
    await post.dispatcher().drain()
    assert post.chat.texts == ["offer"]
    assert await post.states() == {"offer": "sent", "intrusion": "suppressed"}


async def test_nothing_is_handed_off_after_a_stop_that_came_while_it_waited(post: Post) -> None:
    cleo = await post.address()
    await post.put("hello", cleo)
    post.chat.trouble = [NotSent("away")]
    await post.dispatcher("here").drain()
    await post.heard(cleo, stopped)
    await post.waits_are_over()
    await post.dispatcher("here").drain()
    assert (post.chat.told, await post.states()) == ([], {"hello": "suppressed"})


async def test_what_a_stop_met_on_its_way_is_told_elsewhere(post: Post) -> None:
    cleo = await post.address()
    await post.heard(cleo, has_another)
    await post.put("hello", cleo)
    await post.heard(cleo, stopped)
    await post.dispatcher().drain()
    assert post.chat.told == [
        ("1002", f"hello>{cleo + 1}")
    ]  # its key names the address, so that each has it once
    await post.heard(cleo, started)
    await post.put("opted out", cleo)
    post.chat.trouble = [NotSent("21610", permanent=True, opted_out=True)]
    await post.dispatcher().drain()
    assert post.chat.told[1:] == [
        ("1002", f"opted out>{cleo + 1}")
    ]  # its key names the address, so that each has it once
    assert (await post.database.read(lambda work: work.people.address(cleo))).stopped_at == NOON


async def test_what_never_arrives_is_given_up_with_an_alert(post: Post) -> None:
    await post.put("hopeless", await post.address())
    await post.sql("UPDATE notification SET attempts = :tries", tries=MOST - 2)
    post.chat.trouble = [NotSent("away"), NotSent("away")]
    dispatcher = post.dispatcher()
    with capture_logs() as logs:
        await dispatcher.drain()
        assert (await post.row("hopeless")).state is State.PENDING
        await post.waits_are_over()
        await dispatcher.drain()
    assert (await post.row("hopeless")).state is State.DEAD
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["notification_dead"]


async def test_an_outage_is_asked_about_ever_more_seldom(post: Post) -> None:
    for name in ("1", "2", "3"):
        await post.put(name, await post.address(name, name))
    post.chat.trouble = [NotSent("away")] * 3
    dispatcher = post.dispatcher()
    await dispatcher.drain()
    assert len(post.chat.trouble) == 2  # the first failure spoke for the whole lane
    assert await dispatcher.drain() == 0
    await post.waits_are_over()
    await dispatcher.drain()
    assert len(post.chat.trouble) == 1


async def test_a_commit_wakes_the_lane_at_once(post: Post) -> None:
    cleo = await post.address()
    dispatcher = post.dispatcher()
    post.database.woken = dispatcher.wake
    running = asyncio.create_task(dispatcher.run())
    await asyncio.sleep(0.3)
    started = asyncio.get_running_loop().time()
    await post.put("now", cleo)
    await until(lambda: bool(post.chat.told))
    assert asyncio.get_running_loop().time() - started < 0.5
    await end(running)


async def test_a_clock_that_jumps_is_noticed_within_two_seconds(post: Post) -> None:
    await post.put("reminder", await post.address(), due_at=post.clock.at + 24 * HOUR)
    dispatcher = post.dispatcher()
    running = asyncio.create_task(dispatcher.run())
    await asyncio.sleep(0.2)
    assert post.chat.told == []
    post.clock.advance(hours=24)
    await until(lambda: bool(post.chat.told), seconds=2)
    await end(running)


async def test_a_cancelled_dispatcher_finishes_what_is_under_way_and_gives_the_lane_back(post: Post) -> None:
    await post.put("slow", await post.address())
    post.chat.slow = lambda: asyncio.sleep(0.3)
    running = asyncio.create_task(post.dispatcher().run())
    await until(lambda: bool(post.chat.told))
    await end(running)
    assert (await post.row("slow")).state is State.SENT
    assert await post.database.run(lambda work: work.lanes.hold(LANE, "another", NOON))
