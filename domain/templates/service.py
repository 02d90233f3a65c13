"""The use cases of templates: prepared, changed, taken away, and booked for a client."""

from collections.abc import Mapping
from datetime import datetime

from domain.access import require_trainer
from domain.bookings import errors
from domain.bookings.announce import announce
from domain.bookings.model import Status
from domain.bookings.places import add_seat, expire_over, make_way, reach_of, seated, session_at
from domain.bookings.ports import Sheet
from domain.errors import NotYours, Refusal, Taken, Unreadable
from domain.health import service as health
from domain.money import read_money
from domain.people.model import Person
from domain.schedule.closures import time_off
from domain.schedule.service import busy_span
from domain.templates.model import SessionTemplate
from domain.trainers.model import Service, Trainer
from domain.trainers.service_words import LONGEST, SHORTEST
from domain.work import Work

MOST = 20  # templates that a list can show
LONGEST_WORDS = 300  # characters of what is planned, and of what is shared afterwards
_OFF = frozenset({"off", "none", "no", "-", "ninguno", "nada"})


class UnreadableMinutes(Unreadable):
    """I could not read “{words}” as minutes, 5 to 600. Try: 45"""


class SameTemplate(Refusal):
    """“{name}” is another template of that service. Each needs a name of its own."""


class TooManyTemplates(Refusal):
    """That is as many templates as a list can show. Take one away first."""


def read_minutes(words: str) -> int:
    said = words.strip().split(" ")[0]
    if not said.isascii() or not said.isdecimal() or not SHORTEST <= int(said[:6]) <= LONGEST:
        raise UnreadableMinutes(words=words)
    return int(said)


def prepare(work: Work, actor: Person, service_id: int, said: Mapping[str, str]) -> SessionTemplate:
    """A new template of a service. ``said`` has its ``name``, and what else was said by the columns' names,
    with the ``price`` in words. Raises NotYours, an `Unreadable`, SameTemplate or TooManyTemplates.
    """
    service, trainer = work.trainers.service(service_id)
    require_trainer(actor, trainer)
    if len(work.templates.of_trainer(trainer.id)) >= MOST:
        raise TooManyTemplates
    template = SessionTemplate(service_id=service.id, name="")
    _apply(work, template, service, trainer, said)
    work.add(template)
    work.flush()
    return template


def change_template(work: Work, actor: Person, template_id: int, said: Mapping[str, str]) -> SessionTemplate:
    """Change what is said; “off” takes it back. What was booked from it stays. Raises as `prepare` does."""
    template, service, trainer = work.templates.prepared(template_id)
    require_trainer(actor, trainer)
    _apply(work, template, service, trainer, said)
    work.flush()
    return template


def take_away(work: Work, actor: Person, template_id: int) -> SessionTemplate:
    """It is offered no more; what was booked from it stays."""
    template, _service, trainer = work.templates.prepared(template_id)
    require_trainer(actor, trainer)
    work.delete(template)
    work.flush()
    return template


def book_for(
    work: Work,
    actor: Person,
    client_id: int,
    service_id: int,
    starts: datetime,
    *,
    template_id: int | None = None,
    now: datetime,
) -> Sheet:
    """Book a client of the trainer's, who is told, and may give back for nothing what they did not choose.

    The trainer may do so outside their hours, but not over anything. Raises NotYours, NotOpen where it is
    past or time off, Taken where something is there.
    """
    service, trainer = work.trainers.service(service_id)
    require_trainer(actor, trainer)
    client = work.people.person(client_id)
    if work.people.relationship(client.id, trainer.id) is None or client.id == trainer.person_id:
        raise NotYours
    template = own_template(work, service, template_id)
    booked = template.of(service) if template else service
    _require_open(work, trainer, booked, starts, client_id=client.id, now=now)
    session = session_at(trainer, booked, starts)
    if template:
        session.agenda, session.after = template.agenda, template.after
    with work.claim(trainer.id):
        expire_over(work, trainer.id, *reach_of(trainer, session), now=now)
        make_way(work, client.id, trainer, [(starts, busy_span(booked, starts))], now=now)
        seat = seated(client, booked, trainer, session, Status.CONFIRMED, now=now)
        seat.policy_id = None
        sheet = add_seat(work, seat, booked, trainer, client, actor=actor, kind="given")
    announce(work, sheet, "given", actor_id=actor.id, now=now, since=now)
    health.ask(work, client, trainer, due=now + health.A_WHILE)
    return sheet


def own_template(work: Work, service: Service, template_id: int | None) -> SessionTemplate | None:
    """The template, where one is named. Raises NotYours where it is of another service."""
    if template_id is None:
        return None
    template, of, _trainer = work.templates.prepared(template_id)
    if of.id != service.id:
        raise NotYours
    return template


def _require_open(
    work: Work, trainer: Trainer, service: Service, starts: datetime, *, client_id: int, now: datetime
) -> None:
    span = busy_span(service, starts)
    if starts <= now or service.in_classes or time_off(work, trainer.id, span):
        raise errors.NotOpen
    if work.schedule.busy(trainer.id, span.start, span.end, now=now, client_id=client_id, session_id=0):
        raise Taken


def _apply(
    work: Work, template: SessionTemplate, service: Service, trainer: Trainer, said: Mapping[str, str]
) -> None:
    if "name" in said:
        _name(work, template, service, trainer, " ".join(said["name"].split())[:60])
    if "description" in said:
        template.description = _words(said["description"], 200)
    if "minutes" in said:
        template.minutes = None if _is_off(said["minutes"]) else read_minutes(said["minutes"])
    if "price" in said:
        price = None if _is_off(said["price"]) else read_money(said["price"], service.currency)
        template.price_minor = price.minor if price else None
    if "agenda" in said:
        template.agenda = _words(said["agenda"], LONGEST_WORDS)
    if "after" in said:
        template.after = _words(said["after"], LONGEST_WORDS)


def _name(work: Work, template: SessionTemplate, service: Service, trainer: Trainer, name: str) -> None:
    known = work.templates.of_trainer(trainer.id)
    others = [
        each.template for each in known if each.service.id == service.id and each.template is not template
    ]
    if any(each.name.casefold() == name.casefold() for each in others):
        raise SameTemplate(name=name)
    template.name = name


def _words(words: str, longest: int) -> str | None:
    return None if _is_off(words) else " ".join(words.split())[:longest] or None


def _is_off(words: str) -> bool:
    return words.casefold().strip() in _OFF
