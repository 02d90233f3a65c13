"""What wallets ask of storage, and of whoever keeps cards."""

from dataclasses import dataclass
from typing import Protocol

from domain.wallets.model import Wallet


@dataclass(frozen=True, slots=True)
class Card:
    """``brand`` is as the provider writes it: "visa"; ``method_id`` is what it calls the card."""

    brand: str
    last4: str
    default: bool
    method_id: str = ""


class Keeper(Protocol):
    """Keeps cards. Raises NotReached, Refused."""

    async def make_customer(self, key: str, name: str) -> str:
        """The customer's id; asking twice with the same key gives the same."""
        ...

    async def cards(self, customer_id: str) -> list[Card]: ...

    async def portal(self, customer_id: str, language: str, back: str) -> str:
        """A page, good for minutes, at which the customer sees to cards and what renews."""
        ...


class Wallets(Protocol):
    def of(self, person_id: int) -> Wallet | None: ...

    def locked(self, person_id: int) -> Wallet:
        """Opened where it is not there yet, and locked until the turn ends."""
        ...

    def by_token(self, token: str) -> Wallet | None: ...

    def by_customer(self, customer_id: str) -> Wallet | None: ...
