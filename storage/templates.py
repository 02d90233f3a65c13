"""Every SELECT about templates."""

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.templates.model import SessionTemplate
from domain.templates.ports import Prepared
from domain.trainers.model import Service, Trainer
from storage.trainers import WITH_TRIPS_OF_EACH

_ALL = (
    select(SessionTemplate, Service, Trainer)
    .join(Service, Service.id == SessionTemplate.service_id)
    .join(Trainer, Trainer.id == Service.trainer_id)
    .join(Trainer.person)
    .options(WITH_TRIPS_OF_EACH)
)
_ONE = _ALL.where(SessionTemplate.id == bindparam("template", type_=Integer))
_OF_TRAINER = _ALL.where(Trainer.id == bindparam("trainer", type_=Integer), Service.active).order_by(
    SessionTemplate.name, SessionTemplate.id
)


class SqlTemplates:
    def __init__(self, session: Session) -> None:
        self._session = session

    def prepared(self, template_id: int) -> Prepared:
        found = self._session.execute(_ONE, {"template": template_id}).one_or_none()
        if found is None:
            raise NotFound
        return Prepared(*found)

    def of_trainer(self, trainer_id: int) -> list[Prepared]:
        return [Prepared(*each) for each in self._session.execute(_OF_TRAINER, {"trainer": trainer_id})]
