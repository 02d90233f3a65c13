"""Behind the services' backs: a standing slot books each of its dates once, and only for its client."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from domain.bookings.model import Booking, Status
from domain.standing.model import SlotStatus, StandingSlot
from storage.work import SqlWork
from tests.domain.standing.slots import DAY, TUESDAY, WEEK, dates, owned
from tests.factories import NOON, booking, studio
from tests.turns import in_a_turn


@in_a_turn
def test_a_date_is_booked_once_and_again_only_when_it_was_given_up(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    other = booking(work, here.cleo, here.check_in, TUESDAY + DAY)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        _set(work, other, standing_id=series.slot.id, stands_for=TUESDAY.date())
    first = work.standing.coming(series.slot.id, NOON)[0].booking
    first.status, first.version = Status.CANCELLED, first.version + 1
    work.flush()
    _set(work, other, standing_id=series.slot.id, stands_for=TUESDAY.date())
    assert dates(work, series)[0] == TUESDAY.date()


@in_a_turn
def test_a_booking_of_a_slot_names_its_day_and_is_its_client_s(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    sams = booking(work, here.sam, here.check_in, TUESDAY + DAY)
    far = (TUESDAY + 40 * WEEK).date()
    for values in ({"standing_id": series.slot.id}, {"stands_for": far}):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            _set(work, sams, **values)
    with pytest.raises(DBAPIError, match="not_their_slot"), work.session.begin_nested():
        _set(work, sams, standing_id=series.slot.id, stands_for=far)
    cleos = work.standing.coming(series.slot.id, NOON)[0].booking
    with pytest.raises(DBAPIError, match="not_their_slot"), work.session.begin_nested():
        _set(work, cleos, client_id=here.sam.id)


def _set(work: SqlWork, entity: Booking, **values: object) -> None:
    for name, value in values.items():
        setattr(entity, name, value)
    work.flush()


@in_a_turn
@pytest.mark.parametrize(
    "values",
    [
        {},  # the same time twice
        {"weekday": 2, "clock": 1440},  # no minute of a day
        {"weekday": 2, "every": 5},  # a rhythm that is a slip
        {"weekday": 2, "status": SlotStatus.PAUSED},  # since no day
        {"weekday": 2, "status": SlotStatus.ENDED},  # and yet to be looked at
        {"weekday": 2, "due_at": None},  # never to be extended
    ],
)
def test_a_slot_that_makes_no_sense_is_refused(work: SqlWork, values: dict[str, object]) -> None:
    series = owned(work, studio(work))
    table = StandingSlot.__table__
    row = dict(work.session.execute(select(table)).mappings().one())
    row.pop("id")
    assert row["client_id"] == series.client.id
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(insert(StandingSlot).values(**row | values))
