"""What lateness asks of storage."""

from datetime import datetime
from typing import Protocol

from domain.lateness.model import Delay


class Lateness(Protocol):
    def delay(self, session_id: int) -> Delay | None:
        """What was told last of a session, whenever it was to begin then."""
        ...

    def told(self, trainer_id: int, since: datetime, until: datetime) -> list[Delay]:
        """What still holds of a trainer's sessions that begin in a stretch of time, in their order."""
        ...
