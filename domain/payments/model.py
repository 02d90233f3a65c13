"""A payment for a package, the pages at which it can be paid by card, and what the provider told of them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.ledger.model import Kind
from domain.money import Money
from domain.tax import LONGEST_NAME, LONGEST_NUMBER, Tax

STRIPE = "stripe"
_ASKED, _APPROVED = text("status = 'asked'"), text("status = 'approved'")
_OF_A_PAYMENT = text("refund_id IS NULL AND voids_id IS NULL")
_UNNUMBERED, _VOID = text("NOT numbered"), text("status = 'failed' AND numbered")
_FOR_A_BOOKING, _OF_MONEY = text("booking_id IS NOT NULL"), text("intent_id IS NOT NULL")

_CHARGE = text("method_id IS NOT NULL")
_DUE = text("method_id IS NOT NULL AND session_id IS NULL AND state IN ('open', 'processing')")


class Way(enum.StrEnum):
    """How it was paid; each has its account in the ledger."""

    CARD = "card"  # by the provider's page
    CASH = "cash"
    TRANSFER = "transfer"
    TERMINAL = "terminal"  # the trainer's own

    @property
    def kind(self) -> Kind:
        return Kind(self.value)


DESK = (Way.CASH, Way.TRANSFER, Way.TERMINAL)


class Standing(enum.StrEnum):
    OPEN = "open"
    PAID = "paid"
    UNDONE = "undone"  # marked paid at the desk by mistake
    DROPPED = "dropped"  # nothing is to be paid for it any more


class Purpose(enum.StrEnum):
    """What a payment is for."""

    PACKAGE = "package"
    SESSION = "session"  # paid first: a credit for its service, which pays for it
    DEPOSIT = "deposit"  # a part of a session's price, before it is booked
    REST = "rest"  # of that price
    FEE = "fee"  # that is owed already
    GIFT = "gift"  # a package for somebody else, who has it by a word
    RENT = "rent"  # of a desk, which its trainer pays the studio


_IN_CREDITS = (Purpose.PACKAGE, Purpose.SESSION)


class Payment(Entity, kw_only=True):
    """What a client buys of a trainer, on the terms that were shown then. ``token`` is its link's.

    ``booking_id`` is what it is to pay for, too, and ``lot_id`` the credits that came of it.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("price_minor > 0 AND sessions >= 0", name="positive"),
        CheckConstraint("(status IN ('open', 'dropped')) = (way IS NULL)", name="way"),
        CheckConstraint(
            "(status NOT IN ('open', 'dropped') AND purpose IN ('package', 'session'))"
            " = (lot_id IS NOT NULL)",
            name="lot",
        ),
        CheckConstraint("(status IN ('open', 'dropped')) = (paid_at IS NULL)", name="paid_at"),
        CheckConstraint("(purpose IN ('package', 'gift')) = (package_id IS NOT NULL)", name="package"),
        CheckConstraint("(purpose IN ('package', 'session', 'gift')) = (sessions > 0)", name="sessions"),
        CheckConstraint(
            "purpose NOT IN ('deposit', 'rest', 'fee') OR booking_id IS NOT NULL", name="booking"
        ),
        CheckConstraint("tax_rate BETWEEN 0 AND 100000", name="tax_rate"),
        UniqueConstraint("token"),
        UniqueConstraint("lot_id"),
        Index(None, "client_id", "status"),
        Index("ix_payment_unnumbered", "status", sqlite_where=_UNNUMBERED, postgresql_where=_UNNUMBERED),
        Index(
            "ix_payment_booking_id",
            "booking_id",
            sqlite_where=_FOR_A_BOOKING,
            postgresql_where=_FOR_A_BOOKING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token: Mapped[str] = mapped_column(String(24))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.PACKAGE, server_default=Purpose.PACKAGE.value)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"), default=None)
    name: Mapped[str] = mapped_column(String(60))
    sessions: Mapped[int]
    days: Mapped[int | None] = mapped_column(default=None)
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    tax_rate: Mapped[int | None] = mapped_column(default=None)  # as in `Tax`, of the price
    tax_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", server_default=text("''"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), default=None)
    status: Mapped[Standing] = mapped_column(default=Standing.OPEN)
    way: Mapped[Way | None] = mapped_column(default=None)
    made_at: Mapped[datetime]
    paid_at: Mapped[datetime | None] = mapped_column(default=None)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("credit_lot.id"), default=None)
    numbered: Mapped[bool] = mapped_column(default=False, server_default=false())  # it has its receipt

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def tax(self) -> Tax:
        return Tax(self.tax_rate, self.tax_name)

    @property
    def is_for_credits(self) -> bool:
        return self.purpose in _IN_CREDITS

    @property
    def is_rent(self) -> bool:
        return self.purpose is Purpose.RENT


class PaymentService(Entity, kw_only=True):
    """As `PackageService`, when it was shown."""

    __tablename__ = "payment_service"

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)


class PageState(enum.StrEnum):
    """How far the payment at a page has come. It only goes on, whatever order the news comes in."""

    OPEN = "open"
    PROCESSING = "processing"  # by bank: the money arrives later
    EXPIRED = "expired"
    FAILED = "failed"
    PAID = "paid"


class PayPage(Entity, kw_only=True):
    """A page of the provider's at which a payment can be made. A row is there before the provider is asked,
    so that whoever dies in between asks for the same page again: its ``key`` stays, and is nobody else's,
    though several studios, or one that was restored from a copy, share an account at the provider.

    One with a ``method_id`` is no page: that saved card is charged, not before ``begun_at``.
    """

    __tablename__ = "pay_page"
    __table_args__ = (
        UniqueConstraint("payment_id", "number"),
        Index("uq_pay_page_key", "key", unique=True),
        UniqueConstraint("session_id"),
        UniqueConstraint("intent_id"),
        Index(
            "uq_pay_page_charge",
            "payment_id",
            unique=True,
            sqlite_where=_CHARGE,
            postgresql_where=_CHARGE,
        ),
        Index("ix_pay_page_due", "begun_at", sqlite_where=_DUE, postgresql_where=_DUE),
        CheckConstraint("(state = 'paid') = (intent_id IS NOT NULL)", name="intent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(48), server_default=text("''"))
    begun_at: Mapped[datetime]
    state: Mapped[PageState] = mapped_column(default=PageState.OPEN)
    session_id: Mapped[str | None] = mapped_column(String(80), default=None)  # the provider's name for it
    url: Mapped[str | None] = mapped_column(Text, default=None)
    intent_id: Mapped[str | None] = mapped_column(String(80), default=None)  # of the money that arrived
    method_id: Mapped[str | None] = mapped_column(String(80), default=None)


class RefundState(enum.StrEnum):
    ASKED = "asked"
    DECLINED = "declined"
    APPROVED = "approved"  # entered, and on its way
    DONE = "done"
    FAILED = "failed"  # the provider could not give it back, so nothing was


class Refund(Entity, kw_only=True):
    """Money that a client asks back for credits of a payment that they have not used, or that comes back to
    them by what was agreed, without credits. ``credits`` and the amount are settled when it is approved;
    ``key`` is as a page's. What the studio gave back in the provider's dashboard has the provider's name as
    its key, perhaps no credits, and nobody who decided.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("credits >= 0 AND amount_minor > 0", name="positive"),
        CheckConstraint("(status = 'asked') = (decided_at IS NULL)", name="decided"),
        UniqueConstraint("provider_id"),
        Index("uq_refund_key", "key", unique=True),
        Index("ix_refund_payment_id", "payment_id"),
        Index(
            "uq_refund_asked",
            "payment_id",
            unique=True,
            sqlite_where=_ASKED,
            postgresql_where=_ASKED,
        ),
        Index("ix_refund_unnumbered", "status", sqlite_where=_UNNUMBERED, postgresql_where=_UNNUMBERED),
        Index("ix_refund_void", "id", sqlite_where=_VOID, postgresql_where=_VOID),
        Index("ix_refund_due", "id", sqlite_where=_APPROVED, postgresql_where=_APPROVED),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    key: Mapped[str] = mapped_column(String(48), server_default=text("''"))
    credits: Mapped[int]
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(200))
    status: Mapped[RefundState] = mapped_column(default=RefundState.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answer: Mapped[str] = mapped_column(String(200), default="")
    provider_id: Mapped[str | None] = mapped_column(String(80), default=None)
    numbered: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Receipt(Entity, kw_only=True):
    """A number that was given to a payment, to a refund of it, or to the paper that ``voids`` the
    credit note of a refund that did not go through. In each year they count from one, without a gap; rows are
    only added.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        UniqueConstraint("refund_id"),
        Index(
            "uq_receipt_payment",
            "payment_id",
            unique=True,
            sqlite_where=_OF_A_PAYMENT,
            postgresql_where=_OF_A_PAYMENT,
        ),
        Index(None, "payment_id"),
        Index("uq_receipt_voids", "voids_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    number: Mapped[int]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), default=None)
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"), default=None)
    issued_at: Mapped[datetime]
    tax_number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="", server_default=text("''"))

    @property
    def name(self) -> str:
        return f"{self.year}-{self.number:04}"


class ProviderEvent(Entity, kw_only=True):
    """Something that a provider told of, once for each event of theirs; of what it said, only what we use.
    ``problem`` is why it was not applied, and never will be. ``intent_id`` names the money of which it tells
    what became, which may be told before the money itself is.
    """

    __tablename__ = "provider_event"
    __table_args__ = (
        Index("ix_provider_event_intent", "intent_id", sqlite_where=_OF_MONEY, postgresql_where=_OF_MONEY),
    )

    provider: Mapped[str] = mapped_column(String(16), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    said: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime]
    applied_at: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(String(40), default=None)
    intent_id: Mapped[str | None] = mapped_column(String(80), default=None)
