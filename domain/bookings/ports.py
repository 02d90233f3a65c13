"""What the bookings slice asks of storage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.bookings.model import Booking, BookingChange, Status
from domain.people.model import Person
from domain.policies.model import Policy
from domain.trainers.model import Service, Trainer


@dataclass(frozen=True, slots=True)
class Sheet:
    """A booking with everything its card needs, read at once; the service as it was booked, its length and
    price.
    """

    booking: Booking
    service: Service
    trainer: Trainer
    client: Person
    writer: str = ""  # the name of who writes for the client, where somebody does
    policy: Policy | None = None  # the booking's own

    @property
    def place(self) -> str | None:
        """Where it is, or by which link it is joined."""
        return self.booking.session.place or self.service.place or self.trainer.place


class Bookings(Protocol):
    def sheet(self, booking_id: int) -> Sheet:
        """Locked until the turn ends. Raises NotFound."""
        ...

    def client_of(self, booking_id: int) -> int | None:
        """Whose it is; None where there is no such booking."""
        ...

    def held_by(self, client_id: int) -> Booking | None:
        """The one hold that a client may have."""
        ...

    def coming(self, client_id: int, now: datetime, *, limit: int = 20) -> list[Sheet]:
        """Requests and bookings of a client that are not over, the next one first."""
        ...

    def over(self, client_id: int, now: datetime, *, limit: int = 20) -> list[Sheet]:
        """A client's sessions that took place, marked or not, and those missed; the latest first."""
        ...

    def gone(self, client_id: int, *, limit: int = 20) -> list[Sheet]:
        """What was asked for or booked, and then cancelled, declined, or lapsed; the latest first."""
        ...

    def of_trainer(
        self, trainer_id: int, since: datetime, until: datetime, statuses: Collection[Status]
    ) -> list[Sheet]:
        """Those that touch the given stretch of time, earliest first; of those that are gone, which may lie
        over others, only such as begin in it.
        """
        ...

    def in_session(self, session_id: int, statuses: Collection[Status]) -> list[Sheet]:
        """Who has a place in a session, in the order in which they came."""
        ...

    def lapsed(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        """Holds and requests whose time is over, but for what was offered to those who wait."""
        ...

    def lapsed_over(
        self, trainer_id: int, busy_from: datetime, busy_to: datetime, now: datetime
    ) -> list[Booking]:
        """Lapsed holds and requests that still stand in the way of a stretch of a trainer's time."""
        ...

    def missed(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        """Marked so, which can be undone no more, and not settled yet."""
        ...

    def given_up(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        """What was cancelled and can be undone no more, but keeps its place still."""
        ...

    def kept_over(
        self, trainer_id: int, busy_from: datetime, busy_to: datetime, now: datetime, *, client_id: int = 0
    ) -> list[Sheet]:
        """The same in the way of a stretch of a trainer's time, and what this client has cancelled there."""
        ...

    def kept_by(self, client_id: int, now: datetime) -> list[Sheet]:
        """What a client had that was cancelled, and can still be undone."""
        ...

    def kept_of(self, trainer_id: int, now: datetime) -> list[Sheet]: ...

    def request_of(self, client_id: int, trainer_id: int) -> int | None:
        """The first request of this client that waits for this trainer."""
        ...

    def ahead_with(self, client_id: int, trainer_id: int, now: datetime) -> int:
        """How many requests and bookings of this client with this trainer are not over."""
        ...

    def trained_with(self, client_id: int, trainer_ids: Collection[int]) -> set[int]:
        """Those of the trainers with whom any booking of the client's was ever confirmed."""
        ...

    def change_to(self, booking_id: int, version: int) -> BookingChange:
        """The change that led to a version. Raises NotFound."""
        ...

    def last_change(self, booking_id: int) -> BookingChange | None: ...

    def last_move(self, booking_id: int) -> BookingChange | None: ...

    def owed(self, booking_id: int) -> BookingChange | None:
        """The last change that cost its client something which nothing has voided."""
        ...
