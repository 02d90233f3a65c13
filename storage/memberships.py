"""Every SELECT about memberships and their bills."""

from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select, text
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.errors import NotFound
from domain.memberships.model import Bill, Membership, MembershipService, State
from domain.memberships.ports import Count

_ID = bindparam("membership", type_=Integer)
_LOCKED = (
    select(Membership)
    .where(Membership.id == _ID)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_BY_TOKEN = select(Membership).where(Membership.token == bindparam("token"))
_OF_PAYER = select(Membership).where(Membership.payer_id == bindparam("payer")).order_by(Membership.id.desc())
_OF_TRAINER = (
    select(Membership)
    .where(
        Membership.trainer_id == bindparam("trainer"),
        Membership.state != State.OPEN,
        Membership.package_id.is_not(None),
    )
    .order_by(Membership.id.desc())
)
_SERVICES = (
    select(MembershipService.service_id)
    .where(MembershipService.membership_id == _ID)
    .order_by(MembershipService.service_id)
)
_BILLS = select(Bill).where(Bill.membership_id == _ID).order_by(Bill.starts, Bill.id)
_BILL_OF = select(Bill).where(Bill.invoice_id == bindparam("invoice"))
_TO_TELL = (
    select(Membership)
    .where(text("membership.done < membership.asked"), Membership.subscription_id.is_not(None))
    .order_by(Membership.id)
    .limit(bindparam("limit", type_=Integer))
)


_SINCE = bindparam("since", type_=UtcDateTime)
_STOOD = and_(Membership.made_at < _SINCE, or_(Membership.ended_at.is_(None), Membership.ended_at >= _SINCE))
_LOST = and_(Membership.made_at < _SINCE, Membership.ended_at >= _SINCE)
_IS_DESK = Membership.package_id.is_(None)
_COUNTED = (
    select(
        _IS_DESK,
        Membership.currency,
        Membership.state,
        Membership.leaves,
        func.count(),
        func.sum(Membership.price_minor),
        func.sum(case((_STOOD, 1), else_=0)),
        func.sum(case((_LOST, 1), else_=0)),
    )
    .where(Membership.state != State.OPEN)
    .group_by(_IS_DESK, Membership.currency, Membership.state, Membership.leaves)
)


class SqlMemberships:
    def __init__(self, session: Session) -> None:
        self._session = session

    def membership(self, membership_id: int) -> Membership:
        found = self._session.get(Membership, membership_id)
        if found is None:
            raise NotFound
        return found

    def locked(self, membership_id: int) -> Membership:
        self._session.flush()
        found = self._session.scalars(_LOCKED, {"membership": membership_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def by_token(self, token: str) -> Membership | None:
        return self._session.scalars(_BY_TOKEN, {"token": token}).one_or_none()

    def of_payer(self, payer_id: int) -> list[Membership]:
        return list(self._session.scalars(_OF_PAYER, {"payer": payer_id}))

    def of_trainer(self, trainer_id: int) -> list[Membership]:
        return list(self._session.scalars(_OF_TRAINER, {"trainer": trainer_id}))

    def counted(self, since: datetime) -> list[Count]:
        rows = self._session.execute(_COUNTED, {"since": since})
        return [
            Count(bool(is_desk), currency, state, leaves, *map(int, sums))
            for is_desk, currency, state, leaves, *sums in rows
        ]

    def services_of(self, membership_id: int) -> list[int]:
        return list(self._session.scalars(_SERVICES, {"membership": membership_id}))

    def bills(self, membership_id: int) -> list[Bill]:
        return list(self._session.scalars(_BILLS, {"membership": membership_id}))

    def bill_of(self, invoice_id: str) -> Bill | None:
        return self._session.scalars(_BILL_OF, {"invoice": invoice_id}).one_or_none()

    def to_tell(self, *, limit: int = 20) -> list[Membership]:
        return list(self._session.scalars(_TO_TELL, {"limit": limit}))
