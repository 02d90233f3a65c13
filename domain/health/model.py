"""Health forms as they were signed."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class How(enum.StrEnum):
    TAP = "tap"
    TYPED = "typed"  # AGREE, in words


class HealthForm(Entity, kw_only=True):
    """Answers and agreement of one person. Never changed: a later one counts instead.

    ``answers`` go by the questions' names; ``shown`` holds the words that stood above each, and the waiver's,
    in the language in which they were read.
    """

    __tablename__ = "health_form"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    questions_version: Mapped[int]
    waiver_version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    shown: Mapped[dict[str, Any]]
    how: Mapped[How]
    signed_at: Mapped[datetime]

    @property
    def flags(self) -> int:
        """How many questions were answered with yes."""
        return sum(answer == "yes" for answer in self.answers.values())
