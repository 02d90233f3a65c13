"""What the templates slice asks of storage."""

from typing import NamedTuple, Protocol

from domain.templates.model import SessionTemplate
from domain.trainers.model import Service, Trainer


class Prepared(NamedTuple):
    """A template with whose it is."""

    template: SessionTemplate
    service: Service
    trainer: Trainer


class Templates(Protocol):
    def prepared(self, template_id: int) -> Prepared:
        """Raises NotFound."""
        ...

    def of_trainer(self, trainer_id: int) -> list[Prepared]:
        """Those of services that are offered, by name."""
        ...
