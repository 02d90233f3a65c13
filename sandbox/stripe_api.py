"""The manners of Stripe's REST API: keys, versions, idempotency, expansion, faults on order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.people import STRIPE_API_KEY
from sandbox.stripe_book import Book
from sandbox.stripe_wire import API_VERSION, JSON, StripeError, answer, check_version, nested
from sandbox.twilio_wire import credentials
from sandbox.world import World

KEY_SECONDS = 24 * 3600
LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Ask:
    """One call: its parameters, the ids in its path, and `base`, where the sandbox was reached."""

    params: JSON
    ids: JSON
    base: str
    path: str

    @property
    def id(self) -> str:
        return str(self.ids["id"])


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the first call with an idempotency key asked and was answered."""

    asked: tuple[str, JSON]
    status: int
    payload: JSON
    until: int


Act = Callable[[Ask], JSON]


class Keys:
    """Idempotency keys, for a day of the business clock."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: dict[str, Remembered] = {}

    def replay(self, key: str, asked: tuple[str, JSON]) -> Remembered | None:
        before = self._kept.get(key)
        if before is None or before.until <= self._book.now:
            return None
        if before.asked != asked:
            raise StripeError(
                "Keys for idempotent requests can only be used with the same parameters they were first used "
                f"with. Try using a key other than '{key}' if you meant to execute a different request.",
                type="idempotency_error",
                began=False,
            )
        return before

    def remember(self, key: str, asked: tuple[str, JSON], status: int, payload: JSON) -> None:
        self._kept[key] = Remembered(asked, status, payload, self._book.now + KEY_SECONDS)


class Api:
    """One method of the API. It `takes` the named parameters, and the ones that it `needs`, and no others."""

    def __init__(
        self, world: World, book: Book, keys: Keys, name: str, act: Act, takes: str = "", needs: str = ""
    ) -> None:
        self._world = world
        self._book = book
        self._keys = keys
        self._name = name
        self._act = act
        self._needs = needs.split()
        self._takes = {*takes.split(), *self._needs, "expand"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        raw = await request.body() or request.url.query.encode()
        self._book.start()
        response = self._respond(request, raw)
        response.headers["Request-Id"] = f"req_{token_hex(7)}"
        response.headers["Stripe-Version"] = request.headers.get("stripe-version", API_VERSION)
        await response(scope, receive, send)

    def _respond(self, request: Request, raw: bytes) -> Response:
        fault = self._world.faults.take("stripe", self._name, reads=request.method == "GET")
        if fault and not fault.accepts and (broken := fault.response()):
            return broken
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        headers = {"Idempotency-Key": key} if key else {}
        try:
            _authenticate(request)
            check_version(request.headers.get("stripe-version", API_VERSION))
            params = nested(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
            asked = (request.url.path, params)
            if key and (before := self._replay(key, asked)):
                return answer(before.payload, before.status, **headers, **{"Idempotent-Replayed": "true"})
            status, payload = self._first(request, params, key, fault)
        except StripeError as problem:
            return answer(problem.body, problem.status, **headers)
        return (fault and fault.response()) or answer(payload, status, **headers)

    def _replay(self, key: str, asked: tuple[str, JSON]) -> Remembered | None:
        if len(key) > LONGEST_KEY:
            raise StripeError(f"Idempotency keys have at most {LONGEST_KEY} letters.", began=False)
        return self._keys.replay(key, asked)

    def _first(
        self, request: Request, params: JSON, key: str | None, fault: Fault | None
    ) -> tuple[int, JSON]:
        """Act, note it, and remember the answer unless the call never began."""
        self._world.passed("stripe", "from_bot", self._name, params)
        try:
            if fault and not fault.accepts:
                raise _worded(fault)
            status, payload = 200, self._do(request, params)
        except StripeError as problem:
            if not problem.began:
                raise
            status, payload = problem.status, self._book.shown(problem.body, [])
        self._world.passed("stripe", "to_bot", self._name, payload)
        if request.method != "GET":
            if status == 200:
                self._accepted(payload)
            self._book.changed()
        if key:
            self._keys.remember(key, (request.url.path, params), status, payload)
        return status, payload

    def _do(self, request: Request, params: JSON) -> JSON:
        self._check(params)
        self._book.do_what_is_due()
        base = str(request.base_url).rstrip("/")
        path = request.url.path.removeprefix("/stripe")
        expand = params.pop("expand", [])
        ask = Ask(params, dict(request.path_params), base, path)
        payload = self._act(ask)
        params.update({"expand": expand} if expand else {})
        return self._book.shown(payload, expand)

    def _check(self, params: JSON) -> None:
        for name in params:
            if name not in self._takes:
                raise _wrong(f"Received unknown parameter: {name}", name, "parameter_unknown")
        for name in self._needs:
            if params.get(name) in (None, ""):
                raise _wrong(f"Missing required param: {name}.", name, "parameter_missing")
        if not isinstance(params.get("expand", []), list):
            raise _wrong("Invalid array", "expand", "parameter_invalid")

    def _accepted(self, payload: JSON) -> None:
        amount = payload.get("amount", payload.get("amount_total"))
        said = f"{amount} {payload.get('currency')}" if amount is not None else str(payload.get("id"))
        self._world.accept("stripe", self._name, to=_party(payload), text=said, raw=payload)


def _party(payload: JSON) -> str | None:
    named = payload.get("customer")
    return named["id"] if isinstance(named, dict) else named


def _wrong(message: str, param: str, code: str) -> StripeError:
    return StripeError(message, param=param, code=code, began=False)


def _authenticate(request: Request) -> None:
    header = request.headers.get("authorization", "")
    key = (
        header.removeprefix("Bearer ") if header.startswith("Bearer ") else (credentials(header) or ("",))[0]
    )
    if not key:
        raise StripeError("You did not provide an API key.", status=401, began=False)
    if key != STRIPE_API_KEY:
        hidden = re.sub(r"(?<=.{8}).(?=.{4})", "*", key)
        raise StripeError(f"Invalid API Key provided: {hidden}", status=401, began=False)


def _worded(fault: Fault) -> StripeError:
    """A key remembers a 500, as Stripe's do; it forgets what was turned away at the door."""
    match fault.kind:
        case "429":
            return StripeError("Too many requests.", status=429, code="rate_limit", began=False)
        case "403":
            return StripeError("The key has not the permissions for this.", status=403, began=False)
    return StripeError("An unknown error occurred.", type="api_error", status=500)
