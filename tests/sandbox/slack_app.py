"""A small app over Slack's own Bolt, by socket or by HTTP, and the members who use it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.app import create
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET
from sandbox.server import listening, running
from sandbox.slack import Slack
from sandbox.world import World
from tests.sandbox.outside import Outside
from tests.wire_slack import check_slack_wire

JSON = dict[str, Any]


class Member:
    """Somebody in the workspace."""

    def __init__(self, outside: Outside, user: str) -> None:
        self._outside = outside
        self._path = f"/sandbox/slack/{user}"

    async def does(self, act: str, *, status: int = 200, **asked: Any) -> JSON:
        return await self._outside.post(f"{self._path}/{act}", status=status, **asked)

    async def sees(self) -> JSON:
        screen: JSON = await self._outside.get(self._path)
        return screen


class Workplace:
    """A sandbox with Slack in it, and an SDK client of the app."""

    def __init__(self, outside: Outside, slack: Slack) -> None:
        self.outside = outside
        self.slack = slack
        self.web = AsyncWebClient(SLACK_BOT_TOKEN, base_url=f"{outside.base}/slack/api/")

    def member(self, user: str) -> Member:
        return Member(self.outside, user)

    async def accepted(self) -> list[JSON]:
        accepted: list[JSON] = await self.outside.get("/sandbox/accepted/slack")
        return accepted

    def app(self) -> AsyncApp:
        return AsyncApp(client=self.web, signing_secret=SLACK_SIGNING_SECRET)


@asynccontextmanager
async def workplace(**limits: Any) -> AsyncIterator[Workplace]:
    """Open a sandbox with other limits; everything that passed is checked in the end."""
    world = World()
    slack = Slack(world, **limits)
    sandbox = create(world, slack=slack)
    async with aiohttp.ClientSession() as http, running(sandbox) as base:
        outside = Outside(base, http, sandbox)
        yield Workplace(outside, slack)
        assert check_slack_wire(await outside.get("/sandbox/wire")) > 0


@asynccontextmanager
async def by_socket(place: Workplace, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, app_token=SLACK_APP_TOKEN, ping_interval=1)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def by_http(place: Workplace, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async with serving(place, Starlette(routes=[Route("/slack/events", events, methods=["POST"])])):
        yield


@asynccontextmanager
async def serving(place: Workplace, app: Starlette) -> AsyncIterator[None]:
    """Make this the app's URL."""
    async with listening(app) as url:
        place.outside.app.world.bot_url = url
        yield


@asynccontextmanager
async def connected(way: str, place: Workplace, app: AsyncApp) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        if way == "socket":
            await stack.enter_async_context(by_socket(place, app))
        else:
            await stack.enter_async_context(by_http(place, app))
        yield
