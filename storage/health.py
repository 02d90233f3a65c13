"""Every SELECT about health forms."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.health.model import HealthForm

_LATEST = (
    select(HealthForm)
    .where(HealthForm.person_id == bindparam("person"))
    .order_by(HealthForm.id.desc())
    .limit(1)
)


class SqlHealth:
    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self, person_id: int) -> HealthForm | None:
        return self._session.scalars(_LATEST, {"person": person_id}).one_or_none()
