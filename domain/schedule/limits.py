"""How much a trainer takes on: the days and weeks that are full, on the trainer's own calendar."""

from datetime import date, datetime, timedelta

from domain.intervals import Interval
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall, whole_day

_DAY = timedelta(days=1)


def is_limited(trainer: Trainer) -> bool:
    return trainer.most_a_day is not None or trainer.most_a_week is not None


def full_days(
    work: Work,
    trainer: Trainer,
    since: datetime,
    until: datetime,
    *,
    now: datetime,
    client_id: int,
    session_id: int,
) -> frozenset[date]:
    """The days of a stretch of time on which no further session may begin. One look, where there are limits.

    A session counts on the day that it begins. Left out are those that `Schedule.busy` leaves out.
    """
    if not is_limited(trainer):
        return frozenset()
    # A day more on either side: on a trip it may be another day than at home.
    first, last = monday(wall(since - _DAY, trainer.zone).date()), wall(until + _DAY, trainer.zone).date()
    after = monday(last) + 7 * _DAY
    count = work.schedule.begun_on(
        trainer.id, first, after, now=now, client_id=client_id, session_id=session_id
    )
    days = [first + ahead * _DAY for ahead in range((after - first).days)]
    weeks = {day: sum(count.get(day + ahead * _DAY, 0) for ahead in range(7)) for day in days[::7]}
    return frozenset(
        day
        for day in days
        if reached(count.get(day, 0), trainer.most_a_day) or reached(weeks[monday(day)], trainer.most_a_week)
    )


def reached(count: int, most: int | None) -> bool:
    return most is not None and count >= most


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def reach(trainer: Trainer, starts: datetime, busy: Interval) -> Interval:
    """How far away something may be that stands in the way of a session: it may fill the week."""
    if not is_limited(trainer):
        return busy
    zone = trainer.zone_at(starts)
    week = whole_day(zone, monday(wall(starts, zone).date()), 7)
    return Interval(min(busy.start, week.start), max(busy.end, week.end))
