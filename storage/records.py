"""Every SELECT that counts a trainer's bookings or looks through them."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.bookings.model import Booking, BookingChange, Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE, OVER
from domain.people.model import Person
from domain.records.metrics import Metrics
from domain.records.ports import Words
from domain.trainers.model import Service
from storage.bookings import SHEET, WAS_FIRM, sheets

_MINUTE = timedelta(minutes=1)
_BUFFER = timedelta(days=1)  # more than is kept free before any session, so that an index finds its day
_Client = aliased(Person)
_trainer = bindparam("trainer", type_=Integer)
_since, _until = bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)
_first = bindparam("first", type_=UtcDateTime)
_WAS_CONFIRMED = exists().where(
    BookingChange.booking_id == Booking.id, BookingChange.status == Status.CONFIRMED
)
_OF_TRAINER = and_(Booking.session_id == TrainingSession.id, TrainingSession.trainer_id == _trainer)
_COUNTED = or_(
    Booking.status.in_((Status.CONFIRMED, *OVER)), and_(Booking.status == Status.CANCELLED, _WAS_CONFIRMED)
)
_BEGINS = (
    TrainingSession.busy_from >= _first,
    TrainingSession.busy_from < _until,
    TrainingSession.starts >= _since,
    TrainingSession.starts < _until,
)
_TALLY = select(Booking.status, TrainingSession.starts, TrainingSession.ends).where(
    _OF_TRAINER, *_BEGINS, _COUNTED
)
_TOTAL = select(Booking.status, func.count()).where(_OF_TRAINER, _COUNTED).group_by(Booking.status)
_WORDS = (
    select(Booking.id, _Client.name, Service.name, Booking.note, TrainingSession.agenda)
    .join(_Client, _Client.id == Booking.client_id)
    .join(TrainingSession, TrainingSession.id == Booking.session_id)
    .join(Service, Service.id == TrainingSession.service_id)
    .where(
        TrainingSession.trainer_id == _trainer,
        *_BEGINS,
        Booking.status.in_(bindparam("statuses", expanding=True)),
        or_(Booking.status.not_in(GONE), WAS_FIRM),
    )
    .limit(bindparam("limit", type_=Integer))
)
_SOONEST = _WORDS.order_by(TrainingSession.starts, Booking.id)
_LATEST = _WORDS.order_by(TrainingSession.starts.desc(), Booking.id.desc())
_SHEETS = SHEET.where(Booking.id.in_(bindparam("ids", expanding=True)))


class SqlRecords:
    def __init__(self, session: Session) -> None:
        self._session = session

    def tally(self, trainer_id: int, since: datetime, until: datetime) -> Metrics:
        found = self._session.execute(_TALLY, _span(trainer_id, since, until)).all()
        done = ((ends - starts) // _MINUTE for status, starts, ends in found if status is Status.COMPLETED)
        return _counted(((status, 1) for status, _starts, _ends in found), sum(done))

    def total(self, trainer_id: int) -> Metrics:
        return _counted((status, n) for status, n in self._session.execute(_TOTAL, {"trainer": trainer_id}))

    def words(
        self,
        trainer_id: int,
        since: datetime,
        until: datetime,
        statuses: Collection[Status],
        *,
        latest_first: bool,
        limit: int,
    ) -> list[Words]:
        values = {**_span(trainer_id, since, until), "statuses": list(statuses), "limit": limit}
        found = self._session.execute(_LATEST if latest_first else _SOONEST, values)
        return [Words(booking_id, " ".join(filter(None, said))) for booking_id, *said in found]

    def sheets(self, booking_ids: Collection[int]) -> list[Sheet]:
        found = {each.booking.id: each for each in sheets(self._session, _SHEETS, ids=list(booking_ids))}
        return [found[each] for each in booking_ids if each in found]


def _span(trainer_id: int, since: datetime, until: datetime) -> dict[str, object]:
    return {"trainer": trainer_id, "since": since, "until": until, "first": since - _BUFFER}


def _counted(found: Iterable[tuple[Status, int]], minutes: int = 0) -> Metrics:
    counts = dict.fromkeys(Status, 0)
    for status, number in found:
        counts[status] += number
    return Metrics(
        completed=counts[Status.COMPLETED],
        missed=counts[Status.NO_SHOW],
        cancelled=counts[Status.CANCELLED],
        open=counts[Status.CONFIRMED],
        minutes=minutes,
    )
