"""What the ledger asks of storage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.ledger.model import Kind, LedgerAccount, LedgerEntry


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and when the session is that it came with."""

    entry: LedgerEntry
    starts: datetime | None = None


class Ledger(Protocol):
    def account(
        self, kind: Kind, commodity: str, *, client_id: int, trainer_id: int, lot_id: int | None = None
    ) -> LedgerAccount:
        """Opened where it is not there yet."""
        ...

    def balance(self, account: LedgerAccount) -> int:
        """What came in less what went out."""
        ...

    def with_change(self, booking_id: int, version: int) -> list[LedgerEntry]:
        """What was entered with a change of a booking, in order."""
        ...

    def of_payment(self, payment_id: int) -> list[LedgerEntry]:
        """All that was entered of it, in order."""
        ...

    def between(self, client_id: int, trainer_id: int) -> list[Line]:
        """All that was ever entered about a client and a trainer, in order."""
        ...
