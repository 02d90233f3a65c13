"""Business time, handed in. Leases and signatures keep wall time and do not ask here."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present business instant, aware and in UTC."""
        ...


class WallClock:
    """Business time as it is in production: the system's own."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """Wall time plus an offset that someone else sets: the sandbox's clock, followed."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset
