"""What the health slice asks of storage."""

from typing import Protocol

from domain.health.model import HealthForm


class Health(Protocol):
    def latest(self, person_id: int) -> HealthForm | None:
        """The form that counts: the one that the person signed last."""
        ...
