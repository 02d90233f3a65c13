"""The use cases of rooms and equipment: what there is, what a service needs, and what to do without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.access import require_admin, require_trainer
from domain.bookings.model import TrainingSession
from domain.bookings.places import take_units
from domain.errors import Refusal, Taken
from domain.intervals import Interval
from domain.people.model import Person
from domain.resources.model import Resource
from domain.resources.ports import Need
from domain.resources.units import take_of
from domain.trainers.model import Service, Trainer
from domain.work import Work


class NameTaken(Refusal):
    """There is a “{name}” already. Change that one, or take another name."""


class StillNeeded(Refusal):
    """{name} is needed by {services}. Change what they need first."""


class NotSoMany(Refusal):
    """There are only {n} of {name}."""


class TooFew(Refusal):
    """{services} would need more of {name} than that."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A session that has not what its service needs."""

    session: TrainingSession
    service: Service
    need: Need


def add(work: Work, actor: Person, name: str, count: int, *, now: datetime) -> Resource:
    """Something that services may need. Raises NotYours, NameTaken."""
    require_admin(actor)
    _require_own_name(work, name)
    resource = Resource(name=name, count=count, made_at=now)
    work.add(resource)
    work.flush()
    return resource


def change(work: Work, actor: Person, resource_id: int, name: str, count: int) -> Resource:
    """Raises NotYours, NameTaken, and TooFew where a service needs more of it."""
    require_admin(actor)
    resource = work.resources.resource(resource_id)
    _require_own_name(work, name, but=resource_id)
    needing = [service.name for service, _, units in work.resources.needed_by(resource_id) if units > count]
    if needing:
        raise TooFew(name=resource.name, services=", ".join(needing))
    resource.name, resource.count = name, count
    work.flush()
    return resource


def remove(work: Work, actor: Person, resource_id: int) -> Resource:
    """Raises NotYours, and StillNeeded while a service needs it."""
    require_admin(actor)
    resource = work.resources.resource(resource_id)
    if needing := work.resources.needed_by(resource_id):
        raise StillNeeded(name=resource.name, services=", ".join(service.name for service, *_ in needing))
    work.resources.forget(resource)
    return resource


def set_needs(
    work: Work, actor: Person, service_id: int, needs: Mapping[int, int], *, now: datetime
) -> list[Lack]:
    """What each session of a service needs: units by resource, instead of all before. Sessions to come get
    it, in their order; those that can't are answered, and stay as they are. Raises NotYours, NotSoMany.
    """
    service, trainer = work.trainers.service(service_id)
    require_trainer(actor, trainer)
    for resource_id, units in needs.items():
        resource = work.resources.resource(resource_id)
        if units > resource.count:
            raise NotSoMany(name=resource.name, n=resource.count)
    work.resources.need(service.id, dict(needs))
    service.uses_resources = bool(needs)
    work.flush()
    for session in work.resources.coming(service.id, trainer.id, now):
        _equip(work, trainer, service, session, now)
    return lacking(work, service, trainer, now=now)


def _equip(work: Work, trainer: Trainer, service: Service, session: TrainingSession, now: datetime) -> None:
    """All that it needs anew, or as much of that as there is; another room than its own it keeps."""
    instead = work.resources.stand_ins(session.id)
    work.resources.give_back(session.id)
    try:
        with work.claim(trainer.id):
            take_units(work, service, session, now=now, instead=instead)
    except Taken:
        for need in work.resources.needs(service.id):
            usual = instead.get(need.resource.id, need.resource)
            _try(work, trainer, session, need, usual) or _try(work, trainer, session, need, need.resource)


def _try(work: Work, trainer: Trainer, session: TrainingSession, need: Need, resource: Resource) -> bool:
    try:
        with work.claim(trainer.id):
            work.resources.queue([resource.id])
            take_of(work, session, need, resource)
    except Taken:
        return False
    return True


def lacking(work: Work, service: Service, trainer: Trainer, *, now: datetime) -> list[Lack]:
    """The sessions to come that have not what they need, in order."""
    needs = work.resources.needs(service.id) if service.uses_resources else []
    if not needs:
        return []
    found = []
    for session in work.resources.coming(service.id, trainer.id, now):
        held = work.resources.held(session.id)
        found += [
            Lack(session, service, need) for need in needs if held.get(need.resource.id, 0) < need.units
        ]
    return found


def use_instead(
    work: Work, actor: Person, session_id: int, missing_id: int, resource_id: int, *, now: datetime
) -> bool:
    """Give a session another room than the one that it lacks; false where that is taken by now, or nothing is
    lacking any more. Raises NotYours.
    """
    session = work.resources.session(session_id)
    service, trainer = work.trainers.service(session.service_id)
    require_trainer(actor, trainer)
    lacks = (
        each
        for each in lacking(work, service, trainer, now=now)
        if each.session is session and each.need.resource.id == missing_id
    )
    lack = next(lacks, None)
    return lack is not None and _try(work, trainer, session, lack.need, work.resources.resource(resource_id))


def in_the_way(work: Work, need: Need, span: Interval) -> list[str]:
    """Who has what is lacking then: "Tom (Running session)"."""
    uses = work.resources.uses(need.resource.id, *span)
    return [f"{each.trainer.name} ({each.service.name})" for each in uses]


def _require_own_name(work: Work, name: str, *, but: int = 0) -> None:
    others = (each for each in work.resources.all() if each.id != but)
    if any(each.name.casefold() == name.casefold() for each in others):
        raise NameTaken(name=name)
