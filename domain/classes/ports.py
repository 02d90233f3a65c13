"""What the classes slice asks of storage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.bookings.model import TrainingSession
from domain.classes.model import ClassDate, ClassDraft, GroupClass
from domain.trainers.model import Service


@dataclass(frozen=True, slots=True)
class Places:
    """How full a class is, as one client sees it: their own hold is in nobody's way. ``taken`` counts what is
    kept for those who wait as well; ``mine`` says that they have a place already.
    """

    starts: datetime
    capacity: int
    taken: int
    mine: bool

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class Roster:
    """A class on a date, and how many have a place in it or have asked for one."""

    date: ClassDate
    group: GroupClass
    service: Service
    seated: int

    @property
    def session(self) -> TrainingSession:
        return self.date.session


class Classes(Protocol):
    def group(self, class_id: int) -> GroupClass:
        """Raises NotFound."""
        ...

    def locked(self, class_id: int) -> GroupClass:
        """As it is now, locked until the turn ends. Raises NotFound."""
        ...

    def draft(self, draft_id: int) -> ClassDraft:
        """As it is now, locked until the turn ends. Raises NotFound."""
        ...

    def of_trainer(self, trainer_id: int) -> list[tuple[GroupClass, Service]]:
        """What a trainer gives, and gave."""
        ...

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        """The classes of which further dates may have come into reach."""
        ...

    def undecided(self, now: datetime, *, limit: int = 100) -> list[int]:
        """The sessions of dates at which it is time to look whether they take place."""
        ...

    def dates(self, class_id: int, since: date) -> list[ClassDate]:
        """Those from a day on, called off or not, in order."""
        ...

    def date_of(self, session_id: int) -> ClassDate:
        """Locked until the turn ends. Raises NotFound."""
        ...

    def rosters(self, trainer_id: int, since: datetime, until: datetime) -> list[Roster]:
        """The classes that touch a stretch of time, by their start."""
        ...

    def roster(self, session_id: int) -> Roster:
        """Raises NotFound."""
        ...

    def places(
        self,
        service: Service,
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> list[Places]:
        """The classes of a service that begin between two instants, both included, and not in time off or
        while the studio is shut; in order, without the given session.
        """
        ...

    def places_of(
        self,
        services: Collection[Service],
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> dict[int, list[Places]]:
        """The `places` of each service that has any, by its id."""
        ...

    def session_at(self, service: Service, starts: datetime) -> TrainingSession | None:
        """The class that begins then."""
        ...

    def seats(self, session_id: int) -> set[int]:
        """Those that somebody has, or that are kept for those who wait."""
        ...
