"""What a policy means for a session. Pure policy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.money import Money
from domain.policies.model import Late, Pay, Policy
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


def late_cost(policy: Policy | None, price: Money, *, by_credit: bool = False) -> Cost:
    """What is late costs this: a credit, where one pays for the session; else a fee, and the price where it
    counts as a session used. It is never more than the price, so nothing is owed for what is free.
    """
    return FREE if policy is None else _cost(policy.late, policy.fee_minor, price, by_credit=by_credit)


def missed_cost(policy: Policy | None, price: Money, pay: Pay, *, by_credit: bool) -> Cost | None:
    """What not coming costs, where that was agreed; of a deposit, no less than cancelling at the last
    moment.
    """
    if policy is None:
        return None
    if policy.missed is None:
        is_deposit = pay is Pay.DEPOSIT and not by_credit
        return late_cost(policy, price) if is_deposit else None
    return _cost(policy.missed, policy.missed_minor, price, by_credit=by_credit)


def _cost(late: Late, fee_minor: int | None, price: Money, *, by_credit: bool) -> Cost:
    if late is Late.FREE or not price.minor:
        return FREE
    if by_credit:
        return Cost(Late.USED)
    return Cost(Late.FEE, Money(min(fee_minor or price.minor, price.minor), price.currency))


def pays(policy: Policy | None, price: Money) -> Pay:
    """When a session at this price is paid; a deposit of all of it is paying first."""
    if policy is None or not price.minor or policy.pay is Pay.LATER:
        return Pay.LATER
    return Pay.DEPOSIT if policy.pay is Pay.DEPOSIT and deposit(policy, price) != price else Pay.FIRST


def deposit(policy: Policy, price: Money) -> Money:
    """What is paid first of the price; cards take whole tens of thousandths only."""
    share = price.share(policy.deposit_share, of=100).minor if policy.deposit_share else 0
    step = 10 if price.digits == 3 else 1
    minor = policy.deposit_minor or max(share, 1)
    return Money(min(-(-minor // step) * step, price.minor), price.currency)


def cancel_until(policy: Policy, starts: datetime) -> datetime:
    """The last instant at which cancelling is free."""
    return starts - timedelta(minutes=policy.cancel_minutes)


def move_until(policy: Policy, starts: datetime) -> datetime:
    return starts - timedelta(minutes=policy.move_minutes)


def cost_to_cancel(
    policy: Policy | None, starts: datetime, price: Money, at: datetime, *, by_credit: bool = False
) -> Cost:
    if policy is None or at <= cancel_until(policy, starts):
        return FREE
    return late_cost(policy, price, by_credit=by_credit)


def cost_to_move(
    policy: Policy | None, starts: datetime, price: Money, at: datetime, *, by_credit: bool = False
) -> Cost | None:
    """None where it is too late to move at all."""
    if policy is None or at <= move_until(policy, starts):
        return FREE
    return late_cost(policy, price, by_credit=by_credit) if policy.moves_late else None
