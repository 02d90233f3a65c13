"""A trainer's weekly hours, single openings beside them, and the blocks that take time out of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.schedule.plan import EVER, MOST_WEEKS


class WeeklyHours(Entity, kw_only=True):
    """One open stretch of a weekday (Monday is 0), in minutes of the trainer's local day.

    In every ``every``-th week, counted from that of ``since``, and never before that day.
    """

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="order"),
        CheckConstraint(f"every BETWEEN 1 AND {MOST_WEEKS}", name="every"),
        # A rhythm for each of two that alternate: Saturdays 9-13 and, the weeks between, 14-18.
        UniqueConstraint("trainer_id", "weekday", "opens", "every", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]
    every: Mapped[int] = mapped_column(default=1)
    since: Mapped[date] = mapped_column(default=EVER)


class Block(Entity, kw_only=True):
    """Time a trainer keeps free of sessions. The reason is the trainer's own and never shown to clients."""

    __tablename__ = "block"
    __table_args__ = (CheckConstraint("starts < ends", name="order"), Index(None, "trainer_id", "ends"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Closure(Entity, kw_only=True):
    """Time in which the studio is shut for everybody. The reason is for those who work there."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("starts < ends", name="order"), Index(None, "ends"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")


class ExtraHours(Entity, kw_only=True):
    """Time that a trainer is open for once, whatever the weekly hours say."""

    __tablename__ = "extra_hours"
    __table_args__ = (CheckConstraint("starts < ends", name="order"), Index(None, "trainer_id", "ends"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]


class HoursDraft(Entity, kw_only=True):
    """Hours that were typed and echoed, and wait to be saved. ``days``: weekday to stretches, each as
    `Stretch.kept`.
    """

    __tablename__ = "hours_draft"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    days: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
