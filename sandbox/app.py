"""The sandbox's ASGI app: every provider, the person side and the page."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan, Receive, Scope, Send

from sandbox import routes, slack_person
from sandbox.faults import RAW_SEND
from sandbox.mail import Mail
from sandbox.slack import Slack
from sandbox.stripe import Stripe
from sandbox.telegram import Telegram
from sandbox.twilio import Twilio
from sandbox.web import Refusal, refused
from sandbox.world import World

PAGE = Path(__file__).with_name("page")


class Sandbox(Starlette):
    """Starlette that lets a fault reach the connection beneath it."""

    def __init__(
        self, world: World, telegram: Telegram, routes: list[BaseRoute], lifespan: Lifespan[Starlette]
    ) -> None:
        super().__init__(routes=routes, exception_handlers={Refusal: refused}, lifespan=lifespan)
        self.world = world
        self.telegram = telegram

    async def close(self) -> None:
        await self.world.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault(RAW_SEND, send)
        await super().__call__(scope, receive, send)


def create(
    world: World | None = None,
    *,
    bot_url: str | None = None,
    telegram: Telegram | None = None,
    slack: Slack | None = None,
    twilio: Twilio | None = None,
    stripe: Stripe | None = None,
    mail: Mail | None = None,
    post: socket | None = None,
) -> Sandbox:
    """The whole outside world. Hand in a `Telegram(world, …)` or its like to change limits. Mail comes to the
    socket ``post`` while a server runs this.
    """
    world = world or World(bot_url)
    telegram = telegram or Telegram(world)
    slack = slack or Slack(world)
    twilio = twilio or Twilio(world)
    stripe = stripe or Stripe(world)
    mail = mail or Mail(world)
    providers: list[BaseRoute] = [
        *telegram.routes(),
        *slack.routes(),
        *slack_person.routes(slack),
        *twilio.routes(),
        *stripe.routes(),
        *mail.routes(),
        # Each further provider adds its lines here.
    ]

    @asynccontextmanager
    async def taking_mail(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if post:
                await stack.enter_async_context(mail.serving(post))
            yield

    return Sandbox(world, telegram, [*providers, *routes.routes(world), *_page()], taking_mail)


def _page() -> list[BaseRoute]:
    async def index(_: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    return [Route("/", index), Mount("/page", StaticFiles(directory=PAGE, check_dir=False))]
