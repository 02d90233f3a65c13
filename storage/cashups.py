"""Every SELECT about what was counted in the drawers."""

from datetime import date

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from domain.cashup.model import CashCount
from domain.cashup.ports import Counted
from domain.people.model import Person

_day = bindparam("day", type_=Date)
_COUNTS = (
    select(CashCount, Person.name)
    .join(Person, Person.id == CashCount.actor_id)
    .where(CashCount.trainer_id == bindparam("trainer"), CashCount.day == _day)
    .order_by(CashCount.id)
)
_FLOAT = (
    select(CashCount.float_minor)
    .where(
        CashCount.trainer_id == bindparam("trainer"),
        CashCount.currency == bindparam("currency"),
        CashCount.day <= _day,
    )
    .order_by(CashCount.day.desc(), CashCount.id.desc())
    .limit(1)
)


class SqlCashUps:
    def __init__(self, session: Session) -> None:
        self._session = session

    def counts(self, trainer_id: int, day: date) -> list[Counted]:
        found = self._session.execute(_COUNTS, {"trainer": trainer_id, "day": day})
        return [Counted(count, by) for count, by in found]

    def last_float(self, trainer_id: int, currency: str, day: date) -> int:
        values = {"trainer": trainer_id, "currency": currency, "day": day}
        return self._session.scalars(_FLOAT, values).one_or_none() or 0
