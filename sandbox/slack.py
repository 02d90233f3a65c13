"""Slack: the Web API, Socket Mode and signed HTTP, response URLs, files; one workspace, one app."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.people import SLACK_APP_TOKEN, SLACK_BOT_TOKEN
from sandbox.slack_api import WebApi
from sandbox.slack_chat import Chat
from sandbox.slack_delivery import Delivery
from sandbox.slack_files import Files
from sandbox.slack_rates import Rates
from sandbox.slack_responses import Responses
from sandbox.slack_socket import Sockets
from sandbox.slack_surfaces import Surfaces
from sandbox.slack_triggers import Triggers
from sandbox.slack_wire import (
    Ratelimited,
    SlackError,
    Upload,
    answer,
    header,
    read_args,
    read_body,
    read_multipart,
    refusal,
)
from sandbox.slack_workspace import Workspace
from sandbox.world import World

JSON = dict[str, Any]

_READING = (".test", ".info", ".list", ".history", ".replies", ".conversations")
_ALSO_READING = ("apps.connections.open", "conversations.open")


class Slack:
    """The provider side; the person side is in `slack_person`.

    `ack_seconds` is how long the app may take to acknowledge, `trigger_seconds` how long a trigger lives,
    `retries` are the pauses before an event is sent again, `rates` enforces one message a second per
    channel, and `echoes` tells the app of its own messages, as a subscription to `message.im` does.
    """

    def __init__(
        self,
        world: World,
        *,
        ack_seconds: float = 3.0,
        trigger_seconds: float = 3.0,
        retries: Sequence[float] = (0.0, 60.0, 300.0),
        rates: bool = False,
        echoes: bool = True,
    ) -> None:
        self.world = world
        self.base = ""
        self.workspace = Workspace(world)
        self.triggers = Triggers(trigger_seconds)
        self.sockets = Sockets()
        self.delivery = Delivery(world, self.sockets, ack_seconds=ack_seconds, retries=retries)
        self.chat = Chat(self.workspace, self.delivery.tell if echoes else lambda _: None)
        self.surfaces = Surfaces(self.workspace, self.triggers)
        self.files = Files(self.workspace, self.chat, lambda: self.base)
        self.responses = Responses(self.workspace, self.chat, lambda: self.base)
        self._rates = Rates() if rates else None
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
            Route("/slack/upload/{ticket}", self.upload, methods=["POST"]),
            Route("/slack/files/{id}/{name}", self.download, methods=["GET"]),
            Route("/slack/response/{token}", self.respond, methods=["POST"]),
        ]

    def call(self, method: str, args: JSON, token: str) -> JSON:
        """The method's answer; raises SlackError."""
        if not token:
            raise SlackError("not_authed")
        if token not in (SLACK_BOT_TOKEN, SLACK_APP_TOKEN):
            raise SlackError("invalid_auth")
        if (token == SLACK_APP_TOKEN) != (method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        if method == "apps.connections.open":
            return {"url": f"{self.base.replace('http', 'ws', 1)}/slack/link?ticket={self.sockets.ticket()}"}
        handler = self._handlers.get(method)
        if handler is None:
            raise SlackError("unknown_method", req_method=method)
        if self._rates and method.startswith("chat.post"):
            self._rates.spend(args.get("channel"))
        return handler(args)

    async def upload(self, request: Request) -> Response:
        """The bytes, raw or as a form's first file."""
        fault = self.world.faults.take("slack", "upload")
        if fault and not fault.accepts:
            return fault.response() or _worded(fault)
        content = await request.body()
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            parts = await read_multipart(request.scope, content)
            content = next((part.content for part in parts.values() if isinstance(part, Upload)), b"")
        if not self.files.receive(request.path_params["ticket"], content):
            return PlainTextResponse("not found", 404)
        return (fault and fault.response()) or PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        file = self.files.all.get(request.path_params["id"])
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token != SLACK_BOT_TOKEN or file is None or file.content is None:
            # Slack sends whoever has no token to its login page.
            return Response("<!DOCTYPE html><html><head><title>Sign in", media_type="text/html")
        return Response(file.content, media_type=file.wire.get("mimetype", "application/octet-stream"))

    async def respond(self, request: Request) -> Response:
        fault = self.world.faults.take("slack", "response_url")
        if fault and not fault.accepts:
            return fault.response() or _worded(fault)
        try:
            args = await read_args(request.scope, await request.body())
        except SlackError as problem:
            return answer(problem.body, 400)
        self.world.passed("slack", "from_bot", "response_url", args)
        response = self.responses.respond(request.path_params["token"], args)
        return (fault and fault.response()) or response


class _Api:
    """ASGI, since the arguments come in four places and any method may be called by GET or POST."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._slack.base = f"{scope['scheme']}://{header(scope, b'host')}"
        response = await self._respond(scope["path_params"]["method"], scope, await read_body(receive))
        await response(scope, receive, send)

    async def _respond(self, method: str, scope: Scope, body: bytes) -> Response:
        world = self._slack.world
        reads = method.endswith(_READING) or method in _ALSO_READING
        fault = world.faults.take("slack", method, reads=reads)
        if fault and not fault.accepts:
            return fault.response() or _worded(fault)
        try:
            args = await read_args(scope, body)
            in_args = str(args.pop("token", ""))
            token = header(scope, b"authorization").removeprefix("Bearer ") or in_args
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
