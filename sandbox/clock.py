"""The business clock: wall time moved by an offset, for everyone who follows it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any


class Clock:
    """Signatures, rates and chats' retries keep wall time; a studio's "now" is moved, and its bills'."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.revision = 1
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def stamp(self) -> str:
        return self.now().isoformat()

    def advance(self, seconds: float) -> None:
        self._move(self.offset + timedelta(seconds=seconds))

    def set(self, now: datetime) -> None:
        self._move(now - datetime.now(UTC))

    def wake(self) -> None:
        """Let everyone who waits look again."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def moved_after(self, revision: int, timeout: float) -> None:
        """Return once the clock's revision is another one than this, or after `timeout` seconds."""
        if self.revision != revision:
            return
        try:
            await asyncio.wait_for(self._moved.wait(), timeout)
        except TimeoutError:
            return

    def view(self) -> dict[str, Any]:
        return {
            "now": self.stamp(),
            "offset_seconds": self.offset.total_seconds(),
            "revision": self.revision,
        }

    def _move(self, offset: timedelta) -> None:
        self.offset = offset
        self.revision += 1
        self.wake()
