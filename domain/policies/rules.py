"""What a policy means for a session. Pure policy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.money import Money
from domain.policies.model import Late, Policy
from domain.trainers.model import Service, Trainer


@dataclass(frozen=True, slots=True)
class Cost:
    """What giving a session up costs; ``fee`` where it is one."""

    late: Late
    fee: Money | None = None

    @property
    def is_free(self) -> bool:
        return self.late is Late.FREE


FREE = Cost(Late.FREE)


def in_force(service: Service, trainer: Trainer) -> int | None:
    """The policy that a new booking is made under: the service's own, or else the trainer's."""
    return service.policy_id or trainer.policy_id


def late_cost(policy: Policy | None, price: Money) -> Cost:
    """What is late costs this: a fee is never more than the price, so nothing is owed for what is free."""
    if policy is None:
        return FREE
    if policy.fee_minor is None:
        return Cost(policy.late)
    fee = min(policy.fee_minor, price.minor)
    return Cost(policy.late, Money(fee, price.currency)) if fee else FREE


def cancel_until(policy: Policy, starts: datetime) -> datetime:
    """The last instant at which cancelling is free."""
    return starts - timedelta(minutes=policy.cancel_minutes)


def move_until(policy: Policy, starts: datetime) -> datetime:
    return starts - timedelta(minutes=policy.move_minutes)


def cost_to_cancel(policy: Policy | None, starts: datetime, price: Money, at: datetime) -> Cost:
    if policy is None or at <= cancel_until(policy, starts):
        return FREE
    return late_cost(policy, price)


def cost_to_move(policy: Policy | None, starts: datetime, price: Money, at: datetime) -> Cost | None:
    """None where it is too late to move at all."""
    if policy is None or at <= move_until(policy, starts):
        return FREE
    return late_cost(policy, price) if policy.moves_late else None
