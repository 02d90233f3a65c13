"""The person-side calls that belong to no provider: clock, faults, accepted, state, wire, live."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from itertools import islice

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox import people
from sandbox.faults import kinds
from sandbox.web import Refusal, json_body, number, seconds, words
from sandbox.world import World

LONGEST_POLL_SECONDS = 60.0


def routes(world: World) -> list[BaseRoute]:
    side = _PersonSide(world)
    return [
        Route("/sandbox/clock", side.read_clock, methods=["GET"]),
        Route("/sandbox/clock", side.move_clock, methods=["POST"]),
        Route("/sandbox/faults", side.order_fault, methods=["POST"]),
        Route("/sandbox/faults", side.list_faults, methods=["GET"]),
        Route("/sandbox/accepted/{provider}", side.accepted, methods=["GET"]),
        Route("/sandbox/state", side.state, methods=["GET"]),
        Route("/sandbox/wire", side.wire, methods=["GET"]),
        Route("/sandbox/live", side.live, methods=["GET"]),
    ]


class _PersonSide:
    def __init__(self, world: World) -> None:
        self._world = world

    async def read_clock(self, request: Request) -> Response:
        """`?after=<revision>&timeout=25` waits for a change."""
        clock, after = self._world.clock, request.query_params.get("after")
        if after is not None and not self._world.closed:
            timeout = number(request.query_params.get("timeout", "25"), "timeout")
            await clock.moved_after(number(after, "after"), min(timeout, LONGEST_POLL_SECONDS))
        return JSONResponse(clock.view())

    async def move_clock(self, request: Request) -> Response:
        """`{"advance_seconds"}` or `{"now"}`, ISO with a zone."""
        clock, asked = self._world.clock, await json_body(request)
        if "now" in asked:
            clock.set(_instant(asked["now"]))
        elif "advance_seconds" in asked:
            clock.advance(seconds(asked["advance_seconds"], "advance_seconds"))
        else:
            raise Refusal(400, 'Say {"advance_seconds": number} or {"now": ISO time with a zone}.')
        self._world.changed("clock")
        return JSONResponse({"id": clock.revision, **clock.view()})

    async def order_fault(self, request: Request) -> Response:
        """`{"provider","method","kind","times","retry_after"}` or `{"clear": true}`."""
        asked = await json_body(request)
        if asked.get("clear"):
            self._world.faults.clear()
            return JSONResponse({"id": 0})
        kind, provider = str(asked.get("kind")), words(asked.get("provider"), "provider")
        if kind not in kinds(provider):
            raise Refusal(400, f"There is no fault {kind!r}; there are {', '.join(kinds(provider))}.")
        fault = self._world.faults.add(
            provider,
            kind,
            method=asked.get("method"),
            times=number(asked.get("times", 1), "times"),
            retry_after=number(asked.get("retry_after", 1), "retry_after"),
        )
        return JSONResponse({"id": fault.id})

    async def list_faults(self, _: Request) -> Response:
        return JSONResponse([fault.view() for fault in self._world.faults.standing])

    async def accepted(self, request: Request) -> Response:
        """What a provider took on, oldest first; `?after=100` leaves out the first hundred."""
        taken = self._world.accepted.get(request.path_params["provider"], [])
        return JSONResponse(taken[number(request.query_params.get("after", "0"), "after") :])

    async def state(self, _: Request) -> Response:
        return JSONResponse(people.state())

    async def wire(self, request: Request) -> Response:
        """What passed, oldest first; `?last=100` for the newest few."""
        wire = self._world.wire
        last = number(request.query_params.get("last", str(len(wire))), "last")
        return JSONResponse(list(islice(wire, max(0, len(wire) - last), None)))

    async def live(self, _: Request) -> Response:
        """Server-Sent Events: `data: {"revision", "panes": ["telegram/1001", "clock", …]}`."""
        return StreamingResponse(_events(self._world), media_type="text/event-stream", headers=_UNBUFFERED)


_UNBUFFERED = {"cache-control": "no-cache", "x-accel-buffering": "no"}


async def _events(world: World) -> AsyncIterator[str]:
    yield ": hello\n\n"
    async for panes in world.changes():
        event = json.dumps({"revision": world.revision, "panes": panes})
        yield f"data: {event}\n\n" if panes else ": still here\n\n"


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(words(value, "now"))
    except ValueError:
        raise Refusal(400, f"now must be ISO 8601, not {value!r}.") from None
    if instant.tzinfo is None:
        raise Refusal(400, "now needs a zone, such as 2026-03-02T09:00:00Z.")
    return instant
