"""A studio's own words for a sentence that is told unasked, instead of ours."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.people.model import Channel

LONGEST = 400  # characters


class Medium(enum.StrEnum):
    """Where the same words are read alike."""

    CHAT = "chat"  # Telegram and Slack
    SMS = "sms"
    MAIL = "mail"

    @staticmethod
    def of(channel: Channel) -> "Medium":
        return {Channel.SMS: Medium.SMS, Channel.MAIL: Medium.MAIL}.get(channel, Medium.CHAT)


class Wording(Entity, kw_only=True):
    """``template`` is the name of what it stands for, which begins with its ``kind``. Ours is said where
    there is none.
    """

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("kind", "language", "medium", "template", name="uq_wording_template"),
        CheckConstraint(f"words <> '' AND length(words) <= {LONGEST}", name="words"),
        CheckConstraint("template = kind OR template LIKE kind || '.%'", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    medium: Mapped[Medium]
    words: Mapped[str] = mapped_column(String(LONGEST))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
