"""On which dates a standing slot falls, and how far ahead they are booked. Pure policy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.trainers.model import Trainer
from domain.zones import at, wall

MOST_WEEKS = 4  # a longer rhythm is a slip
AHEAD = timedelta(weeks=10)  # at the least; a trainer who is booked further ahead gives as much
LOOKS = timedelta(days=1)  # how often a slot is extended
_DAY = timedelta(days=1)


class Rhythm(NamedTuple):
    """A weekday and a time of it, every so many weeks from ``since`` on. ``clock`` is in minutes of the local
    day, and stays what it is when the clocks change.
    """

    zone: str
    since: date
    clock: int
    every: int = 1

    @classmethod
    def of(cls, starts: datetime, zone: str, every: int = 1) -> "Rhythm":
        shown = wall(starts, zone)
        return cls(zone, shown.date(), shown.hour * 60 + shown.minute, every)

    @property
    def place(self) -> tuple[int, int]:
        """In the week: the weekday, Monday being 0, and the minute of the day."""
        return self.since.weekday(), self.clock

    @property
    def step(self) -> timedelta:
        return timedelta(weeks=self.every)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from the first to the last given one, never before it begins."""
        late = max(timedelta(), first - self.since)
        day = self.since + -(-late // self.step) * self.step
        while day <= last:
            yield day
            day += self.step

    def at(self, day: date) -> datetime:
        """The instant on a day: where the clocks skip the time the first one after, of two the first."""
        return at(self.zone, day, self.clock)

    def ahead(self, now: datetime) -> date:
        """Its first day whose time is still to come."""
        today = wall(now, self.zone).date()
        last = max(today, self.since) + 2 * self.step
        return next(day for day in self.days(today - _DAY, last) if self.at(day) > now)


def last_day(trainer: Trainer, zone: str, now: datetime) -> date:
    """The last day that dates are booked for."""
    return wall(now + max(AHEAD, timedelta(days=trainer.horizon_days)), zone).date()
