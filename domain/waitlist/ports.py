"""What the waitlist asks of storage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.bookings.model import TrainingSession
from domain.people.model import Person
from domain.trainers.model import Service, Trainer
from domain.waitlist.model import Gap, Offer, WaitlistEntry


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry with who waits, and for what."""

    entry: WaitlistEntry
    client: Person
    service: Service
    trainer: Trainer


class Waitlist(Protocol):
    def entry(self, client_id: int, entry_id: int) -> WaitlistEntry | None:
        """One of this client's."""
        ...

    def entry_of(self, client_id: int, trainer_id: int, day: date) -> WaitlistEntry | None: ...

    def entries_of(self, client_id: int, now: datetime) -> list[Waiting]:
        """What a client still waits for, the earliest first."""
        ...

    def waiting(self, trainer_id: int, since: datetime, until: datetime) -> list[Waiting]:
        """Those whom a start in a stretch of a trainer's time may suit, in the order in which they joined."""
        ...

    def booked(self, client_id: int, day: date) -> None:
        """Forget what a client waited for on a day."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete what nobody can wait for any more; answers how many."""
        ...

    def gap(self, gap_id: int) -> Gap:
        """Raises NotFound."""
        ...

    def locked(self, gap_id: int) -> Gap:
        """As it is now, locked until the turn ends. Raises NotFound."""
        ...

    def fillable(self, trainer_id: int, since: datetime, until: datetime) -> list[Gap]:
        """The gaps that touch a stretch of time and may still be filled, or are being filled."""
        ...

    def running_in(self, session_id: int) -> list[Gap]:
        """The places of a class that are offered or kept."""
        ...

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        """The running gaps that have to be looked at, the longest due first."""
        ...

    def offers(self, gap_id: int) -> list[Offer]:
        """In the order in which they were made."""
        ...

    def offer_of(self, booking_id: int) -> Offer | None:
        """The offer that a hold was made for, as it is now."""
        ...

    def passed(self, trainer_id: int, starts: datetime) -> set[int]:
        """The clients who were offered this time, now or earlier, and said no."""
        ...

    def held_until(self, client_id: int, now: datetime) -> datetime | None:
        """When the time that a client holds lapses; None where they hold none."""
        ...

    def session(self, session_id: int) -> TrainingSession:
        """The session without a place in it that keeps a gap."""
        ...
