"""The channel against a mail server on loopback."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.channels.mail.sends import Mail
from sandbox.app import create
from sandbox.mail import Mail as Server
from sandbox.people import MAIL_FROM
from sandbox.server import running
from sandbox.world import World
from tests.sandbox.outside import Outside

CLEO = "cleo@example.org"


@dataclass
class Post:
    outside: Outside
    mail: Mail
    url: str

    async def box(self, address: str = CLEO) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.outside.get(f"/sandbox/mail/{address}")
        return found

    async def fault(self, kind: str, method: str | None = None) -> None:
        await self.outside.post("/sandbox/faults", provider="mail", kind=kind, method=method)


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        world = World()
        server = Server(world)
        app = create(world, mail=server)
        url = await stack.enter_async_context(server.serving(socket.create_server(("127.0.0.1", 0))))
        base = await stack.enter_async_context(running(app))
        yield Post(Outside(base, http, app), Mail(url, MAIL_FROM), url)
