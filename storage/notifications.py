"""Every statement about the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from domain.errors import NotFound
from domain.notifications.dead import REMEMBERED
from domain.notifications.digest import DIGESTS
from domain.notifications.model import Delivery, Notification, Purpose, State
from domain.notifications.ports import Sent, Tally, Told
from domain.people.model import Address
from storage.tables import table

_table, _address = table(Notification), table(Address)
_COLUMNS = [column.name for column in _table.columns if column.name != "id"]

# The natural key makes a repeat a no-op on both engines.
_PUT = {
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(index_elements=["key"]),
}


def is_open(state: ColumnElement[State] | InstrumentedAttribute[State]) -> ColumnElement[bool]:
    """Pending or claimed, in the very words of the partial indexes: with parameters they go unused."""
    return state.in_([literal_column("'pending'"), literal_column("'claimed'")])


_WITHDRAW = delete(_table).where(
    _table.c.subject_kind == bindparam("subject"),
    _table.c.subject_id == bindparam("subject_id"),
    _table.c.kind.in_(bindparam("kinds", expanding=True)),
    _table.c.state == State.PENDING,
    is_open(_table.c.state),
)
_OF_ADDRESS = (
    _table.c.address_id == bindparam("address"),
    _table.c.purpose.in_(bindparam("purposes", expanding=True)),
    _table.c.state == State.PENDING,
    is_open(_table.c.state),
)
_PENDING_FOR = select(Notification).where(*_OF_ADDRESS).with_for_update()
_WITHDRAW_FROM = delete(_table).where(*_OF_ADDRESS)
_WITHDRAW_ROWS = delete(_table).where(_table.c.id.in_(bindparam("rows", expanding=True)))
_WAITING_FOR = (
    select(Notification)
    .where(
        Notification.address_id.in_(
            select(_address.c.id).where(_address.c.person_id == bindparam("person", type_=Integer))
        ),
        Notification.state == State.PENDING,
        is_open(Notification.state),
    )
    .order_by(Notification.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
# What is gathered is found by its digest, which is locked before it: whoever takes that waits, or has it.
_GATHERS = (
    select(Notification.id)
    .where(
        Notification.key == bindparam("key"), Notification.state == State.PENDING, Notification.attempts == 0
    )
    .with_for_update(read=True)
)
_is_gathered = Notification.state == bindparam(None, State.GATHERED, literal_execute=True)
_GATHERED = (
    select(Notification)
    .where(Notification.address_id == bindparam("address"), Notification.digest == bindparam("digest"))
    .order_by(func.coalesce(Notification.wanted_at, Notification.due_at), Notification.id)
    .execution_options(populate_existing=True)
)
_GATHERED_FOR = (
    select(Notification)
    .where(
        Notification.address_id.in_(bindparam("addresses", expanding=True)),
        Notification.digest.in_(bindparam("digests", expanding=True)),
        _is_gathered,
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)
_Digest = aliased(Notification)
_WITHDRAW_GATHERED = (
    delete(Notification)
    .where(
        Notification.subject_kind == bindparam("subject"),
        Notification.subject_id == bindparam("subject_id"),
        Notification.kind.in_(bindparam("kinds", expanding=True)),
        _is_gathered,
        exists().where(_Digest.key == Notification.digest, _Digest.state == State.PENDING),
    )
    .execution_options(synchronize_session=False)
)
_IS_UNANSWERED = (Notification.climbs_at <= bindparam("now"), ~is_open(Notification.state))
_UNANSWERED = select(Notification.id).where(*_IS_UNANSWERED).order_by(Notification.climbs_at)
_UNANSWERED_ONE = (
    select(Notification)
    .where(Notification.id == bindparam("notification"), *_IS_UNANSWERED)
    .with_for_update(skip_locked=True)
)
_OF_KEY = select(Notification).where(Notification.key == bindparam("key"))
_HOLD = _OF_KEY.with_for_update().execution_options(populate_existing=True)
_REPEATED = select(
    exists().where(
        _table.c.subject_kind == bindparam("subject"),
        _table.c.subject_id == bindparam("subject_id"),
        _table.c.address_id == bindparam("address"),
        _table.c.kind == bindparam("of_kind"),
        _table.c.id > bindparam("after"),
        _table.c.due_at <= bindparam("now"),
        is_open(_table.c.state),
    )
)
_SEND_BY = (
    update(_table)
    .where(
        _table.c.address_id == bindparam("address"),
        _table.c.state == State.PENDING,
        is_open(_table.c.state),
    )
    .values(lane=bindparam("by_lane"))
)
_GATHERED_BY = (
    update(Notification)
    .where(Notification.address_id == bindparam("address"), Notification.digest.is_not(None), _is_gathered)
    .values(lane=bindparam("by_lane"))
    .execution_options(synchronize_session=False)
)
_SENT = (
    select(Notification.kind, Notification.settled_at, Address.channel)
    .join(Address, Address.id == Notification.address_id)
    .where(Notification.state == State.SENT)
    .order_by(Notification.settled_at, Notification.id)
)
_TOLD = (
    select(Notification, Address.channel)
    .join(Address, Address.id == Notification.address_id)
    .where(Notification.id == bindparam("notification", type_=Integer))
)
_LATEST_FOR = (
    select(Notification, Address.channel)
    .join(Address, Address.id == Notification.address_id)
    .where(
        Address.person_id == bindparam("person", type_=Integer),
        or_(  # what was told whoever had the address before is theirs
            Notification.reader_id.is_(None), Notification.reader_id == bindparam("person", type_=Integer)
        ),
        Notification.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(func.coalesce(Notification.settled_at, Notification.due_at).desc(), Notification.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_SAID = (  # of a text that was sent twice, the later one's
    select(Delivery.status)
    .where(Delivery.key == Notification.key)
    .order_by(Delivery.at.desc())
    .limit(1)
    .scalar_subquery()
)
_WHY = case((Notification.state == State.SUPPRESSED, Notification.problem))
_ENDED = (
    select(
        Notification.kind,
        Address.channel.label("channel"),
        Notification.state,
        _WHY.label("why"),
        _SAID.label("status"),
    )
    .join(Address, Address.id == Notification.address_id)
    .where(
        Notification.settled_at >= bindparam("since"),
        Notification.settled_at < bindparam("until"),
        Notification.digest.is_(None),  # those were one message
    )
    .subquery()
)
_TALLIES = select(*_ENDED.c, func.count()).group_by(*_ENDED.c).order_by(_ENDED.c.kind, _ENDED.c.channel)
_DEAD = (
    _table.c.state == State.DEAD,
    _table.c.settled_at >= bindparam("since"),
    _table.c.kind == bindparam("of_kind"),
    _table.c.problem == bindparam("why"),
    or_(_table.c.expires_at.is_(None), _table.c.expires_at > bindparam("now")),
)
_COUNT_DEAD = select(func.count()).select_from(_table).where(*_DEAD)
_ALIVE = {
    "state": State.PENDING,
    "attempts": 0,
    "doubts": 0,
    "settled_at": None,
    "problem": None,
    "not_before": None,
    "digest": None,
    "read_at": None,
}
_REVIVE = update(_table).where(*_DEAD).values(_ALIVE).returning(_table.c.lane, _table.c.key)
# What a digest was made of ended with it. It comes by itself now: its digest has nothing left to say.
_REVIVE_GATHERED = (
    update(_table)
    .where(_table.c.state == State.DEAD, _table.c.digest.in_(bindparam("digests", expanding=True)))
    .values(_ALIVE)
)
_OLD = (
    select(_table.c.id)
    .where(_table.c.settled_at < bindparam("before"))
    .order_by(_table.c.id)
    .limit(bindparam("limit"))
)
_FORGET = delete(_table).where(_table.c.id.in_(_OLD)).returning(_table.c.id)


class SqlOutbox:
    def __init__(self, session: Session, woken: set[str]) -> None:
        self._session = session
        self._woken = woken
        self._put = _PUT[session.get_bind().dialect.name]

    def put(self, notification: Notification) -> None:
        self._session.execute(self._put, {name: getattr(notification, name) for name in _COLUMNS})
        self._woken.add(notification.lane)

    def find(self, key: str) -> Notification | None:
        return self._session.scalars(_OF_KEY, {"key": key}).one_or_none()

    def hold(self, key: str) -> Notification | None:
        self._session.flush()
        held = self._session.scalars(_HOLD, {"key": key}).one_or_none()
        if held is not None:
            self._woken.add(held.lane)
        return held

    def told(self, notification_id: int) -> Told:
        found = self._session.execute(_TOLD, {"notification": notification_id}).one_or_none()
        if found is None:
            raise NotFound
        return Told(*found)

    def gathers(self, digest: str) -> bool:
        return self._session.scalar(_GATHERS, {"key": digest}) is not None

    def gathered(self, digest: Notification) -> list[Notification]:
        theirs = {"address": digest.address_id, "digest": digest.key}
        return list(self._session.scalars(_GATHERED, theirs))

    def unanswered(self, now: datetime) -> list[int]:
        return list(self._session.scalars(_UNANSWERED, {"now": now}))

    def take_unanswered(self, notification_id: int, now: datetime) -> Notification | None:
        found = self._session.scalars(_UNANSWERED_ONE, {"notification": notification_id, "now": now})
        return found.one_or_none()

    def is_repeated(self, row: Notification, now: datetime) -> bool:
        same = {
            "subject": row.subject_kind,
            "subject_id": row.subject_id,
            "address": row.address_id,
            "of_kind": row.kind,
        }
        return bool(self._session.scalar(_REPEATED, same | {"after": row.id, "now": now}))

    def sent(self, person_id: int, about: Collection[tuple[str, int]]) -> list[Sent]:
        told = _SENT.where(
            Address.person_id == person_id,
            tuple_(Notification.subject_kind, Notification.subject_id).in_(list(about)),
        )
        return [Sent(kind, at, channel) for kind, at, channel in self._session.execute(told) if at]

    def latest_for(self, person_id: int, kinds: Collection[str], *, limit: int) -> list[Told]:
        about = {"person": person_id, "kinds": list(kinds), "limit": limit}
        return [Told(row, channel) for row, channel in self._session.execute(_LATEST_FOR, about)]

    def tallies(self, since: datetime, until: datetime) -> list[Tally]:
        rows = self._session.execute(_TALLIES, {"since": since, "until": until})
        return [Tally._make(row) for row in rows]

    def waiting_for(self, person_id: int) -> list[Notification]:
        self._session.flush()
        pending = list(self._session.scalars(_WAITING_FOR, {"person": person_id}))
        self._woken.update(row.lane for row in pending)
        return [*pending, *self._gathered_for(pending)]

    def _gathered_for(self, pending: list[Notification]) -> list[Notification]:
        """What goes with those that are digests."""
        digests = [row for row in pending if row.kind in DIGESTS]
        if not digests:
            return []
        theirs = {"addresses": {row.address_id for row in digests}, "digests": [row.key for row in digests]}
        return list(self._session.scalars(_GATHERED_FOR, theirs))

    def send_by(self, address_id: int, lane: str) -> None:
        self._session.execute(_SEND_BY, {"address": address_id, "by_lane": lane})
        self._session.execute(_GATHERED_BY, {"address": address_id, "by_lane": lane})
        self._woken.add(lane)

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        return len(self._session.execute(_FORGET, {"before": before, "limit": limit}).all())

    def message(self, notification_id: int) -> Notification:
        found = self._session.get(Notification, notification_id)
        if found is None:
            raise NotFound
        return found

    def dead(self, kind: str, problem: str, now: datetime) -> int:
        return self._session.scalars(_COUNT_DEAD, _of_dead(kind, problem, now)).one()

    def revive(self, kind: str, problem: str, now: datetime) -> int:
        revived = self._session.execute(_REVIVE, _of_dead(kind, problem, now)).all()
        self._woken.update(lane for lane, _key in revived)
        if kind in DIGESTS and revived:
            self._session.execute(_REVIVE_GATHERED, {"digests": [key for _lane, key in revived]})
        return len(revived)

    def withdraw(self, subject: tuple[str, int], kinds: tuple[str, ...]) -> None:
        values = {"subject": subject[0], "subject_id": subject[1], "kinds": kinds}
        self._session.execute(_WITHDRAW, values)
        self._session.execute(_WITHDRAW_GATHERED, values)

    def withdraw_from(self, address_id: int, purposes: Collection[Purpose]) -> list[Notification]:
        theirs = {"address": address_id, "purposes": list(purposes)}
        pending = list(self._session.scalars(_PENDING_FOR, theirs))
        gathered = self._gathered_for(pending)
        gone = sorted([*pending, *gathered], key=lambda row: (row.due_at, row.id))
        for row in gone:
            self._session.expunge(row)
        if gathered:
            self._session.execute(_WITHDRAW_ROWS, {"rows": [row.id for row in gathered]})
        self._session.execute(_WITHDRAW_FROM, theirs)
        return gone


def _of_dead(kind: str, problem: str, now: datetime) -> dict[str, object]:
    return {"of_kind": kind, "why": problem, "now": now, "since": now - REMEMBERED}
