"""What the tests of rooms share."""

from domain.base import Role
from domain.people.model import Person
from domain.resources import service as resources
from domain.resources.model import Resource
from domain.trainers.model import Service
from domain.work import Work
from tests.factories import NOON, Studio, person


def ada(work: Work) -> Person:
    return person(work, "Ada", roles=Role.ADMIN)


def room(work: Work, name: str = "Studio 1", count: int = 1) -> Resource:
    return resources.add(work, ada(work), name, count, now=NOON)


def needing(work: Work, here: Studio, what: Resource, units: int = 1, *services: Service) -> None:
    """Ana's training and Tom's run, unless others are named."""
    for each in services or (here.training, here.run):
        owner = work.trainers.trainer(each.trainer_id).person
        resources.set_needs(work, owner, each.id, {what.id: units}, now=NOON)
