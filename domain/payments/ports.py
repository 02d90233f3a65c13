"""What payments ask of storage, and of whoever takes cards."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.money import Money
from domain.payments.agreed import Difference, Reconciliation
from domain.payments.model import PageState, Payment, PayPage, Receipt, Refund


@dataclass(frozen=True, slots=True)
class Seen:
    """How a page stood when the provider spoke of it: ``key`` is the one that we asked for it with."""

    key: str
    session_id: str
    state: PageState
    paid: Money | None = None
    intent_id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """How a refund stands with the provider: ``key`` is the one that we asked for it with."""

    key: str
    provider_id: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the provider's, about a page of ours, a refund, or nothing of ours."""

    event_id: str
    kind: str
    happened_at: datetime
    page: Seen | None
    refund: Returned | None = None

    @property
    def said(self) -> dict[str, Any]:
        about = self.page or self.refund
        return asdict(about) if about else {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be made; asking twice with the same key gives the same one."""

    key: str
    name: str
    price: Money
    language: str
    link: str  # of ours: where the client lands after paying


@dataclass(frozen=True, slots=True)
class Held:
    """What is left of a payment, less what was given back: as the provider has it, or the books.
    ``under_way`` is one of which a refund was approved and the provider has not answered yet.
    """

    key: str
    intent_id: str
    money: Money
    under_way: bool = False


class NotReached(Exception):
    """The provider did not answer, or not now."""


class Refused(Exception):
    """The provider will not do this, however often it is asked."""


class Cashier(Protocol):
    """Takes cards. Raises NotReached."""

    async def make_page(self, wanted: Wanted) -> Seen:
        """Raises Refused, too."""
        ...

    async def look(self, session_id: str) -> Seen:
        """A page as it stands now."""
        ...

    async def give_back(self, key: str, intent_id: str, amount: Money) -> Returned:
        """A part of what was paid; asking twice with the same key gives it back once. Raises Refused, too."""
        ...

    async def events_since(self, moment: datetime) -> list[Told]:
        """All that happened to pages and refunds since then, the oldest first."""
        ...

    async def held_since(self, moment: datetime) -> list[Held]:
        """All of ours that was charged or given back since then, as it stands now."""
        ...


class Payments(Protocol):
    def payment(self, payment_id: int) -> Payment:
        """Raises NotFound."""
        ...

    def locked(self, payment_id: int) -> Payment:
        """Locked until the turn ends, and read as it is now. Raises NotFound."""
        ...

    def by_token(self, token: str) -> Payment | None: ...

    def services_of(self, payment_id: int) -> list[int]:
        """What its credits are good for, in order of their ids; none: for all of its trainer's."""
        ...

    def open_of(self, client_id: int) -> list[Payment]: ...

    def paid_of(self, client_id: int) -> list[Payment]:
        """The newest first."""
        ...

    def for_booking(self, booking_id: int) -> list[Payment]:
        """All that were ever to pay for it."""
        ...

    def page_of(self, key: str) -> int | None:
        """The payment of the page that was asked for with this key; None where none of ours was."""
        ...

    def refund_of(self, key: str) -> int | None:
        """The refund that was asked for with this key; None where none of ours was."""
        ...

    def pages(self, payment_id: int) -> list[PayPage]:
        """The oldest first."""
        ...

    def refund(self, refund_id: int) -> Refund:
        """Raises NotFound."""
        ...

    def locked_refund(self, refund_id: int) -> tuple[Refund, Payment]:
        """With its payment, which is locked until the turn ends; both as they are now. Raises NotFound."""
        ...

    def refunds(self, payment_id: int) -> list[Refund]:
        """The oldest first."""
        ...

    def refunds_asked(self, trainer_id: int | None) -> list[Refund]:
        """What waits for a trainer's answer, or for anybody's; the oldest first."""
        ...

    def refunds_due(self, *, limit: int = 20) -> list[Refund]:
        """Approved, and not with the provider yet."""
        ...

    def unnumbered(self, *, paid_before: datetime, limit: int = 20) -> list[Payment]:
        """Paid by card, or by then, and without a receipt; the first to be paid first."""
        ...

    def refunds_unnumbered(self, *, limit: int = 20) -> list[Refund]:
        """Done, and without a receipt."""
        ...

    def last_number(self, year: int) -> int:
        """0 where there is none yet."""
        ...

    def receipts(self, payment_id: int) -> list[Receipt]:
        """The payment's, then those of its refunds."""
        ...

    def at_provider(self, intent_ids: Collection[str], *, paid_since: datetime) -> list[Held]:
        """What the card accounts have of these, and of all that was paid since then."""
        ...

    def last_night(self) -> Reconciliation | None:
        """The last look at whether the books and the provider agree."""
        ...

    def store_night(self, row: dict[str, Any]) -> bool:
        """A Reconciliation; false where that night has one."""
        ...

    def difference(self, difference_id: int) -> Difference:
        """Raises NotFound."""
        ...

    def store_difference(self, row: dict[str, Any]) -> int | None:
        """The id of a new Difference; None where it is known."""
        ...

    def store(self, provider: str, told: Told, *, now: datetime, problem: str | None = None) -> bool:
        """False where the event is here already. With a problem, it is kept and was not applied."""
        ...

    def known(self, provider: str, event_ids: Collection[str]) -> set[str]:
        """Those of the events that are here already."""
        ...
