"""What the schedule slice asks of storage."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.intervals import Interval
from domain.schedule.model import Block, HoursDraft


class Schedule(Protocol):
    def hours(self, trainer_id: int) -> list[tuple[int, int, int]]:
        """Weekday (Monday 0), opening and closing minute, in order."""
        ...

    def replace_hours(self, trainer_id: int, days: Mapping[int, Sequence[tuple[int, int]]]) -> None:
        """Set the named weekdays; the others stay."""
        ...

    def busy(
        self,
        trainer_id: int,
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> list[Interval]:
        """Blocks and live sessions with their buffers, in order. Left out: lapsed holds, this
        client's own hold, and the given session (one that is about to move).
        """
        ...

    def sessions(
        self, trainer_ids: Sequence[int], since: datetime, until: datetime
    ) -> dict[int, list[Interval]]:
        """The live sessions of trainers that lie in a stretch of time, by trainer, without their buffers."""
        ...

    def block(self, block_id: int) -> Block:
        """Raises NotFound."""
        ...

    def blocks(self, trainer_id: int, since: datetime, until: datetime) -> list[Block]: ...

    def draft(self, draft_id: int) -> HoursDraft:
        """Raises NotFound."""
        ...
