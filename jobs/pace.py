"""How fast a provider lets one sender speak."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

SHARE = 0.8  # of a lane that promotions may take: the rest is there at any time for what can't wait


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages a second, in all and to one address. ``at_once`` are under way together, and are what a
    crash puts in doubt.
    """

    per_second: float = 30
    per_address: float = 1
    at_once: int = 1


class Pace:
    """Spaces messages evenly, so that no burst ever meets a limit. After a promotion the space is longer, so
    that however many wait they take no more than their share, and none claims twice for it.
    """

    def __init__(self, rate: Rate, seconds: Callable[[], float] = monotonic) -> None:
        self._gap = 1 / rate.per_second
        self._rest = 1 / rate.per_address
        self._seconds = seconds
        self._next = 0.0
        self._resting: dict[int, float] = {}

    async def turn(self) -> None:
        """Wait until a message may be sent."""
        await asyncio.sleep(self.wait())

    def wait(self) -> float:
        """Seconds until a message may be sent."""
        return max(0.0, self._next - self._seconds())

    def sent(self, address_id: int, *, promotional: bool = False) -> None:
        now = self._seconds()
        self._next = max(now, self._next) + self._gap / (SHARE if promotional else 1)
        self._resting[address_id] = now + self._rest

    def resting(self) -> dict[int, float]:
        """The addresses that were just written to, with the seconds that each still has to rest."""
        now = self._seconds()
        self._resting = {address: until for address, until in self._resting.items() if until > now}
        return {address: until - now for address, until in self._resting.items()}
