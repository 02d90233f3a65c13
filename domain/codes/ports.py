"""What codes ask of storage."""

from datetime import datetime
from typing import Protocol

from domain.codes.model import Gift, Promo, PromoUse


class Codes(Protocol):
    def promo(self, promo_id: int) -> Promo:
        """Locked until the turn ends. Raises NotFound."""
        ...

    def promo_named(self, word: str) -> Promo | None: ...

    def promos_of(self, trainer_id: int | None) -> list[Promo]:
        """A trainer's and the studio's, or the studio's alone; the newest first."""
        ...

    def uses(self, promo_id: int) -> list[PromoUse]: ...

    def use_of(self, payment_id: int) -> PromoUse | None: ...

    def gift(self, word: str) -> Gift | None:
        """Locked until the turn ends, and read as it is now."""
        ...

    def gift_of(self, payment_id: int) -> Gift | None: ...

    def gift_in(self, lot_id: int) -> Gift | None:
        """The one whose credits these are."""
        ...

    def services_of(self, gift_id: int) -> list[int]:
        """None: it is good for all of its trainer's."""
        ...

    def tries(self, person_id: int, since: datetime) -> int: ...
