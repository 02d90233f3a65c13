"""Every statement about what people were told, and whether they have read it."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.notifications.history import NOT_SENT
from domain.notifications.model import Notification, State
from domain.notifications.ports import Told
from domain.people.model import Address
from storage.tables import table

_row = table(Notification).c
# In the words of the partial indexes. On Core: what the ORM changes is put together anew each time.
_THEIRS = (_row.reader_id == bindparam("person", type_=Integer), _row.settled_at.is_not(None))
_IS_TOLD = or_(Notification.state != State.SUPPRESSED, Notification.problem.in_(NOT_SENT))
_PAGE = (
    select(Notification, Address.channel)
    .join(Address, Address.id == Notification.address_id)
    .where(*_THEIRS, _IS_TOLD)
    .order_by(Notification.settled_at.desc(), Notification.id.desc())
    .limit(bindparam("limit", type_=Integer))
    .offset(bindparam("skip", type_=BigInteger))
    .execution_options(populate_existing=True)
)
_UNREAD = select(func.count()).select_from(
    select(Notification.id)
    .where(*_THEIRS, Notification.read_at.is_(None), _IS_TOLD)
    .limit(bindparam("most", type_=Integer))
    .subquery("mine")
)
_READ = (
    update(table(Notification))
    .where(*_THEIRS, _row.read_at.is_(None))
    .values(read_at=bindparam("now", type_=UtcDateTime))
)
_READ_ALL = _READ.returning(_row.id)
_READ_ABOUT = _READ.where(
    or_(
        and_(
            _row.message_id == bindparam("message", type_=String),
            _row.address_id == bindparam("address", type_=Integer),
        ),
        and_(
            _row.subject_kind == bindparam("about", type_=String),
            _row.subject_id == bindparam("number", type_=Integer),
        ),
    )
)
_DROP = (
    update(Notification)
    .where(Notification.id == bindparam("notification", type_=Integer))
    .values(reader_id=None, read_at=None)
    .execution_options(synchronize_session=False)
)
_HAND_OVER = (
    update(Notification)
    .where(*_THEIRS, Notification.address_id == bindparam("address", type_=Integer))
    .values(reader_id=bindparam("after", type_=Integer))
    .execution_options(synchronize_session=False)
)


class SqlHistory:
    """See ``domain.notifications.ports.History``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def told(self, person_id: int, *, limit: int, skip: int = 0) -> list[Told]:
        self._session.flush()
        wanted = {"person": person_id, "limit": limit, "skip": skip}
        return [Told(row, channel) for row, channel in self._session.execute(_PAGE, wanted)]

    def unread(self, person_id: int, *, most: int) -> int:
        self._session.flush()
        return self._session.scalars(_UNREAD, {"person": person_id, "most": most}).one()

    def read_all(self, person_id: int, now: datetime) -> int:
        self._session.flush()
        return len(self._session.execute(_READ_ALL, {"person": person_id, "now": now}).all())

    def read_about(
        self,
        person_id: int,
        now: datetime,
        *,
        message: tuple[int, str] | None,
        subject: tuple[str, int] | None,
    ) -> None:
        (kind, number), (address, named) = subject or (None, None), message or (None, None)
        values = {
            "person": person_id,
            "now": now,
            "address": address,
            "message": named,
            "about": kind,
            "number": number,
        }
        self._session.execute(_READ_ABOUT, values)

    def drop(self, notification_id: int) -> None:
        self._session.execute(_DROP, {"notification": notification_id})

    def hand_over(self, address_id: int, before: int, after: int) -> None:
        theirs = {"person": before, "address": address_id, "after": after}
        self._session.execute(_HAND_OVER, theirs)
