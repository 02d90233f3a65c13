"""When a trainer can't be there, whose bookings that hits, and the times that each is offered instead."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity
from domain.bookings.model import TrainingSession

_DUE = text("due_at IS NOT NULL")
_ASKED = text("status = 'asked'")


class Absence(Entity, kw_only=True):
    """``due_at`` is when its trainer is told who has not answered; None once that was said. ``drawn`` rises
    whenever the board is to be drawn anew.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("starts < ends", name="order"),
        Index("ix_absence_due_at", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        UniqueConstraint("trainer_id", "starts", "ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    drawn: Mapped[int] = mapped_column(default=0)


class Answer(enum.StrEnum):
    ASKED = "asked"  # none yet
    TAKEN = "taken"
    NONE = "none"  # none of the times suits
    LATE = "late"  # none in time: what was kept is free again
    SETTLED = "settled"  # moved or given up in another way
    UNREACHED = "unreached"


class Replacement(Entity, kw_only=True):
    """What one booking is offered instead."""

    __tablename__ = "replacement"
    __table_args__ = (
        UniqueConstraint("absence_id", "booking_id"),
        # A booking is asked about once at a time.
        Index(
            "uq_replacement_asked", "booking_id", unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED
        ),
        Index(None, "booking_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    absence_id: Mapped[int] = mapped_column(ForeignKey("absence.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    was: Mapped[datetime]  # when the booking was to begin
    answer: Mapped[Answer] = mapped_column("status", default=Answer.ASKED)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Alternative(Entity, kw_only=True):
    """A time that is kept for a client to choose, by a live session with nobody in it, so that nobody else
    can have it meanwhile, be it a client of the same trainer who is asked at the same moment.
    """

    __tablename__ = "alternative"
    __table_args__ = (
        UniqueConstraint("replacement_id", "number"),
        UniqueConstraint("session_id"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    replacement_id: Mapped[int] = mapped_column(ForeignKey("replacement.id"))
    number: Mapped[int]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), init=False)
    session: Mapped[TrainingSession] = relationship(lazy="joined", innerjoin=True)
