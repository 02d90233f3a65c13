"""The demo: bot and sandbox behind one port, told apart by path."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import create_server

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import Bot
from bot.settings import Settings
from sandbox import people
from sandbox.app import create as create_sandbox
from sandbox.keeping import keep, take_up
from sandbox.mail import Mail, smtp_url
from sandbox.stripe import Stripe
from sandbox.twilio import Twilio
from sandbox.world import World

# What of the paths is the bot's; all others are the outside world's.
_BOT = ("/telegram/webhook", "/slack/events", "/twilio/sms", "/twilio/status", "/stripe/webhook")
_PAGES = ("/pay/", "/member/", "/billing/", "/mail/")
_HEALTH = ("/healthz", "/readyz", "/metrics")


def settings_for(plain: Settings, file: Path) -> Settings:
    """Settings under which the bot finds the sandbox on its own port. Nothing of a real account is read but
    the tax, so that one can be tried.
    """
    base = f"http://{plain.host}:{plain.port}"
    outside = {name.lower(): value for name, value in people.settings(base, base).items()}
    known = {name: value for name, value in outside.items() if name in Settings.model_fields}
    tax = {name: getattr(plain, name) for name in Settings.model_fields if name.startswith("studio_tax")}
    own = tax | {
        "host": plain.host,
        "port": plain.port,
        "log_level": plain.log_level,
        "studio_name": "Studio Demo",
    }
    return Settings(_env_file=None, **{**known, **own, "database_url": f"sqlite:///{file}"})


class Demo:
    """One ASGI app. The bot's channels are tried until the socket listens, so it may start before that."""

    def __init__(self, settings: Settings, file: Path) -> None:
        self._post = create_server(("127.0.0.1", 0))  # where the sandbox takes mail
        settings = settings.model_copy(update={"smtp_url": smtp_url(self._post)})
        self._bot = Bot(settings)
        self._ours: ASGIApp = Starlette(routes=self._bot.routes(), lifespan=self._started)
        world = World()  # It knows no bot's address: Telegram is polled, Slack has a socket.
        twilio = Twilio(world, sms_url=f"{settings.base_url}/twilio/sms")
        stripe = Stripe(world, webhook_url=f"{settings.base_url}/stripe/webhook")
        self._mail = Mail(world)
        self._outside = create_sandbox(world, twilio=twilio, stripe=stripe, mail=self._mail)
        self._file = file
        take_up(world, file)

    @asynccontextmanager
    async def _started(self, _: Starlette) -> AsyncIterator[None]:
        self._keeping = asyncio.create_task(keep(self._outside.world, self._file))
        async with self._mail.serving(self._post):
            await self._bot.start()
            yield

    async def close(self) -> None:
        """End the bot, whose last words still arrive, and then the world that it talks to."""
        await self._bot.stop()
        await self._outside.close()
        await self._keeping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A fault of the sandbox may have to reach the connection beneath all apps.
        scope.setdefault("sandbox.raw_send", send)
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or path in (*_BOT, *_HEALTH) or path.startswith(_PAGES):
            await self._ours(scope, receive, send)
        else:
            await self._outside(scope, receive, send)


def create(settings: Settings, file: Path) -> Demo:
    """The demo on a database that is migrated; its world is kept in ``file``, and goes on from there."""
    return Demo(settings, file)
