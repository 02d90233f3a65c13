"""The channel against a Twilio that is real but for its address, and the web server that it calls."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.channels.sms.listens import Webhooks, catch_up
from bot.channels.sms.sends import Sms
from bot.dialogue.heard import Event, Said
from sandbox.app import create
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from sandbox.server import listening, running
from sandbox.twilio import Twilio
from sandbox.world import World
from tests.patience import until
from tests.sandbox.outside import Outside
from tests.wire_twilio import check_twilio_wire

SAM, ROBIN = "+447700900123", "+447700900102"


@dataclass
class Post:
    """Our half of the wire: the sender, and what the webhooks and the list brought, each text once."""

    outside: Outside
    sms: Sms
    base: str
    heard: list[Event] = field(default_factory=list)
    reports: list[tuple[str, str, str]] = field(default_factory=list)  # message, key, status
    away: bool = False  # our database

    async def receive(self, event: Event) -> None:
        if self.away:
            raise ConnectionError("the database is away")
        if event.event_id not in {each.event_id for each in self.heard}:
            self.heard.append(event)

    async def known(self, sids: list[str]) -> set[str]:
        return {each.event_id for each in self.heard} & set(sids)

    async def report(self, form: Mapping[str, str], key: str) -> None:
        self.reports.append((form["MessageSid"], key, form["MessageStatus"]))

    async def says(self, text: str, phone: str = SAM, **more: Any) -> str:
        return str((await self.outside.post(f"/sandbox/sms/{phone}/messages", text=text, **more))["id"])

    async def hears(self, *words: str) -> list[Event]:
        """Wait until all of this was said to us, in any order, and nothing else."""

        async def all_heard() -> bool:
            return sorted(self.said) == sorted(words)

        await until(all_heard)
        return self.heard

    @property
    def said(self) -> list[str]:
        return [each.heard.text for each in self.heard if isinstance(each.heard, Said)]

    async def reported(self, count: int) -> list[tuple[str, str, str]]:
        async def are_there() -> bool:
            return len(self.reports) >= count

        await until(are_there)
        return self.reports

    async def thread(self, phone: str = SAM) -> list[str]:
        """What we have texted there."""
        shown = await self.outside.get(f"/sandbox/sms/{phone}/messages")
        return [each["text"] for each in shown if each["from"] == "bot"]

    async def accepted(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.outside.get("/sandbox/accepted/twilio")
        return found

    async def asked(self) -> list[dict[str, Any]]:
        """What we asked Twilio to send, parameter by parameter."""
        wire = await self.outside.get("/sandbox/wire")
        sent = (each for each in wire if each["direction"] == "from_bot")
        return [each["payload"] for each in sent if each["method"] == "messages.create"]

    async def fault(self, kind: str, method: str = "messages.create", **more: Any) -> None:
        await self.outside.post("/sandbox/faults", provider="twilio", kind=kind, method=method, **more)

    async def plans(self, **plan: Any) -> None:
        """How the next text of ours fares."""
        async with self.outside.http.post(f"{self.outside.base}/sandbox/twilio/statuses", json=plan) as said:
            assert said.status == 200, await said.text()

    async def refuses(self, code: int, status: int = 400) -> None:
        """The next text of ours."""
        await self.outside.post("/sandbox/twilio/refusals", error_code=code, http_status=status)

    @asynccontextmanager
    async def catches_up(self, look: float = 0.05) -> AsyncIterator[asyncio.Event]:
        """Looks into Twilio's list, again and again; what it gives is set once it has answered."""
        looked = asyncio.Event()
        looking = asyncio.create_task(catch_up(self.sms, self.receive, self.known, looked, look=look))
        try:
            yield looked
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """All that passed is checked against Twilio's own library in the end."""
    async with AsyncExitStack() as stack:
        ours = Starlette()
        public = await stack.enter_async_context(listening(ours))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        world = World(public)
        app = create(world, twilio=Twilio(world))
        base = await stack.enter_async_context(running(app))
        sms = Sms(
            TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, f"{base}/twilio", f"{public}/twilio/status"
        )
        await sms.open()
        stack.push_async_callback(sms.close)
        post = Post(Outside(base, http, app), sms, public)
        ours.routes.extend(Webhooks(TWILIO_AUTH_TOKEN, public, sms.lane, post.receive, post.report).routes())
        yield post
        check_twilio_wire(await post.outside.get("/sandbox/wire"))
