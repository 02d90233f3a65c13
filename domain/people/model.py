"""Persons, their addresses, and the relationship of a client to a trainer."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Entity, Role
from domain.intervals import Interval
from domain.zones import Stay

_COMING = text("NOT over")


class Channel(enum.StrEnum):
    TELEGRAM = "telegram"
    SLACK = "slack"
    SMS = "sms"
    MAIL = "mail"  # we write there, and hear nothing


class Person(Entity, kw_only=True):
    """Somebody we talk with. ``zone`` is an IANA name; ``zone_told`` says whether they chose it."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    zone: Mapped[str] = mapped_column(String(64))
    zone_told: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[Role] = mapped_column(default=Role.CLIENT)
    created_at: Mapped[datetime]
    trips: Mapped[list["Trip"]] = relationship(order_by="Trip.first", lazy="select", init=False)
    prefers: Mapped["Preferences | None"] = relationship(lazy="select", default=None)

    @property
    def first_name(self) -> str:
        """Whole where it is a phone number."""
        nameless = self.name.startswith("+") or not self.name.strip()
        return self.name if nameless else self.name.split()[0]


class Address(Entity, kw_only=True):
    """A place where a person is heard and reached: a channel, and the person's id there."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), init=False, index=True)
    person: Mapped[Person] = relationship(lazy="raise")
    channel: Mapped[Channel]
    external_id: Mapped[str] = mapped_column(String(254))
    lane: Mapped[str] = mapped_column(
        String(64)
    )  # the sender that speaks to it, such as "telegram:123456789"
    place: Mapped[str | None] = mapped_column(String(64), default=None)  # where to post, if not external_id
    dead_at: Mapped[datetime | None] = mapped_column(default=None)  # blocked us, or is gone
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)  # said STOP: nothing may be sent there
    unproven: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its owner has not shown yet that they read there: nothing but the code for it is sent."""
    muted_until: Mapped[datetime | None] = mapped_column(default=None)  # HUMAN: the bot keeps silent
    asking: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # the one remembered step of a form
    talk: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # what "and friday?" is about
    whom: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # whom it is booking for, of a family
    menu: Mapped[dict[str, Any] | None] = mapped_column(
        default=None
    )  # what "2" means, where nothing is tapped
    answers: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # how many more a phone gets
    heard_at: Mapped[datetime | None] = mapped_column(default=None)  # when they were last here
    hours: Mapped[list[int] | None] = mapped_column(JSON, default=None)  # how often in each hour of their day

    @property
    def destination(self) -> str:
        return self.place or self.external_id


class Preferences(Entity, kw_only=True):
    """How somebody wants to be told things; without a row, at any hour, at once, where they are reached best.

    Quiet hours are minutes of the day on their own clock, as is when a digest comes. ``modes`` are by group
    of kinds ("money").
    """

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="both"),
        CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439"
            " AND quiet_from <> quiet_until AND (quiet_until - quiet_from + 1440) % 1440 <= 960",
            name="quiet",
        ),
        CheckConstraint("digest_at BETWEEN 0 AND 1439", name="digest_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, init=False)
    quiet_from: Mapped[int | None] = mapped_column(default=None)
    quiet_until: Mapped[int | None] = mapped_column(default=None)
    channel_first: Mapped[Channel | None] = mapped_column(default=None)
    modes: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    digest_at: Mapped[int] = mapped_column(default=18 * 60)


class Trip(Entity, kw_only=True):
    """Days that somebody spends in another zone, by its calendar: times are shown on its clocks then, and a
    trainer's hours are read on them. ``home`` is what their zone was before, from when it began.
    """

    __tablename__ = "trip"
    __table_args__ = (
        CheckConstraint("first <= last AND starts < ends", name="order"),
        CheckConstraint("home IS NOT NULL OR NOT over", name="over"),
        Index(None, "person_id", "last"),
        Index("ix_trip_coming", "ends", sqlite_where=_COMING, postgresql_where=_COMING),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    zone: Mapped[str] = mapped_column(String(64))
    first: Mapped[date]
    last: Mapped[date]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    home: Mapped[str | None] = mapped_column(String(64), default=None)
    over: Mapped[bool] = mapped_column(default=False)

    @property
    def stay(self) -> Stay:
        return Stay(self.first, self.last, self.zone, Interval(self.starts, self.ends))


class Standing(enum.StrEnum):
    """How a client and a trainer stand to each other."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Relationship(Entity, kw_only=True):
    """A client trains with a trainer. Clients belong to relationships, never to a trainer."""

    __tablename__ = "relationship"
    __table_args__ = (UniqueConstraint("client_id", "trainer_id"), Index(None, "trainer_id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    since: Mapped[datetime]


class Level(enum.StrEnum):
    """How far a client is, as those who train them see it."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class ClientLevel(Entity, kw_only=True):
    """Without a row it is not said."""

    __tablename__ = "client_level"
    __table_args__ = (
        CheckConstraint("level IN ('beginner', 'intermediate', 'advanced')", name="level"),
        Index(None, "level"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    level: Mapped[Level]
    said_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]


class ClientTag(Entity, kw_only=True):
    """A word that the studio keeps beside a client, such as "vip": small letters, digits and hyphens."""

    __tablename__ = "client_tag"
    __table_args__ = (CheckConstraint("tag <> '' AND tag = lower(tag)", name="tag"), Index(None, "tag"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(20), primary_key=True)
    said_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]


class Invitation(Entity, kw_only=True):
    """A one-time code that gives a chat address to an invited person. Only its SHA-256 is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
