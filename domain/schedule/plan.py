"""When a trainer's doors are open: hours of every week or of every few, and single openings beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import merge
from typing import NamedTuple, Self, TypeAlias

from domain.intervals import Interval, joined
from domain.schedule.rules import opened

EVER = date(2000, 1, 3)  # a Monday before all bookings: since when hours hold that begin at no day
MOST_WEEKS = 12  # a longer rhythm is a slip


class Stretch(NamedTuple):
    """Open hours of a weekday, in minutes of the local day; see `WeeklyHours`."""

    opens: int
    closes: int
    every: int = 1
    since: date = EVER

    def holds_on(self, day: date) -> bool:
        """Whether a day, which is of the stretch's weekday, is in one of its weeks. Weeks begin on Monday."""
        return day >= self.since and (self.every == 1 or (_week(day) - _week(self.since)) % self.every == 0)

    @property
    def kept(self) -> list[int | str]:
        """The same as JSON keeps it."""
        return [self.opens, self.closes, self.every, self.since.isoformat()]

    @classmethod
    def read(cls, kept: Sequence[int | str]) -> Self:
        """What was `kept`; of two numbers, hours of every week."""
        opens, closes, *rhythm = kept
        if not rhythm:
            return cls(int(opens), int(closes))
        return cls(int(opens), int(closes), int(rhythm[0]), date.fromisoformat(str(rhythm[1])))


Week: TypeAlias = Mapping[int, Sequence[Stretch]]  # by weekday, Monday being 0; stretches in order


@dataclass(frozen=True, slots=True)
class Plan:
    """The hours of a trainer. ``openings`` come in order."""

    zone: str
    week: Week
    openings: Sequence[Interval] = field(default=())

    def opening(self, first_day: date, days: int) -> Iterator[Interval]:
        """When the doors are open on some days, as ordered UTC intervals that are apart; and all openings."""
        weekly = opened(self.zone, first_day, days, self._hours)
        return joined(merge(weekly, self.openings)) if self.openings else weekly

    def _hours(self, day: date) -> list[tuple[int, int]]:
        stretches = self.week.get(day.weekday(), ())
        return [(each.opens, each.closes) for each in stretches if each.holds_on(day)]


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # day 1 of the calendar is a Monday
