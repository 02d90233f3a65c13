"""Who pays for a client: a company that the trainer named, a child's guardian, or the client."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.access import require_trainer
from domain.earnings.model import Payer
from domain.packages.errors import NotTraining
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

LONGEST = 120


class Kind(enum.StrEnum):
    CLIENT = "client"
    GUARDIAN = "guardian"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class PaidBy:
    kind: Kind
    name: str = ""


def name_payer(
    work: Work, actor: Person, client: Person, trainer: Trainer, name: str, *, now: datetime
) -> Payer:
    """From now on; "" for the client again. Raises NotTraining."""
    require_trainer(actor, trainer)
    if work.people.relationship(client.id, trainer.id) is None:
        raise NotTraining(name=client.first_name)
    named = Payer(
        client_id=client.id,
        trainer_id=trainer.id,
        name=" ".join(name.split())[:LONGEST],
        at=now,
        actor_id=actor.id,
    )
    work.add(named)
    work.flush()
    return named


def company_of(work: Work, client_id: int, trainer_id: int, at: datetime) -> str:
    """Who paid for the client then; "" where it was not a company."""
    named = [each for each in work.earnings.payers(trainer_id, [client_id]) if each.at <= at]
    return named[-1].name if named else ""


def payers_of(work: Work, trainer_id: int, client_ids: Collection[int], at: datetime) -> dict[int, PaidBy]:
    """Of each client, in two statements however many there are."""
    companies = {
        each.client_id: each.name for each in work.earnings.payers(trainer_id, client_ids) if each.at <= at
    }
    guardians = work.earnings.guardians(client_ids, at)
    return {each: _payer(companies.get(each, ""), guardians.get(each, "")) for each in client_ids}


def _payer(company: str, guardian: str) -> PaidBy:
    if company:
        return PaidBy(Kind.COMPANY, company)
    return PaidBy(Kind.GUARDIAN, guardian) if guardian else PaidBy(Kind.CLIENT)
