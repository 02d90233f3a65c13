"""What was heard and what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class InboxEvent(Entity, kw_only=True):
    """One event from a provider, and the answer to it. Unique by the provider's own event id.

    ``answered_at`` is when the provider took the answer. While it is empty and ``reply`` is not,
    the answer is owed: by ``owner``, and by anybody once ``lease_until`` (database time) has passed.
    """

    __tablename__ = "inbox_event"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        Index(
            "ix_inbox_event_owed",
            "id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index(
            "ix_inbox_event_confidential",
            "id",
            sqlite_where=text("confidential"),
            postgresql_where=text("confidential"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    provider: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime]
    event: Mapped[dict[str, Any]]  # as it was read, so that it can be answered after a restart
    processed_at: Mapped[datetime | None] = mapped_column(default=None)
    reply: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(String(40))
    lease_until: Mapped[datetime]
    reference: Mapped[str | None] = mapped_column(String(12), default=None)  # what the apology named
    problem: Mapped[str | None] = mapped_column(Text, default=None)
    confidential: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # until it was settled and blanked


class Card(Entity, kw_only=True):
    """The one living message about a subject in one chat, so that updates edit it."""

    __tablename__ = "card"
    __table_args__ = (Index(None, "address_id", "message_id"),)

    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(64))


class Message(Entity, kw_only=True):
    """Words that passed between a client and a trainer through us, in either direction."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "relationship_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    relationship_id: Mapped[int] = mapped_column(ForeignKey("relationship.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
