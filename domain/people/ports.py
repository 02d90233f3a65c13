"""What the people slice asks of storage."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.base import Role
from domain.notifications.habits import Habits
from domain.people.model import (
    Address,
    Channel,
    ClientLevel,
    ClientTag,
    Invitation,
    Person,
    Relationship,
    Trip,
)


class Place(NamedTuple):
    """Where somebody is told things: an address, and the lane that it is in."""

    address_id: int
    lane: str
    person_id: int  # whose it is: theirs, or who speaks for them
    habits: Habits
    heard_at: datetime | None = None  # when they last wrote or pressed there, to a few minutes


class People(Protocol):
    def person(self, person_id: int) -> Person:
        """Raises NotFound."""
        ...

    def address(self, address_id: int) -> Address:
        """The address with its person loaded. Raises NotFound."""
        ...

    def locked(self, address_id: int) -> Address:
        """As it is now, locked until the turn ends."""
        ...

    def admins(self) -> list[Person]: ...

    def everybody(self) -> list[Person]: ...

    def close_forms(self, before: datetime) -> int:
        """Forget what was answered in forms that were open until before then; answers how many."""
        ...

    def heard_at(self, channel: Channel, external_id: str) -> Address | None:
        """The address with its person loaded, locked until the turn ends so that its turns run in order."""
        ...

    def reach(self, person_id: int, role: Role, *, but: Collection[int] = ()) -> Place | None:
        """The living address at which to tell somebody something in a role: trainers in Slack first, and a
        client who has none, where those are who speak for them. ``but`` are addresses to leave out.
        """
        ...

    def reached_at(self, person_id: int) -> list[Address]:
        """The living, proven addresses of somebody, the oldest first."""
        ...

    def relationship(self, client_id: int, trainer_id: int) -> Relationship | None: ...

    def relationship_by_id(self, relationship_id: int) -> Relationship:
        """Raises NotFound."""
        ...

    def relationships_of(self, client_id: int) -> list[Relationship]:
        """Newest first."""
        ...

    def clients_of(self, trainer_id: int) -> list[Person]:
        """Whom a trainer trains, by name."""
        ...

    def level(self, person_id: int) -> ClientLevel | None: ...

    def tags(self, person_id: int) -> list[ClientTag]:
        """By name."""
        ...

    def known_tags(self, *, limit: int) -> list[str]:
        """Of any client, those of most clients first."""
        ...

    def invitation(self, code_hash: str, now: datetime) -> Invitation | None:
        """An invitation that is neither used nor out of date."""
        ...

    def trip(self, trip_id: int) -> Trip:
        """Raises NotFound."""
        ...

    def trips_due(self, now: datetime, *, limit: int = 100) -> list[Trip]:
        """Those that begin or end, and of which nobody else is about to see to it."""
        ...
