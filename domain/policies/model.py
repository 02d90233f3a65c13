"""A policy, as it was when it was made: when a session is paid, and what giving it up costs."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Late(enum.StrEnum):
    """What a late cancellation costs."""

    FREE = "free"
    USED = "used"  # counts as a session that took place
    FEE = "fee"


class Pay(enum.StrEnum):
    """When what is booked is paid."""

    FIRST = "first"  # by card or with a credit, or it is not booked
    DEPOSIT = "deposit"  # a part of it first
    LATER = "later"


class Policy(Entity, kw_only=True):
    """A row is never changed: a trainer, a service and a booking each name the one that holds for them, so
    that a booking keeps the one it was shown with. Amounts are in the currency of what is booked.

    ``missed`` is what it costs not to come; None: a credit that pays for it is used, and else nothing.
    """

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("cancel_minutes >= 0 AND move_minutes >= 0", name="windows"),
        CheckConstraint("(late = 'fee') = (fee_minor IS NOT NULL)", name="fee"),
        CheckConstraint("fee_minor > 0", name="fee_minor"),
        CheckConstraint(
            "(pay = 'deposit') = (deposit_minor IS NOT NULL OR deposit_share IS NOT NULL)", name="pay"
        ),
        CheckConstraint(
            "deposit_minor > 0 AND deposit_share IS NULL"
            " OR deposit_share BETWEEN 1 AND 99 AND deposit_minor IS NULL"
            " OR coalesce(deposit_minor, deposit_share) IS NULL",
            name="deposit",
        ),
        CheckConstraint("(coalesce(missed, '') = 'fee') = (missed_minor IS NOT NULL)", name="missed"),
        CheckConstraint("missed_minor > 0", name="missed_minor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cancel_minutes: Mapped[int]  # before the start; what comes later is late
    move_minutes: Mapped[int]
    late: Mapped[Late]
    fee_minor: Mapped[int | None] = mapped_column(default=None)
    moves_late: Mapped[bool] = mapped_column(default=False)  # a late move is let, and costs the same
    pay: Mapped[Pay] = mapped_column(default=Pay.LATER, server_default=Pay.LATER.value)
    deposit_minor: Mapped[int | None] = mapped_column(default=None)
    deposit_share: Mapped[int | None] = mapped_column(default=None)  # per cent
    missed: Mapped[Late | None] = mapped_column(default=None)
    missed_minor: Mapped[int | None] = mapped_column(default=None)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
