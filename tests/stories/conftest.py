"""A whole studio for each story: the real bot against the sandbox, over sockets, on both engines."""

import socket
from collections.abc import AsyncIterator, Generator
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, exists, select
from starlette.applications import Starlette

from bot.app import Bot
from bot.office import seed_demo
from bot.settings import Settings
from domain.conversations.model import InboxEvent
from domain.notifications.model import Notification, State
from domain.people.model import Address
from sandbox import people as demo
from sandbox.app import create
from sandbox.mail import Mail
from sandbox.server import listening, running
from sandbox.stripe import Stripe
from sandbox.twilio import Twilio
from sandbox.world import World
from tests.stories.aftermath import aftermath
from tests.stories.cast import ON_TELEGRAM, Cast, OnTelegram, move_to_telegram
from tests.stories.people import Client, Door, Outside, Texter, Trainer, eventually, session
from tests.wire import check_telegram_wire
from tests.wire_slack import check_slack_wire
from tests.wire_stripe import check_stripe_wire
from tests.wire_twilio import check_twilio_wire

_DUE = exists().where(
    Notification.state.in_([State.PENDING, State.CLAIMED]), Notification.due_at <= bindparam("now")
)
_DUE_THERE = _DUE.where(Notification.address_id == Address.id, Address.external_id == bindparam("address"))
_OWED = exists().where(InboxEvent.answered_at.is_(None))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = report.failed
    return report


class Studio:
    """The bot and the world around it. ``start`` and ``stop`` are a deploy."""

    def __init__(self, outside: Outside, settings: Settings) -> None:
        self.outside = outside
        outside.rests, outside.told = self.rests, self.told
        self.settings = settings
        self.bot: Bot | None = None
        self.cleo = Client(outside, 1001)
        self.sam = Texter(outside, "+447700900123")
        self.ana = Trainer(outside, "UANA")
        self.tom = Trainer(outside, "UTOM")

    def texter(self, phone: str) -> Texter:
        return Texter(self.outside, phone)

    def client(self, user: int) -> Client:
        return Client(self.outside, user)

    async def start(self) -> None:
        self.bot = Bot(self.settings)
        self.outside.door.app = Starlette(routes=self.bot.routes())
        await self.bot.start()

        async def ready() -> bool:
            return bool(self.bot and not self.bot.waiting_for())

        await eventually(ready)

    async def stop(self) -> None:
        if self.bot is not None:
            self.outside.door.app = None
            await self.bot.stop()
            self.bot = None

    async def rests(self, address: str = "") -> None:
        """Until nothing that is due, there or anywhere, nor any answer, waits to be sent or to be written
        down; a provider that is away can be waited for only so long.
        """
        waits = select((_DUE_THERE if address else _DUE) | _OWED)

        async def rested() -> bool:
            return self.bot is None or not await self.bot.database.read(
                lambda work: work.session.scalar(waits, {"now": now, "address": address})
            )

        if self.bot:
            now = self.bot.clock.now()
            with suppress(AssertionError):
                await eventually(rested, patience=3)

    async def told(self, offset: float) -> None:
        async def follows() -> bool:
            return self.bot is None or self.bot.clock.offset.total_seconds() == offset

        await eventually(follows)

    async def restart(self) -> None:
        await self.stop()
        await self.start()


def settings_for(base: str, database_url: str, **more: Any) -> Settings:
    outside = {name.lower(): value for name, value in demo.settings(base, "http://127.0.0.1:1").items()}
    known = {name: value for name, value in outside.items() if name in Settings.model_fields}
    named = {"database_url": database_url, "studio_name": "Studio Demo"}
    return Settings(_env_file=None, **{**known, **named, **more})


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    """The sandbox on a free port, on a Monday morning."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(session())
        # Twilio calls the bot, which is there only later, and in a story now and then away.
        door = Door()
        url = await stack.enter_async_context(listening(door))
        sandbox = World()
        twilio = Twilio(sandbox, sms_url=f"{url}/twilio/sms")
        stripe = Stripe(sandbox, webhook_url=f"{url}/stripe/webhook")
        mail = Mail(sandbox)
        smtp = await stack.enter_async_context(mail.serving(socket.create_server(("127.0.0.1", 0))))
        app = create(sandbox, twilio=twilio, stripe=stripe, mail=mail)
        base = await stack.enter_async_context(running(app))
        world = Outside(base, http, door, url, smtp)
        await world.post("/sandbox/clock", {"now": MONDAY.isoformat()})
        yield world
        await judge(world)


async def judge(outside: Outside) -> None:
    """Whatever the story was, all that passed has to be Telegram and Slack as their libraries know them."""
    wire = await outside.get("/sandbox/wire")
    check_telegram_wire(wire)
    check_slack_wire(wire)
    check_twilio_wire(wire)
    check_stripe_wire(wire)


@pytest.fixture
async def studio(
    outside: Outside, migrated_url: str, request: pytest.FixtureRequest
) -> AsyncIterator[Studio]:
    where = {"public_url": outside.bot_url, "smtp_url": outside.smtp_url}
    settings = settings_for(outside.base, migrated_url, **where)
    await seed_demo(settings)
    opened = Studio(outside, settings)
    await opened.start()
    yield opened
    try:
        if request.node.stash.get(FAILED, False):
            print(await aftermath(opened))  # noqa: T201 - pytest shows it below the failure
    finally:
        await opened.stop()


@pytest.fixture
async def cast(studio: Studio, engine_kind: str) -> Cast:
    if engine_kind == "sqlite":
        return Cast(studio.cleo, "Cleo", taps=True, ana=studio.ana, tom=studio.tom)
    assert studio.bot
    await studio.bot.database.run(move_to_telegram)
    ana_there, tom_there = (OnTelegram(studio.outside, user) for user in ON_TELEGRAM.values())
    for trainer in (ana_there, tom_there):
        await trainer.opens()
        trainer.spent = 0
    return Cast(studio.sam, "Sam", taps=False, ana=ana_there, tom=tom_there)
