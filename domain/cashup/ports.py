"""What cashing up asks of storage."""

from datetime import date
from typing import NamedTuple, Protocol

from domain.cashup.model import CashCount


class Counted(NamedTuple):
    made: CashCount
    by: str  # the name of who counted


class CashUps(Protocol):
    def counts(self, trainer_id: int, day: date) -> list[Counted]:
        """Of a day, in the order in which they were made."""
        ...

    def last_float(self, trainer_id: int, currency: str, day: date) -> int:
        """Minor units that were in the drawer from the start when it was last counted, that day or before;
        0 where it never was.
        """
        ...
