"""Socket Mode: connections that the app holds open, an event to one of them, and its acknowledgement."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from itertools import count
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack_channels import APP

JSON = dict[str, Any]

MOST_CONNECTIONS = 10


class Link:
    """One connection; what is to be sent waits in its queue, None ends it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.outgoing: asyncio.Queue[JSON | None] = asyncio.Queue()

    def disconnect(self, reason: str) -> None:
        """Say goodbye the way Slack does; the app is expected to come back."""
        self.outgoing.put_nowait({"type": "disconnect", "reason": reason, "debug_info": _debug(self.number)})


class Sockets:
    def __init__(self) -> None:
        self.opened = False  # whether the app ever asked for a connection: then it uses Socket Mode
        self.links: list[Link] = []
        self._tickets: set[str] = set()
        self._numbers = count(1)
        self._acks: dict[str, asyncio.Future[JSON]] = {}
        self._came = asyncio.Event()

    def ticket(self) -> str:
        self.opened = True
        ticket = token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until either side ends it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self.links) >= MOST_CONNECTIONS:
            await socket.close(1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        with self._linked() as link:
            link.outgoing.put_nowait(_hello(len(self.links), link.number))
            listening = asyncio.create_task(self._listen(socket, link))
            try:
                await _talk(socket, link)
            finally:
                listening.cancel()

    async def send(self, kind: str, payload: JSON, *, waits: float, **more: Any) -> JSON:
        """Send an envelope and wait for its acknowledgement; TimeoutError after `waits` seconds."""
        async with asyncio.timeout(waits):
            link = await self._free()
            envelope_id = str(uuid4())
            acknowledged: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
            self._acks[envelope_id] = acknowledged
            envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, **more}
            link.outgoing.put_nowait(envelope)
            try:
                return await acknowledged
            finally:
                del self._acks[envelope_id]

    def disconnect(self, reason: str) -> int:
        """Ask every connection to be renewed; how many there were. "link_disabled" ends Socket Mode."""
        self.opened = reason != "link_disabled"
        links, self.links = self.links, []
        self._came.clear()
        for link in links:
            link.disconnect(reason)
        return len(links)

    def close(self) -> None:
        for link in self.links:
            link.outgoing.put_nowait(None)

    @contextlib.contextmanager
    def _linked(self) -> Iterator[Link]:
        link = Link(next(self._numbers))
        self.links.append(link)
        self._came.set()
        try:
            yield link
        finally:
            if link in self.links:
                self.links.remove(link)
            if not self.links:
                self._came.clear()

    async def _free(self) -> Link:
        """The connection whose turn it is; waits for one to come."""
        while not self.links:
            await self._came.wait()
        link = self.links.pop(0)
        self.links.append(link)
        return link

    async def _listen(self, socket: WebSocket, link: Link) -> None:
        try:
            while True:
                self._heard(await socket.receive_text())
        except WebSocketDisconnect:
            link.outgoing.put_nowait(None)

    def _heard(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            ack = json.loads(text)
            waiting = self._acks.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
            if waiting is not None and not waiting.done():
                waiting.set_result(ack)


async def _talk(socket: WebSocket, link: Link) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (message := await link.outgoing.get()) is not None:
            await socket.send_text(json.dumps(message, ensure_ascii=False))
        await socket.close()


def _hello(connections: int, number: int) -> JSON:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {**_debug(number), "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": APP},
    }


def _debug(number: int) -> JSON:
    return {"host": f"applink-sandbox-{number}"}
