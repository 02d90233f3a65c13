"""The outbox through the real library to a Telegram that misbehaves, counted by what Telegram accepted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram.sends import Telegram
from domain.notifications.model import State
from jobs.dispatch import Dispatcher
from sandbox.app import create
from sandbox.people import TELEGRAM_TOKEN
from sandbox.server import running
from tests.jobs.post import HASTE, Post, draw, end, until

CLEO = "1001"


@dataclass
class World:
    """The sandbox's person side, and a dispatcher that drives its Telegram."""

    base: str
    http: aiohttp.ClientSession
    post: Post
    dispatcher: Dispatcher

    async def call(self, path: str, **body: Any) -> None:
        async with self.http.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def fault(self, kind: str, **more: Any) -> None:
        await self.call("faults", provider="telegram", kind=kind, **more)

    async def arrived(self) -> list[str]:
        """The texts on Cleo's phone, as they are now."""
        async with self.http.get(f"{self.base}/sandbox/telegram/{CLEO}/messages") as answer:
            return [message["text"] for message in await answer.json() if message["from"] == "bot"]

    async def drain(self) -> None:
        """Again and again, as though the waits were over at once."""
        for _ in range(4):
            await self.dispatcher.drain()
            await self.post.waits_are_over()


@pytest.fixture
async def world(post: Post) -> AsyncIterator[World]:
    async with running(create()) as base, aiohttp.ClientSession() as http:
        telegram = Telegram(TELEGRAM_TOKEN, f"{base}/telegram")
        await telegram.open()
        rates = {telegram.lane: HASTE}
        dispatcher = Dispatcher(post.database, [telegram], post.clock, draw, rates=rates)
        opened = World(base, http, post, dispatcher)
        await opened.call(f"telegram/{CLEO}/messages", start="")
        yield opened
        await telegram.close()


@pytest.mark.parametrize("kind", ["429", "500", "reset", "garbage"])
async def test_a_passing_fault_loses_nothing_and_repeats_nothing(world: World, kind: str) -> None:
    lane = next(iter(world.dispatcher.senders))
    await world.post.put("reminder", await world.post.address(), lane=lane)
    await world.fault(kind, method="sendMessage")
    await world.drain()
    assert await world.arrived() == ["reminder"]
    assert (await world.post.row("reminder")).state is State.SENT


async def test_an_answer_that_was_lost_repeats_a_message_once(world: World) -> None:
    lane = next(iter(world.dispatcher.senders))
    await world.post.put("reminder", await world.post.address(), lane=lane)
    await world.fault("reset_after_accept", method="sendMessage", times=5)
    await world.drain()
    assert await world.arrived() == ["reminder", "reminder"]
    assert (await world.post.row("reminder")).state is State.UNKNOWN


async def test_a_client_who_blocked_the_bot_is_left_in_peace(world: World) -> None:
    lane = next(iter(world.dispatcher.senders))
    cleo = await world.post.address()
    await world.post.put("one", cleo, lane=lane)
    await world.post.put("two", cleo, lane=lane)
    await world.call(f"telegram/{CLEO}/messages", blocked=True)
    await world.drain()
    assert await world.post.states() == {"one": "failed", "two": "suppressed"}


async def test_a_card_is_edited_and_a_reminder_takes_its_place(world: World) -> None:
    lane = next(iter(world.dispatcher.senders))
    cleo = await world.post.address()
    about = {"lane": lane, "subject_kind": "booking", "subject_id": 42}
    await world.post.put("requested", cleo, **about)
    await world.post.put("approved", cleo, **about)
    await world.drain()
    assert await world.arrived() == ["approved"]
    await world.post.put("reminder", cleo, kind="fresh", **about)
    await world.post.put("moved", cleo, **about)
    await world.drain()
    assert await world.arrived() == ["approved", "moved"]


async def test_a_provider_that_is_away_for_long_gets_everything_when_it_is_back(world: World) -> None:
    lane = next(iter(world.dispatcher.senders))
    cleo = await world.post.address()
    for number in range(5):
        await world.post.put(str(number), cleo, lane=lane)
    await world.post.put("late", cleo, lane=lane, expires_at=world.post.clock.at)
    await world.fault("429", method="sendMessage", times=6)
    for _ in range(8):
        await world.drain()
    assert await world.arrived() == ["0", "1", "2", "3", "4"]


async def test_a_waking_dispatcher_hands_a_reminder_off_at_once(world: World) -> None:
    lane = next(iter(world.dispatcher.senders))
    world.post.database.woken = world.dispatcher.wake
    running_on = asyncio.create_task(world.dispatcher.run())
    await world.post.put("reminder", await world.post.address(), lane=lane)
    seen: list[str] = []
    async with asyncio.timeout(3):
        while not seen:
            seen = await world.arrived()
    await end(running_on)
    assert seen == ["reminder"]
    await until(running_on.done)
