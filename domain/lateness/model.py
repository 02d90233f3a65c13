"""By how much later than planned sessions begin, as those who come to them were told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

LATEST = 60  # minutes; whoever comes later than that had better call it off


class Delay(Entity, kw_only=True):
    """What was told last of a session that was to begin at ``starts``; of one that has moved since, nothing
    was. No minutes: on time after all. ``version`` rises with each thing that is told.
    """

    __tablename__ = "delay"
    __table_args__ = (CheckConstraint(f"minutes BETWEEN 0 AND {LATEST}", name="minutes"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    starts: Mapped[datetime]
    minutes: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    said_at: Mapped[datetime]
