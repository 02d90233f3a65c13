"""A standing slot: a weekday and hour that a client owns, and whose dates are ordinary bookings."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money
from domain.standing.rules import MOST_WEEKS, Rhythm


class SlotStatus(enum.StrEnum):
    ASKED = "asked"  # its dates are requested, and its trainer answers once for all of them
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


_GOES_ON = text("status <> 'ended'")
_DUE = text("due_at IS NOT NULL")


class StandingSlot(Entity, kw_only=True):
    """“Ana, Tue 18:00, every week”. ``clock`` is in minutes of the day in ``zone``, which is the trainer's as
    it was when the slot was made; ``since`` is a day of its rhythm.

    Every date up to ``until`` was decided: its booking names this slot and the day, or it was left out. From
    ``paused_from`` to ``paused_until``, both included, there are none; a pause without an end lasts until it
    is resumed. ``price`` is what was told last. ``due_at`` is when the clock looks at it.
    """

    __tablename__ = "standing_slot"
    __table_args__ = (
        Index(
            "uq_standing_slot_goes_on",
            "client_id",
            "service_id",
            "weekday",
            "clock",
            unique=True,
            sqlite_where=_GOES_ON,
            postgresql_where=_GOES_ON,
        ),
        Index(None, "trainer_id"),
        Index("ix_standing_slot_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        CheckConstraint("weekday BETWEEN 0 AND 6 AND clock BETWEEN 0 AND 1439", name="time"),
        CheckConstraint("minutes > 0", name="length"),
        CheckConstraint(f"every BETWEEN 1 AND {MOST_WEEKS}", name="every"),
        CheckConstraint("(status = 'paused') = (paused_from IS NOT NULL)", name="paused"),
        CheckConstraint("(paused_from IS NULL) = (paused_at IS NULL)", name="paused_at"),
        CheckConstraint("paused_until IS NULL OR paused_from <= paused_until", name="pause"),
        CheckConstraint("(status = 'ended') = (due_at IS NULL)", name="due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    minutes: Mapped[int]
    weekday: Mapped[int]
    clock: Mapped[int]
    zone: Mapped[str] = mapped_column(String(64))
    every: Mapped[int]  # weeks
    since: Mapped[date]
    until: Mapped[date]
    status: Mapped[SlotStatus]
    version: Mapped[int] = mapped_column(default=1)
    paused_from: Mapped[date | None] = mapped_column(default=None)
    paused_until: Mapped[date | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None]

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.zone, self.since, self.clock, self.every)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    def is_off(self, day: date) -> bool:
        """Whether a day lies in its pause."""
        if self.paused_from is None or day < self.paused_from:
            return False
        return self.paused_until is None or day <= self.paused_until

    def turn(self, status: SlotStatus, due: datetime | None) -> None:
        """Enter a status; whatever is not a pause ends one."""
        self.status, self.due_at = status, due
        self.version += 1
        if status is not SlotStatus.PAUSED:
            self.paused_from = self.paused_until = self.paused_at = None
