"""How much a trainer takes on: the days and weeks that are full, on the trainer's own calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.intervals import Interval, hull
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
    count, weeks = _begun(work, trainer, since, until, now=now, client_id=client_id, session_id=session_id)
    days = (first + ahead * _DAY for first in weeks for ahead in range(7))
    return frozenset(
        day
        for day in days
        if reached(count.get(day, 0), trainer.most_a_day) or reached(weeks[monday(day)], trainer.most_a_week)
    )


def _begun(
    work: Work,
    trainer: Trainer,
    since: datetime,
    until: datetime,
    *,
    now: datetime,
    client_id: int,
    session_id: int,
) -> tuple[dict[date, int], dict[date, int]]:
    """How many sessions begin on the days, and in the weeks by their Mondays."""
    # A day more on either side: on a trip it may be another day than at home.
    first, last = monday(wall(since - _DAY, trainer.zone).date()), wall(until + _DAY, trainer.zone).date()
    after = monday(last) + 7 * _DAY
    count = work.schedule.begun_on(
        trainer.id, first, after, now=now, client_id=client_id, session_id=session_id
    )
    mondays = [first + ahead * _DAY for ahead in range(0, (after - first).days, 7)]
    weeks = {each: sum(count.get(each + ahead * _DAY, 0) for ahead in range(7)) for each in mondays}
    return count, weeks


def reached(count: int, most: int | None) -> bool:
    return most is not None and count >= most


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_the_way(
    work: Work,
    trainer: Trainer,
    wanted: Sequence[tuple[datetime, Interval]],
    *,
    now: datetime,
    session_id: int,
) -> list[Interval]:
    """For each start, with what it keeps busy: how far away something stands in its way, whosever it is. That
    is the day or the week, where it is full.
    """
    if not is_limited(trainer):
        return [busy for _starts, busy in wanted]
    starts = [each for each, _busy in wanted]
    count, weeks = _begun(
        work, trainer, min(starts), max(starts), now=now, client_id=0, session_id=session_id
    )

    def span(starts: datetime, busy: Interval) -> Interval:
        zone = trainer.zone_at(starts)
        day = wall(starts, zone).date()
        if reached(weeks[monday(day)], trainer.most_a_week):
            return hull(busy, whole_day(zone, monday(day), 7))
        return hull(busy, whole_day(zone, day)) if reached(count.get(day, 0), trainer.most_a_day) else busy

    return [span(*each) for each in wanted]


def reach(trainer: Trainer, starts: datetime, busy: Interval) -> Interval:
    """How far away something may be that stands in the way of a session: it may fill the week."""
    if not is_limited(trainer):
        return busy
    zone = trainer.zone_at(starts)
    return hull(busy, whole_day(zone, monday(wall(starts, zone).date()), 7))
