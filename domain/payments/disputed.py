"""A dispute: a client's bank takes back what was paid, and gives it to whom it believes."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money

_TO_SEND = text("proof_at IS NOT NULL AND proof_ended_at IS NULL")


class DisputeState(enum.StrEnum):
    """How far it has come; it only goes on."""

    OPEN = "open"  # the bank waits for an answer
    SENT = "sent"  # and has one
    WON = "won"
    LOST = "lost"


CLOSED = (DisputeState.WON, DisputeState.LOST)


class Dispute(Entity, kw_only=True):
    """While it is open, no credit of its payment that is not used is spent. ``proof`` is what the bank is
    told, word by word, once; ``proof_ended_at`` is when the provider took it, or refused to.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("provider_id"),
        CheckConstraint("amount_minor > 0", name="positive"),
        CheckConstraint("(state IN ('won', 'lost')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(proof IS NULL) = (proof_at IS NULL)", name="proof"),
        CheckConstraint("(proof_at IS NULL) = (proof_by IS NULL)", name="proof_by"),
        CheckConstraint("proof_ended_at IS NULL OR proof_at IS NOT NULL", name="proof_ended"),
        Index(None, "payment_id"),
        Index("ix_dispute_to_send", "id", sqlite_where=_TO_SEND, postgresql_where=_TO_SEND),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    provider_id: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(40))
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[DisputeState] = mapped_column(default=DisputeState.OPEN)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(default=None)  # until when the bank listens
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    proof: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    proof_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    proof_at: Mapped[datetime | None] = mapped_column(default=None)
    proof_ended_at: Mapped[datetime | None] = mapped_column(default=None)
    proof_refused: Mapped[str] = mapped_column(String(200), default="")  # why, in the provider's words

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED
