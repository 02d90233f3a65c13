"""What the schedule slice asks of storage."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.intervals import Interval
from domain.schedule.model import Block, Closure, ExtraHours, HoursDraft, Season, SeasonDates
from domain.schedule.plan import Spell, Stretch, Week


class Schedule(Protocol):
    def hours(self, trainer_id: int, season_id: int | None = None) -> dict[int, list[Stretch]]:
        """The stretches of each weekday (Monday 0) that has any, in order; the usual ones, or a season's."""
        ...

    def weeks(self, trainer_ids: Collection[int]) -> dict[int, Week]:
        """The usual `hours` of each trainer who has any."""
        ...

    def spells(self, trainer_ids: Collection[int], first: date, last: date) -> dict[int, list[Spell]]:
        """The `season_dates` of each trainer who has any, with their hours."""
        ...

    def openings(
        self, trainer_ids: Collection[int], since: datetime, until: datetime
    ) -> dict[int, list[Interval]]:
        """The `extra_hours` of each trainer who has any."""
        ...

    def seasons(self, trainer_id: int) -> list[Season]:
        """In the order they were made."""
        ...

    def season_dates(self, trainer_id: int, first: date, last: date) -> list[SeasonDates]:
        """Those that share a day with these, in order."""
        ...

    def dates_of(self, dates_id: int) -> SeasonDates:
        """Raises NotFound."""
        ...

    def extra_hours(self, trainer_id: int, since: datetime, until: datetime) -> list[ExtraHours]:
        """Those that touch a stretch of time, by their start."""
        ...

    def opened_once(self, extra_id: int) -> ExtraHours:
        """Raises NotFound."""
        ...

    def replace_hours(self, trainer_id: int, days: Week, season_id: int | None = None) -> None:
        """Set the named weekdays, usually or of a season; the others stay."""
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
        """Blocks, closures and live sessions with their buffers, in order. Left out: lapsed holds, this
        client's own hold, and the given session (one that is about to move).
        """
        ...

    def busy_of(
        self,
        trainer_ids: Collection[int],
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> dict[int, list[Interval]]:
        """When each trainer is `busy`, in whichever order."""
        ...

    def sessions(
        self, trainer_ids: Sequence[int], since: datetime, until: datetime
    ) -> dict[int, list[Interval]]:
        """The live sessions of trainers that lie in a stretch of time, by trainer, without their buffers."""
        ...

    def begun_on(
        self,
        trainer_id: int,
        first: date,
        after: date,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> dict[date, int]:
        """How many live sessions begin on each local day from ``first`` to before ``after``, less what
        `busy` leaves out.
        """
        ...

    def begun_by(
        self,
        trainer_ids: Collection[int],
        first: date,
        after: date,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> dict[int, dict[date, int]]:
        """The sessions of each trainer who has any, as `begun_on` counts them."""
        ...

    def block(self, block_id: int) -> Block:
        """Raises NotFound."""
        ...

    def closures(self, since: datetime, until: datetime) -> list[Closure]:
        """Those of the studio that touch a stretch of time, by their start."""
        ...

    def closure(self, closure_id: int) -> Closure:
        """Raises NotFound."""
        ...

    def blocks(self, trainer_id: int, since: datetime, until: datetime) -> list[Block]: ...

    def draft(self, draft_id: int) -> HoursDraft:
        """Raises NotFound."""
        ...
