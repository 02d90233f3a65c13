"""Every SELECT about ratings."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from domain.feedback.model import Rating
from domain.feedback.ports import Average

_OF = select(Rating).where(Rating.booking_id == bindparam("booking"))
_LATEST_BY = select(Rating).where(Rating.client_id == bindparam("client")).order_by(Rating.at.desc()).limit(1)
_LATEST_FOR = (
    select(Rating)
    .where(Rating.trainer_id == bindparam("trainer"))
    .order_by(Rating.id.desc())
    .limit(bindparam("limit"))
)
_AVERAGE = select(func.count(Rating.id), func.coalesce(func.sum(Rating.stars), 0)).where(
    Rating.trainer_id == bindparam("trainer")
)


class SqlFeedback:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, booking_id: int) -> Rating | None:
        return self._session.scalars(_OF, {"booking": booking_id}).one_or_none()

    def latest_by(self, client_id: int) -> Rating | None:
        return self._session.scalars(_LATEST_BY, {"client": client_id}).one_or_none()

    def latest_for(self, trainer_id: int, *, limit: int = 5) -> list[Rating]:
        return list(self._session.scalars(_LATEST_FOR, {"trainer": trainer_id, "limit": limit}))

    def average(self, trainer_id: int) -> Average:
        count, stars = self._session.execute(_AVERAGE, {"trainer": trainer_id}).one()
        return Average(count, stars / count if count else 0.0)
