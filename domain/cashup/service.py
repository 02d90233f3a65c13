"""The use cases of cashing up: what the desk took on a day, and what was counted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.access import require_trainer
from domain.cashup.model import CashCount
from domain.cashup.ports import Counted
from domain.earnings import service as earnings
from domain.earnings.ports import MoneyLine
from domain.errors import Refusal
from domain.ledger.model import Kind, Step
from domain.money import Money
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall, whole_day

_DESK = (Kind.CASH, Kind.TRANSFER, Kind.TERMINAL)
_MOST = 100_000_000  # minor units: a column of integers holds them


class NotYet(Refusal):
    """That day is yet to come."""


class TooMuch(Refusal):
    """That is more than any drawer holds."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A sale, or what was given back. One that was ``undone`` that very day moved nothing."""

    line: MoneyLine
    undone: bool = False

    @property
    def signed(self) -> int:
        if self.undone:
            return 0
        return self.line.minor if self.line.inward else -self.line.minor


@dataclass(frozen=True, slots=True)
class DeskDay:
    """``drawer`` is what should be in it, by currency: the float from before, and the cash of the day."""

    day: date
    lines: tuple[AtDesk, ...]
    floats: dict[str, int]
    counts: tuple[Counted, ...]

    def sums(self) -> dict[tuple[Kind, str], int]:
        """What came in less what went out, by way and currency; of those that were used that day."""
        sums: dict[tuple[Kind, str], int] = defaultdict(int)
        for each in self.lines:
            sums[each.line.kind, each.line.currency] += each.signed
        return dict(sums)

    def drawer(self, currency: str, *, float_minor: int | None = None) -> Money:
        before = self.floats.get(currency, 0) if float_minor is None else float_minor
        return Money(before + self.sums().get((Kind.CASH, currency), 0), currency)


def desk_day(work: Work, actor: Person, trainer: Trainer, day: date, *, currency: str) -> DeskDay:
    """``currency`` is that of a drawer into which nothing came yet."""
    require_trainer(actor, trainer)
    found = earnings.lines(work, actor, trainer, whole_day(trainer.zone, day))
    lines = _sales([each for each in found if each.kind in _DESK])
    cash = {each.line.currency for each in lines if each.line.kind is Kind.CASH} or {currency}
    floats = {each: work.cashups.last_float(trainer.id, each, day) for each in sorted(cash)}
    return DeskDay(day, lines, floats, tuple(work.cashups.counts(trainer.id, day)))


def count(
    work: Work,
    actor: Person,
    trainer: Trainer,
    day: date,
    counted: Money,
    *,
    float_minor: int | None = None,
    note: str = "",
    now: datetime,
) -> CashCount:
    """What is in the drawer beside what should be there now; without a float, the last one's. Raises NotYet,
    TooMuch.
    """
    require_trainer(actor, trainer)
    if day > wall(now, trainer.zone).date():
        raise NotYet
    if max(counted.minor, float_minor or 0) > _MOST:
        raise TooMuch
    known = desk_day(work, actor, trainer, day, currency=counted.currency)
    if float_minor is None:
        float_minor = known.floats.get(counted.currency, 0)
    made = CashCount(
        trainer_id=trainer.id,
        day=day,
        currency=counted.currency,
        float_minor=float_minor,
        expected_minor=known.drawer(counted.currency, float_minor=float_minor).minor,
        counted_minor=counted.minor,
        note=note[:200],
        at=now,
        actor_id=actor.id,
    )
    work.add(made)
    work.flush()
    return made


def _sales(lines: Sequence[MoneyLine]) -> tuple[AtDesk, ...]:
    """A sale that was taken back the same day is one line; of another day's, what went out stays one."""
    sold = {each.payment_id for each in lines if each.step is Step.PAID}
    undone = {each.payment_id for each in lines if each.step is Step.UNDONE and not each.inward}
    return tuple(
        AtDesk(each, undone=each.step is Step.PAID and each.payment_id in undone)
        for each in lines
        if not (each.step is Step.UNDONE and not each.inward and each.payment_id in sold)
    )
