"""Telegram's published pace: 30 messages a second in all, one a second in a chat."""

import math
from collections import deque
from typing import Any

from sandbox.telegram_wire import TooManyRequests

PER_SECOND = 30
CHAT_BURST = 3  # Short bursts pass before a chat is slowed down.


class Rates:
    def __init__(self) -> None:
        self._all: deque[float] = deque(maxlen=PER_SECOND)
        self._chats: dict[str, float] = {}

    def spend(self, chat_id: Any, now: float) -> None:
        """Count one message at `now`, in seconds; TooManyRequests when it comes too soon."""
        if len(self._all) == PER_SECOND and now - self._all[0] < 1.0:
            raise TooManyRequests(1)
        # The instant up to which this chat's allowance of one a second is used.
        used = max(self._chats.get(str(chat_id), 0.0), now - CHAT_BURST)
        if used + 1.0 > now:
            raise TooManyRequests(math.ceil(used + 1.0 - now))
        self._chats[str(chat_id)] = used + 1.0
        self._all.append(now)
