"""Every SELECT about lateness."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.bookings.model import TrainingSession
from domain.lateness.model import Delay

_TOLD = (
    select(Delay)
    .join(TrainingSession, TrainingSession.id == Delay.session_id)
    .where(
        TrainingSession.trainer_id == bindparam("trainer"),
        TrainingSession.starts == Delay.starts,
        TrainingSession.live,
        TrainingSession.busy_from < bindparam("until", type_=UtcDateTime),
        TrainingSession.busy_to > bindparam("since", type_=UtcDateTime),
        Delay.starts >= bindparam("since", type_=UtcDateTime),
        Delay.starts < bindparam("until", type_=UtcDateTime),
    )
    .order_by(Delay.starts)
    .execution_options(populate_existing=True)
)


class SqlLateness:
    def __init__(self, session: Session) -> None:
        self._session = session

    def delay(self, session_id: int) -> Delay | None:
        return self._session.get(Delay, session_id)

    def told(self, trainer_id: int, since: datetime, until: datetime) -> list[Delay]:
        span = {"trainer": trainer_id, "since": since, "until": until}
        return list(self._session.scalars(_TOLD, span))
