"""The use cases of trainers."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, count

from domain.access import require_trainer
from domain.base import Role
from domain.people.model import Person
from domain.people.service import begins_with
from domain.trainers.model import Service, Trainer
from domain.trainers.offers import first_service
from domain.trainers.places import read_place
from domain.work import Work
from domain.zones import named

_LONGEST = 56  # letters of a name that is shown, with room for a number


def take_on(
    work: Work,
    name: str,
    zone: str,
    currency: str,
    *,
    quiet: tuple[int, int] | None = None,
    now: datetime,
) -> Trainer:
    """A new trainer with one service to begin with, and the studio's ``quiet`` hours. Raises UnknownZone."""
    named(zone)
    prefers = begins_with(quiet)
    person = Person(name=name, zone=zone, zone_told=True, roles=Role.TRAINER, prefers=prefers, created_at=now)
    trainer = Trainer(person=person, slug=_free_slug(work, name), zone=zone)
    work.add(person, trainer)
    work.flush()
    tell_apart(work, person.first_name)
    work.add(first_service(work, trainer, currency))
    return trainer


def rename(work: Work, person: Person, name: str) -> None:
    """How somebody wants to be called; trainers stay told apart."""
    before, person.name = person.first_name, name
    work.flush()
    if person.roles & Role.TRAINER:
        for first_name in {before, person.first_name}:
            tell_apart(work, first_name)


def tell_apart(work: Work, first_name: str) -> None:
    """Trainers of the same first name are shown by their whole names, and by a number where those are the
    same too.
    """
    common = first_name.casefold()
    alike = [each for each in work.trainers.everybody() if each.person.first_name.casefold() == common]
    for each in alike:
        each.called = None
    work.flush()
    if len(alike) > 1:
        taken: set[str] = set()
        for each in alike:
            each.called = _free(each.person.name[:_LONGEST], taken)
            taken.add(each.called)
    work.flush()


def _free(name: str, taken: set[str]) -> str:
    return next(each for each in chain([name], (f"{name} {n}" for n in count(2))) if each not in taken)


def train_at(actor: Person, trainer: Trainer, place: str) -> None:
    """Where clients come to, in the trainer's words, or a link. Raises NotYours, UnreadableLink."""
    require_trainer(actor, trainer)
    trainer.place = read_place(place) or None


def services_for(work: Work, trainer: Trainer, client_id: int) -> list[Service]:
    """What a trainer offers: intros first to who is new to them, and last to who is not."""
    return services_of(work, [trainer], client_id)[0]


def services_of(work: Work, trainers: Sequence[Trainer], client_id: int) -> list[list[Service]]:
    """The same of each of several trainers, in one look; or two where any has intros."""
    by_trainer = work.trainers.services_of([each.id for each in trainers])
    offered = [by_trainer.get(each.id, []) for each in trainers]
    with_intros = [each.trainer_id for services in offered for each in services if each.intro]
    trained = work.bookings.trained_with(client_id, with_intros) if with_intros else ()
    return [
        # Stable: where there are no intros, the order stays.
        sorted(services, key=lambda each: each.intro is (each.trainer_id in trained))
        for services in offered
    ]


def of_length(services: Iterable[Service], minutes: int | None) -> Service | None:
    """The first that can be had in that length, in it; the first of all where none was named. Classes come
    last.
    """
    offered = sorted(services, key=lambda each: each.in_classes)
    found = next((each for each in offered if minutes is None or minutes in each.lengths), None)
    return found.of(minutes) if found else None


def _free_slug(work: Work, name: str) -> str:
    """The first name in plain letters, with a number where another trainer has it."""
    plain = (
        unicodedata.normalize("NFKD", name.split(maxsplit=1)[0]).encode("ascii", "ignore").decode().lower()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24] or "trainer"
    count, free = 1, slug
    while work.trainers.by_slug(free):
        count += 1
        free = f"{slug}-{count}"
    return free
