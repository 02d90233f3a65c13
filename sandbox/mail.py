"""The world's mail: one server for every address, and the mailboxes that people look into."""

from __future__ import annotations

import asyncio
import base64
import email
import email.policy
import socket
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.mail_smtp import LARGEST, Session
from sandbox.web import Refusal, json_body
from sandbox.world import World

JSON = dict[str, Any]


class Mail:
    """What came is kept by address, newest last. An address that was `closed` is there no more."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._boxes: dict[str, list[JSON]] = defaultdict(list)
        self._closed: set[str] = set()
        self._ids = count(1)
        self._talks: set[asyncio.Task[None]] = set()
        world.keeps("mail", self)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sandbox/mail", self._everybody, methods=["GET"]),
            Route("/sandbox/mail/{address}", self._read, methods=["GET"]),
            Route("/sandbox/mail/{address}/closed", self._close, methods=["POST"]),
        ]

    @asynccontextmanager
    async def serving(self, listener: socket.socket) -> AsyncIterator[str]:
        """Take mail on a listening socket; gives its SMTP URL."""
        server = await asyncio.start_server(self._talk, sock=listener, limit=LARGEST)
        try:
            yield smtp_url(listener)
        finally:
            server.close()
            for each in [*self._talks]:
                each.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    def kept(self) -> JSON:
        return {"boxes": self._boxes, "closed": [*self._closed]}

    def take_up(self, kept: JSON) -> None:
        self._boxes.update(kept["boxes"])
        self._closed = set(kept["closed"])
        self._ids = count(1 + sum(map(len, self._boxes.values())))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk  # noqa: S101 - asyncio runs this in one
        self._talks.add(talk)
        try:
            await Session(reader, writer, self.world.faults, self._knows, self._deliver).run()
        finally:
            self._talks.discard(talk)
            writer.close()

    def _knows(self, address: str) -> bool:
        return address.lower() not in self._closed

    def _deliver(self, sender: str, to: str, content: bytes) -> None:
        message = email.message_from_bytes(content, policy=email.policy.default)
        shown = self._shown(sender, to, message)
        self._boxes[to.lower()].append(shown)
        raw = {"from": sender, "to": to, "content": content.decode("utf-8", "replace")}
        self.world.accept("mail", "DATA", to=to, text=shown["text"], raw=raw)
        self.world.passed("mail", "from_bot", "DATA", raw)
        self.world.changed(f"mail/{to.lower()}")

    def _shown(self, sender: str, to: str, message: EmailMessage) -> JSON:
        """As a mail program shows it; ``headers`` by name in lower case, as they came: programs that act on
        one decode none.
        """
        return {
            "id": next(self._ids),
            "at": self.world.clock.stamp(),
            "from": str(message["From"] or sender),
            "to": to,
            "subject": str(message["Subject"] or ""),
            "text": _body(message, "plain"),
            "html": _body(message, "html"),
            "headers": {name.lower(): " ".join(str(value).split()) for name, value in message.raw_items()},
            "files": [_file(each) for each in message.iter_attachments()],
            "pictures": [_inline(each) for each in message.walk() if each["Content-ID"]],
        }

    async def _everybody(self, _: Request) -> Response:
        """The addresses that something came to."""
        return JSONResponse([*self._boxes])

    async def _read(self, request: Request) -> Response:
        return JSONResponse(self._boxes.get(request.path_params["address"].lower(), []))

    async def _close(self, request: Request) -> Response:
        """`{"closed": true}`: from now on the server knows no such mailbox; false opens it again."""
        address, asked = request.path_params["address"].lower(), await json_body(request)
        if "@" not in address:
            raise Refusal(400, f"{address} is no e-mail address.")
        (self._closed.add if asked.get("closed", True) else self._closed.discard)(address)
        return JSONResponse({"id": address})


def smtp_url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"smtp://{host}:{port}"


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _file(part: Any) -> JSON:
    content = part.get_payload(decode=True) or b""
    return {"name": part.get_filename() or "", "mime": part.get_content_type(), "size": len(content)}


def _inline(part: Any) -> JSON:
    """A part that the HTML shows by its content id, as a browser can show it."""
    content = part.get_payload(decode=True) or b""
    url = f"data:{part.get_content_type()};base64,{base64.b64encode(content).decode()}"
    return {"cid": str(part["Content-ID"]).strip("<>"), "size": len(content), "url": url}
