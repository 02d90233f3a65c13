"""Whether the books have what the provider has: each payment less what of it was given back."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.base import Role
from domain.money import Money
from domain.notifications.service import tell
from domain.payments.ports import Held
from domain.work import Work

LISTED = timedelta(days=30)  # of the provider's list that is compared
ENTERED = timedelta(days=14)  # of the books: what a bank sent may be far older at the provider


@dataclass(frozen=True, slots=True)
class Gap:
    """One payment's money, as the provider and the books have it."""

    intent_id: str
    key: str
    theirs: Money
    ours: Money

    @property
    def name(self) -> str:
        return f"{self.intent_id}:{self.theirs.minor - self.ours.minor}"


@dataclass(frozen=True, slots=True)
class Comparison:
    totals: dict[str, dict[str, int]]
    gaps: tuple[Gap, ...]


def compare(work: Work, listed: Sequence[Held], *, now: datetime) -> Comparison:
    """What the provider lists with what is in the card accounts. What is on its way back counts on neither
    side, and what another installation charged on neither.
    """
    entered = work.payments.at_provider([each.intent_id for each in listed], paid_since=now - ENTERED)
    ours = {each.intent_id: each for each in entered}
    theirs = {
        each.intent_id: each for each in listed if each.intent_id in ours or work.payments.page_of(each.key)
    }
    under_way = {each.intent_id for each in entered if each.under_way}
    totals: dict[str, Counter[str]] = {}
    gaps = []
    for intent_id in sorted((theirs.keys() | ours.keys()) - under_way):
        there, here = theirs.get(intent_id), ours.get(intent_id)
        for side, each in (("theirs", there), ("ours", here)):
            if each:
                totals.setdefault(each.money.currency, Counter(theirs=0, ours=0))[side] += each.money.minor
        gap = _gap(intent_id, there, here)
        if gap.theirs != gap.ours:
            gaps.append(gap)
    return Comparison({currency: dict(sums) for currency, sums in totals.items()}, tuple(gaps))


def record(work: Work, night: date, found: Comparison, *, now: datetime) -> bool:
    """Once for a night, whoever looked; false where another did."""
    row = {"night": night, "at": now, "totals": found.totals, "differences": len(found.gaps)}
    if not work.payments.store_night(row):
        return False
    for gap in found.gaps:
        alert(work, gap, now=now)
    return True


def alert(work: Work, gap: Gap, *, now: datetime) -> None:
    """Every admin learns of it, once."""
    difference = work.payments.store_difference(
        {
            "name": gap.name,
            "intent_id": gap.intent_id,
            "payment_id": work.payments.page_of(gap.key),
            "currency": gap.theirs.currency,
            "theirs_minor": gap.theirs.minor,
            "ours_minor": gap.ours.minor,
            "seen_at": now,
        }
    )
    if difference is None:
        return
    about = ("money_difference", difference)
    for admin in work.people.admins():
        key = f"difference:{difference}"
        tell(work, admin.id, Role.ADMIN, "admin_difference", key, due=now, subject=about)


def both(first: Collection[Gap], second: Comparison) -> Comparison:
    """What was found twice: what was only on its way at the first look has arrived at the second."""
    names = {each.name for each in first}
    return Comparison(second.totals, tuple(each for each in second.gaps if each.name in names))


def _gap(intent_id: str, there: Held | None, here: Held | None) -> Gap:
    """In the provider's currency, of which the books may have none."""
    known = there or here
    if known is None:
        raise ValueError(intent_id)
    nothing = Money(0, known.money.currency)
    ours = here.money if here and here.money.currency == known.money.currency else nothing
    key = here.key if here else known.key
    return Gap(intent_id, key, there.money if there else nothing, ours)
