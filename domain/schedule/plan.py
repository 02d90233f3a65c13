"""When a trainer's doors are open: hours of every week or of every few, of a season, and single openings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


class Spell(NamedTuple):
    """The days, the last one included, on which the hours of a season count instead of the usual ones."""

    first: date
    last: date
    week: Week
    season: int = 0

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Plan:
    """The hours of a trainer. ``openings`` come in order; spells share no day."""

    zone: str
    week: Week
    openings: Sequence[Interval] = field(default=())
    spells: Sequence[Spell] = field(default=())

    def having(self, week: Week, season: int = 0) -> Self:
        """As it would be if these were the hours of the weekdays that they name, usually or of a season."""
        if not season:
            return replace(self, week={**self.week, **week})
        spells = [
            each._replace(week={**each.week, **week}) if each.season == season else each
            for each in self.spells
        ]
        return replace(self, spells=spells)

    def during(self, spell: Spell) -> Self:
        """As it would be with one spell more."""
        return replace(self, spells=(spell, *self.spells))

    def opening(self, first_day: date, days: int) -> Iterator[Interval]:
        """When the doors are open on some days, as ordered UTC intervals that are apart; and all openings."""
        weekly = opened(self.zone, first_day, days, self._hours)
        return joined(merge(weekly, self.openings)) if self.openings else weekly

    def _hours(self, day: date) -> list[tuple[int, int]]:
        week = next((each.week for each in self.spells if each.holds_on(day)), self.week)
        stretches = week.get(day.weekday(), ())
        return [(each.opens, each.closes) for each in stretches if each.holds_on(day)]


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # day 1 of the calendar is a Monday
