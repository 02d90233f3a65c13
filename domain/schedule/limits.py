"""How much a trainer takes on: the days and weeks that are full, on the trainer's own calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from domain.intervals import Interval, hull
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall, whole_day

_DAY = timedelta(days=1)
_APART = timedelta(days=2)  # no calendar is further from UTC's, on a trip neither


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
    own = {"client_id": client_id, "session_id": session_id}
    return full_days_of(work, [trainer], since, until, now=now, **own).get(trainer.id, frozenset())


def full_days_of(
    work: Work,
    trainers: Sequence[Trainer],
    since: datetime,
    until: datetime,
    *,
    now: datetime,
    client_id: int,
    session_id: int,
) -> dict[int, frozenset[date]]:
    """The same of each of several trainers who has limits, in one look."""
    limited = [each for each in trainers if is_limited(each)]
    if not limited:
        return {}
    first, after = _whole_weeks(since, until)
    begun = work.schedule.begun_by(
        [each.id for each in limited], first, after, now=now, client_id=client_id, session_id=session_id
    )
    return {each.id: _full(each, begun.get(each.id, {}), first, after) for each in limited}


def _full(trainer: Trainer, begun: Mapping[date, int], first: date, after: date) -> frozenset[date]:
    weeks = _by_week(begun, first, after)
    return frozenset(
        day
        for day in (first + ahead * _DAY for ahead in range((after - first).days))
        if reached(begun.get(day, 0), trainer.most_a_day) or reached(weeks[monday(day)], trainer.most_a_week)
    )


def _whole_weeks(since: datetime, until: datetime) -> tuple[date, date]:
    """The Monday before a stretch of time, and the one after it, on whosever calendar."""
    return monday((since - _APART).date()), monday((until + _APART).date()) + 7 * _DAY


def _by_week(begun: Mapping[date, int], first: date, after: date) -> dict[date, int]:
    """How many sessions begin in the weeks, by their Mondays."""
    mondays = [first + ahead * _DAY for ahead in range(0, (after - first).days, 7)]
    return {each: sum(begun.get(each + ahead * _DAY, 0) for ahead in range(7)) for each in mondays}


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
    first, after = _whole_weeks(min(starts), max(starts))
    begun = work.schedule.begun_on(trainer.id, first, after, now=now, session_id=session_id)
    weeks = _by_week(begun, first, after)

    def span(starts: datetime, busy: Interval) -> Interval:
        zone = trainer.zone_at(starts)
        day = wall(starts, zone).date()
        if reached(weeks[monday(day)], trainer.most_a_week):
            return hull(busy, whole_day(zone, monday(day), 7))
        return hull(busy, whole_day(zone, day)) if reached(begun.get(day, 0), trainer.most_a_day) else busy

    return [span(*each) for each in wanted]


def reach(trainer: Trainer, starts: datetime, busy: Interval) -> Interval:
    """How far away something may be that stands in the way of a session: it may fill the week."""
    if not is_limited(trainer):
        return busy
    zone = trainer.zone_at(starts)
    return hull(busy, whole_day(zone, monday(wall(starts, zone).date()), 7))
