"""Trigger ids: what lets the app open a modal, once and soon after a person acted."""

import time
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from typing import Any

from sandbox.slack_wire import SlackError


@dataclass(frozen=True, slots=True)
class Trigger:
    """`view` is the modal in which the person acted, if it was one."""

    user: str
    view: str | None
    given: float


class Triggers:
    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._ids = count(1)
        self._unused: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def give(self, user: str, view: str | None = None) -> str:
        trigger_id = f"{time.time_ns() // 1_000_000}.{next(self._ids)}.{token_hex(16)}"
        self._unused[trigger_id] = Trigger(user, view, time.monotonic())
        return trigger_id

    def exchange(self, given: Any) -> Trigger:
        """Use a trigger up; SlackError when it is unknown, used or too old."""
        trigger_id = str(given)
        if trigger_id in self._used:
            raise SlackError("exchanged_trigger_id")
        trigger = self._unused.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if time.monotonic() - trigger.given > self._lifetime:
            raise SlackError("expired_trigger_id")
        del self._unused[trigger_id]
        self._used.add(trigger_id)
        return trigger
