"""The channel against a Telegram that is real but for its address."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.channels.telegram.sends import Telegram
from sandbox.app import create
from sandbox.people import TELEGRAM_TOKEN
from sandbox.server import running
from tests.sandbox.outside import Outside
from tests.wire import check_telegram_wire


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    """The sandbox; all that passed is checked against two libraries' models in the end."""
    app = create()
    async with running(app) as base, aiohttp.ClientSession() as http:
        world = Outside(base, http, app)
        yield world
        check_telegram_wire(await world.get("/sandbox/wire"))


@pytest.fixture
async def telegram(outside: Outside) -> AsyncIterator[Telegram]:
    opened = Telegram(TELEGRAM_TOKEN, f"{outside.base}/telegram")
    await opened.open()
    yield opened
    await opened.close()
