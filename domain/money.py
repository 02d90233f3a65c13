"""Money: integer minor units with a currency; amounts of two currencies never meet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` is in the currency's smallest unit (cents, yen); ``currency`` is ISO 4217."""

    minor: int
    currency: str

    def share(self, part: int, *, of: int) -> "Money":
        """As much of it as ``part`` is of a whole; half a minor unit is rounded up."""
        return Money((2 * self.minor * part + of) // (2 * of), self.currency)
