"""The log of consent: what was asked, and what was answered in which words."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity
from domain.notifications.model import Purpose
from domain.people.model import Channel


class Act(enum.StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Consent(Entity, kw_only=True):
    """A line of the log. Lines are only added; an address stands, for a purpose, as its latest answer says.

    ``shown`` is what the person had before them, ``said`` what they typed or the button that they pressed,
    both word for word: the proof. ``person_id`` is whose the address was then.
    """

    __tablename__ = "consent"
    __table_args__ = (Index(None, "address_id", "purpose"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel]
    purpose: Mapped[Purpose]
    act: Mapped[Act]
    at: Mapped[datetime]
    shown: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="")
