"""What is kept of each night's look at whether the books and the provider agree, and of where they do not."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money

_DUE = text("ended_at IS NULL")


class Reconciliation(Entity, kw_only=True):
    """One night's look, of whichever replica was first. ``totals`` are the minor units that the provider and
    the books have, by currency.
    """

    __tablename__ = "reconciliation"

    night: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    totals: Mapped[dict[str, Any]]
    differences: Mapped[int]


class Difference(Entity, kw_only=True):
    """Money that the provider and the books do not count alike: ``name`` is of this money and this much, so
    that the same is told once, whoever finds it.
    """

    __tablename__ = "money_difference"
    __table_args__ = (
        UniqueConstraint("name"),
        Index(None, "payment_id"),
        CheckConstraint("theirs_minor <> ours_minor", name="differs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120))
    intent_id: Mapped[str] = mapped_column(String(80))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    currency: Mapped[str] = mapped_column(String(3))
    theirs_minor: Mapped[int]
    ours_minor: Mapped[int]
    seen_at: Mapped[datetime]

    @property
    def theirs(self) -> Money:
        return Money(self.theirs_minor, self.currency)

    @property
    def ours(self) -> Money:
        return Money(self.ours_minor, self.currency)


class Surplus(Entity, kw_only=True):
    """A difference that goes back whole. A row is there before the provider is asked, with the key for it;
    ``refused`` is why it did not go.
    """

    __tablename__ = "surplus"
    __table_args__ = (
        UniqueConstraint("difference_id"),
        UniqueConstraint("key"),
        CheckConstraint("refused = '' OR ended_at IS NOT NULL", name="refused"),
        Index("ix_surplus_due", "id", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    difference_id: Mapped[int] = mapped_column(ForeignKey("money_difference.id"))
    key: Mapped[str] = mapped_column(String(48))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    refused: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_back(self) -> bool:
        return self.ended_at is not None and not self.refused
