"""Every SELECT about bookings."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from domain.bookings.model import Booking, BookingChange, Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import OVER
from domain.errors import NotFound
from domain.people.model import Person
from domain.trainers.model import Service, Trainer

_Client = aliased(Person)

_SHEET = (
    select(Booking, Service, Trainer, _Client)
    .join(Booking.session)
    .join(Service, Service.id == TrainingSession.service_id)
    .join(Trainer, Trainer.id == TrainingSession.trainer_id)
    .join(Trainer.person)
    .join(_Client, _Client.id == Booking.client_id)
    .options(contains_eager(Booking.session), contains_eager(Trainer.person))
)

_LAPSING = (Status.HELD, Status.REQUESTED)


class SqlBookings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def _sheets(self, statement: Select[Booking, Service, Trainer, Person]) -> list[Sheet]:
        return [
            Sheet(booking, service, trainer, client)
            for booking, service, trainer, client in self._session.execute(statement)
        ]

    def sheet(self, booking_id: int) -> Sheet:
        locked = _SHEET.where(Booking.id == booking_id).with_for_update(of=Booking)
        found = self._sheets(locked)
        if not found:
            raise NotFound
        return found[0]

    def held_by(self, client_id: int) -> Booking | None:
        held = select(Booking).where(Booking.client_id == client_id, Booking.status == Status.HELD)
        return self._session.scalars(held).one_or_none()

    def of_client(self, client_id: int, statuses: Collection[Status], *, limit: int = 20) -> list[Sheet]:
        mine = _SHEET.where(Booking.client_id == client_id, Booking.status.in_(statuses))
        return self._sheets(mine.order_by(TrainingSession.starts, Booking.id).limit(limit))

    def of_trainer(
        self, trainer_id: int, since: datetime, until: datetime, statuses: Collection[Status]
    ) -> list[Sheet]:
        theirs = _SHEET.where(
            TrainingSession.trainer_id == trainer_id,
            TrainingSession.starts < until,
            TrainingSession.ends > since,
            Booking.status.in_(statuses),
        )
        return self._sheets(theirs.order_by(TrainingSession.starts, Booking.id))

    def lapsed(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        over = _SHEET.where(Booking.until <= now, Booking.status.in_(_LAPSING)).order_by(Booking.until)
        # Two replicas that sweep at once share the work instead of waiting for each other.
        return self._sheets(over.limit(limit).with_for_update(of=Booking, skip_locked=True))

    def lapsed_over(
        self, trainer_id: int, busy_from: datetime, busy_to: datetime, now: datetime
    ) -> list[Booking]:
        over = (
            select(Booking)
            .join(Booking.session)
            .options(contains_eager(Booking.session))
            .where(
                TrainingSession.trainer_id == trainer_id,
                TrainingSession.live,
                TrainingSession.busy_from < busy_to,
                TrainingSession.busy_to > busy_from,
                Booking.status.in_(_LAPSING),
                Booking.until <= now,
            )
        )
        return list(self._session.scalars(over.with_for_update(of=Booking)))

    def requests_of(self, client_id: int, trainer_id: int) -> int:
        waiting = (
            select(func.count())
            .select_from(Booking)
            .join(Booking.session)
            .where(
                Booking.client_id == client_id,
                TrainingSession.trainer_id == trainer_id,
                Booking.status == Status.REQUESTED,
            )
        )
        return self._session.scalars(waiting).one()

    def has_trained(self, client_id: int, trainer_id: int) -> bool:
        known = exists().where(
            Booking.client_id == client_id,
            Booking.session_id == TrainingSession.id,
            TrainingSession.trainer_id == trainer_id,
            Booking.status.in_((Status.CONFIRMED, *OVER)),
        )
        return bool(self._session.scalars(select(known)).one())

    def last_change(self, booking_id: int) -> BookingChange | None:
        latest = select(BookingChange).where(BookingChange.booking_id == booking_id)
        return self._session.scalars(latest.order_by(BookingChange.id.desc()).limit(1)).one_or_none()
