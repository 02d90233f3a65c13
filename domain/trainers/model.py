"""Trainers, and the services that can be booked with them."""

import enum
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity
from domain.money import Money
from domain.people.model import Person, Trip
from domain.zones import Clocks


class Trainer(Entity, kw_only=True):
    """A person who trains others. ``zone`` is where the hours are kept."""

    __tablename__ = "trainer"
    __table_args__ = (
        CheckConstraint("notice_minutes >= 0 AND horizon_days > 0", name="limits"),
        CheckConstraint("most_a_day > 0", name="most_a_day"),
        CheckConstraint("most_a_week > 0", name="most_a_week"),
        CheckConstraint("most_ahead > 0", name="most_ahead"),
        Index("uq_trainer_called", "called", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), init=False, unique=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    slug: Mapped[str] = mapped_column(String(32), unique=True)
    called: Mapped[str | None] = mapped_column(String(60), default=None)  # where another is called the same
    headline: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str | None] = mapped_column(String(120), default=None)  # where clients come to
    zone: Mapped[str] = mapped_column(String(64))
    notice_minutes: Mapped[int] = mapped_column(default=120)  # no booking closer to now than this
    horizon_days: Mapped[int] = mapped_column(default=28)  # nor further away than this
    most_a_day: Mapped[int | None] = mapped_column(default=None)  # sessions, on the trainer's own calendar
    most_a_week: Mapped[int | None] = mapped_column(default=None)  # from Monday
    most_ahead: Mapped[int | None] = mapped_column(default=None)  # requests and bookings of one client
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    health_since: Mapped[datetime | None] = mapped_column(default=None)  # wants a health form of clients

    @property
    def wants_health(self) -> bool:
        return self.health_since is not None

    @property
    def name(self) -> str:
        """The first name, or more of it where another trainer has the same."""
        return self.called or self.person.first_name

    @property
    def trips(self) -> list[Trip]:
        return self.person.trips

    @property
    def clocks(self) -> Clocks:
        return Clocks(self.zone, tuple(each.stay for each in self.trips))

    def zone_at(self, instant: datetime) -> str:
        """Where they are at an instant."""
        return self.clocks.zone_at(instant) if self.trips else self.zone

    def zone_on(self, day: date) -> str:
        """On whose clocks their hours are read on a day."""
        return self.clocks.zone_on(day) if self.trips else self.zone


class Rate(Entity, kw_only=True):
    """What an hour costs wherever a trainer has set no price of their own. The latest one counts."""

    __tablename__ = "studio_rate"
    __table_args__ = (CheckConstraint("price_minor >= 0", name="price"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    set_at: Mapped[datetime]
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)


class Approval(enum.StrEnum):
    FIRST = "first"  # the trainer approves each request
    AT_ONCE = "at_once"  # a confirmed hold is a booking


class Service(Entity, kw_only=True):
    """What can be booked: a length, a price, and whether the trainer is asked first.

    ``minutes`` is the usual length. Where ``shortest`` and ``longest`` are told, a client may have any from
    the one to the other, ``length_step`` apart, for a price in proportion.

    What is given in classes can be booked at their times alone, a place in one.
    """

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND step_minutes > 0", name="length"),
        CheckConstraint("0 < shortest AND shortest <= minutes AND minutes <= longest", name="lengths"),
        CheckConstraint(
            "(shortest IS NULL) = (longest IS NULL) AND (longest IS NULL) = (length_step IS NULL)",
            name="one_or_several",
        ),
        CheckConstraint(
            "length_step > 0 AND (minutes - shortest) % length_step = 0"
            " AND (longest - shortest) % length_step = 0",
            name="length_step",
        ),
        CheckConstraint("buffer_before >= 0 AND buffer_after >= 0", name="buffers"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("tax_rate BETWEEN 0 AND 100000", name="tax_rate"),
        Index(None, "trainer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int]
    shortest: Mapped[int | None] = mapped_column(default=None)  # minutes; None: the usual length only
    longest: Mapped[int | None] = mapped_column(default=None)
    length_step: Mapped[int | None] = mapped_column(default=None)
    step_minutes: Mapped[int] = mapped_column(default=30)
    buffer_before: Mapped[int] = mapped_column(default=0)  # minutes
    buffer_after: Mapped[int] = mapped_column(default=0)  # minutes
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    # The rate that the price follows; None: a price of the trainer's own.
    rate_id: Mapped[int | None] = mapped_column(ForeignKey("studio_rate.id"), default=None)
    tax_rate: Mapped[int | None] = mapped_column(
        default=None
    )  # thousandths of a per cent; None: the studio's
    approval: Mapped[Approval] = mapped_column(default=Approval.FIRST)
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policy.id"), default=None)  # else the trainer's
    active: Mapped[bool] = mapped_column(default=True)
    in_classes: Mapped[bool] = mapped_column(default=False, server_default=text("FALSE"))
    place: Mapped[str | None] = mapped_column(String(120), default=None)  # or a link; else the trainer's
    # For those who have not trained with the trainer yet: they see it first.
    intro: Mapped[bool] = mapped_column(default=False, server_default=text("FALSE"))
    # Whether it has any `ServiceNeed`: most have none, and their times are found without a look.
    uses_resources: Mapped[bool] = mapped_column(default=False, server_default=text("FALSE"))

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def lengths(self) -> Sequence[int]:
        """The minutes that a session may last, the fewest first."""
        if self.in_classes or self.shortest is None or self.longest is None or self.length_step is None:
            return (self.minutes,)
        return range(self.shortest, self.longest + 1, self.length_step)

    @property
    def chosen(self) -> int | None:
        """The length as a button has to name it; None where there is no choice of it."""
        return self.minutes if len(self.lengths) > 1 and self.minutes in self.lengths else None

    def lasting(self, minutes: int) -> Self:
        """The same at another length, for a price in proportion; a copy, which nobody keeps."""
        price = self.price.share(minutes, of=self.minutes)
        return self if minutes == self.minutes else self._as(minutes=minutes, price_minor=price.minor)

    def of(self, minutes: int | None) -> Self:
        """The same at that length; the usual one where none was named, or it is to be had no more."""
        return self.lasting(minutes) if minutes is not None and minutes in self.lengths else self

    def as_booked(self, minutes: int, price: Money) -> Self:
        """The same as it was sold: a copy, which nobody keeps, where it has changed since."""
        if (minutes, price) == (self.minutes, self.price):
            return self
        return self._as(minutes=minutes, price_minor=price.minor, currency=price.currency)

    def _as(self, **changed: Any) -> Self:
        copy = replace(self, **changed)
        copy.id = self.id
        return copy
