"""Every SELECT about payments, their pages, and what the provider told of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.errors import NotFound
from domain.ledger.model import AT_PROVIDER, LedgerAccount, LedgerEntry
from domain.money import Money
from domain.payments.agreed import Difference, Reconciliation, Surplus
from domain.payments.model import (
    PageState,
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
from domain.payments.ports import Held, Told
from storage.tables import table

LOCKED_PAYMENT = (
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
_OF_INTENT = select(PayPage.payment_id).where(PayPage.intent_id == bindparam("intent"))
_REFUND_CALLED = select(Refund.id).where(Refund.provider_id == bindparam("provider_id"))
_TOLD_OF = (
    select(ProviderEvent.said)
    .where(ProviderEvent.intent_id == bindparam("intent"), ProviderEvent.problem.is_(None))
    .order_by(ProviderEvent.happened_at, ProviderEvent.event_id)
)
# What became of money that is not known yet is either found when it arrives, or finds it.
_QUEUE = text("SELECT pg_advisory_xact_lock(hashtext('intent'), hashtext(:intent))")
_KNOWN = select(ProviderEvent.event_id).where(
    ProviderEvent.provider == bindparam("provider"),
    ProviderEvent.event_id.in_(bindparam("ids", expanding=True)),
)
_REFUNDS = select(Refund).where(Refund.payment_id == bindparam("payment")).order_by(Refund.id)
_ASKED = (
    select(Refund)
    .join(Payment, Payment.id == Refund.payment_id)
    .where(text("refund.status = 'asked'"))
    .order_by(Refund.asked_at, Refund.id)
)
_ASKED_OF = _ASKED.where(Payment.trainer_id == bindparam("trainer"))
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
_LAST_AT_DESK = (
    select(Payment)
    .where(
        text("NOT payment.numbered"),  # nothing that can be taken back is
        Payment.status == Standing.PAID,
        Payment.way != Way.CARD,
        Payment.trainer_id == bindparam("trainer"),
        Payment.paid_at > bindparam("after", type_=UtcDateTime),
    )
    .order_by(Payment.paid_at.desc(), Payment.id.desc())
    .limit(1)
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
_CHARGES_DUE = (
    select(PayPage.key)
    .join(Payment, Payment.id == PayPage.payment_id)
    .where(
        text("method_id IS NOT NULL AND session_id IS NULL AND state IN ('open', 'processing')"),
        PayPage.begun_at <= bindparam("now", type_=UtcDateTime),
        or_(PayPage.state == PageState.PROCESSING, Payment.status == Standing.OPEN),
    )
    .order_by(PayPage.begun_at, PayPage.id)
    .limit(bindparam("limit", type_=Integer))
)
_RECEIPTS = select(Receipt).where(Receipt.payment_id == bindparam("payment")).order_by(Receipt.id)
_Giver, _Taker = aliased(LedgerAccount), aliased(LedgerAccount)
_IN = case((_Taker.kind.in_(AT_PROVIDER), LedgerEntry.amount), else_=0)
_OUT = case((_Giver.kind.in_(AT_PROVIDER), LedgerEntry.amount), else_=0)
_UNDER_WAY = (
    select(Refund.id)
    .where(Refund.payment_id == Payment.id, Refund.status == RefundState.APPROVED)
    .correlate(Payment)
    .exists()
)
_AT_PROVIDER = (
    select(
        PayPage.key,
        PayPage.intent_id,
        Payment.currency,
        func.sum(_IN - _OUT),
        _UNDER_WAY,
    )
    .join(Payment, Payment.id == PayPage.payment_id)
    .join(LedgerEntry, LedgerEntry.payment_id == Payment.id)
    .join(_Giver, _Giver.id == LedgerEntry.giver_id)
    .join(_Taker, _Taker.id == LedgerEntry.taker_id)
    .where(
        PayPage.intent_id.is_not(None),
        or_(
            PayPage.intent_id.in_(bindparam("intents", expanding=True)),
            Payment.paid_at >= bindparam("since", type_=UtcDateTime),
        ),
    )
    .group_by(PayPage.key, PayPage.intent_id, Payment.currency, Payment.id)
)
_NEWEST = select(Receipt.id).order_by(Receipt.id.desc()).limit(1)
_OF_INTENTS = (
    select(PayPage.intent_id, Payment)
    .join(Payment, Payment.id == PayPage.payment_id)
    .where(PayPage.intent_id.in_(bindparam("intents", expanding=True)))
)
_CAUSES = select(LedgerEntry.cause).where(LedgerEntry.cause.in_(bindparam("causes", expanding=True)))
_SURPLUS_OF = select(Surplus).where(Surplus.difference_id == bindparam("difference"))
_SURPLUS_CALLED = select(Surplus).where(Surplus.key == bindparam("key"))
_SURPLUSES = (
    select(Difference, Surplus)
    .outerjoin(Surplus, Surplus.difference_id == Difference.id)
    .where(Difference.payment_id == bindparam("payment"), Difference.ours_minor == 0)
    .order_by(Difference.id)
)
_SURPLUSES_DUE = (
    select(Difference, Surplus)
    .join(Surplus, Surplus.difference_id == Difference.id)
    .where(Surplus.ended_at.is_(None))
    .order_by(Surplus.id)
    .limit(bindparam("limit", type_=Integer))
)
_Voiding = aliased(Receipt)
_VOIDED_DUE = (
    select(Receipt)
    .join(Refund, Refund.id == Receipt.refund_id)
    .where(
        text("refund.status = 'failed' AND refund.numbered"),
        ~select(_Voiding.id).where(_Voiding.voids_id == Receipt.id).exists(),
    )
    .order_by(Receipt.id)
    .limit(bindparam("limit", type_=Integer))
)
_LAST_NIGHT = select(Reconciliation).order_by(Reconciliation.night.desc()).limit(1)
_night, _difference = table(Reconciliation), table(Difference)
_STORE_NIGHT = {
    "sqlite": sqlite.insert(_night).on_conflict_do_nothing().returning(_night.c.night),
    "postgresql": postgresql.insert(_night).on_conflict_do_nothing().returning(_night.c.night),
}
_STORE_DIFFERENCE = {
    "sqlite": sqlite.insert(_difference).on_conflict_do_nothing().returning(_difference.c.id),
    "postgresql": postgresql.insert(_difference).on_conflict_do_nothing().returning(_difference.c.id),
}
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
        found = self._session.scalars(LOCKED_PAYMENT, {"payment": payment_id}).one_or_none()
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

    def charges_due(self, now: datetime, *, limit: int = 20) -> list[str]:
        return list(self._session.scalars(_CHARGES_DUE, {"now": now, "limit": limit}))

    def refund_of(self, key: str) -> int | None:
        return self._session.scalars(_REFUND_OF, {"key": key}).one_or_none()

    def of_intent(self, intent_id: str) -> int | None:
        self._queue(intent_id)
        return self._session.scalars(_OF_INTENT, {"intent": intent_id}).one_or_none()

    def refund_called(self, provider_id: str) -> int | None:
        return self._session.scalars(_REFUND_CALLED, {"provider_id": provider_id}).one_or_none()

    def told_of(self, intent_id: str) -> list[dict[str, Any]]:
        self._queue(intent_id)
        return list(self._session.scalars(_TOLD_OF, {"intent": intent_id}))

    def _queue(self, intent_id: str) -> None:
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(_QUEUE, {"intent": intent_id})

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

    def refunds_asked(self, trainer_id: int | None) -> list[Refund]:
        if trainer_id is None:
            return list(self._session.scalars(_ASKED))
        return list(self._session.scalars(_ASKED_OF, {"trainer": trainer_id}))

    def refunds_due(self, *, limit: int = 20) -> list[Refund]:
        return list(self._session.scalars(_DUE, {"limit": limit}))

    def unnumbered(self, *, paid_before: datetime, limit: int = 20) -> list[Payment]:
        return list(self._session.scalars(_UNNUMBERED, {"before": paid_before, "limit": limit}))

    def last_at_desk(self, trainer_id: int, paid_after: datetime) -> Payment | None:
        values = {"trainer": trainer_id, "after": paid_after}
        return self._session.scalars(_LAST_AT_DESK, values).one_or_none()

    def refunds_unnumbered(self, *, limit: int = 20) -> list[Refund]:
        return list(self._session.scalars(_REFUNDS_UNNUMBERED, {"limit": limit}))

    def last_number(self, year: int) -> int:
        return self._session.scalars(_LAST, {"year": year}).one_or_none() or 0

    def receipts(self, payment_id: int) -> list[Receipt]:
        return list(self._session.scalars(_RECEIPTS, {"payment": payment_id}))

    def at_provider(self, intent_ids: Collection[str], *, paid_since: datetime) -> list[Held]:
        rows = self._session.execute(_AT_PROVIDER, {"intents": list(intent_ids), "since": paid_since})
        return [
            Held(key, intent_id, Money(int(minor), currency), bool(under_way))
            for key, intent_id, currency, minor, under_way in rows
        ]

    def newest_receipt(self) -> int:
        return self._session.scalars(_NEWEST).one_or_none() or 0

    def of_intents(self, intent_ids: Collection[str]) -> dict[str, Payment]:
        found = self._session.execute(_OF_INTENTS, {"intents": list(intent_ids)})
        return {intent_id: payment for intent_id, payment in found if intent_id}

    def causes_known(self, causes: Collection[str]) -> set[str]:
        return set(self._session.scalars(_CAUSES, {"causes": list(causes)}))

    def last_night(self) -> Reconciliation | None:
        return self._session.scalars(_LAST_NIGHT).one_or_none()

    def store_night(self, row: dict[str, Any]) -> bool:
        return self._stored(_STORE_NIGHT, row) is not None

    def difference(self, difference_id: int) -> Difference:
        found = self._session.get(Difference, difference_id)
        if found is None:
            raise NotFound
        return found

    def store_difference(self, row: dict[str, Any]) -> int | None:
        found: int | None = self._stored(_STORE_DIFFERENCE, row)
        return found

    def surplus(self, surplus_id: int) -> Surplus:
        found = self._session.get(Surplus, surplus_id, populate_existing=True, with_for_update=True)
        if found is None:
            raise NotFound
        return found

    def surplus_of(self, difference_id: int) -> Surplus | None:
        return self._session.scalars(_SURPLUS_OF, {"difference": difference_id}).one_or_none()

    def surplus_called(self, key: str) -> Surplus | None:
        return self._session.scalars(_SURPLUS_CALLED, {"key": key}).one_or_none()

    def surpluses(self, payment_id: int) -> list[tuple[Difference, Surplus | None]]:
        found = self._session.execute(_SURPLUSES, {"payment": payment_id})
        return [(difference, surplus) for difference, surplus in found]

    def surpluses_due(self, *, limit: int = 20) -> list[tuple[Difference, Surplus]]:
        found = self._session.execute(_SURPLUSES_DUE, {"limit": limit})
        return [(difference, surplus) for difference, surplus in found]

    def voided_due(self, *, limit: int = 20) -> list[Receipt]:
        return list(self._session.scalars(_VOIDED_DUE, {"limit": limit}))

    def store(self, provider: str, told: Told, *, now: datetime, problem: str | None = None) -> bool:
        """One that another replica is storing is waited for."""
        values = {
            "provider": provider,
            "event_id": told.event_id,
            "kind": told.kind,
            "said": told.said,
            "happened_at": told.happened_at,
            "applied_at": now,
            "problem": problem,
            "intent_id": told.intent_id,
        }
        return self._stored(_STORE, values) is not None

    def _stored(self, statements: dict[str, Any], values: dict[str, Any]) -> Any:
        """The first column of a new row; None where it is there already."""
        statement = statements[self._session.get_bind().dialect.name]
        return self._session.execute(statement, values).scalar_one_or_none()

    def known(self, provider: str, event_ids: Collection[str]) -> set[str]:
        return set(self._session.scalars(_KNOWN, {"provider": provider, "ids": list(event_ids)}))
