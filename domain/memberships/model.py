"""A membership or a desk plan, and the provider's bills for its months."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money

_TO_TELL = text("done < asked")


class State(enum.StrEnum):
    """Between open and the two ends it goes to and fro."""

    OPEN = "open"  # shown, and not paid yet
    ACTIVE = "active"
    PAST_DUE = "past_due"  # a month could not be charged
    PAUSED = "paused"
    CANCELLED = "cancelled"  # ended, as somebody wanted
    EXPIRED = "expired"  # ended, because it stayed unpaid


LIVE = (State.ACTIVE, State.PAST_DUE, State.PAUSED)
OVER = (State.CANCELLED, State.EXPIRED)


class Membership(Entity, kw_only=True):
    """Sessions that a client buys of a trainer every month, on the terms that were shown then; or, without a
    package, a desk that a trainer has of the studio. ``token`` is its link's, and what the provider calls it
    by.

    ``page`` numbers the pages that were asked for, each under a key of its own; ``session_id`` is the last.
    ``leaves`` and ``rests`` are what the payer wants: the provider is told where ``done`` is behind
    ``asked``, and else they are what the provider says. ``looks`` and ``seen`` are as a wallet's.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("token"),
        UniqueConstraint("session_id"),
        UniqueConstraint("subscription_id"),
        CheckConstraint("price_minor > 0 AND sessions >= 0", name="positive"),
        CheckConstraint("(package_id IS NULL) = (sessions = 0)", name="credits"),
        CheckConstraint(f"state IN {tuple(map(str, State))}", name="state"),
        CheckConstraint("(state = 'open') = (subscription_id IS NULL)", name="subscription"),
        CheckConstraint("state = 'open' OR period_end IS NOT NULL", name="period"),
        CheckConstraint("(state IN ('cancelled', 'expired')) = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("done <= asked AND seen <= looks", name="counted"),
        Index(None, "payer_id"),
        Index(None, "trainer_id"),
        Index("ix_membership_to_tell", "id", sqlite_where=_TO_TELL, postgresql_where=_TO_TELL),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token: Mapped[str] = mapped_column(String(24))
    payer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"), default=None)
    name: Mapped[str] = mapped_column(String(60))
    sessions: Mapped[int] = mapped_column(default=0)
    days: Mapped[int | None] = mapped_column(default=None)  # that its credits last; None: their month
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[datetime]
    page: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[str | None] = mapped_column(String(80), default=None)
    url: Mapped[str | None] = mapped_column(Text, default=None)
    subscription_id: Mapped[str | None] = mapped_column(String(80), default=None)
    state: Mapped[State] = mapped_column(default=State.OPEN)
    period_end: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    leaves: Mapped[bool] = mapped_column(default=False)  # at the period's end
    rests: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    looks: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)

    @property
    def price(self) -> Money:
        """Of a month."""
        return Money(self.price_minor, self.currency)

    @property
    def is_desk(self) -> bool:
        return self.package_id is None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def next_charge(self) -> datetime | None:
        """When the next month is charged; None where none will be."""
        goes_on = self.state in (State.ACTIVE, State.PAUSED) and not self.leaves and not self.rests
        return self.period_end if goes_on else None


class MembershipService(Entity, kw_only=True):
    """As `PackageService`, when it was shown."""

    __tablename__ = "membership_service"

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)


class BillState(enum.StrEnum):
    OPEN = "open"
    PAID = "paid"
    VOID = "void"  # of a month that was paused, or given up


class Bill(Entity, kw_only=True):
    """The provider's bill for a month, once for each. ``payment_id`` is what the books have of it."""

    __tablename__ = "bill"
    __table_args__ = (
        UniqueConstraint("invoice_id"),
        UniqueConstraint("intent_id"),
        UniqueConstraint("payment_id"),
        CheckConstraint("amount_minor > 0 AND starts < ends", name="month"),
        CheckConstraint("(state = 'paid') = (intent_id IS NOT NULL)", name="intent"),
        CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name="payment"),
        Index(None, "membership_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    invoice_id: Mapped[str] = mapped_column(String(80))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    state: Mapped[BillState] = mapped_column(default=BillState.OPEN)
    link: Mapped[str | None] = mapped_column(Text, default=None)  # the provider's page for it
    intent_id: Mapped[str | None] = mapped_column(String(80), default=None)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), default=None)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
