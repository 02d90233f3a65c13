"""The manners of Twilio's REST API: credentials, forms in, JSON out, faults on order."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN
from sandbox.twilio_wire import TwilioError, answer, credentials, refusal
from sandbox.world import World

JSON = dict[str, Any]


class Api:
    """One call of the REST API: credentials, faults, the log of the wire, and what `act` answers."""

    def __init__(self, world: World, name: str, act: Callable[[Request, JSON], JSON]) -> None:
        self._world = world
        self._name = name
        self._act = act

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        raw = request.url.query.encode() if request.method == "GET" else await request.body()
        params = dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
        response = self._respond(request, params)
        await response(scope, receive, send)

    def _respond(self, request: Request, params: JSON) -> Response:
        world = self._world
        fault = world.faults.take("twilio", self._name, reads=request.method == "GET")
        if fault and not fault.accepts:
            return fault.response() or refusal(_worded(fault))
        world.passed("twilio", "from_bot", self._name, params)
        try:
            _authenticate(request)
            payload = self._act(request, params)
        except TwilioError as problem:
            world.passed("twilio", "to_bot", self._name, problem.body)
            return refusal(problem)
        world.passed("twilio", "to_bot", self._name, payload)
        return (fault and fault.response()) or answer(payload, 201 if request.method == "POST" else 200)


def _authenticate(request: Request) -> None:
    if credentials(request.headers.get("authorization", "")) != (TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN):
        raise TwilioError(20003, "Authenticate", 401)
    if request.path_params["account"] != TWILIO_ACCOUNT_SID:
        raise missing(request)


def missing(request: Request) -> TwilioError:
    """Twilio's 404 for what this request asked for."""
    resource = request.url.path.removeprefix("/twilio")
    return TwilioError(20404, f"The requested resource {resource} was not found", 404)


def _worded(fault: Fault) -> TwilioError:
    match fault.kind:
        case "429":
            return TwilioError(20429, "Too Many Requests", 429)
        case "403":
            return TwilioError(20005, "Account is not active", 403)
    return TwilioError(20500, "An internal server error has occurred", 500)
