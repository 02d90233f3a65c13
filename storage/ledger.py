"""Every SELECT about the ledger."""

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from domain.bookings.model import Booking, TrainingSession
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.ledger.ports import Line

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

    def of_payment(self, payment_id: int) -> list[LedgerEntry]:
        return list(self._session.scalars(_OF_PAYMENT, {"payment": payment_id}))

    def between(self, client_id: int, trainer_id: int) -> list[Line]:
        values = {"client": client_id, "trainer": trainer_id}
        return [Line(entry, starts) for entry, starts in self._session.execute(_BETWEEN, values)]
