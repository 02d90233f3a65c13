"""The use cases of trainers."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from domain.access import require_trainer
from domain.base import Role
from domain.people.model import Person
from domain.trainers.model import Service, Trainer
from domain.trainers.offers import first_service
from domain.work import Work
from domain.zones import named


def take_on(work: Work, name: str, zone: str, currency: str, *, now: datetime) -> Trainer:
    """A new trainer with one service to begin with. Raises UnknownZone."""
    named(zone)
    person = Person(name=name, zone=zone, zone_told=True, roles=Role.TRAINER, created_at=now)
    trainer = Trainer(person=person, slug=_free_slug(work, name), zone=zone)
    work.add(person, trainer)
    work.flush()
    work.add(first_service(work, trainer, currency))
    return trainer


def train_at(actor: Person, trainer: Trainer, place: str) -> None:
    """Where clients come to, in the trainer's words. Raises NotYours."""
    require_trainer(actor, trainer)
    trainer.place = " ".join(place.split())[:120] or None


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
