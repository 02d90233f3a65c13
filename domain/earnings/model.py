"""Who pays for a client, and when a trainer's report is due."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity


class Payer(Entity, kw_only=True):
    """From ``at`` on, whoever is called ``name`` pays a trainer for a client; "" is the client again. Rows
    are only added: a receipt names who paid then.
    """

    __tablename__ = "payer"
    __table_args__ = (Index(None, "trainer_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReportDue(Entity, kw_only=True):
    """When a trainer's next Sunday report is told."""

    __tablename__ = "report_due"

    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"), primary_key=True)
    due_at: Mapped[datetime]
