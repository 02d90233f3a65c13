"""Updates on their way to the bot: kept until confirmed, polled or pushed, given again when asked."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from secrets import randbelow
from typing import Any

from starlette.types import Receive

from sandbox.telegram_wire import BotError

JSON = dict[str, Any]

# What Telegram keeps an update for, in seconds.
RETENTION = {"callback_query": 150.0}
LONGEST_RETENTION = 86_400.0
REMEMBERED = 20_000
# Kinds that come only when they are asked for.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    payload: JSON
    queue: tuple[str, int]
    expires: float


class Updates:
    """One bot's updates. `push` is set while a webhook stands, and takes each update instead."""

    def __init__(self) -> None:
        # Telegram's ids start anywhere; a bot that kept its memory must not meet an old id in a new world.
        self._last_id = 10**8 + randbelow(10**9)
        self._pending: deque[Update] = deque()
        self._again: deque[Update] = deque()
        self._waiting: asyncio.Future[str | None] | None = None
        self.remembered: OrderedDict[int, Update] = OrderedDict()
        self.allowed: list[str] = []
        self.push: Callable[[Update], None] | None = None

    @property
    def pending(self) -> int:
        return len(self._pending)

    def add(self, kind: str, content: JSON, queue: tuple[str, int]) -> Update | None:
        """A new update, or None when the bot did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in _ON_REQUEST:
            return None
        self._last_id += 1
        return self._enter({"update_id": self._last_id, kind: content}, queue, RETENTION.get(kind))

    def add_raw(self, payload: JSON) -> Update:
        """An update exactly as given; a missing `update_id` is filled in."""
        if "update_id" not in payload:
            self._last_id += 1
            payload = {"update_id": self._last_id, **payload}
        return self._enter(payload, ("raw", 0), None)

    def redeliver(self, update_id: int, times: int) -> bool:
        """Give an old update `times` more, confirmed or not; False when it is not remembered."""
        update = self.remembered.get(update_id)
        if update is None:
            return False
        update = replace(update, expires=time.monotonic() + LONGEST_RETENTION)
        for _ in range(times):
            if self.push:
                self.push(update)
            else:
                self._again.append(update)
        self.end_poll()
        return True

    async def poll(self, offset: int, limit: int, timeout: float, receive: Receive | None) -> list[JSON]:
        """Everything from `offset` on, waiting up to `timeout` seconds for the first."""
        self.end_poll(OTHER_POLLER)
        self._confirm(offset)
        batch = self._batch(limit)
        if batch or timeout <= 0:
            return batch
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        watch = asyncio.create_task(_release_when_gone(receive, waiting)) if receive else None
        try:
            if conflict := await asyncio.wait_for(waiting, timeout):
                raise BotError(409, f"Conflict: {conflict}")
        except TimeoutError:
            return []
        finally:
            if watch:
                watch.cancel()
            if self._waiting is waiting:
                self._waiting = None
        return self._batch(limit)

    def take_all(self) -> list[Update]:
        """Everything that waits, for whoever delivers it now."""
        taken = [*self._again, *self._pending]
        self._again.clear()
        self._pending.clear()
        return taken

    def put_back(self, updates: list[Update]) -> None:
        self._pending.extend(sorted(updates, key=lambda update: update.id))

    def end_poll(self, conflict: str | None = None) -> None:
        """End a poll that waits, with what there is or with a conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(conflict)

    def _enter(self, payload: JSON, queue: tuple[str, int], retention: float | None) -> Update:
        expires = time.monotonic() + (retention or LONGEST_RETENTION)
        update = Update(payload["update_id"], payload, queue, expires)
        self.remembered[update.id] = update
        if len(self.remembered) > REMEMBERED:
            self.remembered.popitem(last=False)
        if self.push:
            self.push(update)
        else:
            self._pending.append(update)
            self.end_poll()
        return update

    def _confirm(self, offset: int) -> None:
        pending = self._pending
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
        while pending and pending[0].id < offset:
            pending.popleft()

    def _batch(self, limit: int) -> list[JSON]:
        now = time.monotonic()
        while self._pending and self._pending[0].expires < now:
            self._pending.popleft()
        batch = [self._again.popleft().payload for _ in range(min(limit, len(self._again)))]
        for update in self._pending:
            if len(batch) >= limit:
                break
            batch.append(update.payload)
        return batch


async def _release_when_gone(receive: Receive, waiting: asyncio.Future[str | None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    if not waiting.done():
        waiting.set_result(None)
