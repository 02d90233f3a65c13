"""Slack: the Web API, Socket Mode, response URLs, and whoever is in the workspace."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN
from sandbox.slack_api import WebApi
from sandbox.slack_channels import Channel, Message
from sandbox.slack_chat import Chat
from sandbox.slack_delivery import Delivery
from sandbox.slack_files import Files
from sandbox.slack_socket import Sockets
from sandbox.slack_surfaces import Surfaces
from sandbox.slack_triggers import Triggers
from sandbox.slack_wire import Ratelimited, SlackError, answer, header, read_args, read_body, refusal
from sandbox.slack_workspace import User, Workspace
from sandbox.world import World

JSON = dict[str, Any]

RESPONSES = 5
RESPONSE_SECONDS = 30 * 60


@dataclass(slots=True)
class ResponseUrl:
    """Good for five answers within half an hour. `message` is what may be replaced."""

    user: User
    channel: Channel
    message: Message | None
    given: float
    uses: int = 0


class Slack:
    def __init__(
        self,
        world: World,
        *,
        ack_seconds: float = 3.0,
        trigger_seconds: float = 3.0,
        retries: tuple[float, ...] = (0.0, 60.0, 300.0),
    ) -> None:
        self.world = world
        self.workspace = Workspace(world)
        self.triggers = Triggers(trigger_seconds)
        self.sockets = Sockets()
        self.delivery = Delivery(world, self.sockets, ack_seconds=ack_seconds, retries=retries)
        # Not subscribed: events about the app's own messages are of no use to it.
        self.chat = Chat(self.workspace, lambda _event: None)
        self.surfaces = Surfaces(self.workspace, self.triggers)
        self.files = Files(self.workspace, self.chat, lambda: self.base)
        self.base = ""
        self._urls: dict[str, ResponseUrl] = {}
        self._handlers: dict[str, Callable[[JSON], JSON]] = {
            **WebApi(self.workspace).handlers,
            **self.chat.handlers,
            **self.surfaces.handlers,
            **self.files.handlers,
        }

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/slack/api/{method}", _Api(self)),
            WebSocketRoute("/slack/link", self.sockets.serve),
            Route("/slack/upload/{ticket}", self._upload, methods=["POST"]),
            Route("/slack/response/{token}", self._respond, methods=["POST"]),
        ]

    def response_url(self, user: User, channel: Channel, message: Message | None = None) -> str:
        token = token_urlsafe(12)
        self._urls[token] = ResponseUrl(user, channel, message, time.monotonic())
        return f"{self.base}/slack/response/{token}"

    def call(self, method: str, args: JSON, token: str) -> JSON:
        if method == "apps.connections.open":
            if token != SLACK_APP_TOKEN:
                raise SlackError("not_allowed_token_type" if token else "not_authed")
            return {"url": f"{self.base.replace('http', 'ws', 1)}/slack/link?ticket={self.sockets.ticket()}"}
        if token != SLACK_BOT_TOKEN:
            raise SlackError("invalid_auth" if token else "not_authed")
        handler = self._handlers.get(method)
        if handler is None:
            raise SlackError("unknown_method", req_method=method)
        return handler(args)

    def show(self, url: ResponseUrl, said: JSON) -> None:
        """What an answer through a response URL or an acknowledgement does."""
        if said.get("delete_original") and url.message:
            self._delete(url, url.message)
        elif said.get("replace_original") and url.message:
            self.chat.edit(url.channel, url.message, said)
        elif said.get("response_type", "ephemeral") == "in_channel":
            url.message = self.chat.say(url.channel, said)
        else:
            url.message = self.chat.whisper(url.user, url.channel, said)
        self.world.accept("slack", "response_url", to=url.user.id, text=str(said.get("text", "")), raw=said)
        self.workspace.changed(url.user.id)

    def _delete(self, url: ResponseUrl, message: Message) -> None:
        if message.ephemeral:
            url.user.ephemeral.pop(message.ts, None)
        else:
            self.chat.take_back(url.channel, message)

    async def _respond(self, request: Request) -> Response:
        url = self._urls.get(request.path_params["token"])
        fault = self.world.faults.take("slack", "response_url")
        if fault and not fault.accepts:
            return fault.response() or _worded(fault)
        try:
            if url is None or time.monotonic() - url.given > RESPONSE_SECONDS:
                raise SlackError("expired_url")
            if url.uses >= RESPONSES:
                raise SlackError("used_url")
            said = await request.json()
            self.world.passed("slack", "from_bot", "response_url", said)
            self.show(url, said)
            url.uses += 1
        except SlackError as problem:
            return answer(problem.body, 404)
        return (fault and fault.response()) or Response("ok")

    async def _upload(self, request: Request) -> Response:
        took = self.files.receive(request.path_params["ticket"], await request.body())
        return Response("OK - 1" if took else "no such upload", 200 if took else 400)


class _Api:
    """ASGI, since the arguments come in four places and any method may be called by GET or POST."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._slack.base = f"http://{header(scope, b'host')}"
        response = await self._respond(scope["path_params"]["method"], scope, await read_body(receive))
        await response(scope, receive, send)

    async def _respond(self, method: str, scope: Scope, body: bytes) -> Response:
        world = self._slack.world
        reads = method.endswith((".test", ".info", ".open", ".history", ".list")) and method != "views.open"
        fault = world.faults.take("slack", method, reads=reads)
        if fault and not fault.accepts:
            return fault.response() or _worded(fault)
        try:
            args = await read_args(scope, body)
            token = header(scope, b"authorization").removeprefix("Bearer ") or str(args.pop("token", ""))
            args.pop("token", None)
            world.passed("slack", "from_bot", method, args)
            payload = {"ok": True, **self._slack.call(method, args, token)}
        except SlackError as problem:
            world.passed("slack", "to_bot", method, problem.body)
            return refusal(problem)
        world.passed("slack", "to_bot", method, payload)
        return (fault and fault.response()) or answer(payload)


def _worded(fault: Fault) -> Response:
    match fault.kind:
        case "429":
            return refusal(Ratelimited(fault.retry_after))
        case "403":
            return answer({"ok": False, "error": "account_inactive"})
    return Response("internal_error", 500)
