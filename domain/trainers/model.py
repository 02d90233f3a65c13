"""Trainers, and the services that can be booked with them."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity
from domain.money import Money
from domain.people.model import Person


class Trainer(Entity, kw_only=True):
    """A person who trains others. ``zone`` is where the hours are kept."""

    __tablename__ = "trainer"
    __table_args__ = (
        CheckConstraint("notice_minutes >= 0 AND horizon_days > 0", name="limits"),
        CheckConstraint("most_a_day > 0", name="most_a_day"),
        CheckConstraint("most_a_week > 0", name="most_a_week"),
        CheckConstraint("most_ahead > 0", name="most_ahead"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), init=False, unique=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    slug: Mapped[str] = mapped_column(String(32), unique=True)
    headline: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str | None] = mapped_column(String(120), default=None)  # where clients come to
    zone: Mapped[str] = mapped_column(String(64))
    notice_minutes: Mapped[int] = mapped_column(default=120)  # no booking closer to now than this
    horizon_days: Mapped[int] = mapped_column(default=28)  # nor further away than this
    most_a_day: Mapped[int | None] = mapped_column(default=None)  # sessions, on the trainer's own calendar
    most_a_week: Mapped[int | None] = mapped_column(default=None)  # from Monday
    most_ahead: Mapped[int | None] = mapped_column(default=None)  # requests and bookings of one client
    active: Mapped[bool] = mapped_column(default=True)
    health_since: Mapped[datetime | None] = mapped_column(default=None)  # wants a health form of clients

    @property
    def wants_health(self) -> bool:
        return self.health_since is not None

    @property
    def name(self) -> str:
        return self.person.first_name


class Approval(enum.StrEnum):
    FIRST = "first"  # the trainer approves each request
    AT_ONCE = "at_once"  # a confirmed hold is a booking


class Service(Entity, kw_only=True):
    """What can be booked: a length, a price, and whether the trainer is asked first."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND step_minutes > 0", name="length"),
        CheckConstraint("buffer_before >= 0 AND buffer_after >= 0", name="buffers"),
        CheckConstraint("price_minor >= 0", name="price"),
        Index(None, "trainer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int]
    step_minutes: Mapped[int] = mapped_column(default=30)
    buffer_before: Mapped[int] = mapped_column(default=0)  # minutes
    buffer_after: Mapped[int] = mapped_column(default=0)  # minutes
    price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    approval: Mapped[Approval] = mapped_column(default=Approval.FIRST)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)
