"""Every statement about sending: who may send on a lane, what is due, and how it ended."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CursorResult,
    Executable,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.campaigns.model import Campaign, Status
from domain.notifications.model import PRIORITIES, Lane, Notification, Purpose, State
from domain.notifications.ports import Backlog, Outcome
from storage.clock import db_time
from storage.notifications import is_open
from storage.tables import table

LEASE = 15  # seconds
RENEW = 10  # a lease with more than this left is not renewed yet, so that an idle lane writes little

_lane, _table = table(Lane), table(Notification)
_named = _lane.c.name == bindparam("of_lane")
_LEASE = {"owner": bindparam("me"), "lease_until": db_time(LEASE)}

_HOLDER = (
    select(
        _lane.c.owner,
        (_lane.c.lease_until > db_time(RENEW)).label("fresh"),
        or_(_lane.c.owner.is_(None), _lane.c.lease_until < db_time()).label("free"),
        and_(_lane.c.blocked_until.is_not(None), _lane.c.blocked_until > db_time()).label("blocked"),
    )
    .where(_named)
    .with_for_update()
)
_FIRST = {
    "sqlite": sqlite.insert(_lane).values(name=bindparam("of_lane"), **_LEASE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_lane)
    .values(name=bindparam("of_lane"), **_LEASE)
    .on_conflict_do_nothing(),
}
_RENEW = update(_lane).where(_named).values(_LEASE)
_RELEASE = update(_lane).where(_named, _lane.c.owner == bindparam("me")).values(owner=None, lease_until=None)

_Earlier, _Digest = aliased(Notification), aliased(Notification)


def _halted(row: type[Notification]) -> ColumnElement[bool]:
    """Each hand-off asks anew whether its campaign runs; the outbox holds few of any at once."""
    return and_(
        row.purpose == Purpose.PROMOTIONAL,
        row.subject_kind == "campaign",
        exists().where(Campaign.id == row.subject_id, Campaign.status != Status.RUNNING),
    )


_HELD_BACK = exists().where(
    _Earlier.address_id == Notification.address_id,
    is_open(_Earlier.state),
    ~and_(_Earlier.state == State.PENDING, _halted(_Earlier)),  # it may be days until that goes on
    or_(
        _Earlier.due_at < Notification.due_at,
        and_(_Earlier.due_at == Notification.due_at, _Earlier.id < Notification.id),
    ),
    or_(
        _Earlier.priority <= Notification.priority,
        and_(
            _Earlier.subject_kind == Notification.subject_kind,
            _Earlier.subject_id == Notification.subject_id,
        ),
    ),
)


def _due(of_priority: ColumnElement[bool]) -> Select[int, int, datetime]:
    """The first few that are due."""
    return (
        select(Notification.id, Notification.priority, Notification.due_at)
        .where(
            Notification.lane == bindparam("of_lane"),
            of_priority,
            Notification.state == State.PENDING,
            is_open(Notification.state),
            Notification.due_at <= bindparam("now"),
            or_(Notification.not_before.is_(None), Notification.not_before <= db_time()),
            Notification.address_id.not_in(bindparam("resting", expanding=True)),
            ~_HELD_BACK,
            ~_halted(Notification),
        )
        .order_by(Notification.priority, Notification.due_at, Notification.id)
        .limit(bindparam("limit"))
    )


def _first(due: FromClause) -> Select[int]:
    return select(due.c.id).order_by(due.c.priority, due.c.due_at, due.c.id).limit(bindparam("limit"))


def _take(due: Select[int]) -> Executable:
    taken = (
        update(_table)
        .where(_table.c.id.in_(due), _table.c.state == State.PENDING)
        .values(
            state=State.CLAIMED,
            token=_table.c.token + 1,
            attempts=_table.c.attempts + 1,
            lease_until=db_time(LEASE),
        )
        .returning(_table)
    )
    # An ORM update would be put together anew each time.
    return select(Notification).from_statement(taken).execution_options(populate_existing=True)


_PRIORITIES = [literal_column(str(each), Integer) for each in PRIORITIES]
# A scan in the order of priorities would pass all that are not due yet. Told that these are all, SQLite
# looks at each by itself; PostgreSQL has to be asked about each.
_TAKE = {
    "sqlite": _take(_first(_due(Notification.priority.in_(_PRIORITIES)).subquery())),
    "postgresql": _take(
        _first(
            union_all(
                *(select(_due(Notification.priority == each).subquery()) for each in _PRIORITIES)
            ).subquery()
        )
    ),
}
_FORGIVEN = and_(
    Notification.purpose != Purpose.PROMOTIONAL, Notification.doubts < bindparam("forgiven", type_=Integer)
)
# A claim that nobody ended: its message may have arrived.
_DOUBT = (
    update(Notification)
    .where(
        Notification.lane == bindparam("of_lane"),
        Notification.state == bindparam(None, State.CLAIMED, literal_execute=True),  # in the index's words
        or_(bindparam("whoever", type_=Boolean), Notification.lease_until < db_time()),
    )
    .values(
        state=case((_FORGIVEN, State.PENDING), else_=State.UNKNOWN),
        doubts=Notification.doubts + 1,
        problem="its sender vanished",
        # It counts for the week, as what surely arrived does.
        settled_at=case((_FORGIVEN, None), else_=bindparam("now", type_=UtcDateTime)),
    )
    .execution_options(synchronize_session=False)
)


_SETTLE = (
    update(Notification)
    .where(
        Notification.id == bindparam("row"),
        Notification.token == bindparam("claim"),
        Notification.state == State.CLAIMED,
    )
    .values(
        state=bindparam("ended"),
        problem=bindparam("why"),
        message_id=bindparam("message"),
        doubts=Notification.doubts + bindparam("doubt"),
        settled_at=bindparam("at"),
    )
    .execution_options(synchronize_session=False)
)
# What was gathered and not said follows its own way; the rest takes the digest's end, by a rule of the table.
_APART = (
    update(Notification)
    .where(
        Notification.id == bindparam("row"),
        Notification.state == State.GATHERED,
        exists().where(
            _Digest.id == bindparam("of_digest"),
            _Digest.key == Notification.digest,
            _Digest.token == bindparam("claim"),
            _Digest.state == State.CLAIMED,
        ),
    )
    .values(state=bindparam("ended"), problem=bindparam("why"), settled_at=bindparam("at"), digest=None)
    .execution_options(synchronize_session=False)
)
_BACKLOG = (
    select(Notification.lane, func.count(), func.min(Notification.due_at))
    .where(is_open(Notification.state), Notification.due_at <= bindparam("now"))
    .group_by(Notification.lane)
    .order_by(Notification.lane)
)


class SqlLanes:
    """See ``domain.notifications.ports.Lanes``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._engine = session.get_bind().dialect.name

    def hold(self, lane: str, owner: str, now: datetime, *, forgiven: int = 1) -> bool:
        mine = {"of_lane": lane, "me": owner}
        held = self._session.execute(_HOLDER, mine).one_or_none()
        if held is None:
            return self._changes(_FIRST[self._engine], mine)
        if held.owner != owner:
            # One process owns a SQLite file: whoever else held the lane is gone.
            if not held.free and self._engine != "sqlite":
                return False
            self._changes(_DOUBT, {"of_lane": lane, "whoever": True, "forgiven": forgiven, "now": now})
        if held.owner != owner or not held.fresh:
            self._changes(_RENEW, mine)
        return not held.blocked

    def take(
        self,
        lane: str,
        now: datetime,
        *,
        limit: int = 1,
        resting: Collection[int] = (),
        forgiven: int = 1,
    ) -> list[Notification]:
        values = {"of_lane": lane, "now": now, "limit": limit, "resting": list(resting)}
        taken = list(self._session.scalars(_TAKE[self._engine], values))
        if not taken:
            self._changes(_DOUBT, {"of_lane": lane, "whoever": False, "forgiven": forgiven, "now": now})
        return sorted(taken, key=lambda row: (row.priority, row.due_at, row.id))

    def settle(self, outcome: Outcome, now: datetime) -> bool:
        again = outcome.state is State.PENDING
        for each in () if again else outcome.apart:
            self._apart(outcome.notification, each, now)
        settle = _SETTLE.values(not_before=db_time(outcome.wait)) if again else _SETTLE
        if outcome.due:
            settle = settle.values(
                due_at=outcome.due,
                wanted_at=func.coalesce(Notification.wanted_at, Notification.due_at),
                attempts=Notification.attempts - 1,
            )
        if outcome.step:
            settle = settle.values(path=[*outcome.notification.path, outcome.step])
        values = {
            "row": outcome.notification.id,
            "claim": outcome.notification.token,
            "ended": outcome.state,
            "why": outcome.problem,
            "message": outcome.message_id,
            "doubt": int(outcome.doubt),
            "at": None if again else now,
        }
        return self._changes(settle, values)

    def _apart(self, digest: Notification, left: Outcome, now: datetime) -> None:
        values = {
            "row": left.notification.id,
            "of_digest": digest.id,
            "claim": digest.token,
            "ended": left.state,
            "why": left.problem,
            "at": None if left.state is State.PENDING else now,
        }
        apart = _APART.values(path=[*left.notification.path, left.step]) if left.step else _APART
        self._session.execute(apart, values)

    def block(self, lane: str, seconds: float) -> None:
        blocked = update(_lane).where(_named).values(blocked_until=db_time(seconds))
        self._session.execute(blocked, {"of_lane": lane})

    def backlog(self, now: datetime) -> list[Backlog]:
        rows = self._session.execute(_BACKLOG, {"now": now})
        return [Backlog(lane, due, now - since) for lane, due, since in rows]

    def release(self, lane: str, owner: str) -> None:
        self._session.execute(_RELEASE, {"of_lane": lane, "me": owner})

    def _changes(self, statement: Any, values: dict[str, Any]) -> bool:
        result = self._session.execute(statement, values)
        return isinstance(result, CursorResult) and result.rowcount > 0
