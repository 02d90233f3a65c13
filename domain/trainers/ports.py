"""What the trainers slice asks of storage."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from domain.trainers.model import Rate, Service, Trainer


class Trainers(Protocol):
    def trainer(self, trainer_id: int) -> Trainer:
        """Raises NotFound."""
        ...

    def by_slug(self, slug: str) -> Trainer | None: ...

    def everybody(self) -> list[Trainer]:
        """Whether they take bookings or not, in the order they came."""
        ...

    def of_person(self, person_id: int) -> Trainer | None: ...

    def active(self) -> list[Trainer]:
        """Those who take bookings, by name."""
        ...

    def bookable(self, now: datetime) -> list[Trainer]:
        """Those of `active` who have a service, and hours, an opening or a class to come."""
        ...

    def service(self, service_id: int) -> tuple[Service, Trainer]:
        """The service and whose it is. Raises NotFound."""
        ...

    def all_services(self, trainer_id: int) -> list[Service]:
        """Those no longer offered as well, in the order they were made."""
        ...

    def rate(self) -> Rate | None:
        """The studio's, as it is now."""
        ...

    def at_rate(self) -> list[Service]:
        """Whose price follows the studio's rate."""
        ...

    def offered(self) -> list[Service]:
        """Those of everybody who takes bookings, in the order they were made."""
        ...

    def services(self, trainer_id: int) -> list[Service]:
        """Active ones, in the order they were made."""
        ...

    def services_of(self, trainer_ids: Collection[int]) -> dict[int, list[Service]]:
        """The `services` of each trainer who has any."""
        ...
