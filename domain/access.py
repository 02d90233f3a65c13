"""Who may do what to whom. Every service asks, whatever the route asked before."""

from domain.base import Role
from domain.errors import NotYours
from domain.people.model import Person
from domain.trainers.model import Trainer


def require_trainer(actor: Person, trainer: Trainer) -> None:
    """Refuse unless the actor is this trainer or an admin."""
    if actor.id != trainer.person_id and not actor.roles & Role.ADMIN:
        raise NotYours


def require_admin(actor: Person) -> None:
    if not actor.roles & Role.ADMIN:
        raise NotYours


def require_either(actor: Person, person_id: int, trainer: Trainer) -> None:
    """Refuse unless the actor is the client or the trainer of something, or an admin."""
    if actor.id != person_id:
        require_trainer(actor, trainer)


def require_self(actor: Person, person_id: int) -> None:
    """Refuse unless the actor is this very person."""
    if actor.id != person_id:
        raise NotYours
