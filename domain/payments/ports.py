"""What payments ask of storage, and of whoever takes cards."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.memberships.ports import About
from domain.money import Money
from domain.payments.agreed import Difference, Reconciliation, Surplus
from domain.payments.disputed import Dispute, DisputeState
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
    """How a refund stands with the provider: ``key`` is the one that we asked for it with, and "" where it
    was made in the provider's dashboard; ``intent_id`` is of the money that goes back.
    """

    key: str
    provider_id: str
    failed: bool = False
    intent_id: str | None = None
    amount: Money | None = None

    @classmethod
    def said(cls, words: dict[str, Any]) -> "Returned":
        """As it was stored."""
        return cls(**words | {"amount": Money(**words["amount"]) if words["amount"] else None})


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that a dispute has moved, below zero where it was taken; so is a fee that was given back."""

    name: str  # the provider's
    amount: Money
    fee: Money


@dataclass(frozen=True, slots=True)
class Disputed:
    """How a dispute stands with the provider. ``due_by`` is a second of the epoch."""

    provider_id: str
    intent_id: str
    state: DisputeState
    reason: str
    amount: Money
    due_by: int | None
    moves: tuple[Moved, ...] = ()

    @classmethod
    def said(cls, words: dict[str, Any]) -> "Disputed":
        """As it was stored."""
        moves = tuple(
            Moved(each["name"], Money(**each["amount"]), Money(**each["fee"])) for each in words["moves"]
        )
        state, amount = DisputeState(words["state"]), Money(**words["amount"])
        return cls(**words | {"state": state, "amount": amount, "moves": moves})


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the provider's: of a page, a refund, a dispute, what is monthly, or nothing of ours."""

    event_id: str
    kind: str
    happened_at: datetime
    page: Seen | None
    refund: Returned | None = None
    dispute: Disputed | None = None
    about: About | None = None  # what has to be looked at

    @property
    def said(self) -> dict[str, Any]:
        about = self.page or self.refund or self.dispute or self.about
        return asdict(about) if about else {}

    @property
    def intent_id(self) -> str | None:
        """The money of which it tells what became."""
        about = self.refund or self.dispute
        return about.intent_id if about else None

    @property
    def makes_room(self) -> bool:
        """Whether money came back to where it was, so that what was told before may fit now."""
        if self.dispute is not None:
            return any(each.amount.minor > 0 for each in self.dispute.moves)
        return self.refund is not None and self.refund.failed


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be made; asking twice with the same key gives the same one."""

    key: str
    name: str
    price: Money
    language: str
    link: str  # of ours: where the client lands after paying
    customer_id: str | None = None  # whose saved cards can be chosen there
    keeps: bool = False  # the card, for what its owner has agreed to be charged for while away


@dataclass(frozen=True, slots=True)
class Charge:
    """What the provider is to be asked for; twice with the same key is once. ``again``: it may have been
    asked already, since ``since``, and its answer was lost.
    """

    key: str
    name: str
    price: Money
    customer_id: str
    method_id: str
    since: datetime
    again: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What is left of a payment, less what was given back or is disputed: as the provider has it, or the
    books. ``under_way`` is one of which a refund was approved and the provider has not answered yet.
    """

    key: str
    intent_id: str
    money: Money
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What the provider kept of a payment, by a line of its own books that is called ``name``; below zero
    where it gave a fee back.
    """

    name: str
    intent_id: str
    fee: Money


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

    async def charge(self, wanted: Charge) -> Seen:
        """A saved card; asking twice with the same key charges it once. Raises Refused, too."""
        ...

    async def charged(self, wanted: Charge) -> Seen | None:
        """What became of one that was asked for before; None where it was not heard of."""
        ...

    async def prove(self, provider_id: str, proof: dict[str, str]) -> None:
        """Tell the bank our side of a dispute; asking twice tells it once. Raises Refused, too."""
        ...

    async def events_since(self, moment: datetime) -> list[Told]:
        """All that happened to pages, refunds and disputes since then, the oldest first."""
        ...

    async def held_since(self, moment: datetime) -> list[Held]:
        """All of ours that was charged, given back or disputed since then, as it stands now."""
        ...

    async def kept_since(self, moment: datetime) -> list[Kept]:
        """What it kept since then, of whatever payments there are."""
        ...


class Disputes(Protocol):
    def dispute(self, dispute_id: int) -> Dispute:
        """Raises NotFound."""
        ...

    def locked(self, dispute_id: int) -> tuple[Dispute, Payment]:
        """With its payment, which is locked until the turn ends; both as they are now. Raises NotFound."""
        ...

    def called(self, provider_id: str) -> Dispute | None: ...

    def of_payment(self, payment_id: int) -> list[Dispute]:
        """The oldest first."""
        ...

    def open(self, trainer_id: int | None) -> list[Dispute]:
        """Of a trainer's clients, or of everybody's; the first that the bank will decide first."""
        ...

    def to_prove(self, *, limit: int = 20) -> list[Dispute]:
        """With a proof that the provider has not answered yet."""
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

    def of_intent(self, intent_id: str) -> int | None:
        """The payment that this money paid; None where it is none of ours, or not known yet: then nobody
        learns that it has arrived until the turn ends.
        """
        ...

    def refund_called(self, provider_id: str) -> int | None:
        """The refund that the provider calls so."""
        ...

    def told_of(self, intent_id: str) -> list[dict[str, Any]]:
        """What each event said of what became of this money, the oldest first; not what can't be applied."""
        ...

    def charges_due(self, now: datetime, *, limit: int = 20) -> list[str]:
        """The keys under which saved cards are to be charged by now, or were without an answer."""
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

    def last_at_desk(self, trainer_id: int, paid_after: datetime) -> Payment | None:
        """The last sale since then that was paid at the desk and not taken back."""
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

    def newest_receipt(self) -> int:
        """A number that rises with each receipt; 0 where there is none."""
        ...

    def of_intents(self, intent_ids: Collection[str]) -> dict[str, Payment]:
        """The payments of this money, such as are ours."""
        ...

    def causes_known(self, causes: Collection[str]) -> set[str]:
        """Those under which something is in the ledger."""
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

    def surplus(self, surplus_id: int) -> Surplus:
        """As it is now. Raises NotFound."""
        ...

    def surplus_of(self, difference_id: int) -> Surplus | None: ...

    def surplus_called(self, key: str) -> Surplus | None:
        """The one that the provider was asked for with this key."""
        ...

    def surpluses(self, payment_id: int) -> list[tuple[Difference, Surplus | None]]:
        """What came for it and is not in the books, and whether that goes back."""
        ...

    def surpluses_due(self, *, limit: int = 20) -> list[tuple[Difference, Surplus]]:
        """Not with the provider yet."""
        ...

    def voided_due(self, *, limit: int = 20) -> list[Receipt]:
        """Credit notes of refunds that failed, with no paper after them that says so."""
        ...

    def store(self, provider: str, told: Told, *, now: datetime, problem: str | None = None) -> bool:
        """False where the event is here already. With a problem, it is kept and was not applied."""
        ...

    def known(self, provider: str, event_ids: Collection[str]) -> set[str]:
        """Those of the events that are here already."""
        ...
