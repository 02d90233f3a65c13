"""What all providers share: the clock, the faults, the log of what was accepted, and who watches."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, Protocol

import aiohttp

from sandbox.clock import Clock
from sandbox.faults import Faults

WIRE_KEPT = 20_000
WEBHOOK_SECONDS = 60.0


class Keepsake(Protocol):
    """A part of a world that a next process can go on with."""

    def kept(self) -> Any:
        """What people see of it, as JSON."""

    def take_up(self, kept: Any) -> None:
        """Be what `kept` gave, in place of an empty part."""


class World:
    """One outside world. `bot_url` is where webhooks go; None when the bot only polls and holds sockets."""

    def __init__(self, bot_url: str | None = None) -> None:
        self.bot_url = bot_url
        self.clock = Clock()
        self.faults = Faults()
        self.accepted: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.wire: deque[dict[str, Any]] = deque(maxlen=WIRE_KEPT)
        self.revision = 0
        self.closed = False
        self._keepsakes: dict[str, Keepsake] = {}
        self._on_close: list[Callable[[], None]] = []
        self._watchers: list[_Watcher] = []
        self._http: aiohttp.ClientSession | None = None

    def accept(self, provider: str, method: str, *, to: str | int | None, text: str, raw: Any) -> None:
        """Note what the provider took on, whatever its caller is answered afterwards."""
        self.accepted[provider].append(
            {"at": self.clock.stamp(), "method": method, "to": to, "text": text, "raw": raw}
        )

    def passed(self, provider: str, direction: str, method: str, payload: Any) -> None:
        """Note what passed the wire, "from_bot" or "to_bot"; a payload must not be changed later."""
        self.wire.append({"provider": provider, "direction": direction, "method": method, "payload": payload})

    def changed(self, pane: str) -> None:
        """Tell everyone who watches that `/sandbox/<pane>` shows something else now."""
        self.revision += 1
        for watcher in self._watchers:
            watcher.tell(pane)

    async def changes(self, heartbeat: float = 15.0) -> AsyncIterator[list[str]]:
        """The panes that changed, in bunches; an empty bunch after `heartbeat` quiet seconds."""
        watcher = _Watcher()
        self._watchers.append(watcher)
        try:
            while not self.closed:
                yield await watcher.next(heartbeat)
        finally:
            self._watchers.remove(watcher)

    def keeps(self, name: str, part: Keepsake) -> None:
        """Have a provider's part in what is kept of this world."""
        self._keepsakes[name] = part

    def kept(self) -> dict[str, Any]:
        """What a next process needs to go on, as JSON."""
        parts = {name: part.kept() for name, part in self._keepsakes.items()}
        return {"offset_seconds": self.clock.offset.total_seconds(), **parts}

    def take_up(self, kept: dict[str, Any]) -> None:
        """Go on where `kept` was given; a part that it does not know begins anew."""
        self.clock.offset = timedelta(seconds=kept["offset_seconds"])
        for name, part in self._keepsakes.items():
            if name in kept:
                part.take_up(kept[name])

    def http(self) -> aiohttp.ClientSession:
        """The one client that sends webhooks to the bot."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WEBHOOK_SECONDS))
        return self._http

    def on_close(self, release: Callable[[], None]) -> None:
        """Have `release` called when the world ends: whatever waits must then let go."""
        self._on_close.append(release)

    async def close(self) -> None:
        """End long polls and streams, so that a server can stop."""
        self.closed = True
        self.clock.wake()
        for release in self._on_close:
            release()
        for watcher in self._watchers:
            watcher.tell("closed")
        if self._http is not None:
            await self._http.close()
            self._http = None


class _Watcher:
    def __init__(self) -> None:
        self._panes: dict[str, None] = {}
        self._told = asyncio.Event()

    def tell(self, pane: str) -> None:
        self._panes[pane] = None
        self._told.set()

    async def next(self, heartbeat: float) -> list[str]:
        try:
            await asyncio.wait_for(self._told.wait(), heartbeat)
        except TimeoutError:
            return []
        panes, self._panes = list(self._panes), {}
        self._told.clear()
        return panes
