"""The outbox: rows that become messages, and the lanes that carry them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Purpose(enum.StrEnum):
    TRANSACTIONAL = "transactional"
    PROMOTIONAL = "promotional"


class State(enum.StrEnum):
    PENDING = "pending"
    GATHERED = "gathered"  # it goes with its digest, and never alone
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"  # the provider refused it for good
    DEAD = "dead"  # gave up after retries; an alert was raised
    UNKNOWN = "unknown"  # handed off, and we shall never learn whether it arrived
    SUPPRESSED = "suppressed"  # no longer wanted when its turn came


PRIORITIES = range(1, 10)  # small goes first; each is looked at whenever something is taken

_CLIMBS = text("climbs_at IS NOT NULL")
_OPEN = text("state IN ('pending', 'claimed')")
_CLAIMED = text("state = 'claimed'")
_TOLD = text("settled_at IS NOT NULL")
_GATHERED = text("state = 'gathered'")
_DIGESTED = text("digest IS NOT NULL")
_IN_AN_INBOX = text("settled_at IS NOT NULL AND reader_id IS NOT NULL")
_UNREAD = text("settled_at IS NOT NULL AND reader_id IS NOT NULL AND read_at IS NULL")


class Notification(Entity, kw_only=True):
    """Something to say unasked. ``key`` is its natural key: the same thing is never said twice.

    ``due_at`` and ``expires_at`` are business time, ``lease_until`` and ``not_before`` the database's.
    The text is made at hand-off, from ``kind`` and ``data``.
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint(f"priority BETWEEN {PRIORITIES[0]} AND {PRIORITIES[-1]}", name="priority"),
        CheckConstraint("read_at IS NULL OR reader_id IS NOT NULL", name="read"),
        # With the id, since a campaign's are all due at once.
        Index(
            "ix_notification_due",
            "lane",
            "priority",
            "due_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_notification_subject",
            "subject_kind",
            "subject_id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_notification_claimed", "lane", sqlite_where=_CLAIMED, postgresql_where=_CLAIMED),
        Index("ix_notification_settled", "settled_at"),
        Index("ix_notification_climbs_at", "climbs_at", sqlite_where=_CLIMBS, postgresql_where=_CLIMBS),
        # What an address is still owed, so that its messages keep their order.
        Index("ix_notification_address", "address_id", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        # What a digest is made of; what of it is about a subject that changes.
        Index(
            "ix_notification_digest",
            "address_id",
            "digest",
            sqlite_where=_DIGESTED,
            postgresql_where=_DIGESTED,
        ),
        Index(
            "ix_notification_gathered",
            "subject_kind",
            "subject_id",
            sqlite_where=_GATHERED,
            postgresql_where=_GATHERED,
        ),
        # What an address was told of late: its budget.
        Index("ix_notification_told", "address_id", "settled_at", sqlite_where=_TOLD, postgresql_where=_TOLD),
        # What somebody was told, the latest first; what of it they have not read, and what it is about.
        Index(
            "ix_notification_inbox",
            "reader_id",
            "settled_at",
            "id",
            sqlite_where=_IN_AN_INBOX,
            postgresql_where=_IN_AN_INBOX,
        ),
        Index(
            "ix_notification_unread",
            "reader_id",
            "subject_kind",
            "subject_id",
            "message_id",
            sqlite_where=_UNREAD,
            postgresql_where=_UNREAD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"))
    lane: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.TRANSACTIONAL)
    priority: Mapped[int] = mapped_column(default=5)
    subject_kind: Mapped[str | None] = mapped_column(String(20), default=None)
    subject_id: Mapped[int | None] = mapped_column(default=None)
    data: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    due_at: Mapped[datetime]
    wanted_at: Mapped[datetime | None] = mapped_column(default=None)  # when it was due, before it was put off
    urgent: Mapped[bool] = mapped_column(default=False)  # it rings at any hour
    path: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)  # why then, why there
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    climbs_at: Mapped[datetime | None] = mapped_column(default=None)  # when it is asked elsewhere, unanswered
    state: Mapped[State] = mapped_column(default=State.PENDING)
    digest: Mapped[str | None] = mapped_column(String(120), default=None)  # the key of what it is said in
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)  # tries of which we never learnt how they ended
    token: Mapped[int] = mapped_column(default=0)  # rises with each claim: a stale claimer settles nothing
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    not_before: Mapped[datetime | None] = mapped_column(default=None)  # the provider asked us to wait
    message_id: Mapped[str | None] = mapped_column(String(64), default=None)
    problem: Mapped[str | None] = mapped_column(Text, default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # in whose inbox
    read_at: Mapped[datetime | None] = mapped_column(default=None)


class Delivery(Entity, kw_only=True):
    """What became of a message that a provider took: its latest status, whatever order the reports came in.

    ``key`` is a notification's, or "answer:" and the inbox row's id.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_key", "key"),)

    provider: Mapped[str] = mapped_column(String(16), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(160))
    status: Mapped[str] = mapped_column(String(16))
    problem: Mapped[str | None] = mapped_column(String(16), default=None)  # the provider's error code
    at: Mapped[datetime]
    since: Mapped[datetime | None] = mapped_column(default=None)  # the first report, about when it was sent


class Lane(Entity, kw_only=True):
    """One sender's queue (a bot token, a workspace). Its leaseholder alone sends, so rates are exact."""

    __tablename__ = "lane"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(40), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    blocked_until: Mapped[datetime | None] = mapped_column(default=None)
