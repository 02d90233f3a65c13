"""What is kept of an e-mail address beside the address itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

LANE = "mail"
TRIES = 5


class Mailbox(Entity, kw_only=True):
    """``leave`` is in the link by which whoever reads the mail ends it. The rest is who said last that it is
    theirs, in which words, and the code that proves it: good until ``expires_at``, and once.
    """

    __tablename__ = "mailbox"
    __table_args__ = (
        CheckConstraint(f"tries BETWEEN 0 AND {TRIES}", name="tries"),
        Index(None, "claimed_by", "asked_at"),
    )

    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), primary_key=True)
    leave: Mapped[str] = mapped_column(String(32), unique=True)
    claimed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    said: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    codes: Mapped[int] = mapped_column(default=0)  # that were sent on the day of `asked_at`
    code: Mapped[str | None] = mapped_column(String(6), default=None)
    proof: Mapped[str | None] = mapped_column(String(32), unique=True, default=None)  # of the link
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
