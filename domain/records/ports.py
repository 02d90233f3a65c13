"""What the records slice asks of storage."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.records.metrics import Metrics


class Words(NamedTuple):
    """What was said about a booking, to be searched: names, the service, the note and the agenda."""

    booking_id: int
    said: str


class Records(Protocol):
    def tally(self, trainer_id: int, since: datetime, until: datetime) -> Metrics:
        """What became of the bookings that begin in a stretch of time."""
        ...

    def total(self, trainer_id: int) -> Metrics:
        """The same of all that a trainer ever had, but for their minutes: those are not read."""
        ...

    def words(
        self,
        trainer_id: int,
        since: datetime,
        until: datetime,
        statuses: Collection[Status],
        *,
        latest_first: bool,
        limit: int,
    ) -> list[Words]:
        """Of the bookings that begin in a stretch of time."""
        ...

    def sheets(self, booking_ids: Collection[int]) -> list[Sheet]:
        """In the order of the ids; such as there are."""
        ...
