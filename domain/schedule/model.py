"""A trainer's weekly hours, usual or of a season, single openings, and the blocks that take time out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.schedule.plan import EVER, MOST_WEEKS

_STRETCH = ("weekday", "opens", "every", "since")
_USUAL = text("season_id IS NULL")


class Season(Entity, kw_only=True):
    """Weekly hours with a name, such as “holidays”: on its `SeasonDates` they count instead of the usual."""

    __tablename__ = "season"
    __table_args__ = (UniqueConstraint("trainer_id", "name"), UniqueConstraint("id", "trainer_id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(40))


class SeasonDates(Entity, kw_only=True):
    """When a season's hours count, the last day included. The database keeps those of a trainer apart."""

    __tablename__ = "season_dates"
    __table_args__ = (
        CheckConstraint("first <= last", name="order"),
        ForeignKeyConstraint(["season_id", "trainer_id"], ["season.id", "season.trainer_id"]),
        Index(None, "trainer_id", "last"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int]
    season_id: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]


class WeeklyHours(Entity, kw_only=True):
    """One open stretch of a weekday (Monday is 0), in minutes of the trainer's local day.

    In every ``every``-th week, counted from that of ``since``, and never before that day. Without a season
    they are usual hours.
    """

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="order"),
        CheckConstraint(f"every BETWEEN 1 AND {MOST_WEEKS}", name="every"),
        # A rhythm for each of two that alternate: Saturdays 9-13 and, the weeks between, 14-18.
        Index(
            "uq_weekly_hours_usual",
            "trainer_id",
            *_STRETCH,
            unique=True,
            sqlite_where=_USUAL,
            postgresql_where=_USUAL,
        ),
        UniqueConstraint("season_id", *_STRETCH, name="uq_weekly_hours_season"),
        ForeignKeyConstraint(["season_id", "trainer_id"], ["season.id", "season.trainer_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    season_id: Mapped[int | None] = mapped_column(default=None)
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
    `Stretch.kept`. Of a season where one is named, to count from the first day to the last where they are.
    """

    __tablename__ = "hours_draft"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    days: Mapped[dict[str, Any]]
    season: Mapped[str | None] = mapped_column(String(40), default=None)
    first: Mapped[date | None] = mapped_column(default=None)
    last: Mapped[date | None] = mapped_column(default=None)
    made_at: Mapped[datetime]
