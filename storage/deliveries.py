"""Every statement about what became of messages."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.notifications.model import Delivery
from domain.notifications.rules import is_later
from storage.tables import table

_table = table(Delivery)
# Two reports that come at once meet at one row.
_PUT = {
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(),
}
_ONE = (
    select(Delivery)
    .where(Delivery.provider == bindparam("provider"), Delivery.message_id == bindparam("message"))
    .with_for_update()
)
_OLD = select(_table.c.message_id).where(_table.c.at < bindparam("before")).limit(bindparam("limit"))
_FORGET = delete(_table).where(_table.c.message_id.in_(_OLD)).returning(_table.c.message_id)
_OF = select(Delivery).where(Delivery.key == bindparam("key")).order_by(Delivery.at)


class SqlDeliveries:
    """See ``domain.notifications.ports.Deliveries``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._put = _PUT[session.get_bind().dialect.name]

    def report(
        self,
        provider: str,
        message_id: str,
        key: str,
        status: str,
        *,
        problem: str | None = None,
        now: datetime,
    ) -> Delivery | None:
        if not message_id:
            return None
        row = {"provider": provider, "message_id": message_id, "key": key[:160], "status": "", "at": now}
        row["since"] = now
        self._session.execute(self._put, row)
        mine = {"provider": provider, "message": message_id}
        found = self._session.scalars(_ONE, mine).one()
        if not is_later(status, found.status):
            return None
        found.status, found.problem, found.at = status, problem, now
        self._session.flush()
        return found

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        return len(self._session.execute(_FORGET, {"before": before, "limit": limit}).all())

    def of(self, key: str) -> list[Delivery]:
        return list(self._session.scalars(_OF, {"key": key}))
