"""Every SELECT about payments, their pages, and what the provider told of them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, bindparam, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.errors import NotFound
from domain.payments.model import (
    Payment,
    PaymentService,
    PayPage,
    ProviderEvent,
    Receipt,
    Refund,
    RefundState,
    Standing,
    Way,
)
from domain.payments.ports import Told
from storage.tables import table

_LOCKED = (
    select(Payment)
    .where(Payment.id == bindparam("payment"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_BY_TOKEN = select(Payment).where(Payment.token == bindparam("token"))
_SERVICES = (
    select(PaymentService.service_id)
    .where(PaymentService.payment_id == bindparam("payment"))
    .order_by(PaymentService.service_id)
)
_OPEN = (
    select(Payment)
    .where(Payment.client_id == bindparam("client"), Payment.status == Standing.OPEN)
    .order_by(Payment.id)
)
_PAID = (
    select(Payment)
    .where(Payment.client_id == bindparam("client"), Payment.status == Standing.PAID)
    .order_by(Payment.id.desc())
)
_FOR_BOOKING = select(Payment).where(Payment.booking_id == bindparam("booking")).order_by(Payment.id)
_PAGES = select(PayPage).where(PayPage.payment_id == bindparam("payment")).order_by(PayPage.number)
_PAGE_OF = select(PayPage.payment_id).where(PayPage.key == bindparam("key"))
_REFUND_OF = select(Refund.id).where(Refund.key == bindparam("key"))
_KNOWN = select(ProviderEvent.event_id).where(
    ProviderEvent.provider == bindparam("provider"),
    ProviderEvent.event_id.in_(bindparam("ids", expanding=True)),
)
_REFUNDS = select(Refund).where(Refund.payment_id == bindparam("payment")).order_by(Refund.id)
_DUE = (
    select(Refund)
    .where(text("refund.status = 'approved'"), Refund.provider_id.is_(None))
    .order_by(Refund.id)
    .limit(bindparam("limit"))
)
_UNNUMBERED = (
    select(Payment)
    .where(
        text("NOT payment.numbered"),
        Payment.status == Standing.PAID,
        or_(Payment.way == Way.CARD, Payment.paid_at <= bindparam("before", type_=UtcDateTime)),
    )
    .order_by(Payment.paid_at, Payment.id)
    .limit(bindparam("limit", type_=Integer))
)
_REFUNDS_UNNUMBERED = (
    select(Refund)
    .where(text("NOT refund.numbered"), Refund.status == RefundState.DONE)
    .order_by(Refund.decided_at, Refund.id)
    .limit(bindparam("limit", type_=Integer))
)
_LAST = (
    select(Receipt.number).where(Receipt.year == bindparam("year")).order_by(Receipt.number.desc()).limit(1)
)
_RECEIPTS = select(Receipt).where(Receipt.payment_id == bindparam("payment")).order_by(Receipt.id)
_event = table(ProviderEvent)
_STORE = {
    "sqlite": sqlite.insert(_event).on_conflict_do_nothing().returning(_event.c.event_id),
    "postgresql": postgresql.insert(_event).on_conflict_do_nothing().returning(_event.c.event_id),
}


class SqlPayments:
    def __init__(self, session: Session) -> None:
        self._session = session

    def payment(self, payment_id: int) -> Payment:
        found = self._session.get(Payment, payment_id)
        if found is None:
            raise NotFound
        return found

    def locked(self, payment_id: int) -> Payment:
        self._session.flush()
        found = self._session.scalars(_LOCKED, {"payment": payment_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def by_token(self, token: str) -> Payment | None:
        return self._session.scalars(_BY_TOKEN, {"token": token}).one_or_none()

    def services_of(self, payment_id: int) -> list[int]:
        return list(self._session.scalars(_SERVICES, {"payment": payment_id}))

    def open_of(self, client_id: int) -> list[Payment]:
        return list(self._session.scalars(_OPEN, {"client": client_id}))

    def paid_of(self, client_id: int) -> list[Payment]:
        return list(self._session.scalars(_PAID, {"client": client_id}))

    def for_booking(self, booking_id: int) -> list[Payment]:
        return list(self._session.scalars(_FOR_BOOKING, {"booking": booking_id}))

    def page_of(self, key: str) -> int | None:
        return self._session.scalars(_PAGE_OF, {"key": key}).one_or_none()

    def refund_of(self, key: str) -> int | None:
        return self._session.scalars(_REFUND_OF, {"key": key}).one_or_none()

    def pages(self, payment_id: int) -> list[PayPage]:
        return list(self._session.scalars(_PAGES, {"payment": payment_id}))

    def refund(self, refund_id: int) -> Refund:
        found = self._session.get(Refund, refund_id)
        if found is None:
            raise NotFound
        return found

    def locked_refund(self, refund_id: int) -> tuple[Refund, Payment]:
        refund = self.refund(refund_id)
        payment = self.locked(refund.payment_id)
        self._session.refresh(refund)
        return refund, payment

    def refunds(self, payment_id: int) -> list[Refund]:
        return list(self._session.scalars(_REFUNDS, {"payment": payment_id}))

    def refunds_due(self, *, limit: int = 20) -> list[Refund]:
        return list(self._session.scalars(_DUE, {"limit": limit}))

    def unnumbered(self, *, paid_before: datetime, limit: int = 20) -> list[Payment]:
        return list(self._session.scalars(_UNNUMBERED, {"before": paid_before, "limit": limit}))

    def refunds_unnumbered(self, *, limit: int = 20) -> list[Refund]:
        return list(self._session.scalars(_REFUNDS_UNNUMBERED, {"limit": limit}))

    def last_number(self, year: int) -> int:
        return self._session.scalars(_LAST, {"year": year}).one_or_none() or 0

    def receipts(self, payment_id: int) -> list[Receipt]:
        return list(self._session.scalars(_RECEIPTS, {"payment": payment_id}))

    def store(self, provider: str, told: Told, *, now: datetime) -> bool:
        """One that another replica is storing is waited for."""
        values = {
            "provider": provider,
            "event_id": told.event_id,
            "kind": told.kind,
            "said": told.said,
            "happened_at": told.happened_at,
            "applied_at": now,
        }
        statement = _STORE[self._session.get_bind().dialect.name]
        return self._session.execute(statement, values).first() is not None

    def known(self, provider: str, event_ids: Collection[str]) -> set[str]:
        return set(self._session.scalars(_KNOWN, {"provider": provider, "ids": list(event_ids)}))
