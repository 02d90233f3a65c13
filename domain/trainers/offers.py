"""The use cases of what a trainer offers: services added, changed and taken back, and the studio's rate.

Whatever changes here is for bookings to come: those that were made keep their length and their price.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.access import require_trainer
from domain.base import Role
from domain.errors import NotYours, Refusal
from domain.money import Money, read_money
from domain.people.model import Person
from domain.trainers.model import Rate, Service, Trainer
from domain.trainers.service_words import USUAL, Offer, read_offer
from domain.work import Work

MOST_SERVICES = 20  # a list that can still be read
_HOUR = 60
_FIRST_PRICE = 50  # whole units, until the studio or the trainer says another


class SameName(Refusal):
    """“{name}” is another service of yours. By text a name is the word for it, so each needs its own."""


class TooManyServices(Refusal):
    """That is as many services as a list can show. Change one that is no longer offered."""


class NoRate(Refusal):
    """The studio has no rate yet, so please say a price, such as: 50 EUR"""


class NotSaid(Refusal):
    """A new service needs a name and a length. Try: service new name Strength, length 60, price 50 EUR"""


def add_service(
    work: Work, actor: Person, trainer: Trainer, said: Mapping[str, str], *, currency: str
) -> Service:
    """A new service; without a price it costs what the studio's rate says. Raises an `Unreadable`, NotSaid,
    NoRate, SameName or TooManyServices.
    """
    require_trainer(actor, trainer)
    offer = read_offer(said, currency=currency)
    if not offer.name or offer.lengths is None:
        raise NotSaid
    if len(work.trainers.all_services(trainer.id)) >= MOST_SERVICES:
        raise TooManyServices
    _require_own_name(work, trainer, offer.name)
    service = Service(
        trainer_id=trainer.id,
        name=offer.name,
        minutes=offer.lengths.minutes,
        price_minor=0,
        currency=currency,
    )
    _apply(work, service, offer if offer.price else replace(offer, at_rate=True))
    work.add(service)
    work.flush()
    return service


def change_service(work: Work, actor: Person, service_id: int, said: Mapping[str, str]) -> Service:
    """Change what is said. Another usual length without a price costs in proportion. Raises an `Unreadable`,
    NoRate or SameName.
    """
    service, trainer = work.trainers.service(service_id)
    require_trainer(actor, trainer)
    offer = read_offer(said, currency=service.currency, usual=service.minutes)
    if offer.name:
        _require_own_name(work, trainer, offer.name, but=service.id)
    _apply(work, service, offer)
    work.flush()
    return service


def offer_service(work: Work, actor: Person, service_id: int, *, on: bool) -> Service:
    """Offer a service, or no longer; what is booked of it stays."""
    service, trainer = work.trainers.service(service_id)
    require_trainer(actor, trainer)
    service.active = on
    return service


def set_rate(work: Work, actor: Person, words: str, *, currency: str, now: datetime) -> Rate:
    """What an hour costs wherever a trainer has set no price; rates before it are kept. Raises NotYours,
    UnreadablePrice.
    """
    if not actor.roles & Role.ADMIN:
        raise NotYours
    price = read_money(words, currency)
    rate = Rate(price_minor=price.minor, currency=price.currency, set_at=now, set_by=actor.id)
    work.add(rate)
    work.flush()
    for service in work.trainers.at_rate():
        _cost(service, rate)
    work.flush()
    return rate


def first_service(work: Work, trainer: Trainer, currency: str) -> Service:
    """What a new trainer begins with."""
    price = Money.whole(_FIRST_PRICE, currency)
    service = Service(
        trainer_id=trainer.id,
        name="Personal training",
        minutes=USUAL,
        price_minor=price.minor,
        currency=price.currency,
    )
    if rate := work.trainers.rate():
        _cost(service, rate)
    return service


def currency_of(work: Work, trainer: Trainer, currency: str) -> str:
    """That of what the trainer offers already, else the given one."""
    known = work.trainers.services(trainer.id)
    return known[0].currency if known else currency


def _apply(work: Work, service: Service, offer: Offer) -> None:
    _describe(service, offer)
    if offer.tax is not None:
        service.tax_rate = offer.tax.rate
    if offer.price:
        service.price_minor, service.currency, service.rate_id = offer.price.minor, offer.price.currency, None
    elif offer.at_rate or service.rate_id:
        rate = work.trainers.rate()
        if rate is None:
            raise NoRate
        _cost(service, rate)


def _describe(service: Service, offer: Offer) -> None:
    if offer.name:
        service.name = offer.name
    if offer.lengths:
        service.price_minor = service.price.share(offer.lengths.minutes, of=service.minutes).minor
        service.minutes, service.shortest, service.longest, service.length_step = offer.lengths
    if offer.approval:
        service.approval = offer.approval
    if offer.buffers:
        service.buffer_before, service.buffer_after = offer.buffers
    if offer.starts:
        service.step_minutes = offer.starts
    if offer.intro is not None:
        service.intro = offer.intro
    if offer.place is not None:
        service.place = offer.place or None


def _cost(service: Service, rate: Rate) -> None:
    """As much as the rate says for its usual length."""
    service.price_minor = rate.price.share(service.minutes, of=_HOUR).minor
    service.currency, service.rate_id = rate.currency, rate.id


def _require_own_name(work: Work, trainer: Trainer, name: str, *, but: int = 0) -> None:
    others = (each for each in work.trainers.all_services(trainer.id) if each.id != but)
    if any(each.name.casefold() == name.casefold() for each in others):
        raise SameName(name=name)
