"""What memberships ask of storage, and of whoever charges every month."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.memberships.model import Bill, BillState, Membership, State
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Joining:
    """A page to be made at which a membership begins; asking twice with the same key gives the same one.
    ``token`` is what the provider shall call the membership by.
    """

    key: str
    token: str
    name: str
    price: Money
    language: str
    link: str  # of ours: where the payer lands
    customer_id: str


@dataclass(frozen=True, slots=True)
class JoinPage:
    """How such a page stands: without ``url`` nobody can pay there any more."""

    session_id: str
    url: str | None
    subscription_id: str | None


@dataclass(frozen=True, slots=True)
class Billed:
    """A bill as the provider has it now."""

    invoice_id: str
    state: BillState
    amount: Money
    starts: datetime
    ends: datetime
    intent_id: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the provider has of a membership, as it stands now. No ``state``: it did not begin."""

    token: str
    subscription_id: str
    state: State | None
    leaves: bool
    period_end: datetime
    bills: tuple[Billed, ...]  # the oldest first


@dataclass(frozen=True, slots=True)
class About:
    """Of which membership, what subscription and whose customer an event tells; all else is asked for."""

    token: str | None = None
    subscription_id: str | None = None
    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Memberships, or desks, of one currency in one state. ``minor`` is what they come to a month; of those
    that were there since a day ``stood``, ``lost`` ended after it.
    """

    is_desk: bool
    currency: str
    state: State
    leaves: bool
    count: int
    minor: int
    stood: int
    lost: int


class Subscriber(Protocol):
    """Charges every month. Raises NotReached, Refused."""

    async def make_join_page(self, wanted: Joining) -> JoinPage: ...

    async def look_at_join_page(self, session_id: str) -> JoinPage: ...

    async def standing(self, subscription_id: str) -> Standing | None:
        """None where it is none of ours."""
        ...

    async def obey(self, key: str, subscription_id: str, *, leaves: bool, rests: bool) -> None:
        """End it with the month that is paid, or not; charge no month that begins, or do."""
        ...

    async def billed_since(self, moment: datetime) -> list[tuple[str, str, str]]:
        """Each bill of ours that was made since then and is paid: token, subscription, and its own name."""
        ...


class Memberships(Protocol):
    def membership(self, membership_id: int) -> Membership:
        """Raises NotFound."""
        ...

    def locked(self, membership_id: int) -> Membership:
        """Locked until the turn ends, and read as it is now. Raises NotFound."""
        ...

    def by_token(self, token: str) -> Membership | None: ...

    def of_payer(self, payer_id: int) -> list[Membership]:
        """The newest first."""
        ...

    def of_trainer(self, trainer_id: int) -> list[Membership]:
        """What clients ever paid, the newest first."""
        ...

    def counted(self, since: datetime) -> list[Count]:
        """The whole studio's that were ever paid."""
        ...

    def services_of(self, membership_id: int) -> list[int]: ...

    def bills(self, membership_id: int) -> list[Bill]:
        """The oldest first."""
        ...

    def bill_of(self, invoice_id: str) -> Bill | None: ...

    def to_tell(self, *, limit: int = 20) -> list[Membership]:
        """What the provider has still to be told."""
        ...
