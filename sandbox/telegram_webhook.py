"""Pushing updates to the bot's webhook: a queue per chat, retries that double, the secret in a header."""

import asyncio
import contextlib
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from secrets import randbelow
from typing import Any

import aiohttp

from sandbox.telegram_updates import Update
from sandbox.world import World

JSON = dict[str, Any]

PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600.0


class Webhook:
    """A standing webhook. `reply` runs the method that the bot may put into its answer."""

    def __init__(
        self,
        world: World,
        url: str,
        *,
        secret: str | None,
        max_connections: int,
        retry_scale: float,
        reply: Callable[[JSON], Awaitable[None]],
    ) -> None:
        self.url = url
        self.max_connections = max_connections
        self.error: tuple[int, str] | None = None
        self._world = world
        self._headers = {PROOF_HEADER: secret} if secret else {}
        self._retry_scale = retry_scale
        self._reply = reply
        self._free = asyncio.Semaphore(max_connections)
        self._queues: defaultdict[tuple[str, int], deque[Update]] = defaultdict(deque)
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}

    @property
    def pending(self) -> int:
        return sum(map(len, self._queues.values()))

    def push(self, update: Update) -> None:
        self._queues[update.queue].append(update)
        if update.queue not in self._tasks:
            self._tasks[update.queue] = asyncio.create_task(self._drain(update.queue))

    def close(self) -> list[Update]:
        """Stop, and give back what was not delivered."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        undelivered = [update for queue in self._queues.values() for update in queue]
        self._queues.clear()
        return undelivered

    async def _drain(self, key: tuple[str, int]) -> None:
        queue = self._queues[key]
        while queue:
            await self._deliver(queue[0])
            queue.popleft()
        del self._queues[key], self._tasks[key]

    async def _deliver(self, update: Update) -> None:
        """Try until the bot answers 2xx or the update has outlived its retention."""
        pause = 0.0
        while time.monotonic() < update.expires and not self._world.closed:
            async with self._free:
                wanted = await self._attempt(update)
            if wanted is None:
                return
            await asyncio.sleep((wanted or pause) * self._retry_scale)
            pause = min(max(2.0, pause * 2), 60 + randbelow(61))

    async def _attempt(self, update: Update) -> float | None:
        """None when it was taken, else the seconds that the bot asked to wait (0: it did not say)."""
        try:
            async with self._world.http().post(
                self.url, json=update.payload, headers=self._headers, allow_redirects=False
            ) as response:
                if response.ok:
                    await self._answered(response)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                return _seconds(response.headers.get("Retry-After"))
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except aiohttp.ClientError:
            self._failed("Connection reset by peer")
        return 0.0

    async def _answered(self, response: aiohttp.ClientResponse) -> None:
        if response.content_type != "application/json":
            return
        with contextlib.suppress(ValueError):
            called = await response.json()
            if isinstance(called, dict) and "method" in called:
                await self._reply(called)

    def _failed(self, message: str) -> None:
        self.error = (int(time.time()), message)


def _seconds(header: str | None) -> float:
    if header is None or not header.isdigit():
        return 0.0
    return min(float(header), LONGEST_RETRY_AFTER)
