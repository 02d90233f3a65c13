"""What came of campaigns: of those who were told, within seven days of that."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.bookings.model import Booking
from domain.bookings.rules import GONE
from domain.campaigns.model import Recipient, Stage
from domain.campaigns.ports import Stats
from domain.consent.model import Act, Consent
from domain.conversations.model import Message
from domain.notifications.model import Delivery, Purpose
from domain.people.model import Address, Channel, Relationship

# As `domain.campaigns.steps.key_of` writes it.
KEY = literal("campaign:") + cast(Recipient.campaign_id, String) + literal(":") + cast(Recipient.id, String)
_ARRIVED = ("delivered", "read")
_ENDED = (Stage.SENT, Stage.UNKNOWN, Stage.FAILED)


def _follows(at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    return and_(at >= Recipient.handed_at, at < Recipient.until)


_DELIVERED = and_(
    Recipient.stage == Stage.SENT,
    or_(
        Address.channel != Channel.SMS,  # who takes it there delivers it
        exists().where(Delivery.key == KEY, Delivery.status.in_(_ARRIVED)),
    ),
)
# What did not arrive may be read, and tapped, in the inbox all the same.
_TAPPED = and_(Recipient.handed_at.is_not(None), Recipient.tapped_at.is_not(None))
_REPLIED = exists().where(
    Relationship.client_id == Recipient.person_id,
    Message.relationship_id == Relationship.id,
    Message.author_id == Recipient.person_id,
    _follows(Message.at),
)
_OPTED_OUT = exists().where(
    Consent.address_id == Recipient.address_id,
    Consent.purpose == Purpose.PROMOTIONAL,
    Consent.act == Act.WITHDRAWN,
    _follows(Consent.at),
)
_BOOKED = exists().where(
    Booking.client_id == Recipient.person_id,
    Booking.status.not_in(GONE),
    _follows(Booking.made_at),
)
_COUNTED: dict[str, ColumnElement[bool]] = {
    "sent": Recipient.handed_at.is_not(None),
    "failed": Recipient.stage == Stage.FAILED,
    "delivered": _DELIVERED,
    "tapped": _TAPPED,
    "replied": _REPLIED,
    "opted_out": _OPTED_OUT,
    "booked": _BOOKED,
    "answered": or_(_TAPPED, _REPLIED, _BOOKED),
}
_STATS: Select[*tuple[Any, ...]] = (
    select(
        Recipient.campaign_id,
        *(func.sum(case((holds, 1), else_=0)).label(name) for name, holds in _COUNTED.items()),
    )
    .join(Address, Address.id == Recipient.address_id)
    .where(
        Recipient.campaign_id.in_(bindparam("campaigns", type_=Integer, expanding=True)),
        Recipient.stage.in_(_ENDED),
    )
    .group_by(Recipient.campaign_id)
)
_NONE = Stats(**dict.fromkeys(_COUNTED, 0))


class SqlCampaignStats:
    """What `SqlCampaigns` answers about what came of them."""

    _session: Session

    def results(self, campaign_ids: Collection[int]) -> dict[int, Stats]:
        return self._counted(_STATS, campaign_ids)

    def stats(self, campaign_id: int, half: int | None = None, *, trial: bool | None = None) -> Stats:
        counted = _STATS
        if half is not None:
            counted = counted.where((Recipient.campaign_id + Recipient.person_id) % 2 == half)  # as `half_of`
        if trial is not None:
            counted = counted.where(Recipient.trial if trial else ~Recipient.trial)
        return self._counted(counted, [campaign_id])[campaign_id]

    def _counted(
        self, statement: Select[*tuple[Any, ...]], campaign_ids: Collection[int]
    ) -> dict[int, Stats]:
        rows = self._session.execute(statement, {"campaigns": list(campaign_ids)})
        found = {each.campaign_id: Stats(*(getattr(each, name) for name in _COUNTED)) for each in rows}
        return {each: found.get(each, _NONE) for each in campaign_ids}
