"""Every SELECT about bookings. Built once, as most turns run several of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from domain.base import UtcDateTime
from domain.bookings.model import Booking, BookingChange, Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, GONE, OVER, UNDO
from domain.errors import NotFound
from domain.family.model import SpeaksFor
from domain.people.model import Person
from domain.policies.model import Late, Policy
from domain.standing.model import SlotStatus, StandingSlot
from domain.trainers.model import Service, Trainer
from domain.waitlist.model import Offer
from storage.family import HOLDS
from storage.schedule import FIRST_TO_REACH
from storage.trainers import WITH_TRIPS, WITH_TRIPS_OF_EACH

_MINUTE = timedelta(minutes=1)
_Client = aliased(Person)
_LAPSING = (Status.HELD, Status.REQUESTED)
_client, _trainer = bindparam("client", type_=Integer), bindparam("trainer", type_=Integer)
_now = bindparam("now", type_=UtcDateTime)
_statuses = Booking.status.in_(bindparam("statuses", expanding=True))
_limit = bindparam("limit", type_=Integer)


def locked(statement: Any, *, skip_locked: bool = False) -> Any:
    """Locked until the turn ends, and read as it is now over whatever the turn had read before.

    The session as well: after a wait, PostgreSQL reads anew only the rows that it locks. Other rows may
    still refer to both.
    """
    return statement.with_for_update(
        of=(Booking, TrainingSession), key_share=True, skip_locked=skip_locked
    ).execution_options(populate_existing=True)


_BOOKING = select(Booking).join(Booking.session).options(contains_eager(Booking.session))
_Writer = aliased(Person)
_WRITER = (
    select(_Writer.name)
    .join(SpeaksFor, SpeaksFor.speaker_id == _Writer.id)
    .where(SpeaksFor.person_id == Booking.client_id, *HOLDS)
    .order_by(SpeaksFor.id)
    .limit(1)
    .correlate(Booking)
    .scalar_subquery()
)
_SHEET = (
    select(Booking, Service, Trainer, _Client, _WRITER, Policy)
    .join(Booking.session)
    .join(Service, Service.id == TrainingSession.service_id)
    .join(Trainer, Trainer.id == TrainingSession.trainer_id)
    .join(Trainer.person)
    .join(_Client, _Client.id == Booking.client_id)
    .outerjoin(Policy, Policy.id == Booking.policy_id)
    .options(contains_eager(Booking.session))
)
SHEET = _SHEET.options(WITH_TRIPS_OF_EACH)

_ONE = locked(_SHEET.options(WITH_TRIPS).where(Booking.id == bindparam("booking")))
_CLIENT_OF = select(Booking.client_id).where(Booking.id == bindparam("booking"))
_HELD = locked(_BOOKING.where(Booking.client_id == _client, Booking.status == Status.HELD))
_latest = TrainingSession.starts.desc(), Booking.id.desc()
_COMING = (
    SHEET.where(Booking.client_id == _client, Booking.status.in_(FIRM), TrainingSession.ends > _now)
    .order_by(TrainingSession.starts, Booking.id)
    .limit(_limit)
)
_UNMARKED = and_(Booking.status == Status.CONFIRMED, TrainingSession.ends <= _now)
_OVER = (
    SHEET.where(Booking.client_id == _client, or_(Booking.status.in_(OVER), _UNMARKED))
    .order_by(*_latest)
    .limit(_limit)
)
# A hold that was let go was never a booking.
WAS_FIRM = exists().where(BookingChange.booking_id == Booking.id, BookingChange.status.in_(FIRM))
_GONE = (
    SHEET.where(Booking.client_id == _client, Booking.status.in_(GONE), WAS_FIRM)
    .order_by(*_latest)
    .limit(_limit)
)
_OF_TRAINER = SHEET.where(
    TrainingSession.trainer_id == _trainer,
    TrainingSession.busy_from >= FIRST_TO_REACH,
    TrainingSession.busy_from < bindparam("until"),
    TrainingSession.starts < bindparam("until"),
    TrainingSession.ends > bindparam("since"),
    _statuses,
).order_by(TrainingSession.starts, Booking.id)
_IN_SESSION = SHEET.where(Booking.session_id == bindparam("session"), _statuses).order_by(Booking.id)
# Two replicas that sweep at once share the work instead of waiting for each other. What was offered to those
# who wait ends with its offer, so that the next one has it in the same moment; what a standing slot asks for
# ends with the slot.
_LAPSED = locked(
    SHEET.where(
        Booking.until <= _now,
        Booking.status.in_(_LAPSING),
        ~exists().where(StandingSlot.id == Booking.standing_id, StandingSlot.status == SlotStatus.ASKED),
        ~exists().where(Offer.booking_id == Booking.id),
    )
    .order_by(Booking.until)
    .limit(_limit),
    skip_locked=True,
)
_LAPSED_OVER = locked(
    _BOOKING.where(
        TrainingSession.trainer_id == _trainer,
        TrainingSession.live,
        TrainingSession.busy_from < bindparam("busy_to"),
        TrainingSession.busy_to > bindparam("busy_from"),
        Booking.status.in_(_LAPSING),
        Booking.until <= _now,
    ),
    skip_locked=True,  # whoever locked it is about to end it, or to hold the time anew
)
# Few are kept at once, and none for longer than a minute: whatever else is asked, their index comes first.
_GIVEN_UP = locked(
    SHEET.where(Booking.kept_until <= _now).order_by(Booking.kept_until).limit(_limit), skip_locked=True
)
_MISSED = locked(
    SHEET.where(Booking.settles_at <= _now).order_by(Booking.settles_at).limit(_limit), skip_locked=True
)
_KEPT_OVER = locked(
    SHEET.where(
        Booking.kept_until <= bindparam("soon", type_=UtcDateTime),
        or_(Booking.kept_until <= _now, Booking.client_id == _client),
        TrainingSession.trainer_id == _trainer,
        TrainingSession.busy_from < bindparam("busy_to"),
        TrainingSession.busy_to > bindparam("busy_from"),
    ),
    skip_locked=True,
)
_KEPT_BY = SHEET.where(Booking.kept_until > _now, Booking.client_id == _client)
_KEPT_OF = SHEET.where(Booking.kept_until > _now, TrainingSession.trainer_id == _trainer)
_THEIRS = (
    Booking.session_id == TrainingSession.id,
    Booking.client_id == _client,
    TrainingSession.trainer_id == _trainer,
)
_REQUEST = select(func.min(Booking.id)).where(*_THEIRS, Booking.status == Status.REQUESTED)
# All dates of a standing slot are one.
_OWN_OR_SLOT = func.coalesce(-Booking.standing_id, Booking.id)
_AHEAD = select(func.count(_OWN_OR_SLOT.distinct())).where(
    *_THEIRS, Booking.status.in_(FIRM), TrainingSession.ends > _now
)
_TRAINED = select(Trainer.id).where(
    Trainer.id.in_(bindparam("trainers", expanding=True)),
    exists().where(
        Booking.session_id == TrainingSession.id,
        Booking.client_id == _client,
        TrainingSession.trainer_id == Trainer.id,
        Booking.status.in_((Status.CONFIRMED, *OVER)),
    ),
)
_LAST_CHANGE = (
    select(BookingChange)
    .where(BookingChange.booking_id == bindparam("booking"))
    .order_by(BookingChange.version.desc())
    .limit(1)
)

_CHANGE_TO = select(BookingChange).where(
    BookingChange.booking_id == bindparam("booking"), BookingChange.version == bindparam("version")
)
_LAST_MOVE = (
    select(BookingChange)
    .where(BookingChange.booking_id == bindparam("booking"), BookingChange.kind == "moved")
    .order_by(BookingChange.version.desc())
    .limit(1)
)
_Voiding = aliased(BookingChange)
_OWED = (
    select(BookingChange)
    .where(
        BookingChange.booking_id == bindparam("booking"),
        BookingChange.cost.in_((Late.USED, Late.FEE)),
        ~exists().where(
            _Voiding.booking_id == BookingChange.booking_id, _Voiding.voids == BookingChange.version
        ),
    )
    .order_by(BookingChange.version.desc())
    .limit(1)
)


class SqlBookings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def sheet(self, booking_id: int) -> Sheet:
        found = self._sheets(_ONE, booking=booking_id)
        if not found:
            raise NotFound
        return found[0]

    def client_of(self, booking_id: int) -> int | None:
        return self._session.scalars(_CLIENT_OF, {"booking": booking_id}).one_or_none()

    def held_by(self, client_id: int) -> Booking | None:
        return self._session.scalars(_HELD, {"client": client_id}).one_or_none()

    def coming(self, client_id: int, now: datetime, *, limit: int = 20) -> list[Sheet]:
        return self._sheets(_COMING, client=client_id, now=now, limit=limit)

    def over(self, client_id: int, now: datetime, *, limit: int = 20) -> list[Sheet]:
        return self._sheets(_OVER, client=client_id, now=now, limit=limit)

    def gone(self, client_id: int, *, limit: int = 20) -> list[Sheet]:
        return self._sheets(_GONE, client=client_id, limit=limit)

    def of_trainer(
        self, trainer_id: int, since: datetime, until: datetime, statuses: Collection[Status]
    ) -> list[Sheet]:
        span = {"since": since, "until": until}
        return self._sheets(_OF_TRAINER, trainer=trainer_id, statuses=list(statuses), **span)

    def in_session(self, session_id: int, statuses: Collection[Status]) -> list[Sheet]:
        return self._sheets(_IN_SESSION, session=session_id, statuses=list(statuses))

    def lapsed(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        return self._sheets(_LAPSED, now=now, limit=limit)

    def lapsed_over(
        self, trainer_id: int, busy_from: datetime, busy_to: datetime, now: datetime
    ) -> list[Booking]:
        span = {"trainer": trainer_id, "busy_from": busy_from, "busy_to": busy_to, "now": now}
        return list(self._session.scalars(_LAPSED_OVER, span))

    def missed(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        return self._sheets(_MISSED, now=now, limit=limit)

    def given_up(self, now: datetime, *, limit: int = 100) -> list[Sheet]:
        return self._sheets(_GIVEN_UP, now=now, limit=limit)

    def kept_over(
        self, trainer_id: int, busy_from: datetime, busy_to: datetime, now: datetime, *, client_id: int = 0
    ) -> list[Sheet]:
        span = {"busy_from": busy_from, "busy_to": busy_to, "now": now, "soon": now + UNDO}
        return self._sheets(_KEPT_OVER, trainer=trainer_id, client=client_id, **span)

    def kept_by(self, client_id: int, now: datetime) -> list[Sheet]:
        return self._sheets(_KEPT_BY, client=client_id, now=now)

    def kept_of(self, trainer_id: int, now: datetime) -> list[Sheet]:
        return self._sheets(_KEPT_OF, trainer=trainer_id, now=now)

    def request_of(self, client_id: int, trainer_id: int) -> int | None:
        return self._session.scalars(_REQUEST, {"client": client_id, "trainer": trainer_id}).one()

    def ahead_with(self, client_id: int, trainer_id: int, now: datetime) -> int:
        values = {"client": client_id, "trainer": trainer_id, "now": now}
        return self._session.scalars(_AHEAD, values).one()

    def trained_with(self, client_id: int, trainer_ids: Collection[int]) -> set[int]:
        values = {"client": client_id, "trainers": list(trainer_ids)}
        return set(self._session.scalars(_TRAINED, values))

    def change_to(self, booking_id: int, version: int) -> BookingChange:
        values = {"booking": booking_id, "version": version}
        found = self._session.scalars(_CHANGE_TO, values).one_or_none()
        if found is None:
            raise NotFound
        return found

    def last_change(self, booking_id: int) -> BookingChange | None:
        return self._session.scalars(_LAST_CHANGE, {"booking": booking_id}).one_or_none()

    def last_move(self, booking_id: int) -> BookingChange | None:
        return self._session.scalars(_LAST_MOVE, {"booking": booking_id}).one_or_none()

    def owed(self, booking_id: int) -> BookingChange | None:
        return self._session.scalars(_OWED, {"booking": booking_id}).one_or_none()

    def _sheets(
        self, statement: Select[Booking, Service, Trainer, Person, str, Policy | None], **values: Any
    ) -> list[Sheet]:
        return sheets(self._session, statement, **values)


def sheets(
    session: Session,
    statement: Select[Booking, Service, Trainer, Person, str, Policy | None],
    /,
    **values: Any,
) -> list[Sheet]:
    """What a statement built upon `SHEET` finds."""
    return [
        Sheet(booking, _as_booked(service, booking), trainer, client, writer or "", policy)
        for booking, service, trainer, client, writer, policy in session.execute(statement, values).unique()
    ]


def _as_booked(service: Service, booking: Booking) -> Service:
    session = booking.session
    return service.as_booked((session.ends - session.starts) // _MINUTE, booking.price)
