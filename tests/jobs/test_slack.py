"""The outbox through the real library to a Slack that misbehaves: said once, whatever became of each try."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
import pytest

from bot.channels.slack.sends import Slack
from bot.dialogue.channel import FIRST, Sent, Try
from bot.dialogue.screen import File, Screen
from domain.notifications.model import Notification, State
from domain.people.model import Address
from domain.work import Work
from jobs import lane
from jobs.dispatch import Dispatcher
from sandbox.app import create
from sandbox.people import SLACK_BOT_TOKEN
from sandbox.server import running
from tests.jobs.post import HASTE, Post, draw
from tests.wire_slack import check_slack_wire

ANA = "UANA"
C = TypeVar("C", bound=Slack)


def drawn(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
    """A "file" comes with its session."""
    screen = draw(work, row, address, now)
    session = File("session.ics", "text/calendar", "BEGIN:VCALENDAR")
    return screen and (replace(screen, file=session) if row.kind == "file" else screen)


@dataclass
class Workspace:
    base: str
    http: aiohttp.ClientSession
    post: Post
    chat: Slack

    def dispatcher(self, owner: str = "here", chat: Slack | None = None) -> Dispatcher:
        rates = {self.chat.lane: HASTE}
        return Dispatcher(
            self.post.database, [chat or self.chat], self.post.clock, drawn, rates=rates, owner=owner
        )

    async def put(self, key: str, **fields: Any) -> None:
        await self.post.put(key, await self.post.address("Ana", ANA), lane=self.chat.lane, **fields)

    async def fault(self, kind: str, **more: Any) -> None:
        fault = {"provider": "slack", "kind": kind, **more}
        async with self.http.post(f"{self.base}/sandbox/faults", json=fault) as answer:
            assert answer.status == 200, await answer.text()

    async def arrived(self) -> list[str]:
        """What Ana sees: the text of each message, or the name of its file."""
        async with self.http.get(f"{self.base}/sandbox/slack/{ANA}") as answer:
            messages = (await answer.json())["messages"]
        return [each["files"][0]["name"] if each["files"] else each["text"] for each in messages]

    async def drain(self, times: int = 6) -> None:
        """Again and again, as though the waits were over at once."""
        for _ in range(times):
            await self.dispatcher().drain()
            await self.post.waits_are_over()


class Powerless(Slack):
    """Says it, and is cut off before anybody learns of that."""

    def __init__(self, token: str, api_url: str) -> None:
        super().__init__(token, api_url)
        self.cut = asyncio.Event()

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        await super().tell(place, screen, card, attempt)
        self.cut.set()
        await asyncio.Event().wait()
        return None


@asynccontextmanager
async def opened(chat: C) -> AsyncIterator[C]:
    await chat.open()
    yield chat
    await chat.close()


@pytest.fixture
async def workspace(post: Post) -> AsyncIterator[Workspace]:
    async with running(create()) as base, aiohttp.ClientSession() as http:
        async with opened(Slack(SLACK_BOT_TOKEN, f"{base}/slack/api/")) as chat:
            yield Workspace(base, http, post, chat)
        async with http.get(f"{base}/sandbox/wire") as answer:
            check_slack_wire(await answer.json())


@pytest.mark.parametrize("kind", ["429", "500", "reset", "reset_after_accept", "garbage"])
async def test_a_fault_loses_nothing_and_repeats_nothing(workspace: Workspace, kind: str) -> None:
    await workspace.put("request")
    await workspace.fault(kind, method="chat.postMessage", times=3)
    await workspace.drain()
    assert await workspace.arrived() == ["request"]
    assert (await workspace.post.row("request")).state is State.SENT


async def test_a_history_that_cannot_be_read_is_asked_again_before_anything_is_said(
    workspace: Workspace,
) -> None:
    await workspace.put("request")
    await workspace.fault("reset_after_accept", method="chat.postMessage")
    await workspace.fault("500", method="conversations.history", times=3)
    await workspace.drain()
    assert await workspace.arrived() == ["request"]
    assert (await workspace.post.row("request")).state is State.SENT


async def test_a_file_arrives_once_and_so_do_its_words(workspace: Workspace) -> None:
    await workspace.put("session", kind="file")
    for method in ("chat.postMessage", "files.completeUploadExternal"):
        await workspace.fault("reset_after_accept", method=method)
    await workspace.fault("500", method="upload")
    await workspace.drain()
    assert await workspace.arrived() == ["session", "session.ics"]
    assert (await workspace.post.row("session")).state is State.SENT


async def test_a_slack_that_does_not_answer_in_time_loses_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "CUT_AFTER", 0.2)
    await workspace.put("request")
    await workspace.fault("timeout", method="chat.postMessage", times=3)
    await workspace.drain()
    assert await workspace.arrived() == ["request"]


async def test_senders_that_are_killed_one_after_another_say_it_once(workspace: Workspace) -> None:
    await workspace.put("request")
    for owner in ("first", "second", "third"):
        async with opened(Powerless(SLACK_BOT_TOKEN, f"{workspace.base}/slack/api/")) as dying:
            sending = asyncio.create_task(workspace.dispatcher(owner, dying).drain())
            async with asyncio.timeout(10):
                await dying.cut.wait()
            sending.cancel()
            await asyncio.wait([sending])
        await workspace.post.lease_lapses()
    await workspace.drain()
    assert await workspace.arrived() == ["request"]
    assert (await workspace.post.row("request")).state is State.SENT
