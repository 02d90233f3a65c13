"""A payment for a package, the pages at which it can be paid by card, and what the provider told of them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.ledger.model import Kind
from domain.money import Money

STRIPE = "stripe"
_ASKED, _APPROVED = text("status = 'asked'"), text("status = 'approved'")
_OF_A_PAYMENT, _UNNUMBERED = text("refund_id IS NULL"), text("NOT numbered")
_FOR_A_BOOKING = text("booking_id IS NOT NULL")


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


class Payment(Entity, kw_only=True):
    """What a client buys of a trainer, on the terms that were shown then. ``token`` is its link's.

    ``booking_id`` is what it is to pay for, too, and ``lot_id`` the credits that came of it.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("price_minor > 0 AND sessions > 0", name="positive"),
        CheckConstraint("(status = 'open') = (way IS NULL)", name="way"),
        CheckConstraint("(status = 'open') = (lot_id IS NULL)", name="lot"),
        CheckConstraint("(status = 'open') = (paid_at IS NULL)", name="paid_at"),
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
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    name: Mapped[str] = mapped_column(String(60))
    sessions: Mapped[int]
    days: Mapped[int | None] = mapped_column(default=None)
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
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
    """

    __tablename__ = "pay_page"
    __table_args__ = (
        UniqueConstraint("payment_id", "number"),
        Index("uq_pay_page_key", "key", unique=True),
        UniqueConstraint("session_id"),
        UniqueConstraint("intent_id"),
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


class RefundState(enum.StrEnum):
    ASKED = "asked"
    DECLINED = "declined"
    APPROVED = "approved"  # entered, and on its way
    DONE = "done"
    FAILED = "failed"  # the provider could not give it back, so nothing was


class Refund(Entity, kw_only=True):
    """Money that a client asks back for credits of a payment that they have not used. ``credits`` and the
    amount are settled when it is approved; ``key`` is as a page's.
    """

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("credits > 0 AND amount_minor > 0", name="positive"),
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
    """A number that was given to a payment, or to a refund of it. In each year they count from one, without
    a gap; rows are only added.
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
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    number: Mapped[int]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), default=None)
    issued_at: Mapped[datetime]

    @property
    def name(self) -> str:
        return f"{self.year}-{self.number:04}"


class ProviderEvent(Entity, kw_only=True):
    """Something that a provider told of, once for each event of theirs; of what it said, only what we use.
    ``problem`` is why it was not applied, and never will be.
    """

    __tablename__ = "provider_event"

    provider: Mapped[str] = mapped_column(String(16), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    said: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime]
    applied_at: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(String(40), default=None)
