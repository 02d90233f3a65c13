"""The use cases of policies: what holds for what is booked from now on. What is booked keeps its own."""

from datetime import datetime

from domain.access import require_trainer
from domain.people.model import Person
from domain.policies.model import Late, Pay, Policy
from domain.policies.words import Terms, UnreadableFee
from domain.trainers.model import Service, Trainer
from domain.work import Work


def set_policy(
    work: Work,
    actor: Person,
    trainer: Trainer,
    terms: Terms,
    *,
    fee_minor: int | None = None,
    deposit_minor: int | None = None,
    missed_minor: int | None = None,
    service: Service | None = None,
    now: datetime,
) -> Policy:
    """Let what was said hold for what a trainer offers, or for one service; what was not said stays as it
    was. A cancellation window moves a move's with it that was the same. A late move is refused only where
    that was said, or moves have had a window of their own; else it costs the same. Raises NotYours,
    UnreadableFee.
    """
    require_trainer(actor, trainer)
    holder = service or trainer
    before = work.policies.policy(holder.policy_id or trainer.policy_id)
    policy = _with(terms, before, fee_minor, actor, now)
    _pay(policy, terms, before, deposit_minor)
    _miss(policy, terms, before, missed_minor)
    work.add(policy)
    work.flush()
    holder.policy_id = policy.id
    return policy


def end_policy(actor: Person, trainer: Trainer, service: Service | None = None) -> None:
    """Cancelling and moving are free until a session begins; a service goes by the trainer's policy again.
    Raises NotYours.
    """
    require_trainer(actor, trainer)
    (service or trainer).policy_id = None


def _with(terms: Terms, before: Policy | None, fee_minor: int | None, actor: Person, now: datetime) -> Policy:
    was_cancel, was_move = (before.cancel_minutes, before.move_minutes) if before else (0, 0)
    cancel = was_cancel if terms.cancel_minutes is None else terms.cancel_minutes
    along = cancel if was_move == was_cancel else was_move
    late = terms.late or (before.late if before else Late.USED)
    fee = (fee_minor or (before.fee_minor if before else None)) if late is Late.FEE else None
    moves_late = before.moves_late if before else terms.move_minutes is None
    if late is Late.FEE and not fee:
        raise UnreadableFee(words="")
    return Policy(
        cancel_minutes=cancel,
        move_minutes=along if terms.move_minutes is None else terms.move_minutes,
        late=late,
        fee_minor=fee,
        moves_late=moves_late if terms.moves_late is None else terms.moves_late,
        made_by=actor.id,
        made_at=now,
    )


def _pay(policy: Policy, terms: Terms, before: Policy | None, minor: int | None) -> None:
    """Let it say when is paid; a deposit is what was said now, or before."""
    policy.pay = terms.pay or (before.pay if before else Pay.LATER)
    if policy.pay is not Pay.DEPOSIT:
        return
    said = terms.deposit_share is not None or minor is not None
    if said or before is None:
        policy.deposit_minor, policy.deposit_share = minor, terms.deposit_share
    else:
        policy.deposit_minor, policy.deposit_share = before.deposit_minor, before.deposit_share


def _miss(policy: Policy, terms: Terms, before: Policy | None, minor: int | None) -> None:
    policy.missed = terms.missed or (before.missed if before else None)
    if policy.missed is Late.FEE:
        policy.missed_minor = minor or (before.missed_minor if before else None)
