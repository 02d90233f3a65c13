"""What the ledger asks of storage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.ledger.sealed import Seal


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

    def fees(self, booking_id: int) -> int:
        """Minor units that a booking's changes let its client owe, less what was undone or let off."""
        ...

    def of_payment(self, payment_id: int) -> list[LedgerEntry]:
        """All that was entered of it, in order."""
        ...

    def between(self, client_id: int, trainer_id: int) -> list[Line]:
        """All that was ever entered about a client and a trainer, in order."""
        ...

    def rows(self, after: int, until: int, *, limit: int) -> list[tuple[Any, ...]]:
        """What there is of the entries behind one, up to another, as plain values in order: the number first,
        and whose accounts they are.
        """
        ...

    def last_id(self) -> int:
        """The number of the last entry; 0 where there is none."""
        ...

    def seals(self) -> list[Seal]:
        """In order."""
        ...

    def last_seal(self) -> Seal | None: ...

    def seal(self, seal_id: int) -> Seal:
        """Raises NotFound."""
        ...

    def store_seal(self, row: dict[str, Any]) -> bool:
        """False where that night is sealed."""
        ...
