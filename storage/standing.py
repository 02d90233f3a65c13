"""Every SELECT about standing slots."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, literal_column, select
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.bookings.model import Booking, BookingChange, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.errors import NotFound
from domain.people.model import Person
from domain.standing.model import StandingSlot
from domain.standing.ports import Series, Stood
from domain.trainers.model import Service, Trainer
from storage.bookings import SHEET, locked, sheets
from storage.trainers import WITH_TRIPS_OF_EACH

_Client = aliased(Person)
_slot = bindparam("slot", type_=Integer)
_now = bindparam("now", type_=UtcDateTime)
_first = bindparam("first", type_=Date)
# In the very words of the partial indexes: with parameters they go unused.
_GOES_ON: ColumnElement[bool] = literal_column("standing_slot.status <> 'ended'")
_IS_DUE: ColumnElement[bool] = literal_column("standing_slot.due_at IS NOT NULL")

_SERIES = (
    select(StandingSlot, Service, Trainer, _Client)
    .join(Service, Service.id == StandingSlot.service_id)
    .join(Trainer, Trainer.id == StandingSlot.trainer_id)
    .join(Trainer.person)
    .join(_Client, _Client.id == StandingSlot.client_id)
    .options(WITH_TRIPS_OF_EACH)
)
_ONE = _SERIES.where(StandingSlot.id == _slot)
_LOCKED = _ONE.with_for_update(of=StandingSlot, key_share=True).execution_options(populate_existing=True)
_CLIENT_OF = select(StandingSlot.client_id).where(StandingSlot.id == _slot)
_SAME = _SERIES.where(
    StandingSlot.client_id == bindparam("client"),
    StandingSlot.service_id == bindparam("service"),
    StandingSlot.weekday == bindparam("weekday"),
    StandingSlot.clock == bindparam("clock"),
    _GOES_ON,
)
_OF_CLIENT = _SERIES.where(StandingSlot.client_id == bindparam("client"), _GOES_ON).order_by(StandingSlot.id)
_OF_TRAINER = _SERIES.where(StandingSlot.trainer_id == bindparam("trainer"), _GOES_ON).order_by(
    StandingSlot.weekday, StandingSlot.clock, StandingSlot.id
)
_COMING = SHEET.where(
    Booking.standing_id == _slot, Booking.status.in_(FIRM), TrainingSession.starts > _now
).order_by(TrainingSession.starts)
_COMING_LOCKED = locked(_COMING)
_BOOKINGS = (
    select(Booking)
    .where(Booking.standing_id == _slot, Booking.stands_for >= _first)
    .order_by(Booking.stands_for, Booking.id)
)
_STOOD = (
    select(Booking.stands_for, Booking.status, BookingChange.at)
    .join(
        BookingChange,
        and_(BookingChange.booking_id == Booking.id, BookingChange.version == Booking.version),
    )
    .where(Booking.standing_id == _slot, Booking.stands_for >= _first)
)
_DUE = (
    select(StandingSlot.id)
    .where(_IS_DUE, StandingSlot.due_at <= _now)
    .order_by(StandingSlot.due_at)
    .limit(bindparam("limit"))
)


class SqlStanding:
    def __init__(self, session: Session) -> None:
        self._session = session

    def series(self, slot_id: int) -> Series:
        return self._one(_ONE, slot_id)

    def locked(self, slot_id: int) -> Series:
        return self._one(_LOCKED, slot_id)

    def client_of(self, slot_id: int) -> int | None:
        return self._session.scalars(_CLIENT_OF, {"slot": slot_id}).one_or_none()

    def same(self, client_id: int, service_id: int, weekday: int, clock: int) -> Series | None:
        wanted = {"client": client_id, "service": service_id, "weekday": weekday, "clock": clock}
        return next(iter(self._series(_SAME, **wanted)), None)

    def of_client(self, client_id: int) -> list[Series]:
        return self._series(_OF_CLIENT, client=client_id)

    def of_trainer(self, trainer_id: int) -> list[Series]:
        return self._series(_OF_TRAINER, trainer=trainer_id)

    def coming(self, slot_id: int, now: datetime) -> list[Sheet]:
        return self._sheets(_COMING, slot_id, now)

    def coming_locked(self, slot_id: int, now: datetime) -> list[Sheet]:
        return self._sheets(_COMING_LOCKED, slot_id, now)

    def bookings(self, slot_id: int, first: date) -> list[Booking]:
        return list(self._session.scalars(_BOOKINGS, {"slot": slot_id, "first": first}))

    def stood(self, slot_id: int, first: date) -> list[Stood]:
        rows = self._session.execute(_STOOD, {"slot": slot_id, "first": first})
        return [Stood(day, status, at) for day, status, at in rows if day is not None]

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        return list(self._session.scalars(_DUE, {"now": now, "limit": limit}))

    def _one(self, statement: Any, slot_id: int) -> Series:
        found = self._series(statement, slot=slot_id)
        if not found:
            raise NotFound
        return found[0]

    def _series(self, statement: Any, **values: Any) -> list[Series]:
        rows = self._session.execute(statement, values)
        return [
            Series(slot, service.of(slot.minutes), trainer, client) for slot, service, trainer, client in rows
        ]

    def _sheets(self, statement: Any, slot_id: int, now: datetime) -> list[Sheet]:
        return sheets(self._session, statement, slot=slot_id, now=now)
