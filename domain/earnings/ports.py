"""What earnings ask of storage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from domain.earnings.model import Payer
from domain.ledger.model import Kind, Step
from domain.tax import Tax


@dataclass(frozen=True, slots=True)
class Moved:
    """What came into the accounts of one kind, or went out of them, with one step: so much, in so many lines
    of the ledger. ``tax_minor`` of it is tax.
    """

    trainer_id: int
    client_id: int
    currency: str
    kind: Kind
    step: Step
    inward: bool
    minor: int
    count: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One line of the ledger, as a file has it. ``name`` and ``tax`` are of what was sold, and ``tax_minor``
    is how much of this line is tax.
    """

    at: datetime
    trainer_id: int
    client_id: int
    client: str
    name: str
    kind: Kind
    step: Step
    inward: bool
    minor: int
    currency: str
    payment_id: int | None
    tax: Tax
    tax_minor: int


class BlockLine(NamedTuple):
    """One line of the ledger about a lot; ``starts`` is of the session that it came with."""

    lot_id: int
    client_id: int
    client: str
    name: str
    expires_on: date | None
    giver: Kind
    taker: Kind
    amount: int
    at: datetime
    starts: datetime | None


class Earnings(Protocol):
    """Of a trainer the cost grows with the clients who ever paid and with the lines of the time that is asked
    for; of everybody with those lines alone. Neither grows with what was before.
    """

    def moved(self, trainer_id: int | None, since: datetime, until: datetime) -> list[Moved]:
        """Of one trainer, or of everybody; in one statement."""
        ...

    def lines(
        self, trainer_id: int | None, since: datetime, until: datetime, *, limit: int
    ) -> list[MoneyLine]:
        """The same line by line, in the order in which they were entered; in one statement."""
        ...

    def block_lines(self, trainer_id: int, since: datetime) -> list[BlockLine]:
        """Every line of the lots that are not over, and of those that were used since then; in order."""
        ...

    def payers(self, trainer_id: int, client_ids: Collection[int]) -> list[Payer]:
        """All that were ever named for these, in order."""
        ...

    def guardians(self, client_ids: Collection[int], at: datetime) -> dict[int, str]:
        """The names of those who spoke then for whoever of these was a child; of several the first."""
        ...

    def reports_due(self, now: datetime) -> list[int]:
        """Trainers whose weekly report is due, or was never planned."""
        ...

    def report_due(self, trainer_id: int) -> datetime | None:
        """None where it was never planned."""
        ...

    def plan_report(self, trainer_id: int, due_at: datetime) -> None: ...
