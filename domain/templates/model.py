"""A session as its trainer has prepared it."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.money import Money
from domain.trainers.model import Service


class SessionTemplate(Entity, kw_only=True):
    """A service with what goes along: what is not said is as it is with the service.

    A booking made from it copies all of it, so that it can change, or go, without changing what is booked.
    """

    __tablename__ = "session_template"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("price_minor >= 0", name="price"),
        UniqueConstraint("service_id", "name", name="uq_session_template_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str | None] = mapped_column(String(200), default=None)
    minutes: Mapped[int | None] = mapped_column(default=None)
    price_minor: Mapped[int | None] = mapped_column(default=None)  # in the service's currency
    agenda: Mapped[str | None] = mapped_column(String(300), default=None)
    after: Mapped[str | None] = mapped_column(String(300), default=None)  # shared once it took place

    def of(self, service: Service) -> Service:
        """The service as it is booked from this; a copy, which nobody keeps."""
        minutes = self.minutes or service.minutes
        price = service.price.share(minutes, of=service.minutes)
        if self.price_minor is not None:
            price = Money(self.price_minor, service.currency)
        return service.as_booked(minutes, price)
