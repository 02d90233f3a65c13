"""What the tests of memberships share: one that began, and what the provider has of it month by month."""

from datetime import timedelta

from domain.memberships.model import BillState, Membership, State
from domain.memberships.ports import Billed, Standing
from domain.memberships.seeing import see, take_look
from domain.memberships.service import begin
from domain.money import Money
from domain.work import Work
from tests.domain.packages.given import pack
from tests.factories import NOON, Studio

MONTH = timedelta(days=30)


def wanted(work: Work, here: Studio, more: str = "") -> Membership:
    """Cleo is about to join Ana's Gold."""
    package = pack(work, here, f"name=Gold;price=320;monthly=monthly;{more}", sessions=8)
    return begin(work, here.cleo, package.id, now=NOON)


def bill(month: int, state: BillState = BillState.PAID) -> Billed:
    paid = state is BillState.PAID
    starts = NOON + month * MONTH
    return Billed(
        f"in_{month}",
        state,
        Money(32000, "EUR"),
        starts,
        starts + MONTH,
        f"pi_{month}" if paid else None,
        None if paid else "https://pay.example",
    )


def standing(
    found: Membership, *bills: Billed, state: State | None = State.ACTIVE, leaves: bool = False
) -> Standing:
    last = bills[-1].ends if bills else NOON + MONTH
    return Standing(found.token, "sub_1", state, leaves, last, bills)


def sees(work: Work, found: Membership, seen: Standing, *, look: int | None = None) -> None:
    """As of a look that begins now, or of one that began before."""
    number = take_look(work, found.token) if look is None else look
    see(work, seen, look=number or 0, now=seen.period_end - MONTH)


def began(work: Work, here: Studio, more: str = "") -> Membership:
    found = wanted(work, here, more)
    sees(work, found, standing(found, bill(0)))
    return found
