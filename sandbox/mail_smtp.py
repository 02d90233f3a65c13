"""A mail server as RFC 5321 has it, as far as a sender needs it: no relaying, no TLS, no password."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

from sandbox.faults import SILENCE_SECONDS, Fault, Faults

LARGEST = 10 * 1024 * 1024
_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>\s]*)>", re.IGNORECASE)
REFUSALS = {
    "421": "421 4.3.2 The service is shutting down",
    "450": "450 4.2.1 The mailbox is busy, try again later",
    "550": "550 5.1.1 There is no such mailbox",
    "554": "554 5.7.1 The message is refused by policy",
    "429": "450 4.7.1 You are sending too fast",
    "500": "451 4.3.0 Something went wrong here",
    "403": "550 5.7.1 You may not send here",
    "garbage": "this is no reply",
}

_PLAIN = {
    "HELO": "250 mail.sandbox",
    "NOOP": "250 2.0.0 OK",
    "RSET": "250 2.0.0 Forgotten",
    "QUIT": "221 2.0.0 Good bye",
}

Deliver = Callable[[str, str, bytes], None]


class Session:
    """One connection. ``knows`` tells whether there is such a mailbox; ``deliver`` gets what was accepted."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        faults: Faults,
        knows: Callable[[str], bool],
        deliver: Deliver,
    ) -> None:
        self._reader, self._writer = reader, writer
        self._faults, self._knows, self._deliver = faults, knows, deliver
        self._sender: str | None = None
        self._recipients: list[str] = []

    async def run(self) -> None:
        """Until the other side leaves, or a fault ends it."""
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._say("220 mail.sandbox ESMTP")
            while await self._command(await self._line()):
                pass
        self._writer.close()

    async def _command(self, line: str) -> bool:
        """Whether the conversation goes on."""
        verb = line[:4].upper()
        if fault := self._faults.take("mail", verb, reads=verb != "DATA"):
            return await self._misbehave(fault)
        if verb == "DATA":
            await self._data()
        else:
            await self._say(self._reply(verb, line))
        return verb != "QUIT"

    def _reply(self, verb: str, line: str) -> str:
        match verb:
            case "EHLO":
                return f"250-mail.sandbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {LARGEST}"
            case "MAIL":
                return self._from(line)
            case "RCPT":
                return self._to(line)
            case "RSET":
                self._forget()
        return _PLAIN.get(verb, "502 5.5.1 I do not know that command")

    def _from(self, line: str) -> str:
        found = _PATH.search(line)
        if found is None:
            return "501 5.5.4 MAIL FROM:<address>"
        self._forget()
        self._sender = found.group(1)
        return "250 2.1.0 OK"

    def _to(self, line: str) -> str:
        found = _PATH.search(line)
        if self._sender is None:
            return "503 5.5.1 MAIL first"
        if found is None or "@" not in found.group(1):
            return "501 5.1.3 RCPT TO:<address>"
        if not self._knows(found.group(1)):
            return REFUSALS["550"]
        self._recipients.append(found.group(1))
        return "250 2.1.5 OK"

    async def _data(self) -> None:
        if not self._recipients:
            await self._say("503 5.5.1 RCPT first")
            return
        await self._content()
        await self._say("250 2.0.0 Accepted")

    async def _content(self) -> None:
        """Read the message and deliver it."""
        await self._say("354 End with a dot on a line of its own")
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line.removeprefix(b"."))  # a leading dot was doubled
        for each in self._recipients:
            self._deliver(self._sender or "", each, b"".join(lines))
        self._forget()

    async def _misbehave(self, fault: Fault) -> bool:
        if fault.accepts:
            await self._content()
        match fault.kind:
            case "timeout":
                with suppress(TimeoutError):
                    async with asyncio.timeout(SILENCE_SECONDS):
                        await self._reader.read()
                return False
            case "reset" | "reset_after_accept":
                self._hang_up()
                return False
        await self._say(REFUSALS[fault.kind])
        return fault.kind != "421"  # it says that it closes, and closes

    def _hang_up(self) -> None:
        connection: socket.socket | None = self._writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def _forget(self) -> None:
        self._sender, self._recipients = None, []

    async def _line(self) -> str:
        return (await self._reader.readuntil(b"\r\n")).decode("utf-8", "replace").strip()

    async def _say(self, reply: str) -> None:
        self._writer.write(f"{reply}\r\n".encode())
        await self._writer.drain()
