"""Classes that a trainer gives, and the dates on which they take place."""

import enum
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity
from domain.bookings.model import TrainingSession
from domain.schedule.plan import MOST_WEEKS

FEWEST, MOST = 2, 200  # places of a class

_GOES_ON = text("extend_at IS NOT NULL")


class GroupClass(Entity, kw_only=True):
    """A class for ``capacity`` people: on the day ``first``, and from then on every ``every`` weeks, or once
    where that is 0. ``minute`` is of the trainer's local day. No date follows on or after ``ended_on``.

    ``extend_at`` is when to look which dates come into reach; None where none will. With a ``minimum`` it is
    looked ``decide_hours`` before the start whether enough have come forward; ``runs_unanswered`` is what
    becomes of it where its trainer does not answer then.
    """

    __tablename__ = "group_class"
    __table_args__ = (
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
        CheckConstraint(f"every BETWEEN 0 AND {MOST_WEEKS}", name="every"),
        CheckConstraint(f"capacity BETWEEN {FEWEST} AND {MOST}", name="capacity"),
        CheckConstraint("minimum BETWEEN 1 AND capacity", name="minimum"),
        CheckConstraint("decide_hours > 0", name="decide_hours"),
        Index(None, "trainer_id"),
        Index(
            "ix_group_class_extend_at",
            "extend_at",
            sqlite_where=_GOES_ON,
            postgresql_where=_GOES_ON,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    first: Mapped[date]
    minute: Mapped[int]
    every: Mapped[int] = mapped_column(default=1)
    capacity: Mapped[int]
    made_at: Mapped[datetime]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    extend_at: Mapped[datetime | None] = mapped_column(default=None)
    minimum: Mapped[int | None] = mapped_column(default=None)
    decide_hours: Mapped[int] = mapped_column(default=12, server_default=text("12"))
    runs_unanswered: Mapped[bool] = mapped_column(default=False, server_default=text("FALSE"))

    def days(self, since: date, until: date) -> list[date]:
        """Its dates from one day to another, both of them included."""
        last = min(until, self.ended_on - timedelta(days=1)) if self.ended_on else until
        if self.every == 0:
            return [self.first] if since <= self.first <= last else []
        step = timedelta(weeks=self.every)
        day = self.first + max(0, -((self.first - since) // step)) * step
        return [day + n * step for n in range(max(0, (last - day) // step + 1))]


class ClassDraft(Entity, kw_only=True):
    """A class that was typed and echoed, and waits to be saved; ``class_id`` is what became of it."""

    __tablename__ = "class_draft"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    words: Mapped[dict[str, Any]]
    currency: Mapped[str] = mapped_column(String(3))  # where no other is said
    made_at: Mapped[datetime]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("group_class.id"), default=None)


class Standing(enum.StrEnum):
    OPEN = "open"
    ASKED = "asked"  # its trainer: too few have come forward
    RUNS = "runs"
    CALLED_OFF = "called_off"


_DUE = text("due_at IS NOT NULL")


class ClassDate(Entity, kw_only=True):
    """One date of a class, and the session that keeps its time. ``day`` is that of the rhythm, once for each
    class; a date that was called off stays, so that it does not come again. ``due_at`` is when to look
    whether it takes place; ``version`` rises with its standing.
    """

    __tablename__ = "class_date"
    __table_args__ = (
        UniqueConstraint("class_id", "day"),
        UniqueConstraint("session_id"),
        Index("ix_class_date_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        CheckConstraint("due_at IS NULL OR standing IN ('open', 'asked')", name="due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    class_id: Mapped[int] = mapped_column(ForeignKey("group_class.id"))
    day: Mapped[date]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), init=False)
    session: Mapped[TrainingSession] = relationship(lazy="joined", innerjoin=True)
    version: Mapped[int] = mapped_column(default=1)
    standing: Mapped[Standing] = mapped_column(default=Standing.OPEN, server_default=Standing.OPEN.value)
    due_at: Mapped[datetime | None] = mapped_column(default=None)

    def turn(self, standing: Standing, due: datetime | None = None) -> None:
        if standing is not self.standing:
            self.version += 1
        self.standing, self.due_at = standing, due

    @property
    def is_off(self) -> bool:
        return self.standing is Standing.CALLED_OFF
