"""What became of a trainer's bookings, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metrics:
    """Bookings that were confirmed once, by what became of them. ``open``: nobody has settled them yet.
    ``minutes`` is how long the completed ones lasted together.
    """

    completed: int = 0
    missed: int = 0
    cancelled: int = 0
    open: int = 0
    minutes: int = 0

    @property
    def total(self) -> int:
        return self.completed + self.missed + self.cancelled + self.open

    @property
    def completion_rate(self) -> float | None:
        """Of those that were settled or cancelled; None where there are none."""
        return _share(self.completed, self.total - self.open)

    @property
    def cancellation_rate(self) -> float | None:
        return _share(self.cancelled, self.total)

    @property
    def average_minutes(self) -> int | None:
        return round(self.minutes / self.completed) if self.completed else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
