"""A trainer's earnings and the studio's revenue: sums over the ledger, each currency by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.access import require_admin, require_trainer
from domain.earnings.ports import MoneyLine, Moved
from domain.intervals import Interval
from domain.ledger.model import Kind, Step
from domain.money import Money
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

MOST_LINES = 10_000  # of a file
_BY_BANK = (Step.DISPUTED, Step.REINSTATED)


@dataclass(frozen=True, slots=True)
class Takings:
    """Minor units of one currency: what ``count`` payments brought, what of it was given back, what banks
    took, and what the provider kept for its service; of what is kept, ``tax`` is tax. What was undone never
    came.
    """

    currency: str
    count: int = 0
    taken: int = 0
    back: int = 0
    by_bank: int = 0
    fees: int = 0
    tax: int = 0

    @property
    def kept(self) -> int:
        """Before the provider's part."""
        return self.taken - self.back - self.by_bank

    @property
    def net(self) -> int:
        return self.kept - self.tax

    @property
    def left(self) -> int:
        return self.kept - self.fees

    @property
    def average(self) -> int | None:
        """Of a payment, to the nearest minor unit; None where there is none."""
        return Money(self.taken, self.currency).share(1, of=self.count).minor if self.count > 0 else None

    def of(self, minor: int) -> Money:
        return Money(minor, self.currency)


def earned(work: Work, actor: Person, trainer: Trainer, span: Interval) -> list[Moved]:
    require_trainer(actor, trainer)
    return work.earnings.moved(trainer.id, *span)


def revenue(work: Work, actor: Person, span: Interval) -> list[Moved]:
    """Of all trainers, for an admin. Raises NotYours."""
    require_admin(actor)
    return work.earnings.moved(None, *span)


def lines(work: Work, actor: Person, trainer: Trainer | None, span: Interval) -> list[MoneyLine]:
    """Of a trainer, or for an admin of everybody; the first `MOST_LINES`. Raises NotYours."""
    if trainer is None:
        require_admin(actor)
    else:
        require_trainer(actor, trainer)
    since, until = span
    return work.earnings.lines(trainer.id if trainer else None, since, until, limit=MOST_LINES)


def takings(moved: Iterable[Moved]) -> list[Takings]:
    """Each currency by itself, the one that brought most payments first."""
    sums: dict[str, Takings] = {}
    for each in moved:
        sums[each.currency] = _with(sums.get(each.currency, Takings(each.currency)), each)
    return sorted(sums.values(), key=lambda one: (-one.count, one.currency))


def signed(kind: Kind, *, inward: bool, minor: int) -> int:
    """What a line is worth to the trainer: what the provider keeps is less."""
    return minor if inward is (kind is not Kind.FEES) else -minor


def _with(sums: Takings, moved: Moved) -> Takings:
    sign = 1 if moved.inward else -1
    if moved.kind is Kind.FEES:
        return replace(sums, fees=sums.fees + sign * moved.minor)
    sums = replace(sums, tax=sums.tax + sign * moved.tax_minor)
    if moved.step in _BY_BANK:
        return replace(sums, by_bank=sums.by_bank - sign * moved.minor)
    if (moved.step is Step.PAID) if moved.inward else (moved.step is Step.UNDONE):
        return replace(sums, taken=sums.taken + sign * moved.minor, count=sums.count + sign * moved.count)
    return replace(sums, back=sums.back - sign * moved.minor)
