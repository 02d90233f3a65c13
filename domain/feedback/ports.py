"""What the feedback slice asks of storage."""

from typing import NamedTuple, Protocol

from domain.feedback.model import Rating


class Average(NamedTuple):
    """Of a trainer's ratings: how many there are, and their mean in stars (0 where there are none)."""

    ratings: int
    stars: float


class Feedback(Protocol):
    def of(self, booking_id: int) -> Rating | None: ...

    def latest_by(self, client_id: int) -> Rating | None:
        """The one that the client gave or changed last."""
        ...

    def latest_for(self, trainer_id: int, *, limit: int = 5) -> list[Rating]:
        """Newest first."""
        ...

    def average(self, trainer_id: int) -> Average: ...
