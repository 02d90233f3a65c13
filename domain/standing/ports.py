"""What the standing slice asks of storage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.people.model import Person
from domain.standing.model import StandingSlot
from domain.trainers.model import Service, Trainer


@dataclass(frozen=True, slots=True)
class Series:
    """A standing slot with everything its card needs, read at once; the service in the slot's length."""

    slot: StandingSlot
    service: Service
    trainer: Trainer
    client: Person


class Stood(NamedTuple):
    """A booking of a series: the day that it stands for, how it stands, and when that came to be."""

    day: date
    status: Status
    at: datetime


class Standing(Protocol):
    def series(self, slot_id: int) -> Series:
        """Raises NotFound."""
        ...

    def locked(self, slot_id: int) -> Series:
        """As it is now, locked until the turn ends: before its bookings, and those before a trainer's time.
        Raises NotFound.
        """
        ...

    def client_of(self, slot_id: int) -> int | None:
        """Whose it is; None where there is no such slot."""
        ...

    def same(self, client_id: int, service_id: int, weekday: int, clock: int) -> Series | None:
        """The one that goes on at this time."""
        ...

    def of_client(self, client_id: int) -> list[Series]:
        """Those that go on, by when they were made."""
        ...

    def of_trainer(self, trainer_id: int) -> list[Series]:
        """Those that go on, by their time in the week."""
        ...

    def coming(self, slot_id: int, now: datetime) -> list[Sheet]:
        """Its requests and bookings that have not begun, the next one first."""
        ...

    def coming_locked(self, slot_id: int, now: datetime) -> list[Sheet]:
        """The same, locked until the turn ends."""
        ...

    def bookings(self, slot_id: int, first: date) -> list[Booking]:
        """Its bookings that stand for a day from the first on, whatever became of them."""
        ...

    def stood(self, slot_id: int, first: date) -> list[Stood]:
        """What became of each of those, and when."""
        ...

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        """The slots to look at."""
        ...
