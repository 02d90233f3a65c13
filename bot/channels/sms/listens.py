"""Hearing from Twilio: signed webhooks, and its list for the texts that no webhook brought."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from bot.channels.sms.reads import read, text
from bot.channels.sms.sends import Sms
from bot.dialogue.channel import NotSent
from bot.dialogue.heard import Event
from bot.web_body import TooLarge, form_of, raw_body
from domain.clock import WallClock

LOOK = 300.0  # seconds between looks into the list
OVERLAP = timedelta(minutes=10)  # looked back beyond the last look: the inbox knows what it has
LATE = timedelta(minutes=10)  # after which "tomorrow" and "1" no longer mean what they did
FARTHEST = timedelta(days=1)  # looked back at start
SOON = 5.0  # seconds between looks while Twilio is away

Form = Mapping[str, str]
Receive = Callable[[Event], Awaitable[None]]
Known = Callable[[list[str]], Awaitable[set[str]]]
Report = Callable[[Form, str], Awaitable[None]]

log = structlog.get_logger()


class Webhooks:
    """``/twilio/sms`` for texts and ``/twilio/status`` for what became of ours; both signed over the public
    URL.
    """

    def __init__(self, token: str, public_url: str, lane: str, receive: Receive, report: Report) -> None:
        self._validator = RequestValidator(token)
        self._public_url, self._lane = public_url, lane
        self._receive, self._report = receive, report

    def routes(self) -> list[Route]:
        answers = {"/twilio/sms": self._texts, "/twilio/status": self._statuses}
        return [Route(path, self._signed(answer), methods=["POST"]) for path, answer in answers.items()]

    def _signed(self, answer: Callable[[Request, Form], Awaitable[Response]]) -> Any:
        async def endpoint(request: Request) -> Response:
            try:
                form = form_of(await raw_body(request))
            except TooLarge:
                return PlainTextResponse("too large", 413)
            except ValueError:
                return PlainTextResponse("not a form", 400)
            query = f"?{request.url.query}" if request.url.query else ""
            url = f"{self._public_url}{request.url.path}{query}"
            if not self._validator.validate(url, form, request.headers.get("X-Twilio-Signature", "")):
                return PlainTextResponse("bad signature", 403)
            try:
                return await answer(request, form)
            except Exception:  # not stored; of a text, the list still has it
                log.exception("not_received")
                return PlainTextResponse("try again", 503)

        return endpoint

    async def _texts(self, _: Request, form: Form) -> Response:
        """The answer goes by the API, which tells what becomes of it."""
        if event := read(form, self._lane):
            await self._receive(event)
        return Response("<Response/>", media_type="text/xml")

    async def _statuses(self, request: Request, form: Form) -> Response:
        await self._report(form, request.query_params.get("key", ""))
        return Response(status_code=204)


async def catch_up(
    sms: Sms,
    receive: Receive,
    known: Known,
    listening: asyncio.Event,
    *,
    new: bool = False,
    look: float = LOOK,
) -> None:
    """Receive what no webhook brought, at start and every few minutes, until cancelled; ``listening`` is
    set once Twilio has answered. A ``new`` studio leaves alone what was texted to its number before.
    """
    since = WallClock().now() - (OVERLAP if new else FARTHEST)
    while True:
        begun = WallClock().now()
        try:
            for event in await _missed(sms, known, since, begun):
                await receive(event)
            since = begun - OVERLAP
            listening.set()
            await asyncio.sleep(look)
        except NotSent as problem:
            log.info("twilio_postponed", problem=str(problem))
            await asyncio.sleep(min(SOON, look))
        except Exception as error:
            log.error("not_caught_up", exc_info=error)
            await asyncio.sleep(min(SOON, look))


async def _missed(sms: Sms, known: Known, since: datetime, now: datetime) -> list[Event]:
    """The texts that were never heard, oldest first. One that is old, or that its sender has gone on from,
    comes late: it may be read, and no longer be acted on.
    """
    found = await sms.inbound(since)
    heard = await known([str(message.sid) for message in found])
    events, overtaken = [], set[str]()
    for message in reversed(found):
        sid, sender = str(message.sid), str(message.from_)
        if sid in heard:
            overtaken.add(sender)
            continue
        late = sender in overtaken or now - (message.date_sent or now) > LATE
        media = (message.num_media or "0") != "0"
        event = text(sid, sender, message.body or "", sms.lane, media=media, late=late)
        if event is not None:
            events.append(event)
    return events[::-1]
