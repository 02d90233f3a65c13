"""Every SELECT about the ledger."""

from typing import Any

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from domain.bookings.model import Booking, TrainingSession
from domain.errors import NotFound
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.ledger.ports import Line
from domain.ledger.sealed import Seal
from storage.tables import table

_TakerOf, _GiverOf = aliased(LedgerAccount), aliased(LedgerAccount)
_ACCOUNT = select(LedgerAccount).where(
    LedgerAccount.client_id == bindparam("client"),
    LedgerAccount.trainer_id == bindparam("trainer"),
    LedgerAccount.kind == bindparam("kind"),
    LedgerAccount.commodity == bindparam("commodity"),
    func.coalesce(LedgerAccount.lot_id, 0) == bindparam("lot"),
)
_SIGNED = case((LedgerEntry.taker_id == bindparam("account"), LedgerEntry.amount), else_=-LedgerEntry.amount)
_BALANCE = select(func.coalesce(func.sum(_SIGNED), 0)).where(
    or_(LedgerEntry.taker_id == bindparam("account"), LedgerEntry.giver_id == bindparam("account"))
)
_WITH_CHANGE = (
    select(LedgerEntry)
    .where(LedgerEntry.booking_id == bindparam("booking"), LedgerEntry.version == bindparam("version"))
    .order_by(LedgerEntry.id)
)
_FEES = select(
    func.coalesce(
        func.sum(case((_TakerOf.kind == Kind.OWED, LedgerEntry.amount), else_=-LedgerEntry.amount)), 0
    )
).where(
    LedgerEntry.booking_id == bindparam("booking"),
    LedgerEntry.taker_id == _TakerOf.id,
    LedgerEntry.giver_id == _GiverOf.id,
    or_(_TakerOf.kind == Kind.OWED, _GiverOf.kind == Kind.OWED),
)
_OF_PAYMENT = (
    select(LedgerEntry).where(LedgerEntry.payment_id == bindparam("payment")).order_by(LedgerEntry.id)
)
_BETWEEN = (
    select(LedgerEntry, TrainingSession.starts)
    .outerjoin(Booking, Booking.id == LedgerEntry.booking_id)
    .outerjoin(TrainingSession, TrainingSession.id == Booking.session_id)
    .where(
        LedgerEntry.taker_id.in_(
            select(LedgerAccount.id).where(
                LedgerAccount.client_id == bindparam("client"),
                LedgerAccount.trainer_id == bindparam("trainer"),
            )
        )
    )
    .order_by(LedgerEntry.id)
)

_entry, _seal = table(LedgerEntry), table(Seal)
_giver, _taker = table(LedgerAccount).alias("giver"), table(LedgerAccount).alias("taker")
# By name: a column that comes later is in no seal that was made before it.
_MOVE = ("commodity", "amount", "step", "at", "actor_id", "reason")
_CAME_WITH = ("booking_id", "version", "payment_id", "cause")
_WHOSE = ("id", "kind", "client_id", "trainer_id", "lot_id")
_ROWS = (
    select(
        _entry.c.id,
        *(_entry.c[name] for name in (*_MOVE, *_CAME_WITH)),
        *(side.c[name] for side in (_giver, _taker) for name in _WHOSE),
        _entry.c.tax_minor,
    )
    .join_from(_entry, _giver, _giver.c.id == _entry.c.giver_id)
    .join(_taker, _taker.c.id == _entry.c.taker_id)
    .where(_entry.c.id > bindparam("after"), _entry.c.id <= bindparam("until"))
    .order_by(_entry.c.id)
    .limit(bindparam("limit"))
)
_LAST_ID = select(func.coalesce(func.max(_entry.c.id), 0))
_SEALS = select(Seal).order_by(Seal.night)
_LAST_SEAL = select(Seal).order_by(Seal.night.desc()).limit(1)
_STORE_SEAL = {
    "sqlite": sqlite.insert(_seal).on_conflict_do_nothing().returning(_seal.c.id),
    "postgresql": postgresql.insert(_seal).on_conflict_do_nothing().returning(_seal.c.id),
}


class SqlLedger:
    def __init__(self, session: Session) -> None:
        self._session = session

    def account(
        self, kind: Kind, commodity: str, *, client_id: int, trainer_id: int, lot_id: int | None = None
    ) -> LedgerAccount:
        values = {"client": client_id, "trainer": trainer_id, "kind": kind, "commodity": commodity}
        found = self._session.scalars(_ACCOUNT, values | {"lot": lot_id or 0}).one_or_none()
        if found is None:
            found = LedgerAccount(
                kind=kind, commodity=commodity, client_id=client_id, trainer_id=trainer_id, lot_id=lot_id
            )
            self._session.add(found)
            self._session.flush()
        return found

    def balance(self, account: LedgerAccount) -> int:
        return int(self._session.scalars(_BALANCE, {"account": account.id}).one())

    def with_change(self, booking_id: int, version: int) -> list[LedgerEntry]:
        values = {"booking": booking_id, "version": version}
        return list(self._session.scalars(_WITH_CHANGE, values))

    def fees(self, booking_id: int) -> int:
        return int(self._session.scalars(_FEES, {"booking": booking_id}).one())

    def of_payment(self, payment_id: int) -> list[LedgerEntry]:
        return list(self._session.scalars(_OF_PAYMENT, {"payment": payment_id}))

    def between(self, client_id: int, trainer_id: int) -> list[Line]:
        values = {"client": client_id, "trainer": trainer_id}
        return [Line(entry, starts) for entry, starts in self._session.execute(_BETWEEN, values)]

    def rows(self, after: int, until: int, *, limit: int) -> list[tuple[Any, ...]]:
        values = {"after": after, "until": until, "limit": limit}
        # Without tax a row is as it was before there was any, and so are the seals of then.
        return [(*row, *([tax] if tax else [])) for *row, tax in self._session.execute(_ROWS, values)]

    def last_id(self) -> int:
        return int(self._session.scalars(_LAST_ID).one())

    def seals(self) -> list[Seal]:
        return list(self._session.scalars(_SEALS))

    def last_seal(self) -> Seal | None:
        return self._session.scalars(_LAST_SEAL).one_or_none()

    def seal(self, seal_id: int) -> Seal:
        found = self._session.get(Seal, seal_id)
        if found is None:
            raise NotFound
        return found

    def store_seal(self, row: dict[str, Any]) -> bool:
        statement = _STORE_SEAL[self._session.get_bind().dialect.name]
        return self._session.execute(statement, row).scalar_one_or_none() is not None
