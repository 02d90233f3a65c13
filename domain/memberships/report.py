"""How the studio's memberships stand, and its desks: how many of which kind, and what comes in monthly."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import require_admin
from domain.memberships.model import LIVE, OVER, State
from domain.memberships.ports import Count
from domain.money import Money
from domain.people.model import Person
from domain.work import Work

LOOKED_BACK = timedelta(days=30)
_RECURRING = (State.ACTIVE, State.PAST_DUE)


@dataclass(frozen=True, slots=True)
class Report:
    """``unpaid`` is among the ``active``, ``leaving`` among all that go on. ``monthly`` has one sum for each
    currency, of what is neither paused nor about to end. ``lost`` of ``stood`` ended in thirty days.
    """

    active: int
    unpaid: int
    leaving: int
    paused: int
    over: int
    stood: int
    lost: int
    monthly: tuple[Money, ...]


def report(work: Work, actor: Person, *, desks: bool = False, now: datetime) -> Report:
    """Of what clients pay their trainers, or of what trainers pay for desks. Raises NotYours for whoever is
    no admin.
    """
    require_admin(actor)
    counts = [each for each in work.memberships.counted(now - LOOKED_BACK) if each.is_desk is desks]
    by_state, monthly = Counter[State](), Counter[str]()
    for each in counts:
        by_state[each.state] += each.count
        if each.state in _RECURRING and not each.leaves:
            monthly[each.currency] += each.minor
    return Report(
        active=by_state[State.ACTIVE] + by_state[State.PAST_DUE],
        unpaid=by_state[State.PAST_DUE],
        leaving=sum(each.count for each in counts if _leaves(each)),
        paused=by_state[State.PAUSED],
        over=sum(by_state[each] for each in OVER),
        stood=sum(each.stood for each in counts),
        lost=sum(each.lost for each in counts),
        monthly=tuple(Money(minor, currency) for currency, minor in sorted(monthly.items())),
    )


def _leaves(each: Count) -> bool:
    return each.leaves and each.state in LIVE
