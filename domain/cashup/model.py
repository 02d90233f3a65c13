"""What somebody has counted in a trainer's drawer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money


class CashCount(Entity, kw_only=True):
    """Rows are only added: whoever counts again adds another. ``expected_minor`` is what should have been
    there at that moment: the ``float_minor`` from before, and the cash of the day.
    """

    __tablename__ = "cash_count"
    __table_args__ = (
        CheckConstraint("counted_minor >= 0 AND float_minor >= 0", name="counted"),
        Index(None, "trainer_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    day: Mapped[date]  # on the trainer's calendar
    currency: Mapped[str] = mapped_column(String(3))
    float_minor: Mapped[int] = mapped_column(default=0)
    expected_minor: Mapped[int]
    counted_minor: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def expected(self) -> Money:
        return Money(self.expected_minor, self.currency)

    @property
    def counted(self) -> Money:
        return Money(self.counted_minor, self.currency)

    @property
    def over(self) -> int:
        """Minor units that are too many, below zero where some are missing."""
        return self.counted_minor - self.expected_minor
