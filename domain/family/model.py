"""That one person speaks for another: books, moves, confirms and signs in their name."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Kind(enum.StrEnum):
    CHILD = "child"  # under age: the speaker is the guardian, and consents for them
    ADULT = "adult"  # consents for themself


class SpeaksFor(Entity, kw_only=True):
    """``speaker`` acts for ``person`` wherever the speaker writes. What is booked stays the person's.

    It holds from ``agreed_at`` on, until ``until`` (a child's eighteenth birthday) or ``ended_at``. ``shown``
    is what was agreed to, word for word, and ``said`` the button or the words that did: the proof.
    """

    __tablename__ = "speaks_for"
    __table_args__ = (Index(None, "speaker_id"), Index(None, "person_id"), Index(None, "until"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Kind]
    born_on: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    since: Mapped[datetime]
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # none: the clock
    shown: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="")
