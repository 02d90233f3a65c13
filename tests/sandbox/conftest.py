"""A sandbox on a free port, and two real SDKs that drive it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from sandbox.app import create
from sandbox.server import running
from sandbox.telegram import Telegram
from sandbox.world import World
from tests.sandbox.outside import Outside
from tests.sandbox.sdks import Aiogram, Ptb, Sdk
from tests.wire import check_telegram_wire

Opener = Callable[..., Awaitable[Outside]]


@pytest.fixture
async def open_sandbox() -> AsyncIterator[Opener]:
    """Open sandboxes with other limits; everything that passed is checked in the end."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        opened: list[Outside] = []

        async def open_one(**limits: Any) -> Outside:
            world = World()
            app = create(world, telegram=Telegram(world, **limits))
            opened.append(Outside(await stack.enter_async_context(running(app)), http, app))
            return opened[-1]

        yield open_one
        for outside in opened:
            check_telegram_wire(await outside.get("/sandbox/wire"))


@pytest.fixture
async def outside(open_sandbox: Opener) -> Outside:
    return await open_sandbox(retry_scale=0.02)


@pytest.fixture(params=[Ptb, Aiogram], ids=["ptb", "aiogram"])
async def bot(
    request: pytest.FixtureRequest, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Sdk]:
    """The bot, once with each library."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # Or python-telegram-bot warns of each 429.
    sdk: Sdk = request.param(outside.base)
    yield sdk
    await sdk.close()
