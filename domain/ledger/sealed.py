"""What closes the books of a night: a chain of digests that no change of an entry leaves whole."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

BEGUN = "0" * 64  # what the first entry of all is chained to


class Seal(Entity, kw_only=True):
    """The books up to the entry ``last_id``, all ``entries`` of them, as they were one night. ``digest`` is
    SHA-256 in hex, of the entries since the seal before chained to that one's.
    """

    __tablename__ = "ledger_seal"
    __table_args__ = (
        UniqueConstraint("night"),
        CheckConstraint("entries >= 0 AND last_id >= 0", name="counts"),
        CheckConstraint("length(digest) = 64", name="digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    night: Mapped[date]
    at: Mapped[datetime]
    last_id: Mapped[int]
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
