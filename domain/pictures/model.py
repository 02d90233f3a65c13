"""A picture as it is kept and sent, and under which name each sender has it already."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

MIB = 1024 * 1024
MOST_SENT = 5 * MIB  # bytes of what somebody sends us
MOST_KEPT = MIB  # and of what it becomes
WIDEST = 1600  # pixels of its longer side
MIME, NAME = "image/jpeg", "picture.jpg"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A JPEG that any channel takes, not kept yet."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


class Picture(Entity, kw_only=True):
    """Known by the digest of its bytes, so the same one is kept and uploaded once. ``content`` is a JPEG;
    None once nothing needs it any more.
    """

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint(f"content IS NULL OR length(content) BETWEEN 1 AND {MOST_KEPT}", name="size"),
        CheckConstraint(f"width BETWEEN 1 AND {WIDEST} AND height BETWEEN 1 AND {WIDEST}", name="sides"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]  # the last time


class PictureUpload(Entity, kw_only=True):
    """Under which id a sender (a bot, a workspace) has a picture already: other senders don't know it."""

    __tablename__ = "picture_upload"

    digest: Mapped[str] = mapped_column(ForeignKey("picture.digest"), primary_key=True)
    lane: Mapped[str] = mapped_column(String(64), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(255))
