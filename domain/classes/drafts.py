"""A class as it was typed: kept until it is saved, and what it would be."""

from datetime import datetime

from domain.access import require_trainer
from domain.classes.model import ClassDraft, GroupClass
from domain.classes.words import ClassWords
from domain.errors import Refusal
from domain.money import Money, read_money
from domain.people.model import Person
from domain.trainers.model import Approval, Service, Trainer
from domain.trainers.offers import SameName, currency_of
from domain.work import Work

LENGTH = 60  # minutes, where none is said


class AnotherKind(Refusal):
    """{name} takes {minutes} minutes for {price}. Give this class another name, or change {name} first: type
    service {name}.
    """


def draft(
    work: Work, actor: Person, trainer: Trainer, words: ClassWords, currency: str, *, now: datetime
) -> ClassDraft:
    """Keep what was typed: what a button can't hold is a row. ``currency`` is for a trainer who has no other
    service. Raises NotYours, UnreadablePrice, SameName where the name is that of a session for one, and
    AnotherKind where a class of that name is given at another length or price.
    """
    require_trainer(actor, trainer)
    service_for(work, trainer, words, currency)
    kept = ClassDraft(trainer_id=trainer.id, words=words.kept, currency=currency, made_at=now)
    work.add(kept)
    work.flush()
    return kept


def service_for(work: Work, trainer: Trainer, words: ClassWords, currency: str) -> Service:
    """What it would be a class of: one that is given already, or a new one, which is not kept yet."""
    known = work.trainers.all_services(trainer.id)
    found = next((each for each in known if each.name.casefold() == words.name.casefold()), None)
    currency = found.currency if found else currency_of(work, trainer, currency)
    price = read_money(words.price, currency) if words.price else None
    if found is None:
        return _service(trainer, words, price or Money(0, currency))
    if not found.in_classes:
        raise SameName(name=found.name)
    if words.length not in (None, found.minutes) or price not in (None, found.price):
        raise AnotherKind(name=found.name, minutes=found.minutes, price=found.price.typed)
    return found


def _service(trainer: Trainer, words: ClassWords, price: Money) -> Service:
    return Service(
        trainer_id=trainer.id,
        name=words.name,
        minutes=words.length or LENGTH,
        price_minor=price.minor,
        currency=price.currency,
        approval=Approval.AT_ONCE,
        in_classes=True,
    )


def class_of(trainer: Trainer, service: Service, words: ClassWords, *, now: datetime) -> GroupClass:
    """What it would be; not kept yet."""
    return GroupClass(
        trainer_id=trainer.id,
        service_id=service.id,
        first=words.first,
        minute=words.minute,
        every=words.every,
        capacity=words.places,
        minimum=words.least,
        decide_hours=words.hours,
        runs_unanswered=words.runs,
        made_at=now,
    )
