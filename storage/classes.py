"""Every SELECT about classes."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session, contains_eager

from domain.base import UtcDateTime
from domain.bookings.model import Booking, Status, TrainingSession
from domain.bookings.rules import GONE
from domain.classes.model import ClassDate, ClassDraft, GroupClass
from domain.classes.ports import Places, Roster
from domain.errors import NotFound
from domain.schedule.model import Block, Closure
from domain.trainers.model import Service
from domain.waitlist.model import Gap, GapStatus
from storage.tables import table

_LONGEST = timedelta(days=1)  # before its start a session takes its trainer's time
_session, _booking, _gap = table(TrainingSession), table(Booking), table(Gap)
_block, _closure = table(Block), table(Closure)
_trainer, _service = bindparam("trainer", type_=Integer), bindparam("service", type_=Integer)
_client = bindparam("client", type_=Integer)
_now, _since, _until = (bindparam(name, type_=UtcDateTime) for name in ("now", "since", "until"))

_DUE = (
    select(GroupClass.id)
    # In the very words of the partial index: with parameters it goes unused.
    .where(literal_column("group_class.extend_at IS NOT NULL"), GroupClass.extend_at <= _now)
    .order_by(GroupClass.extend_at)
    .limit(bindparam("limit"))
)
_UNDECIDED = (
    select(ClassDate.session_id)
    .where(literal_column("class_date.due_at IS NOT NULL"), ClassDate.due_at <= _now)
    .order_by(ClassDate.due_at)
    .limit(bindparam("limit"))
)


def _stands(place: FromClause) -> ColumnElement[bool]:
    """A place that somebody has now, or has just given up, other than by this client's own hold."""
    lapsed = and_(place.c.status.in_((Status.HELD, Status.REQUESTED)), place.c.until <= _now)
    own = and_(place.c.status == Status.HELD, place.c.client_id == _client)
    kept = and_(place.c.kept_until > _now, place.c.client_id != _client)
    had = and_(place.c.status.not_in(GONE), ~lapsed, ~own)
    return and_(place.c.session_id == _session.c.id, or_(had, kept))


_offered = _booking.alias("offered")
_TAKEN = select(func.count(_booking.c.id)).where(_stands(_booking)).correlate(_session).scalar_subquery()
# Kept between two offers, while nobody has it.
_KEPT = (
    select(func.count(_gap.c.id))
    .where(
        _gap.c.session_id == _session.c.id,
        _gap.c.status == GapStatus.RUNNING,
        ~exists().where(_stands(_offered), _offered.c.seat == _gap.c.seat).correlate(_session, _gap),
    )
    .correlate(_session)
    .scalar_subquery()
)
_MINE = (
    exists()
    .where(
        _booking.c.session_id == _session.c.id,
        _booking.c.client_id == _client,
        _booking.c.status.not_in((*GONE, Status.HELD)),
    )
    .correlate(_session)
)
_OFF = or_(
    exists()
    .where(
        _block.c.trainer_id == _session.c.trainer_id,
        _block.c.starts < _session.c.busy_to,
        _block.c.ends > _session.c.busy_from,
    )
    .correlate(_session),
    exists()
    .where(_closure.c.starts < _session.c.busy_to, _closure.c.ends > _session.c.busy_from)
    .correlate(_session),
)
_PLACES = (
    select(_session.c.service_id, _session.c.starts, _session.c.capacity, _TAKEN + _KEPT, _MINE)
    .where(
        _session.c.trainer_id.in_(bindparam("trainers", expanding=True)),
        _session.c.busy_from >= bindparam("earliest", type_=UtcDateTime),
        _session.c.busy_from <= _until,
        _session.c.starts >= _since,
        _session.c.starts <= _until,
        _session.c.service_id.in_(bindparam("services", expanding=True)),
        _session.c.live,
        _session.c.capacity > 1,
        _session.c.id != bindparam("session", type_=Integer),
        ~_OFF,
    )
    .order_by(_session.c.starts)
)
_SESSION_AT = select(TrainingSession).where(
    TrainingSession.trainer_id == _trainer,
    TrainingSession.busy_from >= bindparam("earliest", type_=UtcDateTime),
    TrainingSession.busy_from <= _since,
    TrainingSession.starts == _since,
    TrainingSession.service_id == _service,
    TrainingSession.live,
    TrainingSession.capacity > 1,
)
_SEATS = union(
    select(_booking.c.seat).where(
        _booking.c.session_id == bindparam("session"),
        or_(_booking.c.status.not_in(GONE), _booking.c.kept_until.is_not(None)),
    ),
    select(_gap.c.seat).where(
        _gap.c.session_id == bindparam("session"),
        _gap.c.status == GapStatus.RUNNING,
        _gap.c.seat.is_not(None),
    ),
)
_SEATED = (
    select(func.count(_booking.c.id))
    .where(_booking.c.session_id == ClassDate.session_id, _booking.c.status.not_in((*GONE, Status.HELD)))
    .correlate(ClassDate)
    .scalar_subquery()
)
_ROSTER = (
    select(ClassDate, GroupClass, Service, _SEATED)
    .join(ClassDate.session)
    .join(GroupClass, GroupClass.id == ClassDate.class_id)
    .join(Service, Service.id == TrainingSession.service_id)
    .options(contains_eager(ClassDate.session))
)
_ONE_ROSTER = _ROSTER.where(ClassDate.session_id == bindparam("session"))
_ROSTERS = _ROSTER.where(
    TrainingSession.trainer_id == _trainer,
    TrainingSession.busy_from >= bindparam("earliest", type_=UtcDateTime),
    TrainingSession.busy_from < _until,
    TrainingSession.starts < _until,
    TrainingSession.ends > _since,
    TrainingSession.live,
).order_by(TrainingSession.starts)


class SqlClasses:
    def __init__(self, session: Session) -> None:
        self._session = session

    def group(self, class_id: int) -> GroupClass:
        return self._one(class_id)

    def locked(self, class_id: int) -> GroupClass:
        return self._one(class_id, with_for_update={"key_share": True}, populate_existing=True)

    def draft(self, draft_id: int) -> ClassDraft:
        found = self._session.get(
            ClassDraft, draft_id, with_for_update={"key_share": True}, populate_existing=True
        )
        if found is None:
            raise NotFound
        return found

    def of_trainer(self, trainer_id: int) -> list[tuple[GroupClass, Service]]:
        given = (
            select(GroupClass, Service)
            .join(Service, Service.id == GroupClass.service_id)
            .where(GroupClass.trainer_id == trainer_id)
            .order_by(GroupClass.id)
        )
        return [(group, service) for group, service in self._session.execute(given)]

    def due(self, now: datetime, *, limit: int = 100) -> list[int]:
        return list(self._session.scalars(_DUE, {"now": now, "limit": limit}))

    def undecided(self, now: datetime, *, limit: int = 100) -> list[int]:
        return list(self._session.scalars(_UNDECIDED, {"now": now, "limit": limit}))

    def dates(self, class_id: int, since: date) -> list[ClassDate]:
        planned = select(ClassDate).where(ClassDate.class_id == class_id, ClassDate.day >= since)
        return list(self._session.scalars(planned.order_by(ClassDate.day)))

    def date_of(self, session_id: int) -> ClassDate:
        found = self._session.scalars(
            select(ClassDate)
            .where(ClassDate.session_id == session_id)
            .with_for_update(of=ClassDate, key_share=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None:
            raise NotFound
        return found

    def rosters(self, trainer_id: int, since: datetime, until: datetime) -> list[Roster]:
        span = {"earliest": since - _LONGEST, "since": since, "until": until}
        return [Roster(*row) for row in self._session.execute(_ROSTERS, {"trainer": trainer_id, **span})]

    def roster(self, session_id: int) -> Roster:
        found = self._session.execute(_ONE_ROSTER, {"session": session_id}).one_or_none()
        if found is None:
            raise NotFound
        return Roster(*found)

    def places(
        self,
        service: Service,
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> list[Places]:
        own = {"client_id": client_id, "session_id": session_id}
        return self.places_of([service], since, until, now=now, **own).get(service.id, [])

    def places_of(
        self,
        services: Collection[Service],
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        session_id: int = 0,
    ) -> dict[int, list[Places]]:
        values = {
            "trainers": list({each.trainer_id for each in services}),
            "services": [each.id for each in services],
            "earliest": since - _LONGEST,
            "since": since,
            "until": until,
            "now": now,
            "client": client_id,
            "session": session_id,
        }
        found: dict[int, list[Places]] = {}
        for service, *places in self._session.execute(_PLACES, values):
            found.setdefault(service, []).append(Places(*places))
        return found

    def session_at(self, service: Service, starts: datetime) -> TrainingSession | None:
        span = {"earliest": starts - _LONGEST, "since": starts}
        values = {"trainer": service.trainer_id, "service": service.id, **span}
        return self._session.scalars(_SESSION_AT, values).one_or_none()

    def seats(self, session_id: int) -> set[int]:
        return set(self._session.scalars(_SEATS, {"session": session_id}))

    def _one(self, class_id: int, **options: Any) -> GroupClass:
        found = self._session.get(GroupClass, class_id, **options)
        if found is None:
            raise NotFound
        return found
