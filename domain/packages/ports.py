"""What packages ask of storage."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from domain.packages.model import CreditLot, LotExtension, Package
from domain.trainers.model import Trainer


@dataclass(frozen=True, slots=True)
class Holding:
    """A lot, and what has become of its credits. No ``services``: it is good for all of its trainer's.
    What is ``frozen`` is not used, and can't be spent until a bank decides.
    """

    lot: CreditLot
    services: frozenset[int]
    free: int = 0
    reserved: int = 0
    used: int = 0
    expired: int = 0
    frozen: int = 0

    def covers(self, service_id: int, day: date) -> bool:
        """Whether one of its credits could pay for a session of that service on that day."""
        is_for = not self.services or service_id in self.services
        return is_for and (self.lot.expires_on is None or day <= self.lot.expires_on)


class HeldBy(NamedTuple):
    """Whose a lot is, by name."""

    name: str
    holding: Holding


class Packages(Protocol):
    def package(self, package_id: int) -> Package:
        """Raises NotFound."""
        ...

    def of_trainer(self, trainer_id: int) -> list[Package]:
        """All of them, in the order in which they were made."""
        ...

    def offered(self, *, limit: int) -> list[tuple[Trainer, Package]]:
        """The first of what anybody in the studio sells, with whose it is."""
        ...

    def services_of(self, package_id: int) -> list[int]: ...

    def be_for(self, package_id: int, services: Collection[int]) -> None:
        """These services instead of those before; none: for all."""
        ...

    def lot(self, lot_id: int) -> CreditLot:
        """Raises NotFound."""
        ...

    def lock(self, client_id: int, trainer_id: int) -> bool:
        """Whether the client has any lots. They are read as they are now, and nobody else spends from them
        until the turn ends.
        """
        ...

    def holdings(self, client_id: int, trainer_id: int | None = None) -> list[Holding]:
        """All lots of a client, with this trainer or with any; the first to expire first."""
        ...

    def holders(self, trainer_id: int) -> list[int]:
        """The clients who were ever given credits."""
        ...

    def extensions(self, client_id: int, trainer_id: int) -> list[LotExtension]: ...

    def held_by(self, package: Package) -> list[HeldBy]:
        """Every lot of it that was ever given; the first to expire first."""
        ...

    def expiring(self, today: date, warned: Collection[int], *, limit: int = 100) -> list[CreditLot]:
        """Lots that may be due for one of the warnings, so many days before, the first to expire first,
        locked; what another has locked is left out.
        """
        ...

    def run_out(self, before: date, *, limit: int = 100) -> list[CreditLot]:
        """Lots whose last day is before that one and that were not ended yet, locked; what another has locked
        is left out.
        """
        ...
