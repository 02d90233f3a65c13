"""A sandbox, and a bot on SQLite that hears Slack by its socket or by signed HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.app import Bot
from bot.channels.slack import sends
from bot.office import seed_demo
from sandbox import people as demo
from sandbox import slack as sandbox_slack
from sandbox.app import create
from sandbox.server import listening, running
from sandbox.world import World
from tests.stories.conftest import settings_for
from tests.stories.people import Outside, Trainer, eventually, session
from tests.wire_slack import check_slack_wire


@pytest.fixture
def engine_kind() -> str:
    """What is tested is the wire; the stories run on both engines."""
    return "sqlite"


@dataclass(slots=True)
class Workspace:
    """A Slack workspace that nobody listens to yet."""

    outside: Outside
    world: World
    slack: sandbox_slack.Slack

    async def posted(self, method: str = "") -> list[dict[str, Any]]:
        """What Slack accepted of the app, by this method."""
        accepted = await self.outside.get("/sandbox/accepted/slack")
        return [each for each in accepted if method in ("", each["method"])]


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(session())
        world = World()
        slack = sandbox_slack.Slack(world, retries=(0.0, 0.2))
        base = await stack.enter_async_context(running(create(world, slack=slack)))
        outside = Outside(base, http)
        yield Workspace(outside, world, slack)
        check_slack_wire(await outside.get("/sandbox/wire"))


@pytest.fixture
async def slack(workspace: Workspace) -> AsyncIterator[sends.Slack]:
    chat = sends.Slack(demo.SLACK_BOT_TOKEN, f"{workspace.outside.base}/slack/api/")
    await chat.open()
    yield chat
    await chat.close()


@dataclass(slots=True)
class Desk:
    """The bot at work; ``url`` is where it hears HTTP."""

    workspace: Workspace
    bot: Bot
    database_url: str
    url: str
    ana: Trainer = field(init=False)

    def __post_init__(self) -> None:
        self.ana = Trainer(self.workspace.outside, "UANA")

    async def modal(self) -> dict[str, Any]:
        """Ana's modal, once it is open."""

        async def opened() -> Any:
            return (await self.ana.view())["modal"]

        shown: dict[str, Any] = await eventually(opened)
        return shown

    async def whispered(self, words: str) -> dict[str, Any]:
        """What only Ana sees, once it says this."""

        async def said() -> Any:
            whispers = (await self.ana.view())["ephemeral"]
            return next(
                (each for each in reversed(whispers) if words in str(each["blocks"] or each["text"])), None
            )

        shown: dict[str, Any] = await eventually(said)
        return shown

    async def home(self, words: str) -> str:
        async def shown() -> str:
            home = str((await self.ana.view())["home"])
            return home if words in home else ""

        return await eventually(shown)


@pytest.fixture(params=["socket", "http"])
async def desk(
    request: pytest.FixtureRequest, workspace: Workspace, migrated_url: str
) -> AsyncIterator[Desk]:
    by_http = {"slack_app_token": ""} if request.param == "http" else {}
    settings = settings_for(
        workspace.outside.base, migrated_url, telegram_bot_token="", clock_url="", **by_http
    )
    await seed_demo(settings)
    bot = Bot(settings)
    async with listening(bot.asgi()) as url:
        workspace.world.bot_url = url

        async def ready() -> bool:
            return not bot.waiting_for()

        await eventually(ready)
        yield Desk(workspace, bot, migrated_url, url)
