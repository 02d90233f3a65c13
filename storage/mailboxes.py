"""Every statement about mailboxes."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from domain.mailboxes.model import Mailbox

_GOOD = select(Mailbox).where(Mailbox.expires_at > bindparam("now")).with_for_update()
_CLAIMED = (
    _GOOD.where(Mailbox.claimed_by == bindparam("person", type_=Integer), Mailbox.code.is_not(None))
    .order_by(Mailbox.asked_at.desc())
    .limit(1)
)
_BY_PROOF = _GOOD.where(Mailbox.proof == bindparam("token"))
_BY_LEAVE = select(Mailbox).where(Mailbox.leave == bindparam("token"))
_CODES = select(func.coalesce(func.sum(Mailbox.codes), 0)).where(
    Mailbox.claimed_by == bindparam("person", type_=Integer), Mailbox.asked_at > bindparam("since")
)


class SqlMailboxes:
    """See ``domain.mailboxes.ports.Mailboxes``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, address_id: int) -> Mailbox | None:
        return self._session.get(Mailbox, address_id)

    def claimed(self, person_id: int, now: datetime) -> Mailbox | None:
        return self._session.scalars(_CLAIMED, {"person": person_id, "now": now}).one_or_none()

    def by_proof(self, token: str, now: datetime) -> Mailbox | None:
        return self._session.scalars(_BY_PROOF, {"token": token, "now": now}).one_or_none()

    def by_leave(self, token: str) -> Mailbox | None:
        return self._session.scalars(_BY_LEAVE, {"token": token}).one_or_none()

    def codes_since(self, person_id: int, since: datetime) -> int:
        self._session.flush()
        return self._session.execute(_CODES, {"person": person_id, "since": since}).scalar_one()
