"""The units that a session has of what its service needs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeAlias

from domain.bookings.model import TrainingSession
from domain.errors import Taken
from domain.intervals import Interval
from domain.resources.model import Resource
from domain.resources.ports import Need
from domain.resources.rules import crowded
from domain.trainers.model import Service
from domain.work import Work

# Of services by their ids: the resources, with how many of them may be in use besides.
Needs: TypeAlias = Mapping[int, Sequence[tuple[int, int]]]
_NONE: Mapping[int, Resource] = {}


def take(
    work: Work, service: Service, session: TrainingSession, instead: Mapping[int, Resource] = _NONE
) -> None:
    """Some free units of all that the service needs, or of what stands in for it. Whoever does so claims the
    trainer's time too. Raises Taken where there are too few.
    """
    if not service.uses_resources:
        return
    needs = work.resources.needs(service.id)
    wanted = [(need, instead.get(need.resource.id, need.resource)) for need in needs]
    work.resources.queue([resource.id for _, resource in wanted])
    for need, resource in wanted:
        take_of(work, session, need, resource)


def take_of(work: Work, session: TrainingSession, need: Need, resource: Resource) -> None:
    """What is needed, of this resource. Raises Taken."""
    free = free_units(work, resource, busy(session))
    if len(free) < need.units:
        raise Taken
    work.resources.take(session, resource.id, free[: need.units], need.resource.id)


def free_units(work: Work, resource: Resource, span: Interval) -> list[int]:
    used = work.resources.used(resource.id, span)
    return [unit for unit in range(1, resource.count + 1) if unit not in used]


def missing(work: Work, service: Service, span: Interval) -> list[Need]:
    """What there is too little of for a session of that time."""
    needs = work.resources.needs(service.id) if service.uses_resources else []
    return [need for need in needs if len(free_units(work, need.resource, span)) < need.units]


def lacking(
    work: Work,
    service: Service,
    span: Interval,
    *,
    now: datetime,
    client_id: int = 0,
    sessions: Collection[int] = (),
) -> list[Interval]:
    """When there is too little of what the service needs, but for what ``sessions`` have."""
    needs = needs_of(work, [service])
    found = lacking_of(work, needs, span, now=now, client_id=client_id, sessions=sessions)
    return found.get(service.id, [])


def needs_of(work: Work, services: Iterable[Service]) -> Needs:
    """Of services that need any, by their ids: one look for all of them."""
    needing = {each.id for each in services if each.uses_resources}
    return work.resources.spared(needing) if needing else {}


def lacking_of(
    work: Work,
    needs: Needs,
    span: Interval,
    *,
    now: datetime,
    client_id: int = 0,
    sessions: Collection[int] = (),
) -> dict[int, list[Interval]]:
    """When there is too little of what each service needs: one look for all of them."""
    if not needs:
        return {}
    used = {resource for each in needs.values() for resource, _spare in each}
    uses = work.resources.in_use(used, *span, now=now, client_id=client_id, sessions=sessions)
    short = {
        need: [*crowded(uses.get(need[0], ()), need[1])] for need in {*chain.from_iterable(needs.values())}
    }
    return {service: [each for need in theirs for each in short[need]] for service, theirs in needs.items()}


def others(work: Work, need: Need, span: Interval) -> Iterator[Resource]:
    """The rooms that are free instead of one that is not; mats stand for nothing else."""
    if need.resource.count > 1:
        return
    for each in work.resources.all():
        if each.count == 1 and each.id != need.resource.id and free_units(work, each, span):
            yield each


def busy(session: TrainingSession) -> Interval:
    return Interval(session.busy_from, session.busy_to)
