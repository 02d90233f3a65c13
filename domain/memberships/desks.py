"""Desks that trainers have of the studio: offered by an admin, and paid every month like any membership."""

import secrets
from datetime import datetime

from domain.access import require_admin
from domain.base import Role
from domain.memberships import errors
from domain.memberships.model import Membership, State
from domain.memberships.service import live
from domain.money import Money
from domain.notifications.service import tell
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

LONGEST = 60  # letters of a name
_TOKEN_BYTES = 9  # 72 bits: nobody guesses a link


def offer(
    work: Work, actor: Person, trainer: Trainer, name: str, price: Money, *, now: datetime
) -> Membership:
    """The trainer is told, with a link to pay at. The same again is once; on other terms, only the newest
    can be taken. Raises NotYours, HasDesk.
    """
    require_admin(actor)
    if live(work, trainer.person_id, None) is not None:
        raise errors.HasDesk(name=trainer.name)
    known = desk_of(work, trainer)
    if known is not None and known.state is State.OPEN and (known.name, known.price) == (name, price):
        return known
    made = Membership(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        payer_id=trainer.person_id,
        trainer_id=trainer.id,
        name=name[:LONGEST],
        price_minor=price.minor,
        currency=price.currency,
        made_at=now,
    )
    work.add(made)
    work.flush()
    key, about, data = f"membership:{made.id}:offered", ("desk", made.id), {"what": "offered"}
    tell(work, made.payer_id, Role.TRAINER, "trainer_desk", key, due=now, subject=about, data=data)
    return made


def desk_of(work: Work, trainer: Trainer) -> Membership | None:
    """The one that goes on; else the newest, whether it is offered or over."""
    known = [each for each in work.memberships.of_payer(trainer.person_id) if each.is_desk]
    return next((each for each in known if each.is_live), next(iter(known), None))


def is_replaced(work: Work, offered: Membership) -> bool:
    """Whether another desk was offered after this one, on other terms."""
    return offered.is_desk and desk_of(work, work.trainers.trainer(offered.trainer_id)) is not offered
