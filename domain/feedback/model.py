"""Ratings as clients gave them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Rating(Entity, kw_only=True):
    """What a client gave a session, and when they last said so. One for a booking: the database
    sees to it.
    """

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        Index(None, "client_id"),
        Index(None, "trainer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    stars: Mapped[int]
    words: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
