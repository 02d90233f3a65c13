"""A bot on SMS made of Twilio's own library: its client calls, its validator guards the webhooks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse

from sandbox.app import create
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from sandbox.server import listening, running
from sandbox.twilio import Twilio
from sandbox.world import World
from tests.patience import until
from tests.sandbox.outside import Outside
from tests.wire_twilio import check_twilio_wire

JSON = dict[str, Any]

SAM, CLEO = "+447700900123", "+447700900101"


class Front:
    """The bot's web server and its client; `texts` and `statuses` are the webhooks that were signed."""

    def __init__(self) -> None:
        self.texts: list[JSON] = []
        self.statuses: list[JSON] = []
        self.forged: list[JSON] = []
        self.answers: Callable[[JSON], Response] = lambda _: twiml()
        self.base = ""
        self.outside: Outside
        self.client: Client
        self._news = asyncio.Condition()

    @property
    def app(self) -> Starlette:
        paths = {"/twilio/sms": self.texts, "/fallback": self.texts, "/twilio/status": self.statuses}
        return Starlette(
            routes=[Route(path, self._hears(into), methods=["POST"]) for path, into in paths.items()]
        )

    def _hears(self, into: list[JSON]) -> Callable[[Request], Any]:
        async def hear(request: Request) -> Response:
            form = {name: str(value) for name, value in (await request.form()).items()}
            public = f"{self.base}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
            signature = request.headers.get("X-Twilio-Signature", "")
            is_true = RequestValidator(TWILIO_AUTH_TOKEN).validate(public, form, signature)
            (into if is_true else self.forged).append({"path": request.url.path, **form})
            async with self._news:
                self._news.notify_all()
            return self.answers(form)

        return hear

    async def send(self, body: str = "Hello", to: str = SAM, **more: Any) -> Any:
        sender = {} if "messaging_service_sid" in more else {"from_": TWILIO_FROM}
        return await self.client.messages.create_async(to=to, body=body, **sender, **more)

    async def refusal(self, *args: Any, **more: Any) -> tuple[int, int]:
        """Twilio's code and the HTTP status with which a message is refused."""
        try:
            await self.send(*args, **more)
        except TwilioRestException as refused:
            return refused.code, refused.status
        raise AssertionError("It was sent.")

    async def says(self, text: str, phone: str = SAM) -> str:
        """Somebody texts the bot; the message's SID."""
        return str((await self.outside.post(f"/sandbox/sms/{phone}/messages", text=text))["id"])

    async def thread(self, phone: str = SAM) -> list[JSON]:
        shown: list[JSON] = await self.outside.get(f"/sandbox/sms/{phone}/messages")
        return shown

    async def accepted(self) -> list[JSON]:
        accepted: list[JSON] = await self.outside.get("/sandbox/accepted/twilio")
        return accepted

    async def plan(self, **more: Any) -> None:
        url = f"{self.outside.base}/sandbox/twilio/statuses"
        async with self.outside.http.post(url, json=more) as answered:
            assert answered.status == 200, await answered.text()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(true)

    async def has_statuses(self, *wanted: str) -> None:
        """Wait for exactly these status callbacks, in this order."""
        await self.until(lambda: len(self.statuses) >= len(wanted))
        assert [each["MessageStatus"] for each in self.statuses] == [*wanted]

    async def until_thread(self, true: Callable[[list[JSON]], bool], phone: str = SAM) -> list[JSON]:
        async def holds() -> bool:
            return true(await self.thread(phone))

        await until(holds)
        return await self.thread(phone)

    async def alerted(self, count: int) -> list[JSON]:
        """The alerts, once there are so many."""

        async def are_there() -> bool:
            return len(await self.outside.get("/sandbox/twilio/alerts")) == count

        await until(are_there)
        return list(await self.outside.get("/sandbox/twilio/alerts"))

    @property
    def status_url(self) -> str:
        return f"{self.base}/twilio/status?outbox=42&kind=reminder%2Fday"


def twiml(*texts: str) -> Response:
    response = MessagingResponse()
    for text in texts:
        response.message(text)
    return Response(str(response), media_type="text/xml")


@asynccontextmanager
async def front_desk(*, fallback: bool = False) -> AsyncIterator[Front]:
    """A bot and a sandbox that know each other's addresses."""
    front = Front()
    async with listening(front.app) as front.base, aiohttp.ClientSession() as http:
        world = World(front.base)
        twilio = Twilio(world, fallback_url=f"{front.base}/fallback" if fallback else None)
        app = create(world, twilio=twilio)
        async with running(app) as base, AsyncTwilioHttpClient(timeout=5) as transport:
            front.outside = Outside(base, http, app)
            front.client = Client(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, http_client=transport)
            front.client.api.base_url = f"{base}/twilio"
            yield front
            assert front.forged == []
            check_twilio_wire(await front.outside.get("/sandbox/wire"), twiml=False)
