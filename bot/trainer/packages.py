"""What a trainer sells in packages: shown, and changed in a form or in one line."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from bot.dialogue.forms import readable
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Row, Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from bot.packages import described, services_of
from bot.tax import TAX
from bot.trainer.holders import holders_screen
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import (
    AddPackage,
    EditPackage,
    OfferPackage,
    OpenHolders,
    OpenMembers,
    OpenPackageHolders,
    OpenPackages,
)
from domain.access import require_trainer
from domain.base import Role
from domain.packages import words
from domain.packages.model import Package
from domain.packages.service import add_package, change_package, offer_package
from domain.people.model import Channel
from domain.tax import read_own_rate, typed
from domain.trainers.offers import currency_of
from domain.trainers.service_words import read_name

_NUMBERED = re.compile(r"([0-9]{1,2})(?:\s+(.*)|)")
_NEW = {"new", "add", "nuevo", "nueva"}
_AGAIN = {"on": True, "off": False, "si": True, "no": False}

_Name = Annotated[str, readable(read_name)]
_Sessions = Annotated[str, readable(words.read_sessions)]
_Price = Annotated[str, readable(lambda typed: words.read_price(typed, "EUR"))]
_NAME: Any = {"title": N_("Its name"), "examples": [N_("10-pack")], "max_length": 60}
_SESSIONS: Any = {"title": N_("How many sessions"), "examples": ["10"], "max_length": 20}
_PRICE: Any = {"title": N_("Its price, for all of them"), "examples": ["400 EUR"], "max_length": 30}


class Changes(BaseModel):
    """Whatever is left out stays as it is."""

    name: _Name | None = Field(None, **_NAME)
    sessions: _Sessions | None = Field(None, **_SESSIONS)
    price: _Price | None = Field(None, **_PRICE)
    days: Annotated[str, readable(words.read_days)] | None = Field(
        None, title=N_("For how long it is good, or “no” for ever"), examples=[N_("90 days")], max_length=30
    )
    discount: Annotated[str, readable(words.read_discount)] | None = Field(
        None, title=N_("A discount in per cent"), examples=["10"], max_length=20
    )
    services: str | None = Field(
        None,
        title=N_("For which services, or “all”"),
        examples=[N_("Strength training, Yoga")],
        max_length=200,
    )
    monthly: Annotated[str, readable(words.read_monthly)] | None = Field(
        None, title=N_("Say “monthly” if it renews every month"), examples=[N_("monthly")], max_length=20
    )
    tax: Annotated[str, readable(read_own_rate)] | None = Field(None, **TAX)

    @property
    def said(self) -> dict[str, str]:
        return {name: str(value) for name, value in self if value is not None}


class NewPackage(Changes):
    name: _Name = Field(**_NAME)
    sessions: _Sessions = Field(**_SESSIONS)
    price: _Price = Field(**_PRICE)


@command(
    "packages", "package", "hub packages", "hub package",
    "paquetes", "paquete", "hub paquetes", "hub paquete",
    who=Role.TRAINER, takes_words=True,
)  # fmt: skip
def packages_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all of them. Such as "package 1 price 380", "package 10-pack off" or "package new name …"."""
    first, _space, more = rest.partition(" ")
    if not rest:
        return packages_screen(turn)
    if fold(first) in _NEW:
        return _added(turn, words.parse_package(more)) if more else ask_new(turn, AddPackage())
    package, told = named(turn, rest)
    if package is None:
        raise words.UnreadablePackage(words=rest)
    if not told:
        return holders_screen(turn, package)
    if fold(told) in _AGAIN:
        return use_package(turn, OfferPackage(package.id, _AGAIN[fold(told)]))
    return _changed(turn, package.id, words.parse_package(told))


def named(turn: Turn, rest: str) -> tuple[Package | None, str]:
    """The package by its name or by its number in the list, and what follows that."""
    known = turn.work.packages.of_trainer(trainer_of(turn).id)
    said = rest.split()
    for package in sorted(known, key=lambda each: -len(each.name)):
        size = len(package.name.split())
        if fold(" ".join(said[:size])) == fold(package.name):
            return package, " ".join(said[size:])
    if numbered := _NUMBERED.fullmatch(rest):
        number = int(numbered[1])
        return (known[number - 1] if 0 < number <= len(known) else None), numbered[2] or ""
    return None, rest


@on(OpenPackages, who=Role.TRAINER)
def open_packages(turn: Turn, _asked: OpenPackages) -> Screen:
    return below(turn, packages_screen(turn))


def packages_screen(turn: Turn) -> Screen:
    """Each with its facts, in the order and with the numbers by which they can be typed."""
    known = turn.work.packages.of_trainer(trainer_of(turn).id)
    return Screen(
        title=_("Your packages"),
        text=lines(
            ""
            if known
            else _("Nothing yet. Type for example: package new name 10-pack, sessions 10, price 400"),
            _("To change one, type for example: package 1 price 380, valid 90 days") if known else "",
        ),
        sections=tuple(_section(turn, number, each) for number, each in enumerate(known, 1)),
        choices=(
            (
                choice(_("New package"), AddPackage()),
                choice(_("Who has credits"), OpenHolders()),
                *_members(known),
            ),
        ),
        private=True,
    )


def _members(known: Sequence[Package]) -> Row:
    return (choice(_("Members"), OpenMembers()),) if any(each.monthly for each in known) else ()


def _section(turn: Turn, number: int, package: Package) -> Section:
    switch = _("No longer offer it") if package.active else _("Offer it again")
    said = described(turn.work, package)
    return Section(
        f"{number}. {said}" if turn.event.channel is Channel.SLACK else said,
        (
            choice(_("Change"), EditPackage(package.id)),
            choice(switch, OfferPackage(package.id, not package.active)),
            choice(_("Who holds it"), OpenPackageHolders(package.id)),
        ),
    )


@on(EditPackage, who=Role.TRAINER)
def edit_package(turn: Turn, asked: EditPackage) -> Screen:
    package = turn.work.packages.package(asked.package)
    require_trainer(turn.person, turn.work.trainers.trainer(package.trainer_id))
    values = {
        "name": package.name,
        "sessions": f"{package.sessions}",
        "price": package.full_price.typed,
        "days": f"{package.days}" if package.days else "no",
        "discount": f"{package.discount}",
        "services": ", ".join(services_of(turn.work, package)) or "all",
        "monthly": "monthly" if package.monthly else "no",
        "tax": typed(package.tax_rate),
    }
    return below(turn, Screen(title=_("Change a package"), form=asked.pack(), values=values))


@answers(EditPackage, Changes)
def package_changed(turn: Turn, asked: EditPackage, form: Changes) -> Screen:
    return _changed(turn, asked.package, form.said)


def _changed(turn: Turn, package_id: int, said: dict[str, str]) -> Screen:
    change_package(turn.work, turn.person, package_id, said)
    return packages_screen(turn).with_toast(_("Saved. What was given already stays as it was given."))


@on(AddPackage, who=Role.TRAINER)
def ask_new(turn: Turn, asked: AddPackage) -> Screen:
    return below(turn, Screen(title=_("New package"), form=asked.pack()))


@answers(AddPackage, NewPackage)
def package_added(turn: Turn, asked: AddPackage, form: NewPackage) -> Screen:
    return _added(turn, form.said)


def _added(turn: Turn, said: dict[str, str]) -> Screen:
    trainer = trainer_of(turn)
    currency = currency_of(turn.work, trainer, turn.studio.currency)
    package = add_package(turn.work, turn.person, trainer, said, currency=currency, now=turn.now)
    how = _("Added: {name}. Who pays you in person: sell NAME {name} cash", name=package.name)
    if package.monthly:
        how = _("Added: {name}. Clients join by card, and it renews every month.", name=package.name)
    elif turn.studio.takes_cards:
        how = _("Added: {name}. Clients can buy it. Paid in person: sell NAME {name} cash", name=package.name)
    return packages_screen(turn).with_toast(how)


@on(OfferPackage, who=Role.TRAINER)
def use_package(turn: Turn, wanted: OfferPackage) -> Screen:
    package = offer_package(turn.work, turn.person, wanted.package, on=wanted.on)
    said = (
        _("Offered again: {name}.", name=package.name)
        if package.active
        else _("No longer offered: {name}. What was given stays.", name=package.name)
    )
    return packages_screen(turn).with_toast(said)
