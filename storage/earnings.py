"""Every SELECT that sums up the money of the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, select, text, union_all
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.earnings.ports import MoneyLine, Moved
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry, Step
from domain.payments.model import Payment
from domain.people.model import Person
from domain.tax import Tax
from storage.reports import SqlReports

KEPT = (Kind.CARD, Kind.CASH, Kind.TRANSFER, Kind.TERMINAL, Kind.FEES)
_since, _until = bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
_OF_MONEY = text("ledger_entry.commodity <> 'CREDIT'")  # as the index has it
_OF_TRAINER = LedgerAccount.trainer_id == bindparam("trainer", type_=Integer)


def _side(columns: tuple[Any, ...], *, inward: bool, of_trainer: bool) -> Select[Any]:
    """What came into those accounts, or went out of them."""
    here = LedgerEntry.taker_id if inward else LedgerEntry.giver_id
    found = (
        select(
            *columns,
            LedgerAccount.kind,
            LedgerEntry.step,
            literal(inward).label("inward"),
        )
        .select_from(LedgerAccount)
        .join(LedgerEntry, here == LedgerAccount.id)
        .where(
            LedgerAccount.lot_id.is_(None),
            LedgerAccount.kind.in_(KEPT),
            LedgerEntry.at >= _since,
            LedgerEntry.at < _until,
            _OF_MONEY,
        )
    )
    return found.where(_OF_TRAINER) if of_trainer else found


_GROUPS = (LedgerAccount.trainer_id, LedgerAccount.client_id, LedgerEntry.commodity)


def _moved(*, of_trainer: bool) -> Any:
    sides = (
        _side(_GROUPS, inward=inward, of_trainer=of_trainer)
        .add_columns(func.sum(LedgerEntry.amount), func.count(), func.sum(LedgerEntry.tax_minor))
        .group_by(*_GROUPS, LedgerAccount.kind, LedgerEntry.step)
        for inward in (True, False)
    )
    return union_all(*sides)


_LINE = (
    LedgerEntry.id.label("line"),
    LedgerEntry.at,
    LedgerAccount.trainer_id,
    LedgerAccount.client_id,
    Person.name.label("client"),
    func.coalesce(Payment.name, "").label("name"),
    LedgerEntry.amount,
    LedgerEntry.commodity,
    LedgerEntry.payment_id,
    LedgerEntry.tax_minor,
    Payment.tax_rate,
    func.coalesce(Payment.tax_name, "").label("tax_name"),
)


def _lines(*, of_trainer: bool) -> Any:
    sides = (
        _side(_LINE, inward=inward, of_trainer=of_trainer)
        .join(Person, Person.id == LedgerAccount.client_id)
        .outerjoin(Payment, Payment.id == LedgerEntry.payment_id)
        for inward in (True, False)
    )
    return union_all(*sides).order_by("line").limit(bindparam("limit", type_=Integer))


_MOVED, _MOVED_OF = _moved(of_trainer=False), _moved(of_trainer=True)
_LINES, _LINES_OF = _lines(of_trainer=False), _lines(of_trainer=True)


class SqlEarnings(SqlReports):
    def __init__(self, session: Session) -> None:
        self._session = session

    def moved(self, trainer_id: int | None, since: datetime, until: datetime) -> list[Moved]:
        values = {"trainer": trainer_id, "since": since, "until": until}
        found = self._session.execute(_MOVED if trainer_id is None else _MOVED_OF, values)
        return [
            Moved(
                trainer, client, currency, Kind(kind), Step(step), bool(inward), int(minor), count, int(tax)
            )
            for trainer, client, currency, kind, step, inward, minor, count, tax in found
        ]

    def lines(
        self, trainer_id: int | None, since: datetime, until: datetime, *, limit: int
    ) -> list[MoneyLine]:
        values = {"trainer": trainer_id, "since": since, "until": until, "limit": limit}
        found = self._session.execute(_LINES if trainer_id is None else _LINES_OF, values)
        return [
            MoneyLine(
                at=each.at,
                trainer_id=each.trainer_id,
                client_id=each.client_id,
                client=each.client,
                name=each.name,
                kind=Kind(each.kind),
                step=Step(each.step),
                inward=bool(each.inward),
                minor=each.amount,
                currency=each.commodity,
                payment_id=each.payment_id,
                tax=Tax(each.tax_rate, each.tax_name),
                tax_minor=each.tax_minor,
            )
            for each in found
        ]
