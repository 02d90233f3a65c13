"""Bringing events to the app, through its socket or signed HTTP, and waiting three seconds for its answer."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.people import SLACK_SIGNING_SECRET, SLACK_TEAM
from sandbox.slack_channels import APP, BOT_USER
from sandbox.slack_socket import Sockets
from sandbox.world import World

JSON = dict[str, Any]

# The old verification token, which every payload still carries.
VERIFICATION_TOKEN = "demo-verification-token"  # noqa: S105  # invented, and proves nothing
NO_RETRY_HEADER = "X-Slack-No-Retry"


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's answer to `id`; `error` is what the person sees when none came in time."""

    id: str
    after_ms: int
    payload: JSON = field(default_factory=dict)
    error: str | None = None


class Undelivered(Exception):
    """An attempt failed: `reason` as X-Slack-Retry-Reason says it, and whether to try again."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


class Delivery:
    """An app that ever asked for a socket is in Socket Mode; any other gets HTTP at `/slack/events`.

    `retries` are the pauses before an event of the Events API is sent again.
    """

    def __init__(
        self, world: World, sockets: Sockets, *, ack_seconds: float, retries: Sequence[float]
    ) -> None:
        self._world = world
        self._sockets = sockets
        self._ack_seconds = ack_seconds
        self._retries = retries
        self._events: dict[str, JSON] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        world.on_close(self._stop)

    @property
    def by_socket(self) -> bool:
        return self._sockets.opened or self._world.bot_url is None

    def tell(self, event: JSON) -> str:
        """Have the Events API deliver an event in its own time; its event_id."""
        event_id = f"Ev{token_hex(5).upper()}"
        self._events[event_id] = _event_callback(event_id, event)
        self._world.passed("slack", "to_bot", "event_callback", self._events[event_id])
        self._start(event_id)
        return event_id

    def redeliver(self, event_id: str, times: int) -> bool:
        """Deliver a past event again, as Slack now and then does; False when there was none."""
        if event_id not in self._events:
            return False
        for _ in range(times):
            self._start(event_id)
        return True

    @property
    def remembered(self) -> list[str]:
        return [*self._events]

    async def ask(self, kind: str, payload: JSON) -> Ack:
        """Bring an interaction ("interactive", "slash_commands") to the app; it is not tried again."""
        self._world.passed("slack", "to_bot", payload.get("type", kind), payload)
        trigger_id, began = payload.get("trigger_id", ""), time.monotonic()
        try:
            answered = await self._attempt(kind, payload)
        except Undelivered as failed:
            timed_out = failed.reason in ("http_timeout", "timeout")
            error = "operation_timeout" if timed_out else "dispatch_failed"
            return Ack(trigger_id, _since(began), error=error)
        if answered:
            self._world.passed("slack", "from_bot", "ack", answered)
        return Ack(trigger_id, _since(began), answered)

    async def verify(self) -> bool:
        """Ask the app's URL to give back a challenge, as when it is first entered."""
        challenge = token_hex(20)
        asked = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        self._world.passed("slack", "to_bot", "url_verification", asked)
        try:
            answered = await self._post(json.dumps(asked).encode(), "application/json", {})
        except Undelivered:
            return False
        return challenge in (answered.get("challenge"), answered.get("text"))

    def _start(self, event_id: str) -> None:
        if self._world.closed:
            return
        task = asyncio.create_task(self._deliver(self._events[event_id]))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, payload: JSON) -> None:
        """Try once and then after each pause, until the app says 2xx or that it wants no more."""
        reason = ""
        for number, pause in enumerate((0.0, *self._retries)):
            await asyncio.sleep(pause)
            try:
                await self._attempt("events_api", payload, retry=number, reason=reason)
            except Undelivered as failed:
                reason = failed.reason
                if failed.final:
                    return
            else:
                return

    async def _attempt(self, kind: str, payload: JSON, *, retry: int = 0, reason: str = "") -> JSON:
        if self.by_socket:
            return await self._by_socket(kind, payload, retry, reason)
        content_type, body = body_of(kind, payload)
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        return await self._post(body, content_type, headers)

    async def _by_socket(self, kind: str, payload: JSON, retry: int, reason: str) -> JSON:
        more: JSON = {"accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            more |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            ack = await self._sockets.send(kind, payload, waits=self._ack_seconds, **more)
        except TimeoutError:
            raise Undelivered("timeout") from None
        answered = ack.get("payload")
        return answered if isinstance(answered, dict) else {"text": answered} if answered else {}

    async def _post(self, body: bytes, content_type: str, more: dict[str, str]) -> JSON:
        url = f"{(self._world.bot_url or '').rstrip('/')}/slack/events"
        headers = {"Content-Type": content_type, "User-Agent": _USER_AGENT, **_signed(body), **more}
        try:
            async with (
                asyncio.timeout(self._ack_seconds),
                self._world.http().post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                if not response.ok:
                    final = response.headers.get(NO_RETRY_HEADER) == "1"
                    raise Undelivered("http_error", final=final)
                return _answered(await response.text())
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except aiohttp.ClientConnectorError:
            raise Undelivered("connection_failed") from None
        except aiohttp.ClientError:
            raise Undelivered("http_error") from None

    def _stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        self._sockets.close()


def sign(stamp: str, body: bytes, secret: str = SLACK_SIGNING_SECRET) -> str:
    """Slack's v0 signature of a raw body."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def _signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(stamp, body)}


_USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def _event_callback(event_id: str, event: JSON) -> JSON:
    us = {"enterprise_id": None, "team_id": SLACK_TEAM, "user_id": BOT_USER}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": SLACK_TEAM,
        "context_team_id": SLACK_TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [{**us, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def body_of(kind: str, payload: JSON) -> tuple[str, bytes]:
    """Events are JSON, a slash command is a form, and an interaction is a form that carries JSON."""
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _answered(body: str) -> JSON:
    if not body.strip():
        return {}
    try:
        answered = json.loads(body)
    except ValueError:
        return {"text": body}
    return answered if isinstance(answered, dict) else {"text": body}


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
