"""A time is held, confirmed or given back, on both engines."""

from datetime import datetime, timedelta

import pytest

from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.errors import NotYours, Refusal, Taken
from domain.intervals import Interval
from domain.schedule.model import Block
from domain.schedule.service import add_block, is_free
from storage.work import SqlWork
from tests.domain.bookings.steps import TEN, held, reminders, requested, told
from tests.factories import NOON, booking, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)


@in_a_turn
def test_nobody_books_with_themself(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(errors.OwnTime):
        held(work, here, who=here.ana.person)


@in_a_turn
def test_a_hold_with_a_trainer_who_has_left_is_not_confirmed(work: SqlWork) -> None:
    here = studio(work)
    sheet = held(work, here)
    here.ana.active = False
    with pytest.raises(errors.NotOpen):
        bookings.confirm(work, here.cleo, sheet.booking.id, sheet.booking.version, now=NOON)


@in_a_turn
@pytest.mark.parametrize("offset", [0, 30])  # the very time, and one that begins in the midst of it
def test_ones_own_hold_hides_no_time_from_oneself_and_every_one_from_others(
    work: SqlWork, offset: int
) -> None:
    here = studio(work)
    first = held(work, here).booking
    wanted = TEN + timedelta(minutes=offset)
    shown = {
        who.name: is_free(work, here.ana, here.check_in, wanted, now=NOON, client_id=who.id)
        for who in (here.cleo, here.sam)
    }
    assert shown == {"Cleo": True, "Sam": False}
    with pytest.raises(Taken):
        bookings.hold(work, here.sam, here.check_in.id, wanted, now=NOON)
    instead = bookings.hold(work, here.cleo, here.check_in.id, wanted, now=NOON).booking
    assert (instead.status, first.status) == (Status.HELD, Status.CANCELLED)


@in_a_turn
def test_what_needs_no_approval_is_booked_at_once(work: SqlWork) -> None:
    here = studio(work)
    sheet = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON)
    booked = bookings.confirm(work, here.cleo, sheet.booking.id, 1, now=NOON).booking
    assert (booked.status, booked.until) == (Status.CONFIRMED, None)
    assert len(reminders(work)) == 2


@in_a_turn
def test_holding_the_same_time_again_is_the_same_hold(work: SqlWork) -> None:
    here = studio(work)
    assert held(work, here).booking is held(work, here).booking


@in_a_turn
def test_holding_the_same_time_again_after_it_lapsed_is_a_new_hold(work: SqlWork) -> None:
    here = studio(work)
    first = held(work, here).booking
    later = NOON + timedelta(minutes=11)
    second = bookings.hold(work, here.cleo, here.training.id, TEN, now=later).booking
    assert (first.status, second.status) == (Status.CANCELLED, Status.HELD)
    assert second.until == later + timedelta(minutes=10)


@in_a_turn
def test_a_new_hold_releases_the_old_even_where_they_overlap(work: SqlWork) -> None:
    here = studio(work)
    first = held(work, here).booking
    second = held(work, here, TEN + HOUR / 2).booking
    assert (first.status, first.session.live, second.status) == (Status.CANCELLED, False, Status.HELD)
    assert held(work, here, TEN - HOUR, who=here.sam).booking.status is Status.HELD


@in_a_turn
def test_a_hold_that_fails_keeps_the_earlier_one(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.training, TEN + 3 * HOUR)
    first = held(work, here).booking
    with pytest.raises(Taken):
        held(work, here, TEN + 3 * HOUR)
    assert (first.status, first.version) == (Status.HELD, 1)


@in_a_turn
@pytest.mark.parametrize(
    ("starts", "refused"),
    [
        (NOON + 2 * HOUR, errors.NotOpen),  # too soon for Ana to answer
        (NOON - HOUR, errors.NotOpen),  # over
        (TEN + timedelta(hours=4, minutes=7), errors.NotOpen),  # off the half hours
        (TEN.replace(hour=21), errors.NotOpen),  # after closing
        (TEN + timedelta(days=60), errors.NotOpen),  # beyond the horizon
        (TEN - HOUR / 2, Taken),  # reaches into Sam's
        (TEN + HOUR, Taken),  # begins in the buffer after Sam's
    ],
)
def test_what_is_not_on_offer_is_refused(work: SqlWork, starts: datetime, refused: type[Refusal]) -> None:
    here = studio(work)
    held(work, here, TEN, who=here.sam)
    with pytest.raises(refused):
        held(work, here, starts)


@in_a_turn
def test_time_off_is_not_on_offer(work: SqlWork) -> None:
    here = studio(work)
    work.add(Block(trainer_id=here.ana.id, starts=TEN, ends=TEN + HOUR))
    work.flush()
    with pytest.raises((errors.NotOpen, Taken)):
        held(work, here)


@in_a_turn
def test_a_lapsed_hold_gives_way_and_its_client_is_told(work: SqlWork) -> None:
    here = studio(work)
    sams = held(work, here, who=here.sam).booking
    cleos = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON + timedelta(minutes=10)).booking
    assert (sams.status, cleos.status) == (Status.EXPIRED, Status.HELD)
    assert len(told(work, "client_hold_expired")) == 1


@in_a_turn
def test_a_hold_is_released_once_and_by_its_client_only(work: SqlWork) -> None:
    here = studio(work)
    place = held(work, here).booking
    with pytest.raises(NotYours):
        bookings.release(work, here.mallory, place.id, now=NOON)
    for _ in range(2):
        assert bookings.release(work, here.cleo, place.id, now=NOON).booking.version == 2
    assert (place.status, place.session.live) == (Status.CANCELLED, False)


@in_a_turn
def test_a_hold_is_confirmed_within_its_ten_minutes_or_not_at_all(work: SqlWork) -> None:
    here = studio(work)
    place = held(work, here).booking
    with pytest.raises(errors.HoldExpired):
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON + timedelta(minutes=10))
    assert bookings.expire_due(work, now=NOON + timedelta(minutes=10)) == 1
    with pytest.raises(errors.HoldExpired):
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON + timedelta(minutes=11))


@in_a_turn
def test_a_hold_is_confirmed_once(work: SqlWork) -> None:
    here = studio(work)
    sheet = requested(work, here)
    twice = bookings.confirm(work, here.cleo, sheet.booking.id, 1, now=NOON).booking  # the same tap
    assert (twice.status, twice.version) == (Status.REQUESTED, 2)
    with pytest.raises(errors.AlreadyAnswered):
        bookings.confirm(work, here.cleo, sheet.booking.id, 2, now=NOON)


@in_a_turn
def test_a_hold_is_not_confirmed_into_time_off(work: SqlWork) -> None:
    here = studio(work)
    asked = held(work, here).booking
    add_block(work, here.ana.person, here.ana, Interval(TEN, TEN + HOUR), "dentist", now=NOON)
    with pytest.raises(errors.NotOpen):
        bookings.confirm(work, here.cleo, asked.id, asked.version, now=NOON)
    assert asked.status is Status.HELD
