"""One look at a trainer's time over some weeks: what stands in the way of each date, and what is near it."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from domain.bookings.model import TrainingSession
from domain.bookings.rules import earliest_start
from domain.intervals import Interval, overlaps
from domain.people.model import Person
from domain.resources.units import lacking
from domain.schedule.limits import monday, reached
from domain.schedule.search import plan_of, starts_in
from domain.schedule.service import busy_span
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import wall, whole_day

_DAY = timedelta(days=1)
_MARGIN = 2 * _DAY  # of neighbouring days, in any zone
_MANY = 200


class Clash(enum.StrEnum):
    """Why a date can't be had, the first that holds."""

    CLOSED = "closed"  # the studio is
    AWAY = "away"
    OUTSIDE = "outside"  # of the hours, or of the times on offer
    YOURS = "yours"  # the client has another session then
    TAKEN = "taken"
    ROOM = "room"  # or another thing that it needs: others have it
    FULL = "full"  # the day or the week is


class Look:
    """Reads all that it needs once, in a handful of statements. What it says is free it takes for itself, so
    that the next date is seen beside it; the database has the last word.
    """

    def __init__(
        self,
        work: Work,
        client: Person,
        service: Service,
        trainer: Trainer,
        days: Sequence[date],
        *,
        now: datetime,
        without: Iterable[TrainingSession] = (),
    ) -> None:
        """``without`` are sessions that are about to leave their times."""
        zone = trainer.zone
        span = Interval(whole_day(zone, days[0]).start - _MARGIN, whole_day(zone, days[-1]).end + _MARGIN)
        self._now, self._service, self._trainer = now, service, trainer
        self._plan = plan_of(work, trainer, *span)
        self._closed = [Interval(each.starts, each.ends) for each in work.schedule.closures(*span)]
        self._away = [Interval(each.starts, each.ends) for each in work.schedule.blocks(trainer.id, *span)]
        self._busy = work.schedule.busy(trainer.id, *span, now=now, client_id=client.id)
        first, last = monday(wall(span.start, zone).date()), monday(wall(span.end, zone).date()) + 7 * _DAY
        self._begun = work.schedule.begun_on(trainer.id, first, last, now=now, client_id=client.id)
        leaving = list(without)
        for session in leaving:
            if (busy := Interval(session.busy_from, session.busy_to)) in self._busy:  # not of what has lapsed
                self._busy.remove(busy)
                self._begun[date.fromisoformat(session.wall[:10])] -= 1
        gone = {session.id for session in leaving}
        self._short = lacking(work, service, span, now=now, client_id=client.id, sessions=gone)
        self._theirs = [
            Interval(each.booking.starts, each.booking.session.ends)
            for each in work.bookings.coming(client.id, now, limit=_MANY)
            if each.booking.session.id not in gone
        ]

    def why_not(self, starts: datetime, *, offered: bool) -> Clash | None:
        """What stands in the way of a session then; ``offered``: inside the hours are only such times."""
        busy = busy_span(self._service, starts)
        session = self._session(starts)
        reasons = (
            (Clash.CLOSED, _touched(self._closed, busy)),
            (Clash.AWAY, _touched(self._away, busy)),
            (Clash.OUTSIDE, not (self._is_offered(starts) if offered else self._is_open(session))),
            (Clash.YOURS, _touched(self._theirs, session)),
            (Clash.TAKEN, _touched(self._busy, busy)),
            (Clash.ROOM, _touched(self._short, busy)),
            (Clash.FULL, self._is_full(self._day(starts))),
        )
        return next((clash for clash, holds in reasons if holds), None)

    def take(self, starts: datetime) -> None:
        """A date that is to be booked."""
        self._busy.append(busy_span(self._service, starts))
        self._theirs.append(self._session(starts))
        day = self._day(starts)
        self._begun[day] = self._begun.get(day, 0) + 1

    def near(self, starts: datetime) -> datetime | None:
        """What could be had instead of a time that can't, on that day or on one beside it."""
        free = self.free(self._day(starts), 1)
        return next(iter(nearest_first(free, starts, self._trainer.zone)), None)

    def free(self, day: date, around: int) -> list[datetime]:
        """The times that can be had on a day and on so many beside it, in order."""
        return [
            each
            for each in self._times(day - around * _DAY, 1 + 2 * around, self._busy + self._short)
            if not self._is_full(self._day(each)) and not _touched(self._theirs, self._session(each))
        ]

    def _is_offered(self, starts: datetime) -> bool:
        return starts in self._times(self._day(starts), 1, ())

    def _is_open(self, session: Interval) -> bool:
        opening = self._plan.opening(self._day(session.start) - _DAY, 3)
        return any(each.start <= session.start and session.end <= each.end for each in opening)

    def _times(self, first: date, days: int, busy: Sequence[Interval]) -> list[datetime]:
        span = whole_day(self._trainer.zone, first, days)
        earliest = max(span.start, earliest_start(self._trainer, self._service, self._now))
        starts = Interval(earliest, span.end - timedelta.resolution)
        return list(starts_in(self._plan, self._service, busy, first - _DAY, days + 2, starts))

    def _session(self, starts: datetime) -> Interval:
        return Interval(starts, starts + timedelta(minutes=self._service.minutes))

    def _is_full(self, day: date) -> bool:
        most_a_day, most_a_week = self._trainer.most_a_day, self._trainer.most_a_week
        first = monday(day)
        week = sum(self._begun.get(first + ahead * _DAY, 0) for ahead in range(7))
        return reached(self._begun.get(day, 0), most_a_day) or reached(week, most_a_week)

    def _day(self, instant: datetime) -> date:
        """On the trainer's own calendar, wherever they are."""
        return wall(instant, self._trainer.zone_at(instant)).date()


def nearest_first(times: Iterable[datetime], wanted: datetime, zone: str) -> list[datetime]:
    """Those of the wanted day, by how near they are; then those of other days, by how near to that hour. Who
    comes after work comes after work.
    """
    shown = wall(wanted, zone)

    def strays(instead: datetime) -> tuple[bool, int, datetime]:
        seen = wall(instead, zone)
        minutes = (seen.hour - shown.hour) * 60 + seen.minute - shown.minute
        return seen.date() != shown.date(), abs(minutes), instead

    return sorted(times, key=strays)


def _touched(busy: Iterable[Interval], span: Interval) -> bool:
    return any(overlaps(each, span) for each in busy)
