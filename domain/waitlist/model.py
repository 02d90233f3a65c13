"""Who waits for which day, the places that were given up, and to whom each was offered."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

_MINUTE = timedelta(minutes=1)


class WaitlistEntry(Entity, kw_only=True):
    """A client waits for a start with a trainer on a day of theirs: ``first`` is the earliest that suits, and
    ``until`` comes after the last. The row goes when they book that day, or leave.
    """

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        UniqueConstraint("client_id", "trainer_id", "day"),
        Index(None, "trainer_id", "until"),
        CheckConstraint("first < until", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    day: Mapped[date]
    first: Mapped[datetime]
    until: Mapped[datetime]
    joined_at: Mapped[datetime]

    @property
    def time(self) -> datetime | None:
        """The one start that is wanted, where it is one."""
        return self.first if self.until - self.first == _MINUTE else None


class GapStatus(enum.StrEnum):
    ASKED = "asked"  # its trainer may fill it
    LATER = "later"  # "not now", and may still
    RUNNING = "running"  # one after another is asked
    TAKEN = "taken"
    OPEN = "open"  # all were asked, so it is everybody's
    STOPPED = "stopped"
    GONE = "gone"  # booked in another way


_FILLABLE = text("status IN ('asked', 'later', 'running')")
_RUNNING = text("status = 'running'")


class Gap(Entity, kw_only=True):
    """A place that was given up, while somebody waits for it. ``busy_*`` is the session that it was, with its
    buffers. ``version`` rises with its status, ``drawn`` whenever its card is to be drawn anew.

    While it runs it is kept in the database: by the hold of whoever is asked, and between two of them by
    ``session_id``, a session without a place in it. Of a class ``session_id`` is the class's own session, and
    ``seat`` the one that is kept. ``due_at`` is when to look at it again.
    """

    __tablename__ = "waitlist_gap"
    __table_args__ = (
        Index(
            "ix_waitlist_gap_fillable",
            "trainer_id",
            "busy_from",
            sqlite_where=_FILLABLE,
            postgresql_where=_FILLABLE,
        ),
        Index("ix_waitlist_gap_due", "due_at", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index(None, "trainer_id", "starts"),
        Index(None, "session_id"),
        Index(
            "uq_waitlist_gap_seat",
            "session_id",
            "seat",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        CheckConstraint("(status = 'running') = (due_at IS NOT NULL)", name="due"),
        CheckConstraint("busy_from <= starts AND starts < busy_to", name="order"),
        CheckConstraint("seat IS NULL OR session_id IS NOT NULL", name="seat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who gave it up
    starts: Mapped[datetime]
    busy_from: Mapped[datetime]
    busy_to: Mapped[datetime]
    status: Mapped[GapStatus] = mapped_column(default=GapStatus.ASKED)
    version: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0)
    freed_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), default=None)
    seat: Mapped[int | None] = mapped_column(default=None)

    def turn(self, status: GapStatus, due: datetime | None = None) -> None:
        """Enter a status; ``due`` is when to look at a running one."""
        if status is not self.status:
            self.version += 1
        self.status, self.due_at = status, due

    @property
    def is_fillable(self) -> bool:
        return self.status in (GapStatus.ASKED, GapStatus.LATER)


class OfferStatus(enum.StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


_STANDS = text("status = 'offered'")


class Offer(Entity, kw_only=True):
    """A gap was offered to a client, with a hold that lasts until ``until``: to each once, one at a time."""

    __tablename__ = "waitlist_offer"
    __table_args__ = (
        UniqueConstraint("gap_id", "client_id"),
        UniqueConstraint("booking_id"),
        Index(
            "uq_waitlist_offer_stands", "gap_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    gap_id: Mapped[int] = mapped_column(ForeignKey("waitlist_gap.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    starts: Mapped[datetime]
    until: Mapped[datetime]
    made_at: Mapped[datetime]
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.OFFERED)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
