"""What the resources slice asks of storage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.bookings.model import TrainingSession
from domain.intervals import Interval
from domain.resources.model import Resource
from domain.trainers.model import Service, Trainer


@dataclass(frozen=True, slots=True)
class Need:
    """So many units of a resource."""

    resource: Resource
    units: int


@dataclass(frozen=True, slots=True)
class Use:
    """A session, and how many units of something it has."""

    session: TrainingSession
    service: Service
    trainer: Trainer
    units: int


class Resources(Protocol):
    def resource(self, resource_id: int) -> Resource:
        """Raises NotFound."""
        ...

    def all(self) -> list[Resource]:
        """By name."""
        ...

    def needs(self, service_id: int) -> list[Need]:
        """In the order of the resources' ids."""
        ...

    def needed_by(self, resource_id: int) -> list[tuple[Service, Trainer, int]]:
        """The services that need it, and how many of it."""
        ...

    def need(self, service_id: int, needs: dict[int, int]) -> None:
        """Units by resource, instead of all that it needed before."""
        ...

    def spared(self, service_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
        """What services need: of each, the resources with how many of them may be in use besides."""
        ...

    def in_use(
        self,
        resource_ids: Collection[int],
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        sessions: Collection[int] = (),
    ) -> dict[int, list[Interval]]:
        """When units of resources are in use, each of them, by the resource. Left out are those of
        ``sessions``, and of what `Schedule.busy` leaves out.
        """
        ...

    def queue(self, resource_ids: Collection[int]) -> None:
        """Until the turn ends, one claimant of these after another."""
        ...

    def used(self, resource_id: int, span: Interval) -> set[int]:
        """The units that are in use at any time of a stretch."""
        ...

    def uses(self, resource_id: int, since: datetime, until: datetime) -> list[Use]:
        """Who has units of it in a stretch of time, by their start."""
        ...

    def trainers_using(self, resource_ids: Collection[int], span: Interval) -> list[int]:
        """Whose sessions have any of these at any time of a stretch."""
        ...

    def take(
        self, session: TrainingSession, resource_id: int, units: Collection[int], stands_for: int
    ) -> None:
        """For the session's busy time. The database refuses a unit that another session has."""
        ...

    def give_back(self, session_id: int) -> None: ...

    def held(self, session_id: int) -> dict[int, int]:
        """How many units a session has, by the resource that they stand for."""
        ...

    def stand_ins(self, session_id: int) -> dict[int, Resource]:
        """What a session has instead of something else, by what that stands for."""
        ...

    def coming(self, service_id: int, trainer_id: int, now: datetime) -> list[TrainingSession]:
        """The live sessions of a service that have not begun, in order."""
        ...

    def session(self, session_id: int) -> TrainingSession:
        """Raises NotFound."""
        ...

    def forget(self, resource: Resource) -> None:
        """And what was ever used of it."""
        ...
