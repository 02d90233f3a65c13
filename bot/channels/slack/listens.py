"""Hearing from Slack: by its socket, or by signed HTTP.

Either way an event is stored, then acknowledged within three seconds, and then answered. Only a form that
was handed in runs its turn first, since what is wrong with it travels in the acknowledgement.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.slack.reads import read
from bot.channels.slack.sends import Slack
from bot.dialogue.desk import Desk
from bot.dialogue.heard import Event, Submitted
from bot.web_body import TooLarge, raw_body

LONGEST = 30.0  # seconds between tries while Slack is away

log = structlog.get_logger()


class Receiver:
    """Takes payloads in, whichever way they came, and says what to acknowledge with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def receive(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Store the event and have it answered; the acknowledgement's body. Raises what the database
        raises.
        """
        event = read(kind, payload)
        if event is None:
            return {}
        if isinstance(event.heard, Submitted):
            return await self._submitted(event)
        inbox_id = await self._desk.store(event)
        if inbox_id is not None:
            self._desk.spawn(self._answer(inbox_id, event))
        return {}

    async def _submitted(self, event: Event) -> dict[str, Any]:
        owing = await self._desk.turn(event)
        if owing is None:
            return {}
        if owing.screen.errors:
            await self._desk.waive(owing)
            return {"response_action": "errors", "errors": owing.screen.errors}
        self._desk.spawn(self._desk.deliver(owing))
        return {}

    async def _answer(self, inbox_id: int, event: Event) -> None:
        owing = await self._desk.resume(inbox_id, event)
        if owing is not None:
            await self._desk.deliver(owing)


async def listen(slack: Slack, app_token: str, receiver: Receiver, listening: asyncio.Event) -> None:
    """Hold a socket open until cancelled; ``listening`` is set once it is open."""
    client = SocketModeClient(app_token=app_token, web_client=slack.web, ping_interval=10)

    async def heard(_: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            body = await receiver.receive(request.type, request.payload)
        except Exception as error:
            # Not stored, so not acknowledged: Slack brings events again, and tells the person of the others.
            log.error("not_received", kind=request.type, exc_info=error)
            return
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, body or None))

    client.socket_mode_request_listeners.append(heard)
    pause = 0.5
    try:
        while not listening.is_set():
            try:
                await client.connect()  # type: ignore[no-untyped-call]
                listening.set()
            except Exception as error:  # noqa: BLE001 - whatever the library met on its way, it is tried again
                log.info("slack_away", problem=type(error).__name__, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST)
        await asyncio.Event().wait()  # the library reconnects by itself
    finally:
        await client.close()  # type: ignore[no-untyped-call]


def webhook(signing_secret: str, receiver: Receiver) -> Route:
    """Slack's three request URLs in one. The signature is checked on the raw bytes, before anything
    is parsed.
    """
    verifier = SignatureVerifier(signing_secret)

    async def requests(request: Request) -> Response:
        try:
            body = await raw_body(request)
        except TooLarge:
            return PlainTextResponse("too large", 413)
        if not _is_signed(verifier, body, request.headers):
            return PlainTextResponse("bad signature", 401)
        try:
            kind, payload = _parsed(body, request.headers.get("content-type", ""))
        except (ValueError, KeyError, IndexError):
            return PlainTextResponse("not a payload of Slack's", 400)
        if payload.get("type") == "url_verification":
            return PlainTextResponse(str(payload.get("challenge", "")))
        try:
            answer = await receiver.receive(kind, payload)
        except Exception as error:
            log.error("not_received", kind=kind, exc_info=error)
            return PlainTextResponse("try again", 503)
        return JSONResponse(answer) if answer else Response(status_code=200)

    return Route("/slack/events", requests, methods=["POST"])


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Compared in constant time; older than five minutes it is no signature."""
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (ValueError, TypeError):
        return False  # the library raises at bytes and numbers that Slack would never send


def _parsed(body: bytes, content_type: str) -> tuple[str, dict[str, Any]]:
    """The kind of a request and its payload: JSON, a form with a payload, or a slash command's form."""
    if content_type.startswith("application/json"):
        return "events_api", _object(body.decode())
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    if "payload" in form:
        return "interactive", _object(form["payload"])
    form["command"]  # a KeyError where it is none
    return "slash_commands", dict(form)


def _object(text: str) -> dict[str, Any]:
    parsed = json.loads(text)
    if not isinstance(parsed, dict):
        raise ValueError(text[:20])
    return parsed
