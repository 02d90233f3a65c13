"""Every SELECT about consent."""

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from domain.consent.model import Act, Consent
from domain.notifications.model import Purpose

_OF_ADDRESS = (
    select(Consent)
    .where(Consent.address_id == bindparam("address"), Consent.purpose == bindparam("purpose"))
    .order_by(Consent.id.desc())
    .limit(1)
)
_STANDS = _OF_ADDRESS.where(Consent.act != Act.ASKED)
_ASKED = _OF_ADDRESS.where(Consent.act == Act.ASKED)
_SETTLED = select(
    exists().where(Consent.person_id == bindparam("person"), Consent.purpose == bindparam("purpose"))
)


class SqlConsents:
    """See ``domain.consent.ports.Consents``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stands(self, address_id: int, purpose: Purpose) -> Consent | None:
        return self._session.scalars(_STANDS, {"address": address_id, "purpose": purpose}).one_or_none()

    def asked(self, address_id: int, purpose: Purpose) -> Consent | None:
        return self._session.scalars(_ASKED, {"address": address_id, "purpose": purpose}).one_or_none()

    def was_settled(self, person_id: int, purpose: Purpose) -> bool:
        return bool(self._session.scalars(_SETTLED, {"person": person_id, "purpose": purpose}).one())
