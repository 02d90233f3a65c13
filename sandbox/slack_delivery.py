"""Handing events to the app, by its socket or by signed HTTP, and the three seconds it has to acknowledge."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.people import SLACK_SIGNING_SECRET
from sandbox.slack_socket import Sockets
from sandbox.world import World

JSON = dict[str, Any]


class NotAcknowledged(Exception):
    """What the person sees beside a red triangle."""


class Delivery:
    """Socket Mode once the app has asked for a connection; else HTTP to the bot's URL."""

    def __init__(
        self, world: World, sockets: Sockets, *, ack_seconds: float, retries: tuple[float, ...]
    ) -> None:
        self._world = world
        self._sockets = sockets
        self._ack_seconds = ack_seconds
        self._retries = retries
        self._tasks: set[asyncio.Task[None]] = set()
        world.on_close(self._stop)

    async def command(self, payload: JSON) -> JSON:
        """A slash command; answers what was acknowledged with."""
        return await self._once("slash_commands", payload, urlencode(payload).encode())

    async def interaction(self, payload: JSON) -> JSON:
        """Interactions are never repeated: unacknowledged they are lost, and the person is told."""
        return await self._once("interactive", payload, urlencode({"payload": json.dumps(payload)}).encode())

    def event(self, payload: JSON) -> None:
        """An event of the Events API: repeated at once, and after a minute and five, until it is
        acknowledged.
        """
        task = asyncio.get_running_loop().create_task(self._until_acknowledged(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_acknowledged(self, payload: JSON) -> None:
        problem = ""
        for number, pause in enumerate((0.0, *self._retries)):
            await asyncio.sleep(pause)
            again = {"x-slack-retry-num": str(number), "x-slack-retry-reason": problem} if number else {}
            try:
                await self._hand_over(
                    "events_api", payload, json.dumps(payload).encode(), "application/json", again
                )
            except NotAcknowledged as error:
                problem = "http_timeout" if "time" in str(error) else "http_error"
            else:
                return

    async def _once(self, kind: str, payload: JSON, form: bytes) -> JSON:
        return await self._hand_over(kind, payload, form, "application/x-www-form-urlencoded", {})

    async def _hand_over(
        self, kind: str, payload: JSON, body: bytes, mime: str, more: dict[str, str]
    ) -> JSON:
        self._world.passed("slack", "to_bot", kind, payload)
        if self._sockets.opened:
            extra: JSON = {"accepts_response_payload": kind != "events_api"}
            if kind == "events_api":
                extra |= {"retry_attempt": int(more.get("x-slack-retry-num", 0)), "retry_reason": ""}
            try:
                _id, ack = await self._sockets.send(kind, payload, waits=self._ack_seconds, **extra)
            except TimeoutError:
                raise NotAcknowledged("operation_timeout") from None
            answered: JSON = ack.get("payload") or {}
            return answered
        return await self._post(body, mime, more)

    async def _post(self, body: bytes, mime: str, more: dict[str, str]) -> JSON:
        if self._world.bot_url is None:
            raise NotAcknowledged("dispatch_failed: no app is connected")
        stamp = str(int(time.time()))
        headers = {
            "content-type": mime,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(stamp, body),
            **more,
        }
        timeout = aiohttp.ClientTimeout(total=self._ack_seconds)
        try:
            async with self._world.http().post(
                f"{self._world.bot_url}/slack/events", data=body, headers=headers, timeout=timeout
            ) as answered:
                text = await answered.text()
                if answered.status != 200:
                    raise NotAcknowledged(f"dispatch_failed: HTTP {answered.status}")
        except TimeoutError:
            raise NotAcknowledged("operation_timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledged("dispatch_failed: nobody answers") from None
        return _object(text)

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._sockets.close()


def sign(stamp: str, body: bytes, secret: str = SLACK_SIGNING_SECRET) -> str:
    """Slack's v0 signature of a raw body."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def _object(text: str) -> JSON:
    """The JSON of an acknowledgement; plain words are a slash command's answer."""
    if not text.strip():
        return {}
    try:
        parsed = json.loads(text)
    except ValueError:
        return {"text": text}
    return parsed if isinstance(parsed, dict) else {}
