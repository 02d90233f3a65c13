"""When a trainer's doors are open: hours of every week or of every few, of a season, and single openings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import merge
from typing import NamedTuple, Self, TypeAlias

from domain.intervals import Interval, joined, subtract, within
from domain.schedule.rules import opened
from domain.zones import Stay

EVER = date(2000, 1, 3)  # a Monday before all bookings: since when hours hold that begin at no day
_DAY = timedelta(days=1)
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
    """A trainer's hours. ``openings`` come in order, and so do stays; no two stays, or spells, share a day.

    A day is read on the clocks of the zone that it is spent in. Where the days of two zones overlap, on the
    way from one to the other, the doors are open as they are in the one that is reached.
    """

    zone: str
    week: Week
    openings: Sequence[Interval] = field(default=())
    spells: Sequence[Spell] = field(default=())
    stays: Sequence[Stay] = field(default=())

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
        parts = [hours for _zone, hours in self.by_zone(first_day, days)]
        return joined(merge(*parts)) if len(parts) > 1 else parts[0]

    def by_zone(self, first_day: date, days: int) -> list[tuple[str, Iterator[Interval]]]:
        """The same apart by the zones whose clocks they are read on. No instant is in two of them."""
        if not self.stays:
            return [(self.zone, self._joined(opened(self.zone, first_day, days, self._hours)))]
        # Calendars are up to two days apart.
        around = (first_day - _DAY, days + 3)
        away = subtract(self._joined(self._at_home(*around)), (stay.span for stay in self.stays))
        return [(self.zone, away), *((stay.zone, self._of(stay, *around)) for stay in self.stays)]

    def _joined(self, weekly: Iterator[Interval]) -> Iterator[Interval]:
        return joined(merge(weekly, self.openings)) if self.openings else weekly

    def _at_home(self, first_day: date, days: int) -> Iterator[Interval]:
        return opened(
            self.zone,
            first_day,
            days,
            lambda day: (
                () if any(stay.first <= day <= stay.last for stay in self.stays) else self._hours(day)
            ),
        )

    def _of(self, stay: Stay, first_day: date, days: int) -> Iterator[Interval]:
        """What is open in a stay, but for what of it is spent in the next one already."""
        first, last = max(first_day, stay.first), min(first_day + (days - 1) * _DAY, stay.last)
        weekly = opened(stay.zone, first, max((last - first).days + 1, 0), self._hours)
        until = min((each.span.start for each in self.stays if each.first > stay.last), default=stay.span.end)
        span = Interval(stay.span.start, min(stay.span.end, until))
        return within(self._joined(weekly), span)

    def _hours(self, day: date) -> list[tuple[int, int]]:
        week = next((each.week for each in self.spells if each.holds_on(day)), self.week)
        stretches = week.get(day.weekday(), ())
        return [(each.opens, each.closes) for each in stretches if each.holds_on(day)]


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # day 1 of the calendar is a Monday
