"""Telegram: the Bot API over HTTP, long polling and webhooks, as the real server answers."""

import time
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from sandbox import telegram_person
from sandbox.faults import Fault
from sandbox.people import TELEGRAM_TOKEN
from sandbox.telegram_api import BotApi
from sandbox.telegram_chats import Chats
from sandbox.telegram_rates import Rates
from sandbox.telegram_updates import WEBHOOK_SET, Updates
from sandbox.telegram_webhook import Webhook
from sandbox.telegram_wire import (
    BadRequest,
    BotError,
    TooManyRequests,
    answer,
    loggable,
    read_body,
    read_params,
)
from sandbox.world import World

JSON = dict[str, Any]

LONGEST_POLL_SECONDS = 50.0
MOST_UPDATES = 100


class Telegram:
    """The provider side is this ASGI app; the person side is in `telegram_person`.

    `query_lifetime` is how long a press can be answered, `retry_scale` shortens the pauses between a
    webhook's retries, and `rates` enforces 30 messages a second and one a second per chat.
    """

    def __init__(
        self,
        world: World,
        *,
        token: str = TELEGRAM_TOKEN,
        query_lifetime: float = 900.0,
        retry_scale: float = 1.0,
        rates: bool = False,
    ) -> None:
        self.world = world
        self.token = token
        self.updates = Updates()
        self.chats = Chats(world, token)
        self.webhook: Webhook | None = None
        self._api = BotApi(self.chats, query_lifetime=query_lifetime)
        self._retry_scale = retry_scale
        self._rates = Rates() if rates else None
        world.on_close(self.updates.end_poll)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/telegram/bot{token}/{method}", self),
            Route("/telegram/file/bot{token}/{path:path}", self.download),
            *telegram_person.routes(self),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, method = scope["path_params"]["token"], scope["path_params"]["method"]
        body = await read_body(receive)
        response = await self._respond(token, method, scope, body, receive)
        await response(scope, receive, send)

    async def download(self, request: Request) -> Response:
        path = request.path_params["path"]
        file = next((file for file in self.chats.files.values() if file.path == path), None)
        if file is None or request.path_params["token"] != self.token:
            return answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return Response(file.content, media_type="application/octet-stream")

    async def call(self, method: str, params: JSON, receive: Receive | None = None) -> Any:
        """The method's result; raises BotError."""
        name = method.lower()
        if name == "getupdates":
            return await self._get_updates(params, receive)
        if name in ("setwebhook", "deletewebhook", "getwebhookinfo"):
            return self._webhook_method(name, params)
        handler = self._api.handlers.get(name)
        if handler is None:
            raise BotError(404, "Not Found: method not found")
        if self._rates and name.startswith(("send", "edit")):
            self._rates.spend(params.get("chat_id"), time.monotonic())
        return handler(params)

    def deliver(self, kind: str, content: JSON, queue: tuple[str, int]) -> int | None:
        """Send the bot an update; its id, or None when the bot did not ask for this kind."""
        update = self.updates.add(kind, content, queue)
        if update is None:
            return None
        self.world.passed("telegram", "to_bot", "update", update.payload)
        return update.id

    def deliver_raw(self, payload: JSON) -> int:
        """Send the bot an update made by hand; whoever it comes from, a group too, can be answered."""
        update = self.updates.add_raw(payload)
        for content in payload.values():
            if isinstance(content, dict) and isinstance(content.get("chat"), dict):
                self.chats.meet(content["chat"])
        self.world.passed("telegram", "to_bot", "update", update.payload)
        return update.id

    async def _respond(
        self, token: str, method: str, scope: Scope, body: bytes, receive: Receive
    ) -> Response:
        if token != self.token:
            return answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        fault = self.world.faults.take("telegram", method, reads=method.lower().startswith("get"))
        if fault and not fault.accepts:
            return fault.response() or _refusal(fault)
        try:
            params = await read_params(scope, body)
            self.world.passed("telegram", "from_bot", method, loggable(params))
            code, payload = 200, {"ok": True, "result": await self.call(method, params, receive)}
        except BotError as problem:
            code, payload = problem.code, problem.body
        if not (code == 200 and method.lower() == "getupdates"):  # Updates are noted when they come to be.
            self.world.passed("telegram", "to_bot", method, payload)
        return (fault and fault.response()) or answer(code, payload)

    async def _get_updates(self, params: JSON, receive: Receive | None) -> list[JSON]:
        if self.webhook:
            raise BotError(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
            )
        if "allowed_updates" in params:
            self.updates.allowed = params["allowed_updates"] or []
        limit = min(max(_integer(params, "limit", MOST_UPDATES), 1), MOST_UPDATES)
        timeout = 0.0 if self.world.closed else min(_number(params, "timeout"), LONGEST_POLL_SECONDS)
        return await self.updates.poll(_integer(params, "offset", 0), limit, timeout, receive)

    def _webhook_method(self, name: str, params: JSON) -> Any:
        match name:
            case "getwebhookinfo":
                return self._webhook_info()
            case "setwebhook" if params.get("url"):
                return self._set_webhook(params)
        return self._delete_webhook(params)

    def _set_webhook(self, params: JSON) -> bool:
        url, secret = params["url"], params.get("secret_token")
        split = urlsplit(url)
        if split.scheme != "https" and split.hostname not in ("127.0.0.1", "localhost"):
            raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not (len(secret) <= 256 and secret.replace("-", "").replace("_", "").isalnum()):
            raise BadRequest("secret token contains unallowed characters")
        self._delete_webhook(params)
        if "allowed_updates" in params:
            self.updates.allowed = params["allowed_updates"] or []
        webhook = self.webhook = Webhook(
            self.world,
            url,
            secret=secret,
            max_connections=_integer(params, "max_connections", 40),
            retry_scale=self._retry_scale,
            reply=self._replied,
        )
        self.updates.end_poll(WEBHOOK_SET)
        for update in self.updates.take_all():
            webhook.push(update)
        self.updates.push = webhook.push
        return True

    def _delete_webhook(self, params: JSON) -> bool:
        if self.webhook:
            self.updates.put_back(self.webhook.close())
            self.webhook = self.updates.push = None
        if str(params.get("drop_pending_updates")).lower() == "true":
            self.updates.take_all()
        return True

    def _webhook_info(self) -> JSON:
        info: JSON = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": self.updates.pending,
        }
        if self.webhook:
            info["url"] = self.webhook.url
            info["pending_update_count"] = self.webhook.pending
            info["max_connections"] = self.webhook.max_connections
            if self.webhook.error:
                info["last_error_date"], info["last_error_message"] = self.webhook.error
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info

    async def _replied(self, called: JSON) -> None:
        """Run a method that the bot put into its answer to a webhook; nobody hears of an error."""
        params = {name: value for name, value in called.items() if name != "method"}
        self.world.passed("telegram", "from_bot", called["method"], params)
        try:
            await self.call(called["method"], params)
        except BotError as problem:
            self.world.passed("telegram", "to_bot", called["method"], problem.body)


def _refusal(fault: Fault) -> Response:
    match fault.kind:
        case "429":
            problem: BotError = TooManyRequests(fault.retry_after)
        case "403":
            problem = BotError(403, "Forbidden: bot was blocked by the user")
        case _:
            problem = BotError(500, "Internal Server Error")
    return answer(problem.code, problem.body)


def _integer(params: JSON, name: str, default: int) -> int:
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        return default


def _number(params: JSON, name: str) -> float:
    try:
        return float(params.get(name, 0))
    except (TypeError, ValueError):
        return 0.0
