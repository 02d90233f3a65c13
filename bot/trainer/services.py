"""What a trainer offers: shown, and changed in a form or in one line."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, Field

from bot.dialogue.forms import readable
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money, ngettext
from bot.tax import TAX, included
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.room_views import OpenNeeds
from bot.trainer.template_views import OpenTemplates
from bot.trainer.views import AddService, EditService, OfferService, OpenServices
from domain.access import require_trainer
from domain.base import Role
from domain.people.model import Channel
from domain.tax import Tax, read_own_rate, typed
from domain.trainers import service_words as words
from domain.trainers.model import Approval, Service
from domain.trainers.offers import add_service, change_service, currency_of, offer_service
from domain.trainers.places import LONGEST, read_place

_NUMBERED = re.compile(r"([0-9]{1,2})(?:\s+(.*)|)")
_NEW = {"new", "add", "nuevo", "nueva"}
_AGAIN = {"on": True, "off": False, "si": True, "no": False}


_Name = Annotated[str, readable(words.read_name)]
_Lengths = Annotated[str, readable(words.read_lengths)]
_NAME: Any = {"title": N_("Its name"), "examples": [N_("Strength training")], "max_length": 60}
_LENGTHS: Any = {
    "title": N_("How many minutes it may last"),
    "examples": ["30-90 by 15 usual 60"],
    "max_length": 60,
}


class Changes(BaseModel):
    """Whatever is left out stays as it is."""

    name: _Name | None = Field(None, **_NAME)
    lengths: _Lengths | None = Field(None, **_LENGTHS)
    price: Annotated[str, readable(lambda typed: words.read_price(typed, "EUR"))] | None = Field(
        None,
        title=N_("Its price at the usual length, or “studio” for the studio's rate"),
        examples=["50 EUR"],
        max_length=30,
    )
    approval: Approval | None = Field(
        None,
        title=N_("Who decides about a booking"),
        json_schema_extra={
            "labels": {"first": N_("I approve each request"), "at_once": N_("It is booked at once")}
        },
    )
    buffers: Annotated[str, readable(words.read_buffers)] | None = Field(
        None, title=N_("Minutes kept free before it and after it"), examples=["0 15"], max_length=30
    )
    starts: Annotated[str, readable(words.read_starts)] | None = Field(
        None, title=N_("It may begin every … minutes"), examples=["30"], max_length=30
    )
    place: Annotated[str, readable(read_place)] | None = Field(
        None,
        title=N_("Where it is, a place or a link, where not as usual"),
        examples=["https://meet.example.com/ana"],
        max_length=LONGEST,
    )
    tax: Annotated[str, readable(read_own_rate)] | None = Field(None, **TAX)

    @property
    def said(self) -> dict[str, str]:
        return {name: str(value) for name, value in self if value is not None}


class NewService(Changes):
    name: _Name = Field(**_NAME)
    lengths: _Lengths = Field(**_LENGTHS)


@command(
    "services", "service", "hub services", "hub service",
    "servicios", "servicio", "hub servicios", "hub servicio",
    who=Role.TRAINER, takes_words=True,
)  # fmt: skip
def services_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all of them. Such as "service 1 price 55", "service yoga off" or "service new name Yoga …"."""
    first, _space, more = rest.partition(" ")
    if not rest:
        return services_screen(turn)
    if fold(first) in _NEW:
        return _added(turn, words.parse_service(more)) if more else ask_new(turn, AddService())
    service, told = _meant(turn, rest)
    if service is None:
        raise words.UnreadableService(words=rest)
    if not told:
        return edit_service(turn, EditService(service.id))
    if fold(told) in _AGAIN:
        return use_service(turn, OfferService(service.id, _AGAIN[fold(told)]))
    return _changed(turn, service.id, words.parse_service(told))


def _meant(turn: Turn, rest: str) -> tuple[Service | None, str]:
    """The service by its number in the list or by its name, and what follows that."""
    known = turn.work.trainers.all_services(trainer_of(turn).id)
    if numbered := _NUMBERED.fullmatch(rest):
        number = int(numbered[1])
        return (known[number - 1] if 0 < number <= len(known) else None), numbered[2] or ""
    for service in sorted(known, key=lambda each: -len(each.name)):
        size = len(service.name.split())
        said = rest.split()
        if fold(" ".join(said[:size])) == fold(service.name):
            return service, " ".join(said[size:])
    return None, rest


@on(OpenServices, who=Role.TRAINER)
def open_services(turn: Turn, _asked: OpenServices) -> Screen:
    return below(turn, services_screen(turn))


def services_screen(turn: Turn) -> Screen:
    """Each with its facts, in the order and with the numbers by which they can be typed."""
    known = turn.work.trainers.all_services(trainer_of(turn).id)
    return Screen(
        title=_("What you offer"),
        text=lines(
            "" if known else _("Nothing yet."),
            _("To change it, type for example: service 1 price 55, lengths 30-60 by 15"),
        ),
        sections=tuple(_section(turn, number, each) for number, each in enumerate(known, 1)),
        choices=(
            (choice(_("New service"), AddService()), choice(_("What services need"), OpenNeeds())),
            (choice(_("Prepared sessions"), OpenTemplates()),),
        ),
        private=True,
    )


def _section(turn: Turn, number: int, service: Service) -> Section:
    switch = _("No longer offer it") if service.active else _("Offer it again")
    said = described(service, turn.work.tax.at(service.tax_rate))
    return Section(
        f"{number}. {said}" if turn.event.channel is Channel.SLACK else said,
        (
            choice(_("Change"), EditService(service.id)),
            choice(switch, OfferService(service.id, not service.active)),
        ),
    )


def described(service: Service, tax: Tax) -> str:
    """All that was set about a service, in a line."""
    before, after, price = service.buffer_before, service.buffer_after, money(service.price)
    free = _("{before} min free before, {after} min after", before=before, after=after)
    return list_of(
        [
            service.name,
            _lengths(service),
            _("{price}, the studio's rate", price=price) if service.rate_id else price,
            included(tax),
            _("you approve each request") if service.approval is Approval.FIRST else _("booked at once"),
            free if before or after else "",
            _("may begin every {n} min", n=service.step_minutes),
            service.place or "",
            _("for who is new to you, first") if service.intro else "",
            "" if service.active else _("no longer offered"),
        ]
    )


def _lengths(service: Service) -> str:
    if len(service.lengths) == 1:
        return ngettext("{n} minute", "{n} minutes", service.minutes)
    said = ", ".join(map(str, service.lengths))
    return _("{lengths} minutes, usually {usual}", lengths=said, usual=service.minutes)


@on(EditService, who=Role.TRAINER)
def edit_service(turn: Turn, asked: EditService) -> Screen:
    service, trainer = turn.work.trainers.service(asked.service)
    require_trainer(turn.person, trainer)
    lengths = words.Lengths(service.minutes, service.shortest, service.longest, service.length_step)
    values = {
        "name": service.name,
        "lengths": words.as_typed(lengths),
        "price": "studio" if service.rate_id else service.price.typed,
        "approval": service.approval.value,
        "buffers": f"{service.buffer_before} {service.buffer_after}",
        "starts": f"{service.step_minutes}",
        "place": service.place or "",
        "tax": typed(service.tax_rate),
    }
    return below(turn, Screen(title=_("Change a service"), form=asked.pack(), values=values))


@answers(EditService, Changes)
def service_changed(turn: Turn, asked: EditService, form: Changes) -> Screen:
    return _changed(turn, asked.service, form.said)


def _changed(turn: Turn, service_id: int, said: dict[str, str]) -> Screen:
    change_service(turn.work, turn.person, service_id, said)
    return services_screen(turn).with_toast(
        _("Saved. What is booked already keeps its length and its price.")
    )


@on(AddService, who=Role.TRAINER)
def ask_new(turn: Turn, asked: AddService) -> Screen:
    return below(turn, Screen(title=_("New service"), form=asked.pack()))


@answers(AddService, NewService)
def service_added(turn: Turn, asked: AddService, form: NewService) -> Screen:
    return _added(turn, form.said)


def _added(turn: Turn, said: dict[str, str]) -> Screen:
    trainer = trainer_of(turn)
    currency = currency_of(turn.work, trainer, turn.studio.currency)
    service = add_service(turn.work, turn.person, trainer, said, currency=currency)
    return services_screen(turn).with_toast(_("Clients can book it now: {name}.", name=service.name))


@on(OfferService, who=Role.TRAINER)
def use_service(turn: Turn, wanted: OfferService) -> Screen:
    service = offer_service(turn.work, turn.person, wanted.service, on=wanted.on)
    said = (
        _("Clients can book it now: {name}.", name=service.name)
        if service.active
        else _("No longer offered: {name}. What is booked stays.", name=service.name)
    )
    return services_screen(turn).with_toast(said)
