"""What absences ask of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.absences.model import Absence, Alternative, Replacement
from domain.bookings.model import TrainingSession


class Absences(Protocol):
    def absence(self, absence_id: int) -> Absence:
        """Raises NotFound."""
        ...

    def same(self, trainer_id: int, starts: datetime, ends: datetime) -> Absence | None:
        """The one of this very stretch of time."""
        ...

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        """Those whose trainer is to be told who has not answered."""
        ...

    def locked(self, absence_id: int) -> Absence:
        """As it is now, locked until the turn ends. Raises NotFound."""
        ...

    def replacement(self, replacement_id: int) -> Replacement:
        """Raises NotFound."""
        ...

    def replacements(self, absence_id: int) -> list[Replacement]:
        """By when the bookings were to begin."""
        ...

    def asked_about(self, booking_id: int) -> Replacement | None:
        """The one that waits for an answer about a booking, as it is now, locked until the turn ends."""
        ...

    def waiting(self, client_ids: Sequence[int]) -> list[Replacement]:
        """Those that wait for these people's answers, by when the bookings were to begin."""
        ...

    def choosing(self, trainer_id: int, busy_from: datetime, busy_to: datetime) -> list[int]:
        """The bookings whose clients have a time of a trainer's to choose in that stretch of time."""
        ...

    def about(self, booking_id: int) -> Replacement | None:
        """The latest about a booking, answered or not."""
        ...

    def alternatives(self, replacement_id: int) -> list[Alternative]:
        """In their order."""
        ...

    def kept_for(self, client_id: int, busy_from: datetime, busy_to: datetime) -> list[TrainingSession]:
        """The times that are kept for a client in a stretch of time."""
        ...
