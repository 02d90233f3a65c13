"""Every statement about the waitlist."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, literal_column, select
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.bookings.model import Booking, Status, TrainingSession
from domain.errors import NotFound
from domain.people.model import Person
from domain.trainers.model import Service, Trainer
from domain.waitlist.model import Gap, Offer, OfferStatus, WaitlistEntry
from domain.waitlist.ports import Waiting
from storage.tables import table
from storage.trainers import WITH_TRIPS_OF_EACH

_entry, _booking = table(WaitlistEntry), table(Booking)
_Client = aliased(Person)
_since, _until = bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
_now = bindparam("now", type_=UtcDateTime)

_ENTRIES = (
    select(WaitlistEntry, _Client, Service, Trainer)
    .join(_Client, _Client.id == WaitlistEntry.client_id)
    .join(Service, Service.id == WaitlistEntry.service_id)
    .join(Trainer, Trainer.id == WaitlistEntry.trainer_id)
    .join(Trainer.person)
    .options(WITH_TRIPS_OF_EACH)
)
_OF_CLIENT = _ENTRIES.where(
    WaitlistEntry.client_id == bindparam("client"), WaitlistEntry.until > _now
).order_by(WaitlistEntry.first, WaitlistEntry.id)
_WAITING = _ENTRIES.where(
    WaitlistEntry.trainer_id == bindparam("trainer"),
    WaitlistEntry.first < _until,
    WaitlistEntry.until > _since,
).order_by(WaitlistEntry.joined_at, WaitlistEntry.id)
_BOOKED = delete(_entry).where(_entry.c.client_id == bindparam("client"), _entry.c.day == bindparam("day"))

# In the very words of the partial indexes: with parameters they go unused.
_FILLABLE: ColumnElement[bool] = literal_column("waitlist_gap.status IN ('asked', 'later', 'running')")
_RUNNING: ColumnElement[bool] = literal_column("waitlist_gap.status = 'running'")
_GAP = select(Gap).where(Gap.id == bindparam("gap"))
_LOCKED = _GAP.with_for_update(key_share=True).execution_options(populate_existing=True)
_TOUCHED = (
    select(Gap)
    .where(Gap.trainer_id == bindparam("trainer"), _FILLABLE, Gap.busy_from < _until, Gap.busy_to > _since)
    .order_by(Gap.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_DUE = select(Gap.id).where(_RUNNING, Gap.due_at <= _now).order_by(Gap.due_at).limit(bindparam("limit"))
_RUNNING_IN = select(Gap).where(Gap.session_id == bindparam("session"), _RUNNING, Gap.seat.is_not(None))
_OFFERS = select(Offer).where(Offer.gap_id == bindparam("gap")).order_by(Offer.id)
_OFFER_OF = (
    select(Offer)
    .where(Offer.booking_id == bindparam("booking"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_PASSED = (
    select(Offer.client_id)
    .join(Gap, Gap.id == Offer.gap_id)
    .where(
        Gap.trainer_id == bindparam("trainer"),
        Gap.starts == bindparam("starts", type_=UtcDateTime),
        Offer.status == OfferStatus.PASSED,
    )
)
_HELD_UNTIL = select(_booking.c.until).where(
    _booking.c.client_id == bindparam("client"),
    _booking.c.status == Status.HELD,
    _booking.c.until > _now,
)


class SqlWaitlist:
    def __init__(self, session: Session) -> None:
        self._session = session

    def entry(self, client_id: int, entry_id: int) -> WaitlistEntry | None:
        found = self._session.get(WaitlistEntry, entry_id)
        return found if found and found.client_id == client_id else None

    def entry_of(self, client_id: int, trainer_id: int, day: date) -> WaitlistEntry | None:
        mine = select(WaitlistEntry).filter_by(client_id=client_id, trainer_id=trainer_id, day=day)
        return self._session.scalars(mine).one_or_none()

    def entries_of(self, client_id: int, now: datetime) -> list[Waiting]:
        return self._waiting(_OF_CLIENT, client=client_id, now=now)

    def waiting(self, trainer_id: int, since: datetime, until: datetime) -> list[Waiting]:
        return self._waiting(_WAITING, trainer=trainer_id, since=since, until=until)

    def booked(self, client_id: int, day: date) -> None:
        self._session.execute(_BOOKED, {"client": client_id, "day": day})

    def forget(self, before: datetime) -> int:
        over = delete(_entry).where(_entry.c.until < before).returning(_entry.c.id)
        return len(self._session.execute(over).all())

    def gap(self, gap_id: int) -> Gap:
        return self._one(_GAP, gap_id)

    def locked(self, gap_id: int) -> Gap:
        return self._one(_LOCKED, gap_id)

    def fillable(self, trainer_id: int, since: datetime, until: datetime) -> list[Gap]:
        span = {"trainer": trainer_id, "since": since, "until": until}
        return list(self._session.scalars(_TOUCHED, span))

    def running_in(self, session_id: int) -> list[Gap]:
        return list(self._session.scalars(_RUNNING_IN.order_by(Gap.id), {"session": session_id}))

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        return list(self._session.scalars(_DUE, {"now": now, "limit": limit}))

    def offers(self, gap_id: int) -> list[Offer]:
        return list(self._session.scalars(_OFFERS, {"gap": gap_id}))

    def offer_of(self, booking_id: int) -> Offer | None:
        return self._session.scalars(_OFFER_OF, {"booking": booking_id}).one_or_none()

    def passed(self, trainer_id: int, starts: datetime) -> set[int]:
        return set(self._session.scalars(_PASSED, {"trainer": trainer_id, "starts": starts}))

    def held_until(self, client_id: int, now: datetime) -> datetime | None:
        return self._session.scalars(_HELD_UNTIL, {"client": client_id, "now": now}).one_or_none()

    def session(self, session_id: int) -> TrainingSession:
        found = self._session.get(TrainingSession, session_id)
        if found is None:
            raise NotFound
        return found

    def _one(self, statement: Select[Gap], gap_id: int) -> Gap:
        found = self._session.scalars(statement, {"gap": gap_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def _waiting(
        self, statement: Select[WaitlistEntry, Person, Service, Trainer], **values: Any
    ) -> list[Waiting]:
        rows = self._session.execute(statement, values)
        return [Waiting(entry, client, service, trainer) for entry, client, service, trainer in rows]
