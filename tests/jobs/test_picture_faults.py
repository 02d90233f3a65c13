"""A message with a picture through the real library to a Telegram that misbehaves: as any other message."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest

from bot.channels.telegram.sends import Telegram
from bot.dialogue.screen import Picture, Screen
from bot.pictures import Shelf, prepared
from domain.consent.service import agree
from domain.notifications.model import Notification, Purpose, State
from domain.people.model import Address
from domain.work import Work
from jobs.dispatch import Dispatcher
from sandbox.app import create
from sandbox.people import TELEGRAM_TOKEN
from sandbox.server import running
from tests.jobs.post import HASTE, NOON, Post
from tests.jobs.test_telegram import CLEO, World
from tests.photographs import photograph

ROOM = prepared(photograph(400, 300))


def draw(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
    return Screen(text=row.key, picture=Picture(ROOM.digest, "The room"), fresh=True)


@pytest.fixture
async def world(post: Post) -> AsyncIterator[World]:
    await post.database.run(lambda work: work.pictures.add(ROOM, now=NOON))
    async with running(create()) as base, aiohttp.ClientSession() as http:
        telegram = Telegram(TELEGRAM_TOKEN, f"{base}/telegram", Shelf(post.database))
        await telegram.open()
        rates = {telegram.lane: HASTE}
        opened = World(base, http, post, Dispatcher(post.database, [telegram], post.clock, draw, rates=rates))
        await opened.call(f"telegram/{CLEO}/messages", start="")
        yield opened
        await telegram.close()


async def puts(world: World, key: str, address: int, purpose: Purpose = Purpose.TRANSACTIONAL) -> None:
    await world.post.put(key, address, lane=next(iter(world.dispatcher.senders)), purpose=purpose)


@pytest.mark.parametrize("kind", ["429", "500", "reset", "garbage"])
async def test_a_passing_fault_loses_nothing_and_repeats_nothing(world: World, kind: str) -> None:
    await puts(world, "room", await world.post.address())
    await world.fault(kind, method="sendPhoto")
    await world.drain()
    assert await world.arrived() == ["room"]
    assert (await world.post.row("room")).state is State.SENT


@pytest.mark.parametrize(("purpose", "times"), [(Purpose.TRANSACTIONAL, 2), (Purpose.PROMOTIONAL, 1)])
async def test_an_answer_that_was_lost_repeats_it_once_and_a_promotion_never(
    world: World, purpose: Purpose, times: int
) -> None:
    cleo = await world.post.address()
    await world.post.heard(cleo, lambda work, address: agree(work, address, "Yes", shown="News?", now=NOON))
    await puts(world, "room", cleo, purpose)
    await world.fault("reset_after_accept", method="sendPhoto", times=5)
    await world.drain()
    assert await world.arrived() == ["room"] * times
    assert (await world.post.row("room")).state is State.UNKNOWN


async def test_nothing_is_tried_before_its_retry_after_and_it_is_uploaded_once(world: World) -> None:
    cleo = await world.post.address()
    for key in ("one", "two", "three"):
        await puts(world, key, cleo)
    await world.fault("429", method="sendPhoto", retry_after=60)
    for _ in range(3):
        await world.dispatcher.drain()
    assert await world.arrived() == []
    await world.drain()
    assert await world.arrived() == ["one", "two", "three"]
    async with world.http.get(f"{world.base}/sandbox/accepted/telegram") as answer:
        sent = [each["raw"]["photo"] for each in await answer.json() if each["method"] == "sendPhoto"]
    assert [isinstance(each, dict) for each in sent] == [True, False, False]


async def test_who_blocked_the_bot_is_left_in_peace(world: World) -> None:
    await puts(world, "room", await world.post.address())
    await world.call(f"telegram/{CLEO}/messages", blocked=True)
    await world.drain()
    assert await world.post.states() == {"room": "failed"}


async def test_where_its_bytes_are_gone_the_words_go_alone(world: World) -> None:
    await world.post.sql("UPDATE picture SET content = NULL")
    await puts(world, "room", await world.post.address())
    await world.drain()
    assert await world.arrived() == ["room"]
    assert (await world.post.row("room")).state is State.SENT
