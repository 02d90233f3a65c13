"""Whoever pays by card more than once, as the provider knows them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Wallet(Entity, kw_only=True):
    """A customer at the provider. The row is there before the provider is asked for one, under its ``token``,
    which is its link's too. ``cards`` is a copy for reading, as of look number ``seen`` of ``looks``. Since
    ``agreed_at`` fees may be charged to them.
    """

    __tablename__ = "wallet"
    __table_args__ = (UniqueConstraint("token"), UniqueConstraint("customer_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(24))
    customer_id: Mapped[str | None] = mapped_column(String(80), default=None)
    cards: Mapped[list[dict[str, str | bool]]] = mapped_column(JSON, default_factory=list)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    looks: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
