"""Promo codes and what was bought with them, gift codes and who redeemed them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money

MOST_OFF = 90  # per cent


class Promo(Entity, kw_only=True):
    """A word that takes a share or an amount off the price of a package, once for each client; of one
    trainer, or of any; for one package, or for all.
    """

    __tablename__ = "promo"
    __table_args__ = (
        UniqueConstraint("word"),
        Index(None, "trainer_id"),
        CheckConstraint("(percent IS NULL) <> (amount_minor IS NULL)", name="off"),
        CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="currency"),
        CheckConstraint(f"percent BETWEEN 1 AND {MOST_OFF}", name="percent"),
        CheckConstraint("amount_minor > 0 AND most > 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    word: Mapped[str] = mapped_column(String(24))
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("trainer.id"))
    percent: Mapped[int | None] = mapped_column(default=None)
    amount_minor: Mapped[int | None] = mapped_column(default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"), default=None)
    most: Mapped[int | None] = mapped_column(default=None)  # uses
    until: Mapped[date | None] = mapped_column(default=None)  # the last day, on its trainer's calendar
    active: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class PromoUse(Entity, kw_only=True):
    """The nth use of a promo, by a payment whose price it has lowered; gone with one that is dropped."""

    __tablename__ = "promo_use"
    __table_args__ = (
        UniqueConstraint("promo_id", "client_id"),
        UniqueConstraint("promo_id", "number"),
        CheckConstraint("number > 0 AND off_minor > 0", name="positive"),
    )

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    promo_id: Mapped[int] = mapped_column(ForeignKey("promo.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    off_minor: Mapped[int]


class Gift(Entity, kw_only=True):
    """The sessions of a package for whoever has the word; ``payment_id`` where somebody bought it. What it is
    for is frozen, and it is redeemed once.
    """

    __tablename__ = "gift"
    __table_args__ = (
        UniqueConstraint("word"),
        UniqueConstraint("payment_id"),
        UniqueConstraint("lot_id"),
        CheckConstraint("(redeemed_by IS NULL) = (lot_id IS NULL)", name="redeemed"),
        CheckConstraint("sessions > 0", name="sessions"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    word: Mapped[str] = mapped_column(String(24))
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(60))
    sessions: Mapped[int]
    days: Mapped[int | None] = mapped_column(default=None)
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), default=None)
    redeemed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    redeemed_at: Mapped[datetime | None] = mapped_column(default=None)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("credit_lot.id"), default=None)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)


class GiftService(Entity, kw_only=True):
    """As `PackageService`, when it was sold or given. Rows are only added."""

    __tablename__ = "gift_service"

    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)


class CodeTry(Entity, kw_only=True):
    """A word that was no code, so that guessing is slow."""

    __tablename__ = "code_try"
    __table_args__ = (Index(None, "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
