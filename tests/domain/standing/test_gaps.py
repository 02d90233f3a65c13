"""A date that was left out gets another time, and stays a date of its slot."""

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered, NotOpen, TooLateToUndo
from domain.bookings.undo import undo, undo_own
from domain.errors import NotYours
from domain.standing import service as standing
from storage.work import SqlWork
from tests.domain.standing.slots import DAY, HOUR, TUESDAY, WEEK, dates, every_week, owned, told
from tests.factories import NOON, booking, studio
from tests.turns import in_a_turn

TEN = every_week(TUESDAY.date(), 10)


@in_a_turn
def test_what_clashed_and_what_was_given_up_is_left_out_and_what_is_paused_is_not(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.check_in, TUESDAY + 2 * WEEK)
    series = owned(work, here)
    first = work.standing.coming(series.slot.id, NOON)[0].booking
    bookings.cancel(work, here.cleo, first.id, first.version, now=NOON)
    assert standing.left_out(work, series, now=NOON) == [TEN[0], TEN[2]]
    standing.pause(work, here.cleo, series.slot.id, 1, TEN[1], None, now=NOON)
    assert standing.left_out(work, series, now=NOON) == [TEN[0]]
    standing.end(work, here.cleo, series.slot.id, series.slot.version, now=NOON)
    assert standing.left_out(work, series, now=NOON) == []


@in_a_turn
def test_another_time_near_it_stands_for_that_date_and_the_other_side_is_told(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.check_in, TUESDAY + 9 * WEEK)
    series = owned(work, here)
    assert dates(work, series) == TEN[:9]
    free = standing.places(work, series, TEN[9], now=NOON)
    assert TUESDAY + 9 * WEEK + DAY in free
    assert TUESDAY + 9 * WEEK not in free
    standing.fill(work, here.ana.person, series.slot.id, TEN[9], TUESDAY + 9 * WEEK + DAY, now=NOON)
    assert dates(work, series) == TEN
    assert [each.data["said"] for each in told(work, "client_standing")] == ["filled"]


@in_a_turn
def test_a_date_that_was_cancelled_a_moment_ago_is_filled_and_stays_cancelled(
    work: SqlWork,
) -> None:
    here = studio(work)
    series = owned(work, here)
    first = work.standing.coming(series.slot.id, NOON)[0].booking
    bookings.cancel(work, here.cleo, first.id, first.version, now=NOON)
    standing.fill(work, here.cleo, series.slot.id, TEN[0], TUESDAY + HOUR, now=NOON)
    assert dates(work, series) == TEN
    with pytest.raises(TooLateToUndo):
        undo(work, here.cleo, first.id, first.version, now=NOON)


@in_a_turn
def test_dates_that_are_given_back_together_are_free_at_once(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    standing.end(work, here.cleo, series.slot.id, 1, now=NOON)
    assert bookings.hold(work, here.sam, here.check_in.id, TUESDAY, now=NOON).booking.starts == TUESDAY
    with pytest.raises(TooLateToUndo):
        undo_own(work, here.cleo, now=NOON)


@in_a_turn
def test_what_was_just_cancelled_may_be_had_again_week_by_week(work: SqlWork) -> None:
    here = studio(work)
    mine = booking(work, here.cleo, here.check_in, TUESDAY)
    bookings.cancel(work, here.cleo, mine.id, mine.version, now=NOON)
    assert dates(work, owned(work, here)) == TEN


@in_a_turn
def test_nothing_else_is_filled(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.check_in, TUESDAY + 9 * WEEK)
    series = owned(work, here)
    slot = series.slot.id
    with pytest.raises(NotOpen):
        standing.fill(work, here.cleo, slot, TEN[9], TUESDAY + 9 * WEEK, now=NOON)
    with pytest.raises(NotOpen):
        standing.fill(work, here.cleo, slot, TEN[9], TUESDAY + 9 * WEEK + 3 * DAY, now=NOON)
    with pytest.raises(AlreadyAnswered):
        standing.fill(work, here.cleo, slot, TEN[8], TUESDAY + 8 * WEEK + HOUR, now=NOON)
    with pytest.raises(NotYours):
        standing.fill(work, here.mallory, slot, TEN[9], TUESDAY + 9 * WEEK + HOUR, now=NOON)
    assert dates(work, series) == TEN[:9]
