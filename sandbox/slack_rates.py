"""Slack's published pace: about one message a second in a channel, short bursts allowed."""

import math
import time
from typing import Any

from sandbox.slack_wire import Ratelimited

BURST = 3


class Rates:
    def __init__(self) -> None:
        self._used: dict[str, float] = {}

    def spend(self, channel: Any) -> None:
        """Count one message; Ratelimited when it comes too soon."""
        now = time.monotonic()
        # The instant up to which this channel's allowance of one a second is used.
        used = max(self._used.get(str(channel), 0.0), now - BURST)
        if used + 1.0 > now:
            raise Ratelimited(math.ceil(used + 1.0 - now))
        self._used[str(channel)] = used + 1.0
