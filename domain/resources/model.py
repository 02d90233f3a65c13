"""What a studio has of rooms and equipment, what a service needs of it, and which session has it when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

MOST = 500  # of one thing


class Resource(Entity, kw_only=True):
    """A room, of which there is one, or so many of a thing. Clients are never told of it."""

    __tablename__ = "resource"
    __table_args__ = (CheckConstraint(f"count BETWEEN 1 AND {MOST}", name="count"), UniqueConstraint("name"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(60))
    count: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]


class ServiceNeed(Entity, kw_only=True):
    """So many of a resource are needed by each session of a service."""

    __tablename__ = "service_need"
    __table_args__ = (CheckConstraint("units > 0", name="units"), Index(None, "resource_id"))

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    units: Mapped[int] = mapped_column(default=1)


class ResourceUse(Entity, kw_only=True):
    """A session has one unit of a resource for its busy time. While ``live``, the database lets no other have
    that unit then; time and life follow the session's, in the database too. ``stands_for`` is the resource
    that was needed: another may do instead.
    """

    __tablename__ = "resource_use"
    __table_args__ = (
        CheckConstraint("unit > 0", name="unit"),
        CheckConstraint("busy_from < busy_to", name="order"),
        UniqueConstraint("session_id", "resource_id", "unit"),
        Index(None, "resource_id", "unit", "busy_from"),
        Index(None, "resource_id", "busy_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    unit: Mapped[int]
    stands_for: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    busy_from: Mapped[datetime]
    busy_to: Mapped[datetime]
    live: Mapped[bool] = mapped_column(default=True)
