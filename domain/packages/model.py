"""Packages that a trainer sells, and lots: credits that a client was given together."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money

_LASTING = text("NOT ended")
MOST_SESSIONS = 500
MOST_DAYS = 3650
MOST_DISCOUNT = 90  # per cent


class Package(Entity, kw_only=True):
    """So many sessions for a price, good for ``days`` from when they are given; None: for ever. A ``monthly``
    one is a membership: as many sessions for that price every month, good for ``days`` or that month.
    """

    __tablename__ = "package"
    __table_args__ = (
        CheckConstraint(f"sessions BETWEEN 1 AND {MOST_SESSIONS}", name="sessions"),
        CheckConstraint("price_minor > 0", name="price"),
        CheckConstraint(f"days BETWEEN 1 AND {MOST_DAYS}", name="days"),
        CheckConstraint(f"discount BETWEEN 0 AND {MOST_DISCOUNT}", name="discount"),
        CheckConstraint("tax_rate BETWEEN 0 AND 100000", name="tax_rate"),
        UniqueConstraint("trainer_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(60))
    sessions: Mapped[int]
    price_minor: Mapped[int]  # before the discount
    currency: Mapped[str] = mapped_column(String(3))
    tax_rate: Mapped[int | None] = mapped_column(
        default=None
    )  # thousandths of a per cent; None: the studio's
    days: Mapped[int | None] = mapped_column(default=None)
    discount: Mapped[int] = mapped_column(default=0)  # per cent
    active: Mapped[bool] = mapped_column(default=True)
    monthly: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]

    @property
    def full_price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def price(self) -> Money:
        """What it costs now."""
        return self.full_price.share(100 - self.discount, of=100)


class PackageService(Entity, kw_only=True):
    """A package that names services is good for those alone, and else for all of its trainer's."""

    __tablename__ = "package_service"

    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)


class CreditLot(Entity, kw_only=True):
    """Credits that a client was given together; how many, and what became of them, is in the ledger. What the
    package said then is kept: its name, its services and its price.

    ``expires_on`` is the last day of a session that they pay for, on the trainer's calendar.
    """

    __tablename__ = "credit_lot"
    __table_args__ = (
        CheckConstraint("package_id IS NULL OR price_minor IS NOT NULL", name="price"),
        CheckConstraint("(price_minor IS NULL) = (currency IS NULL)", name="currency"),
        Index(None, "client_id", "trainer_id"),
        Index(None, "trainer_id"),
        Index("ix_credit_lot_lasting", "expires_on", sqlite_where=_LASTING, postgresql_where=_LASTING),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"), default=None)
    name: Mapped[str] = mapped_column(String(60), default="")  # "" for single credits
    price_minor: Mapped[int | None] = mapped_column(default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None)
    ended: Mapped[bool] = mapped_column(default=False)  # its last day is over, and nothing is free any more
    given_at: Mapped[datetime]
    warned: Mapped[int | None] = mapped_column(default=None)  # days before, of the last warning of its end


class LotService(Entity, kw_only=True):
    """As `PackageService`, when it was given."""

    __tablename__ = "lot_service"

    lot_id: Mapped[int] = mapped_column(ForeignKey("credit_lot.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)


class LotExtension(Entity, kw_only=True):
    """Who let a lot last longer, and why. Rows are only added."""

    __tablename__ = "lot_extension"
    __table_args__ = (Index(None, "lot_id"), CheckConstraint("was < until", name="longer"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_id: Mapped[int] = mapped_column(ForeignKey("credit_lot.id"))
    was: Mapped[date]
    until: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200))
