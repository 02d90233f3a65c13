"""Every SELECT about trainers and their services."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.people.model import Person
from domain.trainers.model import Service, Trainer

_ACTIVE = (
    select(Trainer).join(Person, Person.id == Trainer.person_id).where(Trainer.active).order_by(Person.name)
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
        return self._session.scalars(select(Trainer).where(Trainer.slug == slug)).one_or_none()

    def of_person(self, person_id: int) -> Trainer | None:
        return self._session.scalars(select(Trainer).where(Trainer.person_id == person_id)).one_or_none()

    def active(self) -> list[Trainer]:
        return list(self._session.scalars(_ACTIVE))

    def service(self, service_id: int) -> Service:
        found = self._session.get(Service, service_id)
        if found is None:
            raise NotFound
        return found

    def services(self, trainer_id: int) -> list[Service]:
        offered = select(Service).where(Service.trainer_id == trainer_id, Service.active)
        return list(self._session.scalars(offered.order_by(Service.id)))
