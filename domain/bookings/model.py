"""Training sessions take a trainer's time; bookings are the places that clients have in them."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity
from domain.money import Money
from domain.policies.model import Late, Pay
from domain.tax import LONGEST_NAME, Tax
from domain.trainers.model import Approval


class TrainingSession(Entity, kw_only=True):
    """A trainer's time. While ``live``, the database lets no other live session touch ``busy_*``.

    ``busy_*`` is the session with its buffers. ``zone`` and ``wall`` keep what was meant
    ("2026-11-26T18:00" in Europe/Lisbon), beside the UTC instant that follows from it.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("busy_from <= starts AND starts < ends AND ends <= busy_to", name="order"),
        CheckConstraint("capacity > 0", name="capacity"),
        Index(None, "trainer_id", "busy_from"),
        Index(None, "trainer_id", "wall"),  # the sessions of a day or a week on the trainer's calendar
        Index(
            "ix_training_session_kept_for",
            "kept_for",
            sqlite_where=text("kept_for IS NOT NULL"),
            postgresql_where=text("kept_for IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    busy_from: Mapped[datetime]
    busy_to: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    wall: Mapped[str] = mapped_column(String(16))
    capacity: Mapped[int] = mapped_column(default=1)
    live: Mapped[bool] = mapped_column(default=True)
    agenda: Mapped[str | None] = mapped_column(String(300), default=None)  # the trainer's, for all in it
    place: Mapped[str | None] = mapped_column(String(120), default=None)  # where not as usual
    after: Mapped[str | None] = mapped_column(String(300), default=None)  # shared once it took place
    # Whose choice it is kept for, while nobody has a place in it.
    kept_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    @property
    def is_class(self) -> bool:
        """It has room for several, exists before the first of them, and lives on after the last."""
        return self.capacity > 1


class Status(enum.StrEnum):
    HELD = "held"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


_SEATED = text("status NOT IN ('cancelled', 'declined', 'expired') OR kept_until IS NOT NULL")
_KEPT = text("kept_until IS NOT NULL")
_SETTLES = text("settles_at IS NOT NULL")
_HELD = text("status = 'held'")
_PAID = text("lot_id IS NOT NULL")
_VOIDS = text("voids IS NOT NULL")
_STANDING = text("standing_id IS NOT NULL")


class Booking(Entity, kw_only=True):
    """A client's place in a session. ``version`` rises with every change; a button names the one it showed.

    ``until`` is when a hold or a request lapses; ``kept_until``, for how long what was cancelled keeps its
    place, since the cancelling can be undone; ``settles_at``, when a deposit of what was missed goes back as
    far as that cost less, since the mark can be undone until then. Price, approval and
    policy are frozen as they were shown.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "uq_booking_seat",
            "session_id",
            "seat",
            unique=True,
            sqlite_where=_SEATED,
            postgresql_where=_SEATED,
        ),
        Index(
            "uq_booking_person",
            "session_id",
            "client_id",
            unique=True,
            sqlite_where=_SEATED,
            postgresql_where=_SEATED,
        ),
        # A person holds one time at once, so that nobody can sit on a whole day.
        Index("uq_booking_held", "client_id", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
        # A standing slot books each of its dates once; what was given up may be booked again.
        Index(
            "uq_booking_stands_for",
            "standing_id",
            "stands_for",
            unique=True,
            sqlite_where=_SEATED,
            postgresql_where=_SEATED,
        ),
        Index("ix_booking_standing_id", "standing_id", sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index(None, "client_id", "status"),
        Index(None, "session_id"),
        Index("ix_booking_lot_id", "lot_id", sqlite_where=_PAID, postgresql_where=_PAID),
        Index(
            "ix_booking_until",
            "until",
            sqlite_where=text("until IS NOT NULL"),
            postgresql_where=text("until IS NOT NULL"),
        ),
        Index("ix_booking_kept_until", "kept_until", sqlite_where=_KEPT, postgresql_where=_KEPT),
        Index("ix_booking_settles_at", "settles_at", sqlite_where=_SETTLES, postgresql_where=_SETTLES),
        CheckConstraint("settles_at IS NULL OR status = 'no_show'", name="settles_at"),
        CheckConstraint("kept_until IS NULL OR status = 'cancelled'", name="kept_until"),
        CheckConstraint("(status IN ('held', 'requested')) = (until IS NOT NULL)", name="until"),
        CheckConstraint("version > 0 AND seat > 0", name="positive"),
        CheckConstraint("(standing_id IS NULL) = (stands_for IS NULL)", name="standing"),
        CheckConstraint("tax_rate BETWEEN 0 AND 100000", name="tax_rate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), init=False)
    session: Mapped[TrainingSession] = relationship(lazy="joined", innerjoin=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seat: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status]
    version: Mapped[int] = mapped_column(default=1)
    until: Mapped[datetime | None] = mapped_column(default=None)
    kept_until: Mapped[datetime | None] = mapped_column(default=None)
    settles_at: Mapped[datetime | None] = mapped_column(default=None)
    made_at: Mapped[datetime]
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    tax_rate: Mapped[int | None] = mapped_column(default=None)  # as in `Tax`, of the price
    tax_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="", server_default=text("''"))
    approval: Mapped[Approval]
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"), default=None)
    attending: Mapped[bool] = mapped_column(default=False)  # the client confirmed on a reminder
    # When the client texted CANCEL, which ends texts and cancels nothing: a cancellation counts from then.
    cancel_asked_at: Mapped[datetime | None] = mapped_column(default=None)

    suggested: Mapped[datetime | None] = mapped_column(
        default=None
    )  # another start, by the trainer of a request
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_slot.id"), default=None)
    stands_for: Mapped[date | None] = mapped_column(
        default=None
    )  # the day of the slot, also once it was moved
    note: Mapped[str | None] = mapped_column(String(300), default=None)  # the client's, for the trainer
    # When it is paid, as its client was shown; whoever books it for them lets it be paid later.
    pay: Mapped[Pay] = mapped_column(default=Pay.LATER, server_default=Pay.LATER.value)
    # Whose credit it is paid with: the ledger says what became of it.
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("credit_lot.id"), default=None)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def tax(self) -> Tax:
        return Tax(self.tax_rate, self.tax_name)

    @tax.setter
    def tax(self, tax: Tax) -> None:
        self.tax_rate, self.tax_name = tax.rate, tax.name

    @property
    def starts(self) -> datetime:
        return self.session.starts


class BookingChange(Entity, kw_only=True):
    """Who moved a booking from one status or time to another, when and why. Rows are only added, one for each
    version from the hold on.

    ``cost`` is what a cancellation or a move cost its client, by the booking's policy, and ``fee_minor`` the
    fee in the booking's currency, which the database keeps from being more than its price. It is owed unless
    a later change ``voids`` the version that it came with.
    """

    __tablename__ = "booking_change"
    __table_args__ = (
        Index("uq_booking_change_version", "booking_id", "version", unique=True),
        Index(
            "uq_booking_change_voids",
            "booking_id",
            "voids",
            unique=True,
            sqlite_where=_VOIDS,
            postgresql_where=_VOIDS,
        ),
        CheckConstraint("(coalesce(cost, '') = 'fee') = (fee_minor IS NOT NULL)", name="fee"),
        CheckConstraint("voids < version", name="voids"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    version: Mapped[int]
    status: Mapped[Status]
    starts: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # None: the clock
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))  # what was done: "approved", "moved" …
    reason: Mapped[str] = mapped_column(String(200), default="")
    cost: Mapped[Late | None] = mapped_column(default=None)
    fee_minor: Mapped[int | None] = mapped_column(default=None)
    voids: Mapped[int | None] = mapped_column(default=None)
