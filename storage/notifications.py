"""Every statement about the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.notifications.model import Notification, Purpose, State
from storage.tables import table

_table = table(Notification)
_COLUMNS = [column.name for column in _table.columns if column.name != "id"]

# The natural key makes a repeat a no-op on both engines.
_PUT = {
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(index_elements=["key"]),
}


def is_open(state: ColumnElement[State] | InstrumentedAttribute[State]) -> ColumnElement[bool]:
    """Pending or claimed, in the very words of the partial indexes: with parameters they go unused."""
    return state.in_(bindparam(None, (State.PENDING, State.CLAIMED), expanding=True, literal_execute=True))


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
_OF_KEY = select(Notification).where(Notification.key == bindparam("key"))
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

    def is_repeated(self, row: Notification, now: datetime) -> bool:
        same = {
            "subject": row.subject_kind,
            "subject_id": row.subject_id,
            "address": row.address_id,
            "of_kind": row.kind,
        }
        return bool(self._session.scalar(_REPEATED, same | {"after": row.id, "now": now}))

    def send_by(self, address_id: int, lane: str) -> None:
        self._session.execute(_SEND_BY, {"address": address_id, "by_lane": lane})
        self._woken.add(lane)

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        return len(self._session.execute(_FORGET, {"before": before, "limit": limit}).all())

    def withdraw(self, subject: tuple[str, int], kinds: tuple[str, ...]) -> None:
        values = {"subject": subject[0], "subject_id": subject[1], "kinds": kinds}
        self._session.execute(_WITHDRAW, values)

    def withdraw_from(self, address_id: int, purposes: Collection[Purpose]) -> list[Notification]:
        theirs = {"address": address_id, "purposes": list(purposes)}
        gone = sorted(self._session.scalars(_PENDING_FOR, theirs), key=lambda row: (row.due_at, row.id))
        for row in gone:
            self._session.expunge(row)
        self._session.execute(_WITHDRAW_FROM, theirs)
        return gone
