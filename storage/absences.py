"""Every SELECT about absences."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from domain.absences.model import Absence, Alternative, Answer, Replacement
from domain.base import UtcDateTime
from domain.bookings.model import Booking, TrainingSession
from domain.errors import NotFound

_now = bindparam("now", type_=UtcDateTime)

# In the very words of the partial indexes: with parameters they go unused.
_DUE = (
    select(Absence.id)
    .where(literal_column("absence.due_at IS NOT NULL"), Absence.due_at <= _now)
    .order_by(Absence.due_at)
    .limit(bindparam("limit"))
)
_SAME = select(Absence).where(
    Absence.trainer_id == bindparam("trainer"),
    Absence.starts == bindparam("starts", type_=UtcDateTime),
    Absence.ends == bindparam("ends", type_=UtcDateTime),
)
_LOCKED = (
    select(Absence)
    .where(Absence.id == bindparam("absence"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_REPLACEMENTS = (
    select(Replacement)
    .where(Replacement.absence_id == bindparam("absence"))
    .order_by(Replacement.was, Replacement.id)
)
_ASKED = (
    select(Replacement)
    .where(Replacement.booking_id == bindparam("booking"), Replacement.answer == Answer.ASKED)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_WAITING = (
    select(Replacement)
    .join(Booking, Booking.id == Replacement.booking_id)
    .where(Booking.client_id.in_(bindparam("clients", expanding=True)), Replacement.answer == Answer.ASKED)
    .order_by(Replacement.was, Replacement.id)
)
_CHOOSING = (
    select(Replacement.booking_id)
    .distinct()
    .join(Alternative, Alternative.replacement_id == Replacement.id)
    .join(TrainingSession, TrainingSession.id == Alternative.session_id)
    .where(
        TrainingSession.trainer_id == bindparam("trainer"),
        TrainingSession.kept_for.is_not(None),
        TrainingSession.live,
        TrainingSession.busy_from < bindparam("busy_to", type_=UtcDateTime),
        TrainingSession.busy_to > bindparam("busy_from", type_=UtcDateTime),
        Replacement.answer == Answer.ASKED,
    )
    .order_by(Replacement.booking_id)
)
_ABOUT = (
    select(Replacement)
    .where(Replacement.booking_id == bindparam("booking"))
    .order_by(Replacement.id.desc())
    .limit(1)
)
_ALTERNATIVES = (
    select(Alternative)
    .where(Alternative.replacement_id == bindparam("replacement"))
    .order_by(Alternative.number)
)
_KEPT_FOR = select(TrainingSession).where(
    TrainingSession.kept_for == bindparam("client"),
    TrainingSession.live,
    TrainingSession.busy_from < bindparam("busy_to", type_=UtcDateTime),
    TrainingSession.busy_to > bindparam("busy_from", type_=UtcDateTime),
)


class SqlAbsences:
    def __init__(self, session: Session) -> None:
        self._session = session

    def absence(self, absence_id: int) -> Absence:
        found = self._session.get(Absence, absence_id)
        if found is None:
            raise NotFound
        return found

    def same(self, trainer_id: int, starts: datetime, ends: datetime) -> Absence | None:
        values = {"trainer": trainer_id, "starts": starts, "ends": ends}
        return self._session.scalars(_SAME, values).one_or_none()

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        return list(self._session.scalars(_DUE, {"now": now, "limit": limit}))

    def locked(self, absence_id: int) -> Absence:
        found = self._session.scalars(_LOCKED, {"absence": absence_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def replacement(self, replacement_id: int) -> Replacement:
        found = self._session.get(Replacement, replacement_id)
        if found is None:
            raise NotFound
        return found

    def replacements(self, absence_id: int) -> list[Replacement]:
        return list(self._session.scalars(_REPLACEMENTS, {"absence": absence_id}))

    def asked_about(self, booking_id: int) -> Replacement | None:
        return self._session.scalars(_ASKED, {"booking": booking_id}).one_or_none()

    def waiting(self, client_ids: Sequence[int]) -> list[Replacement]:
        return list(self._session.scalars(_WAITING, {"clients": list(client_ids)}))

    def choosing(self, trainer_id: int, busy_from: datetime, busy_to: datetime) -> list[int]:
        values = {"trainer": trainer_id, "busy_from": busy_from, "busy_to": busy_to}
        return list(self._session.scalars(_CHOOSING, values))

    def about(self, booking_id: int) -> Replacement | None:
        return self._session.scalars(_ABOUT, {"booking": booking_id}).one_or_none()

    def alternatives(self, replacement_id: int) -> list[Alternative]:
        return list(self._session.scalars(_ALTERNATIVES, {"replacement": replacement_id}))

    def kept_for(self, client_id: int, busy_from: datetime, busy_to: datetime) -> list[TrainingSession]:
        values = {"client": client_id, "busy_from": busy_from, "busy_to": busy_to}
        return list(self._session.scalars(_KEPT_FOR, values))
