"""Every SELECT about a trainer's time."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.bookings.model import Booking, Status, TrainingSession
from domain.errors import NotFound
from domain.intervals import Interval
from domain.schedule.model import (
    Block,
    Closure,
    ExtraHours,
    HoursDraft,
    Season,
    SeasonDates,
    WeeklyHours,
)
from domain.schedule.plan import Spell, Stretch, Week
from storage.tables import table

_hours, _block, _closure, _session, _booking = (
    table(WeeklyHours),
    table(Block),
    table(Closure),
    table(TrainingSession),
    table(Booking),
)

_trainers = bindparam("trainers", type_=Integer, expanding=True)
_STRETCHES = select(
    _hours.c.trainer_id,
    _hours.c.season_id,
    _hours.c.weekday,
    _hours.c.opens,
    _hours.c.closes,
    _hours.c.every,
    _hours.c.since,
).order_by(_hours.c.weekday, _hours.c.opens)
_HOURS = _STRETCHES.where(_hours.c.trainer_id.in_(_trainers), _hours.c.season_id.is_(None))
_SEASON_HOURS = _STRETCHES.where(
    _hours.c.season_id.in_(bindparam("seasons", expanding=True)), _hours.c.trainer_id.in_(_trainers)
)
_SEASONS = select(Season).where(Season.trainer_id == bindparam("trainer")).order_by(Season.id)
_SEASON_DATES = (
    select(SeasonDates)
    .where(
        SeasonDates.trainer_id.in_(_trainers),
        SeasonDates.first <= bindparam("last"),
        SeasonDates.last >= bindparam("first"),
    )
    .order_by(SeasonDates.first)
)

_EXTRA = (
    select(ExtraHours)
    .where(
        ExtraHours.trainer_id.in_(_trainers),
        ExtraHours.starts < bindparam("until"),
        ExtraHours.ends > bindparam("since"),
    )
    .order_by(ExtraHours.starts)
)

# A hold that lapsed, and this client's own, leave the time free to be offered; so does what was cancelled
# and can be undone no more. A class is there all the same.
OUT_OF_THE_WAY = exists().where(
    _session.c.capacity == 1,
    _booking.c.session_id == _session.c.id,
    or_(
        _booking.c.kept_until <= bindparam("now"),
        and_(
            _booking.c.status.in_((Status.HELD, Status.REQUESTED)),
            or_(
                _booking.c.until <= bindparam("now"),
                and_(_booking.c.status == Status.HELD, _booking.c.client_id == bindparam("client")),
            ),
        ),
    ),
)
# What this client has just cancelled as well: to take that very time again is to undo it no more.
OWN_KEPT = exists().where(
    _session.c.capacity == 1,
    _booking.c.session_id == _session.c.id,
    _booking.c.kept_until > bindparam("now"),
    _booking.c.client_id == bindparam("client"),
)
# Times to choose from are kept for one client: to them they are free, and to nobody else.
NOT_THEIRS = or_(_session.c.kept_for.is_(None), _session.c.kept_for != bindparam("client", type_=Integer))

_since = bindparam("since", type_=UtcDateTime)
_earlier = _session.alias("earlier")
# Live sessions of a trainer are apart, so of those that begin before a stretch of time only the last can
# reach into it: however long the history is, the search begins there.
FIRST_TO_REACH = func.coalesce(
    select(_earlier.c.busy_from)
    .where(_earlier.c.trainer_id == bindparam("trainer"), _earlier.c.live, _earlier.c.busy_from <= _since)
    .order_by(_earlier.c.busy_from.desc())
    .limit(1)
    .scalar_subquery(),
    _since,
)
LONGEST = timedelta(days=1)  # that a session with its buffers takes: a look into the past goes no further
_BUSY = union_all(
    select(_session.c.trainer_id, _session.c.busy_from, _session.c.busy_to).where(
        _session.c.trainer_id.in_(_trainers),
        _session.c.live,
        _session.c.busy_from >= bindparam("earliest", type_=UtcDateTime),
        _session.c.busy_from < bindparam("until"),
        _session.c.busy_to > bindparam("since"),
        _session.c.id != bindparam("session"),
        ~OUT_OF_THE_WAY,
        ~OWN_KEPT,
        NOT_THEIRS,
    ),
    select(_block.c.trainer_id, _block.c.starts, _block.c.ends).where(
        _block.c.trainer_id.in_(_trainers),
        _block.c.starts < bindparam("until"),
        _block.c.ends > bindparam("since"),
    ),
    select(null(), _closure.c.starts, _closure.c.ends).where(
        _closure.c.starts < bindparam("until"), _closure.c.ends > bindparam("since")
    ),
)
_SESSIONS = select(_session.c.trainer_id, _session.c.starts, _session.c.ends).where(
    _session.c.trainer_id.in_(_trainers),
    _session.c.live,
    _session.c.busy_from > bindparam("earliest"),
    _session.c.busy_from < bindparam("until"),
    _session.c.busy_to > bindparam("since"),
)


_DAY = func.substr(_session.c.wall, 1, 10)
# The calendar is text that sorts as its days do, so that a day or a week is one range of an index.
_BEGUN = (
    select(_session.c.trainer_id, _DAY, func.count())
    .where(
        _session.c.trainer_id.in_(_trainers),
        _session.c.live,
        _session.c.wall >= bindparam("first"),
        _session.c.wall < bindparam("after"),
        _session.c.id != bindparam("session"),
        ~OUT_OF_THE_WAY,
        ~OWN_KEPT,
        NOT_THEIRS,
    )
    .group_by(_session.c.trainer_id, _DAY)
)


class SqlSchedule:
    def __init__(self, session: Session) -> None:
        self._session = session

    def hours(self, trainer_id: int, season_id: int | None = None) -> dict[int, list[Stretch]]:
        return self._weeks([trainer_id], [season_id] if season_id else []).get((trainer_id, season_id), {})

    def weeks(self, trainer_ids: Collection[int]) -> dict[int, Week]:
        return {trainer: week for (trainer, _), week in self._weeks(trainer_ids).items()}

    def _weeks(
        self, trainer_ids: Collection[int], season_ids: Collection[int] = ()
    ) -> dict[tuple[int, int | None], dict[int, list[Stretch]]]:
        """By trainer and season: the usual ones, or those of seasons."""
        weeks: dict[tuple[int, int | None], dict[int, list[Stretch]]] = {}
        meant = {"seasons": list(season_ids)} if season_ids else {}
        statement = _SEASON_HOURS if season_ids else _HOURS
        rows = self._session.execute(statement, {"trainers": list(trainer_ids), **meant}).all()
        for trainer, season, weekday, *stretch in rows:
            weeks.setdefault((trainer, season), {}).setdefault(weekday, []).append(Stretch(*stretch))
        return weeks

    def seasons(self, trainer_id: int) -> list[Season]:
        return list(self._session.scalars(_SEASONS, {"trainer": trainer_id}))

    def season_dates(self, trainer_id: int, first: date, last: date) -> list[SeasonDates]:
        return self._season_dates([trainer_id], first, last)

    def spells(self, trainer_ids: Collection[int], first: date, last: date) -> dict[int, list[Spell]]:
        dates = self._season_dates(trainer_ids, first, last)
        weeks = self._weeks(trainer_ids, {each.season_id for each in dates}) if dates else {}
        found: dict[int, list[Spell]] = {}
        for each in dates:
            week = weeks.get((each.trainer_id, each.season_id), {})
            spell = Spell(each.first, each.last, week, each.season_id)
            found.setdefault(each.trainer_id, []).append(spell)
        return found

    def _season_dates(self, trainer_ids: Collection[int], first: date, last: date) -> list[SeasonDates]:
        days = {"trainers": list(trainer_ids), "first": first, "last": last}
        return list(self._session.scalars(_SEASON_DATES, days))

    def dates_of(self, dates_id: int) -> SeasonDates:
        found = self._session.get(SeasonDates, dates_id)
        if found is None:
            raise NotFound
        return found

    def sessions(
        self, trainer_ids: Sequence[int], since: datetime, until: datetime
    ) -> dict[int, list[Interval]]:
        found: dict[int, list[Interval]] = {}
        span = {"earliest": since - LONGEST, "since": since, "until": until}
        values = {"trainers": list(trainer_ids), **span}
        for trainer, starts, ends in self._session.execute(_SESSIONS, values).all():
            found.setdefault(trainer, []).append(Interval(starts, ends))
        return found

    def replace_hours(self, trainer_id: int, days: Week, season_id: int | None = None) -> None:
        mine = delete(_hours).where(
            _hours.c.trainer_id == trainer_id,
            _hours.c.season_id.is_not_distinct_from(season_id),
            _hours.c.weekday.in_(list(days)),
        )
        self._session.execute(mine)
        rows = [
            {"trainer_id": trainer_id, "season_id": season_id, "weekday": weekday, **stretch._asdict()}
            for weekday, stretches in days.items()
            for stretch in stretches
        ]
        if rows:
            self._session.execute(insert(_hours), rows)

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
        own = {"client_id": client_id, "session_id": session_id}
        return sorted(self.busy_of([trainer_id], since, until, now=now, **own)[trainer_id])

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
        values = {
            "trainers": list(trainer_ids),
            "earliest": since - LONGEST,
            "since": since,
            "until": until,
            "now": now,
            "client": client_id,
            "session": session_id,
        }
        busy: dict[int, list[Interval]] = {each: [] for each in trainer_ids}
        for trainer, start, end in self._session.execute(_BUSY, values).all():
            for whose in [trainer] if trainer else trainer_ids:  # the studio is closed for everybody
                busy[whose].append(Interval(start, end))
        return busy

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
        own = {"client_id": client_id, "session_id": session_id}
        return self.begun_by([trainer_id], first, after, now=now, **own).get(trainer_id, {})

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
        values = {
            "trainers": list(trainer_ids),
            "first": first.isoformat(),
            "after": after.isoformat(),
            "now": now,
            "client": client_id,
            "session": session_id,
        }
        begun: dict[int, dict[date, int]] = {}
        for trainer, day, count in self._session.execute(_BEGUN, values):
            begun.setdefault(trainer, {})[date.fromisoformat(day)] = count
        return begun

    def block(self, block_id: int) -> Block:
        found = self._session.get(Block, block_id)
        if found is None:
            raise NotFound
        return found

    def closures(self, since: datetime, until: datetime) -> list[Closure]:
        within = select(Closure).where(Closure.starts < until, Closure.ends > since)
        return list(self._session.scalars(within.order_by(Closure.starts)))

    def closure(self, closure_id: int) -> Closure:
        found = self._session.get(Closure, closure_id)
        if found is None:
            raise NotFound
        return found

    def blocks(self, trainer_id: int, since: datetime, until: datetime) -> list[Block]:
        within = select(Block).where(Block.trainer_id == trainer_id, Block.starts < until, Block.ends > since)
        return list(self._session.scalars(within.order_by(Block.starts)))

    def extra_hours(self, trainer_id: int, since: datetime, until: datetime) -> list[ExtraHours]:
        return self._extra_hours([trainer_id], since, until)

    def openings(
        self, trainer_ids: Collection[int], since: datetime, until: datetime
    ) -> dict[int, list[Interval]]:
        found: dict[int, list[Interval]] = {}
        for each in self._extra_hours(trainer_ids, since, until):
            found.setdefault(each.trainer_id, []).append(Interval(each.starts, each.ends))
        return found

    def _extra_hours(
        self, trainer_ids: Collection[int], since: datetime, until: datetime
    ) -> list[ExtraHours]:
        span = {"trainers": list(trainer_ids), "since": since, "until": until}
        return list(self._session.scalars(_EXTRA, span))

    def opened_once(self, extra_id: int) -> ExtraHours:
        found = self._session.get(ExtraHours, extra_id)
        if found is None:
            raise NotFound
        return found

    def draft(self, draft_id: int) -> HoursDraft:
        found = self._session.get(HoursDraft, draft_id)
        if found is None:
            raise NotFound
        return found
