"""Every SELECT about trainers and their services."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session, contains_eager

from domain.base import UtcDateTime
from domain.bookings.model import TrainingSession
from domain.classes.model import ClassDate
from domain.errors import NotFound
from domain.people.model import Person
from domain.schedule.model import ExtraHours, WeeklyHours
from domain.trainers.model import Rate, Service, Trainer

# Wherever a time of a trainer is shown, it matters where they are then: with one, or with each of several.
WITH_TRIPS = contains_eager(Trainer.person).joinedload(Person.trips)
WITH_TRIPS_OF_EACH = contains_eager(Trainer.person).selectinload(Person.trips)
# Built once, as most turns run some of them.
_ACTIVE = (
    select(Trainer)
    .join(Trainer.person)
    # In one statement, however many they are.
    .options(contains_eager(Trainer.person).subqueryload(Person.trips))
    .where(Trainer.active)
    .order_by(Person.name)
)
_now = bindparam("now", type_=UtcDateTime)
_BOOKABLE = _ACTIVE.where(
    exists().where(Service.trainer_id == Trainer.id, Service.active),
    or_(
        exists().where(WeeklyHours.trainer_id == Trainer.id),
        exists().where(ExtraHours.trainer_id == Trainer.id, ExtraHours.ends > _now),
        exists().where(
            ClassDate.session_id == TrainingSession.id,
            TrainingSession.trainer_id == Trainer.id,
            TrainingSession.live,
            TrainingSession.starts > _now,
        ),
    ),
)
_ONE = select(Trainer).join(Trainer.person).options(WITH_TRIPS)
_BY_SLUG = _ONE.where(Trainer.slug == bindparam("slug"))
_OF_PERSON = _ONE.where(Trainer.person_id == bindparam("person"))
_EVERYBODY = _ONE.order_by(Trainer.id)
_SERVICE = (
    select(Service, Trainer)
    .join(Trainer, Trainer.id == Service.trainer_id)
    .join(Trainer.person)
    .options(WITH_TRIPS)
    .where(Service.id == bindparam("service"))
)
_SERVICES = (
    select(Service)
    .where(Service.trainer_id.in_(bindparam("trainers", expanding=True)), Service.active)
    .order_by(Service.id)
)
_ALL_SERVICES = select(Service).where(Service.trainer_id == bindparam("trainer")).order_by(Service.id)
_AT_RATE = select(Service).where(Service.rate_id.is_not(None)).order_by(Service.id)
_RATE = select(Rate).order_by(Rate.id.desc()).limit(1)
_OFFERED = (
    select(Service)
    .join(Trainer, Trainer.id == Service.trainer_id)
    .where(Service.active, Trainer.active)
    .order_by(Service.id)
)


class SqlTrainers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def trainer(self, trainer_id: int) -> Trainer:
        found = self._session.get(Trainer, trainer_id)
        if found is None:
            raise NotFound
        return found

    def by_slug(self, slug: str) -> Trainer | None:
        return self._session.scalars(_BY_SLUG, {"slug": slug}).unique().one_or_none()

    def everybody(self) -> list[Trainer]:
        return list(self._session.scalars(_EVERYBODY).unique())

    def of_person(self, person_id: int) -> Trainer | None:
        return self._session.scalars(_OF_PERSON, {"person": person_id}).unique().one_or_none()

    def active(self) -> list[Trainer]:
        return list(self._session.scalars(_ACTIVE))

    def bookable(self, now: datetime) -> list[Trainer]:
        return list(self._session.scalars(_BOOKABLE, {"now": now}))

    def service(self, service_id: int) -> tuple[Service, Trainer]:
        found = self._session.execute(_SERVICE, {"service": service_id}).unique().one_or_none()
        if found is None:
            raise NotFound
        service, trainer = found
        return service, trainer

    def offered(self) -> list[Service]:
        return list(self._session.scalars(_OFFERED))

    def services(self, trainer_id: int) -> list[Service]:
        return self.services_of([trainer_id]).get(trainer_id, [])

    def services_of(self, trainer_ids: Collection[int]) -> dict[int, list[Service]]:
        found: dict[int, list[Service]] = {}
        for each in self._session.scalars(_SERVICES, {"trainers": list(trainer_ids)}):
            found.setdefault(each.trainer_id, []).append(each)
        return found

    def all_services(self, trainer_id: int) -> list[Service]:
        return list(self._session.scalars(_ALL_SERVICES, {"trainer": trainer_id}))

    def rate(self) -> Rate | None:
        return self._session.scalars(_RATE).one_or_none()

    def at_rate(self) -> list[Service]:
        return list(self._session.scalars(_AT_RATE))
