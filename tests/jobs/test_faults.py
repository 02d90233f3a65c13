"""Every provider and every fault that it can be told to have, through the real libraries and the lane: what
becomes of a message, and how often the provider took it.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import aiohttp
import pytest

from bot.channels.mail.sends import Mail
from bot.channels.slack.sends import Slack
from bot.channels.sms.sends import Sms
from bot.channels.telegram.sends import Telegram
from bot.dialogue.channel import Chat
from domain.base import Role
from domain.consent.service import agree
from domain.notifications.model import Purpose, State
from domain.people.model import Address, Channel, Person
from jobs import lane
from jobs.dispatch import Dispatcher
from sandbox import people as demo
from sandbox.app import create
from sandbox.faults import kinds
from sandbox.mail import Mail as MailServer
from sandbox.server import running
from sandbox.world import World
from storage.work import SqlWork
from tests.jobs.post import HASTE, NOON, Post, draw, end
from tests.patience import until

PROVIDERS = {
    Channel.TELEGRAM: "telegram",
    Channel.SLACK: "slack",
    Channel.SMS: "twilio",
    Channel.MAIL: "mail",
}


class Ended(NamedTuple):
    """How a message ended that met a fault once, and how often it was taken by then."""

    state: State
    taken: int


ONCE, TWICE = Ended(State.SENT, 1), Ended(State.SENT, 2)
REFUSED = Ended(State.FAILED, 0)
NEVER, ONE_IN_DOUBT = Ended(State.UNKNOWN, 0), Ended(State.UNKNOWN, 1)

# A message that a session needs, and a promotion. Telegram and a mail server can't be asked what they took:
# after an answer that got lost the first is said once more, and the second never. Slack and Twilio are asked;
# Twilio's list may lag behind, which no promotion is worth.
TABLE: dict[tuple[Channel, str], tuple[Ended, Ended]] = {
    (Channel.TELEGRAM, "429"): (ONCE, ONCE),
    (Channel.TELEGRAM, "500"): (ONCE, NEVER),
    (Channel.TELEGRAM, "403"): (REFUSED, REFUSED),  # they blocked us
    (Channel.TELEGRAM, "timeout"): (ONCE, NEVER),
    (Channel.TELEGRAM, "reset"): (ONCE, NEVER),
    (Channel.TELEGRAM, "reset_after_accept"): (TWICE, ONE_IN_DOUBT),
    (Channel.TELEGRAM, "garbage"): (ONCE, NEVER),
    (Channel.SLACK, "429"): (ONCE, ONCE),
    (Channel.SLACK, "500"): (ONCE, ONCE),
    (Channel.SLACK, "403"): (ONCE, ONCE),  # account_inactive: the app's own, until it is put right
    (Channel.SLACK, "timeout"): (ONCE, NEVER),
    (Channel.SLACK, "reset"): (ONCE, ONCE),
    (Channel.SLACK, "reset_after_accept"): (ONCE, ONCE),
    (Channel.SLACK, "garbage"): (ONCE, ONCE),
    (Channel.SMS, "429"): (ONCE, ONCE),
    (Channel.SMS, "500"): (ONCE, NEVER),
    (Channel.SMS, "403"): (ONCE, ONCE),  # our account, until it is put right
    (Channel.SMS, "timeout"): (ONCE, NEVER),
    (Channel.SMS, "reset"): (ONCE, NEVER),
    (Channel.SMS, "reset_after_accept"): (ONCE, ONE_IN_DOUBT),
    (Channel.SMS, "garbage"): (ONCE, NEVER),
    (Channel.MAIL, "429"): (ONCE, ONCE),
    (Channel.MAIL, "500"): (ONCE, ONCE),  # 451: put off, and surely not taken
    (Channel.MAIL, "403"): (REFUSED, REFUSED),
    (Channel.MAIL, "timeout"): (ONCE, NEVER),
    (Channel.MAIL, "reset"): (ONCE, NEVER),
    (Channel.MAIL, "reset_after_accept"): (TWICE, ONE_IN_DOUBT),  # with one Message-ID
    (Channel.MAIL, "garbage"): (ONCE, NEVER),
    (Channel.MAIL, "421"): (ONCE, ONCE),  # the server goes away
    (Channel.MAIL, "450"): (ONCE, ONCE),  # the mailbox is busy
    (Channel.MAIL, "550"): (REFUSED, REFUSED),  # there is no such mailbox
    (Channel.MAIL, "554"): (REFUSED, REFUSED),
}


def test_each_fault_of_each_provider_has_its_row() -> None:
    assert set(TABLE) == {(each, kind) for each, name in PROVIDERS.items() for kind in kinds(name)}
    assert set(PROVIDERS) == set(Channel)


def place(channel: Channel, number: int) -> str:
    match channel:
        case Channel.SLACK:
            return f"UREADER{number}"
        case Channel.SMS:
            return f"+4477009001{number:02}"
        case Channel.MAIL:
            return f"reader{number}@example.org"
    return str(5000 + number)


@dataclass
class Outdoors:
    """A sandbox, and a dispatcher that drives one of its providers."""

    base: str
    http: aiohttp.ClientSession
    post: Post
    channel: Channel
    chat: Chat

    def dispatcher(self, owner: str = "here") -> Dispatcher:
        rates = {self.chat.lane: HASTE}
        return Dispatcher(self.post.database, [self.chat], self.post.clock, draw, rates=rates, owner=owner)

    async def call(self, path: str, **body: Any) -> None:
        async with self.http.post(f"{self.base}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def fault(self, kind: str, **more: Any) -> None:
        await self.call("faults", provider=PROVIDERS[self.channel], kind=kind, **more)

    async def is_met(self) -> bool:
        """Whether the provider had the fault that was ordered."""
        async with self.http.get(f"{self.base}/sandbox/faults") as answer:
            return not await answer.json()

    async def reader(self, number: int) -> int:
        """Somebody who is there and wants news; answers their address."""
        where = place(self.channel, number)
        if self.channel is Channel.TELEGRAM:
            await self.call(f"telegram/{where}/messages", start="")
        if self.channel is Channel.SLACK:
            await self.call(f"slack/{where}/home")
        return await self.written_down(number)

    async def written_down(self, number: int) -> int:
        """Whether they are there or not."""
        where = place(self.channel, number)

        def unit(work: SqlWork) -> int:
            person = Person(name=f"Reader {number}", zone="Europe/Lisbon", roles=Role.CLIENT, created_at=NOON)
            address = Address(person=person, channel=self.channel, external_id=where, lane=self.chat.lane)
            work.add(person, address)
            work.flush()
            agree(work, address, "Yes", shown="News?", now=NOON)
            return address.id

        return await self.post.database.run(unit)

    async def put(self, key: str, address: int, purpose: Purpose = Purpose.TRANSACTIONAL) -> None:
        await self.post.put(key, address, lane=self.chat.lane, purpose=purpose)

    async def taken(self, key: str) -> int:
        async with self.http.get(f"{self.base}/sandbox/accepted/{PROVIDERS[self.channel]}") as answer:
            return sum(key in (each["text"] or "") for each in await answer.json())

    async def drain(self) -> None:
        """Again and again, as though the waits were over at once."""
        for _ in range(3):
            await self.dispatcher().drain()
            await self.post.waits_are_over()


@pytest.fixture(params=Channel)
async def outdoors(post: Post, request: pytest.FixtureRequest) -> AsyncIterator[Outdoors]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        world = World()
        server = MailServer(world)
        smtp = await stack.enter_async_context(server.serving(socket.create_server(("127.0.0.1", 0))))
        base = await stack.enter_async_context(running(create(world, mail=server)))
        chat: Telegram | Slack | Sms | Mail
        match request.param:
            case Channel.TELEGRAM:
                chat = Telegram(demo.TELEGRAM_TOKEN, f"{base}/telegram")
            case Channel.SLACK:
                chat = Slack(demo.SLACK_BOT_TOKEN, f"{base}/slack/api/")
            case Channel.SMS:
                account = (demo.TWILIO_ACCOUNT_SID, demo.TWILIO_AUTH_TOKEN)
                chat = Sms(*account, demo.TWILIO_FROM, f"{base}/twilio")
            case _:
                chat = Mail(smtp, demo.MAIL_FROM)
        if not isinstance(chat, Mail):
            await chat.open()
            stack.push_async_callback(chat.close)
        yield Outdoors(base, http, post, request.param, chat)


async def test_each_fault_ends_as_it_should(outdoors: Outdoors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "CUT_AFTER", 0.5)
    mine = [kind for channel, kind in TABLE if channel is outdoors.channel]
    found: dict[str, tuple[Ended, ...]] = {}
    for number, kind in enumerate(mine):
        ended = []
        for twice, purpose in enumerate(Purpose):
            key = f"{purpose} {kind}."
            await outdoors.put(key, await outdoors.reader(2 * number + twice), purpose)
            await outdoors.fault(kind)
            await outdoors.drain()
            assert await outdoors.is_met()
            ended.append(Ended((await outdoors.post.row(key)).state, await outdoors.taken(key)))
        found[kind] = tuple(ended)
    assert found == {kind: TABLE[outdoors.channel, kind] for kind in mine}


WAIT = 2  # seconds that the provider asks for


@pytest.mark.parametrize("outdoors", [Channel.TELEGRAM, Channel.SLACK], indirect=True)  # others name no time
async def test_nothing_goes_before_the_time_that_the_provider_names(outdoors: Outdoors) -> None:
    """Neither what was refused, nor another message, nor from a process that was not there."""
    first, second = await outdoors.reader(1), await outdoors.reader(2)
    await outdoors.put("refused.", first)
    await outdoors.fault("429", retry_after=WAIT)
    begun = asyncio.get_running_loop().time()
    await outdoors.dispatcher().drain()
    assert await outdoors.is_met()
    await outdoors.put("another.", second)
    await outdoors.post.database.run(lambda work: work.lanes.release(outdoors.chat.lane, "here"))
    waiting = asyncio.create_task(outdoors.dispatcher("there").run())
    for key in ("another.", "refused."):
        await until(partial(outdoors.taken, key), seconds=20)
        assert asyncio.get_running_loop().time() >= begun + WAIT
    await end(waiting)
    assert await outdoors.post.states() == {"refused.": "sent", "another.": "sent"}


async def test_who_is_reached_there_no_more_is_left_in_peace(outdoors: Outdoors) -> None:
    """They blocked us, said STOP, left the workspace, or closed the mailbox."""
    where = place(outdoors.channel, 1)
    comes = outdoors.written_down if outdoors.channel is Channel.SLACK else outdoors.reader
    address = await comes(1)
    match outdoors.channel:
        case Channel.TELEGRAM:
            await outdoors.call(f"telegram/{where}/messages", blocked=True)
        case Channel.SMS:
            await outdoors.call(f"sms/{where}/messages", text="STOP")
        case Channel.MAIL:
            await outdoors.call(f"mail/{where}/closed")
    await outdoors.put("first.", address)
    await outdoors.put("second.", address)
    await outdoors.put("news.", address, Purpose.PROMOTIONAL)
    await outdoors.drain()
    ended = await outdoors.post.states()
    assert ended.pop("first.") == "failed"
    assert set(ended.values()) <= {"suppressed"}, "a STOP withdraws them"
    assert [await outdoors.taken(key) for key in ("first.", "second.", "news.")] == [0, 0, 0]
