"""Every SELECT of the weekly report: blocks line by line, who pays, and when it is due."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.bookings.model import Booking, TrainingSession
from domain.earnings.model import Payer, ReportDue
from domain.earnings.ports import BlockLine
from domain.family.model import Kind as Bond
from domain.family.model import SpeaksFor
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.packages.model import CreditLot
from domain.people.model import Person
from domain.trainers.model import Trainer
from storage.tables import table

_trainer = bindparam("trainer", type_=Integer)
_since, _at = bindparam("since", type_=UtcDateTime), bindparam("at", type_=UtcDateTime)
_clients = bindparam("clients", type_=Integer, expanding=True)
_Giver, _Taker, _Used = aliased(LedgerAccount), aliased(LedgerAccount), aliased(LedgerAccount)
_USED_SINCE = exists().where(
    _Used.lot_id == CreditLot.id,
    _Used.kind == Kind.USED,
    LedgerEntry.taker_id == _Used.id,
    LedgerEntry.at >= _since,
)
_Line = aliased(LedgerEntry)
_LINES = (
    select(
        CreditLot.id,
        CreditLot.client_id,
        Person.name,
        CreditLot.name,
        CreditLot.expires_on,
        _Giver.kind,
        _Taker.kind,
        _Line.amount,
        _Line.at,
        TrainingSession.starts,
    )
    .select_from(CreditLot)
    .join(Person, Person.id == CreditLot.client_id)
    .join(_Taker, _Taker.lot_id == CreditLot.id)
    .join(_Line, _Line.taker_id == _Taker.id)
    .join(_Giver, _Giver.id == _Line.giver_id)
    .outerjoin(Booking, Booking.id == _Line.booking_id)
    .outerjoin(TrainingSession, TrainingSession.id == Booking.session_id)
    .where(CreditLot.trainer_id == _trainer, or_(text("NOT credit_lot.ended"), _USED_SINCE))
    .order_by(_Line.id)
)
_PAYERS = select(Payer).where(Payer.trainer_id == _trainer, Payer.client_id.in_(_clients)).order_by(Payer.id)
_GUARDIANS = (
    select(SpeaksFor.person_id, Person.name)
    .join(Person, Person.id == SpeaksFor.speaker_id)
    .where(
        SpeaksFor.person_id.in_(_clients),
        SpeaksFor.kind == Bond.CHILD,
        SpeaksFor.agreed_at <= _at,
        or_(SpeaksFor.ended_at.is_(None), SpeaksFor.ended_at > _at),
    )
    .order_by(SpeaksFor.id.desc())
)
_DUE = (
    select(Trainer.id)
    .outerjoin(ReportDue, ReportDue.trainer_id == Trainer.id)
    .where(Trainer.active, or_(ReportDue.due_at.is_(None), ReportDue.due_at <= _at))
    .order_by(Trainer.id)
)
_due = table(ReportDue)
_PLAN = {
    "sqlite": (insert := sqlite.insert(_due)).on_conflict_do_update(
        index_elements=["trainer_id"], set_={"due_at": insert.excluded.due_at}
    ),
    "postgresql": (put := postgresql.insert(_due)).on_conflict_do_update(
        index_elements=["trainer_id"], set_={"due_at": put.excluded.due_at}
    ),
}


class SqlReports:
    """What `SqlEarnings` answers for the weekly report."""

    _session: Session

    def block_lines(self, trainer_id: int, since: datetime) -> list[BlockLine]:
        found = self._session.execute(_LINES, {"trainer": trainer_id, "since": since})
        return [
            BlockLine(lot, client, name, pack, expires, Kind(giver), Kind(taker), amount, at, starts)
            for lot, client, name, pack, expires, giver, taker, amount, at, starts in found
        ]

    def payers(self, trainer_id: int, client_ids: Collection[int]) -> list[Payer]:
        values = {"trainer": trainer_id, "clients": list(client_ids)}
        return list(self._session.scalars(_PAYERS, values))

    def guardians(self, client_ids: Collection[int], at: datetime) -> dict[int, str]:
        found = self._session.execute(_GUARDIANS, {"clients": list(client_ids), "at": at})
        return {each[0]: each[1] for each in found}

    def reports_due(self, now: datetime) -> list[int]:
        return list(self._session.scalars(_DUE, {"at": now}))

    def report_due(self, trainer_id: int) -> datetime | None:
        found = self._session.get(ReportDue, trainer_id, populate_existing=True)
        return found.due_at if found else None

    def plan_report(self, trainer_id: int, due_at: datetime) -> None:
        statement = _PLAN[self._session.get_bind().dialect.name]
        self._session.execute(statement, {"trainer_id": trainer_id, "due_at": due_at})
