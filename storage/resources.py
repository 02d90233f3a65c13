"""Every SELECT about rooms and equipment."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, func, insert, select, text
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.bookings.model import TrainingSession
from domain.errors import NotFound
from domain.intervals import Interval
from domain.resources.model import Resource, ResourceUse, ServiceNeed
from domain.resources.ports import Need, Use
from domain.trainers.model import Service, Trainer
from storage.schedule import LONGEST, NOT_THEIRS, OUT_OF_THE_WAY, OWN_KEPT
from storage.tables import table
from storage.trainers import WITH_TRIPS_OF_EACH

_use, _need, _resource, _session = (
    table(ResourceUse),
    table(ServiceNeed),
    table(Resource),
    table(TrainingSession),
)
_since, _until, _earliest = (bindparam(name, type_=UtcDateTime) for name in ("since", "until", "earliest"))
_DURING = (_use.c.live, _use.c.busy_from >= _earliest, _use.c.busy_from < _until, _use.c.busy_to > _since)
_OF = _use.c.resource_id == bindparam("resource", type_=Integer)
_ANY_OF = _use.c.resource_id.in_(bindparam("resources", expanding=True))

_NEEDS = (
    select(Resource, ServiceNeed.units)
    .join(ServiceNeed, ServiceNeed.resource_id == Resource.id)
    .where(ServiceNeed.service_id == bindparam("service"))
    .order_by(Resource.id)
)
_SPARED = (
    select(_need.c.service_id, _need.c.resource_id, _resource.c.count - _need.c.units)
    .join(_resource, _resource.c.id == _need.c.resource_id)
    .where(_need.c.service_id.in_(bindparam("services", expanding=True)))
)
_IN_USE = (
    select(_use.c.resource_id, _use.c.busy_from, _use.c.busy_to)
    .join(_session, _session.c.id == _use.c.session_id)
    .where(
        _ANY_OF,
        *_DURING,
        _session.c.id.not_in(bindparam("sessions", expanding=True)),
        ~OUT_OF_THE_WAY,
        ~OWN_KEPT,
        NOT_THEIRS,
    )
)
_USED = select(_use.c.unit).where(_OF, *_DURING)
_TRAINERS = (
    select(_session.c.trainer_id)
    .join(_use, _use.c.session_id == _session.c.id)
    .where(_ANY_OF, *_DURING)
    .distinct()
    .order_by(_session.c.trainer_id)
)
_COUNTED = (
    select(func.count(_use.c.id))
    .where(_use.c.session_id == TrainingSession.id, _OF)
    .correlate(TrainingSession)
    .scalar_subquery()
)
_USES = (
    select(TrainingSession, Service, Trainer, _COUNTED)
    .join(Service, Service.id == TrainingSession.service_id)
    .join(Trainer, Trainer.id == TrainingSession.trainer_id)
    .join(Trainer.person)
    .options(WITH_TRIPS_OF_EACH)
    .where(TrainingSession.id.in_(select(_use.c.session_id).where(_OF, *_DURING)))
    .order_by(TrainingSession.starts)
)
_HELD = (
    select(_use.c.stands_for, func.count(_use.c.id))
    .where(_use.c.session_id == bindparam("session"), _use.c.live)
    .group_by(_use.c.stands_for)
)
_STAND_INS = (
    select(ResourceUse.stands_for, Resource)
    .join(Resource, Resource.id == ResourceUse.resource_id)
    .where(
        ResourceUse.session_id == bindparam("session"),
        ResourceUse.live,
        ResourceUse.resource_id != ResourceUse.stands_for,
    )
)
_COMING = (
    select(TrainingSession)
    .where(
        TrainingSession.trainer_id == bindparam("trainer"),
        TrainingSession.busy_from >= _earliest,
        TrainingSession.starts > _since,
        TrainingSession.service_id == bindparam("service"),
        TrainingSession.live,
    )
    .order_by(TrainingSession.starts)
)
# Two that take the last units at once would each pick the same one; until the turn ends they queue. SQLite's
# writers always do.
_QUEUE = text("SELECT pg_advisory_xact_lock(hashtext('resource'), :resource)")


class SqlResources:
    def __init__(self, session: Session) -> None:
        self._session = session

    def resource(self, resource_id: int) -> Resource:
        found = self._session.get(Resource, resource_id)
        if found is None:
            raise NotFound
        return found

    def all(self) -> list[Resource]:
        return list(self._session.scalars(select(Resource).order_by(Resource.name)))

    def needs(self, service_id: int) -> list[Need]:
        return [Need(*row) for row in self._session.execute(_NEEDS, {"service": service_id})]

    def needed_by(self, resource_id: int) -> list[tuple[Service, Trainer, int]]:
        needing = (
            select(Service, Trainer, ServiceNeed.units)
            .join(ServiceNeed, ServiceNeed.service_id == Service.id)
            .join(Trainer, Trainer.id == Service.trainer_id)
            .where(ServiceNeed.resource_id == resource_id)
            .order_by(Service.id)
        )
        return [(service, trainer, units) for service, trainer, units in self._session.execute(needing)]

    def need(self, service_id: int, needs: dict[int, int]) -> None:
        self._session.execute(delete(_need).where(_need.c.service_id == service_id))
        if needs:
            rows = [
                {"service_id": service_id, "resource_id": resource, "units": units}
                for resource, units in needs.items()
            ]
            self._session.execute(insert(_need), rows)

    def spared(self, service_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for service, resource, spare in self._session.execute(_SPARED, {"services": list(service_ids)}):
            found.setdefault(service, []).append((resource, spare))
        return found

    def in_use(
        self,
        resource_ids: Collection[int],
        since: datetime,
        until: datetime,
        *,
        now: datetime,
        client_id: int = 0,
        sessions: Collection[int] = (),
    ) -> dict[int, list[Interval]]:
        own = {"now": now, "client": client_id, "sessions": list(sessions)}
        values = {"resources": list(resource_ids), **_span(Interval(since, until)), **own}
        found: dict[int, list[Interval]] = {}
        for resource, busy_from, busy_to in self._session.execute(_IN_USE, values):
            found.setdefault(resource, []).append(Interval(busy_from, busy_to))
        return found

    def queue(self, resource_ids: Collection[int]) -> None:
        if self._session.get_bind().dialect.name == "postgresql":
            for resource in sorted(resource_ids):
                self._session.execute(_QUEUE, {"resource": resource})

    def used(self, resource_id: int, span: Interval) -> set[int]:
        return set(self._session.scalars(_USED, {"resource": resource_id, **_span(span)}))

    def uses(self, resource_id: int, since: datetime, until: datetime) -> list[Use]:
        values = {"resource": resource_id, **_span(Interval(since, until))}
        return [Use(*row) for row in self._session.execute(_USES, values)]

    def trainers_using(self, resource_ids: Collection[int], span: Interval) -> list[int]:
        return list(self._session.scalars(_TRAINERS, {"resources": list(resource_ids), **_span(span)}))

    def take(
        self, session: TrainingSession, resource_id: int, units: Collection[int], stands_for: int
    ) -> None:
        rows = [
            {
                "session_id": session.id,
                "resource_id": resource_id,
                "unit": unit,
                "stands_for": stands_for,
                "busy_from": session.busy_from,
                "busy_to": session.busy_to,
                "live": session.live,
            }
            for unit in units
        ]
        self._session.execute(insert(_use), rows)

    def give_back(self, session_id: int) -> None:
        self._session.execute(delete(_use).where(_use.c.session_id == session_id))

    def held(self, session_id: int) -> dict[int, int]:
        rows = self._session.execute(_HELD, {"session": session_id})
        return {row[0]: row[1] for row in rows}

    def stand_ins(self, session_id: int) -> dict[int, Resource]:
        return {row[0]: row[1] for row in self._session.execute(_STAND_INS, {"session": session_id})}

    def coming(self, service_id: int, trainer_id: int, now: datetime) -> list[TrainingSession]:
        values = {"service": service_id, "trainer": trainer_id, "since": now, "earliest": now - LONGEST}
        return list(self._session.scalars(_COMING, values))

    def session(self, session_id: int) -> TrainingSession:
        found = self._session.get(TrainingSession, session_id)
        if found is None:
            raise NotFound
        return found

    def forget(self, resource: Resource) -> None:
        self._session.execute(delete(_use).where(_use.c.resource_id == resource.id))
        self._session.delete(resource)


def _span(span: Interval) -> dict[str, datetime]:
    return {"earliest": span.start - LONGEST, "since": span.start, "until": span.end}
