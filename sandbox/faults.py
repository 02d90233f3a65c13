"""Failures on order: a provider that is told to misbehave for its next calls."""

import asyncio
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

KINDS = ("429", "500", "403", "timeout", "reset", "reset_after_accept", "garbage")
REPLIES = ("421", "450", "550", "554")  # of a mail server alone
SILENCE_SECONDS = 120.0
RAW_SEND = "sandbox.raw_send"


def kinds(provider: str) -> tuple[str, ...]:
    """What a provider may be told to do."""
    return (*KINDS, *REPLIES) if provider == "mail" else KINDS


@dataclass(slots=True)
class Fault:
    """`kind` for the next `times` calls; without `method` every call that acts, with "*" reads too."""

    id: int
    provider: str
    kind: str
    method: str | None = None
    times: int = 1
    retry_after: int = 1

    @property
    def accepts(self) -> bool:
        """Whether the call takes effect although its caller never learns of it."""
        return self.kind == "reset_after_accept"

    def response(self) -> Response | None:
        """The broken answer, or None where the provider words it itself (429, 500, 403)."""
        match self.kind:
            case "timeout":
                return Silence()
            case "reset" | "reset_after_accept":
                return HangUp()
            case "garbage":
                return Response("<html><body>upstream prematurely closed", media_type="text/html")
        return None

    def view(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "provider": self.provider,
            "method": self.method,
            "kind": self.kind,
            "times": self.times,
        }


@dataclass(slots=True)
class Faults:
    standing: list[Fault] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def add(
        self, provider: str, kind: str, *, method: str | None = None, times: int = 1, retry_after: int = 1
    ) -> Fault:
        fault = Fault(next(self._ids), provider, kind, method, times, retry_after)
        self.standing.append(fault)
        return fault

    def clear(self) -> None:
        self.standing.clear()

    def take(self, provider: str, method: str, *, reads: bool = False) -> Fault | None:
        """The fault that this call meets, one of its times used up."""
        if not self.standing:
            return None
        for fault in self.standing:
            if fault.provider == provider and _covers(fault.method, method, reads):
                fault.times -= 1
                if fault.times <= 0:
                    self.standing.remove(fault)
                return fault
        return None


def _covers(wanted: str | None, method: str, reads: bool) -> bool:
    if wanted is None:
        return not reads
    return wanted == "*" or wanted.lower() == method.lower()


class Silence(Response):
    """No answer until the caller gives up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            await HangUp()(scope, receive, send)


class HangUp(Response):
    """The connection is reset without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = _transport(scope)
        if transport is None:
            # Another server, or wrapped by another app: an answer cut short is the nearest thing.
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"64")]}
            )
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            return
        connection: socket.socket | None = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def _transport(scope: Scope) -> asyncio.Transport | None:
    """The server's transport, found through its `send`: ASGI itself has no word for a reset."""
    cycle = getattr(scope.get(RAW_SEND), "__self__", None)
    transport = getattr(cycle, "transport", None)
    return transport if isinstance(transport, asyncio.Transport) or hasattr(transport, "abort") else None
