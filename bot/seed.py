"""The studio of the demo: Ana and Tom train, Ada runs it, Sam has a plain phone. Others come by writing."""

from datetime import datetime

from domain.base import Role
from domain.money import Money
from domain.packages.service import add_package
from domain.people.model import Address, Channel, Person
from domain.people.service import begins_with
from domain.schedule.model import WeeklyHours
from domain.trainers.model import Approval, Service, Trainer
from domain.work import Work

SLACK_LANE = "slack"
SMS_LANE = "sms"  # until Sam's first text names our number
_WEEKDAYS, _HOURS = range(5), ((7 * 60, 12 * 60), (16 * 60, 20 * 60))


def seed(work: Work, *, quiet: tuple[int, int] | None = None, now: datetime) -> None:
    """Write the demo's people, unless they are there already. Its clients have the studio's ``quiet`` hours;
    who works there is told at any hour, at which the demo may be looked at.
    """
    if work.trainers.by_slug("ana"):
        return
    ana = _trainer(work, "Ana", "UANA", "Europe/Lisbon", "Strength and good habits.", now)
    tom = _trainer(work, "Tom", "UTOM", "Europe/London", "Running, from the first 5 km on.", now)
    work.add(
        _service(ana, "Personal training", 60, Money(5000, "EUR"), Approval.FIRST),
        _service(ana, "Check-in", 30, Money(2500, "EUR"), Approval.AT_ONCE),
        _service(tom, "Running session", 60, Money(4500, "GBP"), Approval.AT_ONCE),
    )
    ada = Person(name="Ada", zone="Europe/London", roles=Role.ADMIN, created_at=now)
    sam = Person(name="Sam", zone="Europe/London", prefers=begins_with(quiet), created_at=now)
    phone = Address(person=sam, channel=Channel.SMS, external_id="+447700900123", lane=SMS_LANE)
    work.add(ada, _slack(ada, "UADA"), sam, phone)
    work.flush()


def sell(work: Work, *, now: datetime) -> None:
    """What both trainers sell in packages, unless they do already."""
    for slug, price in (("ana", "450 EUR"), ("tom", "400 GBP")):
        trainer = work.trainers.by_slug(slug)
        if trainer and not work.packages.of_trainer(trainer.id):
            said = {"name": "10-pack", "sessions": "10", "price": price, "days": "120"}
            add_package(work, trainer.person, trainer, said, currency="EUR", now=now)


def _trainer(work: Work, name: str, slack: str, zone: str, headline: str, now: datetime) -> Trainer:
    person = Person(name=name, zone=zone, zone_told=True, roles=Role.TRAINER, created_at=now)
    trainer = Trainer(person=person, slug=name.lower(), headline=headline, zone=zone)
    work.add(person, trainer, _slack(person, slack))
    work.flush()
    for weekday in _WEEKDAYS:
        for opens, closes in _HOURS:
            work.add(WeeklyHours(trainer_id=trainer.id, weekday=weekday, opens=opens, closes=closes))
    return trainer


def _slack(person: Person, user: str) -> Address:
    return Address(person=person, channel=Channel.SLACK, external_id=user, lane=SLACK_LANE)


def _service(trainer: Trainer, name: str, minutes: int, price: Money, approval: Approval) -> Service:
    return Service(
        trainer_id=trainer.id,
        name=name,
        minutes=minutes,
        buffer_after=15 if minutes >= 60 else 0,
        price_minor=price.minor,
        currency=price.currency,
        approval=approval,
    )
