"""Bots in processes of their own, as an operator runs them, and what stands in front of several."""

import asyncio
import os
import signal
import socket
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp
import psutil

from sandbox import people as demo
from tests.stories.people import Outside, eventually

# A bot takes seconds of a processor to load, so one process does that once, and each bot is a fork of it.
_LOADED = get_context("forkserver")
_LOADED.set_forkserver_preload(["bot.app", "bot.cli"])


@dataclass(slots=True)
class Served:
    """A process of `trainerhub serve`."""

    process: ForkServerProcess
    port: int
    log: Path

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        """-9 once it was killed; None while it runs."""
        return self.process.exitcode

    async def ended(self, within: float = 30) -> int | None:
        """Wait for its end, so many seconds at the most. Only this thread may ask how it ended."""
        with suppress(AssertionError):
            await eventually(self._is_over, patience=within)
        return self.returncode

    async def _is_over(self) -> bool:
        return self.returncode is not None

    async def end(self) -> None:
        self.process.terminate()
        assert await self.ended(15) is not None

    async def kill(self) -> None:
        self.process.kill()
        await self.ended()

    def goes_on(self) -> None:
        """After a pause."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGCONT)

    async def is_paused(self) -> bool:
        return bool(psutil.Process(self.pid).status() == psutil.STATUS_STOPPED)

    def complaints(self) -> list[str]:
        """What was logged as worse than a warning."""
        worse = ('"level": "error"', '"level": "critical"', "ERROR ", "CRITICAL ", "Traceback")
        return [line for line in self.log.read_text().splitlines() if any(word in line for word in worse)]


@asynccontextmanager
async def serving(outside: Outside, database_url: str, log: Path, **wanted: str) -> AsyncIterator[Served]:
    """The bot, until the end of the block unless it was killed in it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    where = {"DATABASE_URL": database_url, "PORT": str(port), "SMTP_URL": outside.smtp_url}
    environment = {**os.environ, **demo.settings(outside.base, "http://127.0.0.1:1"), **where, **wanted}
    process = _LOADED.Process(target=_serve, args=(environment, str(log)), daemon=True)
    process.start()  # the first of all waits until the one that it forks from is loaded
    served = Served(process, port, log)
    try:
        yield served
    finally:
        if served.returncode is None:
            await served.end()


def _serve(environment: dict[str, str], log: str) -> None:
    """What the command does; its log goes where standard error would."""
    from bot.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    sys.argv = ["trainerhub", "serve"]
    main()


async def ready(outside: Outside, bot: Served) -> None:
    """Wait until its channels have answered."""
    await eventually(lambda: is_ready(outside, bot), patience=40)


async def is_ready(outside: Outside, bot: Served) -> bool:
    with suppress(OSError, aiohttp.ClientError):
        async with outside.http.get(f"http://127.0.0.1:{bot.port}/readyz") as answer:
            return answer.status == 200
    return False


@dataclass(slots=True)
class Balancer:
    """Gives each connection to the next bot that takes it."""

    url: str = ""
    ports: list[int] = field(default_factory=list)

    async def relay(self, reader: StreamReader, writer: StreamWriter) -> None:
        for _ in range(len(self.ports)):
            self.ports.append(self.ports.pop(0))
            with suppress(OSError):
                there = await asyncio.open_connection("127.0.0.1", self.ports[-1])
                await asyncio.gather(_pass_on(reader, there[1]), _pass_on(there[0], writer))
                return
        writer.close()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    balancer = Balancer()
    server = await asyncio.start_server(balancer.relay, "127.0.0.1", 0)
    balancer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield balancer
    server.close()
