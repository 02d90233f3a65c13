"""A policy, as it was when it was made."""

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


class Policy(Entity, kw_only=True):
    """A row is never changed: a trainer, a service and a booking each name the one that holds for them, so
    that a booking keeps the one it was shown with. The fee is in the currency of what is booked.
    """

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("cancel_minutes >= 0 AND move_minutes >= 0", name="windows"),
        CheckConstraint("(late = 'fee') = (fee_minor IS NOT NULL)", name="fee"),
        CheckConstraint("fee_minor > 0", name="fee_minor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cancel_minutes: Mapped[int]  # before the start; what comes later is late
    move_minutes: Mapped[int]
    late: Mapped[Late]
    fee_minor: Mapped[int | None] = mapped_column(default=None)
    moves_late: Mapped[bool] = mapped_column(default=False)  # a late move is let, and costs the same
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
