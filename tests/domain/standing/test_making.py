"""Every date is checked before anything is written, and all of them are one act."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.announce import REMINDERS
from domain.bookings.errors import NotOpen, OnePending, TooManyAhead
from domain.bookings.model import Booking, Status
from domain.errors import NotFound, NotYours
from domain.intervals import Interval
from domain.notifications.model import Notification, State
from domain.schedule.closures import shut_studio
from domain.schedule.model import Closure
from domain.schedule.service import add_block
from domain.standing import service as standing
from domain.standing.errors import NothingFree, PlanChanged
from domain.standing.look import Clash
from domain.standing.making import make, preview, wish
from domain.standing.model import SlotStatus
from domain.standing.plan import How
from domain.standing.rules import MOST_WEEKS
from storage.work import SqlWork
from tests.domain.standing.slots import DAY, HOUR, TUESDAY, WEEK, dates, every_week, owned, told, tuesdays
from tests.factories import NOON, booking, person, studio
from tests.turns import in_a_turn

FIRST = TUESDAY.date()
TEN = every_week(FIRST, 10)


def _rows(work: SqlWork) -> int:
    return len(work.session.scalars(select(Booking.id)).all())


@in_a_turn
def test_ten_weeks_are_booked_at_once_and_told_once(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    assert series.slot.status is SlotStatus.ACTIVE
    assert dates(work, series) == TEN
    assert [each.booking.starts for each in work.standing.coming(series.slot.id, NOON)] == [
        TUESDAY + number * WEEK for number in range(10)
    ]
    assert len(told(work, "trainer_standing")) == 1
    assert told(work, "trainer_booking") == told(work, "client_standing") == []
    pending = work.session.scalars(
        select(Notification).where(Notification.kind.in_(REMINDERS), Notification.state == State.PENDING)
    ).all()
    assert len(pending) == 20, "a day and an hour before each"


@in_a_turn
def test_each_clash_is_shown_with_its_reason_and_with_what_is_near_it(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_day = 2
    booking(work, here.sam, here.check_in, TUESDAY + WEEK)
    booking(work, here.cleo, here.run, TUESDAY + 2 * WEEK)
    add_block(
        work, here.ana.person, here.ana, Interval(TUESDAY + 3 * WEEK, TUESDAY + 3 * WEEK + HOUR), "", now=NOON
    )
    day = TUESDAY.replace(hour=0) + 4 * WEEK
    work.add(Closure(starts=day, ends=day + DAY))
    for hour in (8, 10):
        booking(work, here.sam, here.check_in, (TUESDAY + 5 * WEEK).replace(hour=hour))
    work.flush()
    plan = preview(work, tuesdays(work, here), now=NOON)
    assert {each.day: each.why for each in plan.clashes} == {
        TEN[1]: Clash.TAKEN,
        TEN[2]: Clash.YOURS,
        TEN[3]: Clash.AWAY,
        TEN[4]: Clash.CLOSED,
        TEN[5]: Clash.FULL,
    }
    assert {each.day: each.instead for each in plan.movable} == {
        TEN[1]: TUESDAY + WEEK - HOUR / 2,  # of two as near, the earlier
        TEN[2]: TUESDAY + 2 * WEEK - HOUR / 2,
        TEN[3]: TUESDAY + 3 * WEEK - HOUR / 2,
        TEN[4]: TUESDAY + 4 * WEEK - DAY,  # or the day after, at the same hour
        TEN[5]: TUESDAY + 5 * WEEK - DAY,
    }
    assert len(plan.free) == 5
    assert _rows(work) == 4, "nothing is written by looking"


@in_a_turn
def test_an_hour_outside_of_hers_is_none_of_her_times(work: SqlWork) -> None:
    here = studio(work)
    late = wish(work, here.cleo, here.check_in.id, TUESDAY.replace(hour=21), 1)
    plan = preview(work, late, now=NOON)
    assert {each.why for each in plan.dates} == {Clash.OUTSIDE}
    odd = wish(work, here.cleo, here.check_in.id, TUESDAY.replace(minute=10), 1)
    assert {each.why for each in preview(work, odd, now=NOON).dates} == {Clash.OUTSIDE}
    with pytest.raises(NothingFree):
        make(work, here.cleo, late, How.SKIP, plan.seen, now=NOON)


@in_a_turn
@pytest.mark.parametrize("how", How)
def test_what_clashes_is_left_out_or_moved_as_was_shown(work: SqlWork, how: How) -> None:
    here = studio(work)
    booking(work, here.sam, here.check_in, TUESDAY + WEEK)
    series = owned(work, here, how=how)
    if how is How.SKIP:
        assert dates(work, series) == [TEN[0], *TEN[2:]]
    else:
        assert dates(work, series) == TEN
        moved = work.standing.coming(series.slot.id, NOON)[1].booking
        assert (moved.stands_for, moved.starts) == (TEN[1], TUESDAY + WEEK - HOUR / 2)


@in_a_turn
def test_the_last_place_of_a_week_is_not_given_twice_by_two_proposals(work: SqlWork) -> None:
    """What moves to Sunday counts for the week before, which the series itself fills."""
    here = studio(work)
    here.ana.most_a_week = 1
    monday = TUESDAY - DAY + 2 * WEEK
    work.add(Closure(starts=monday.replace(hour=0), ends=monday.replace(hour=0) + 2 * DAY))
    work.flush()
    mondays = wish(work, here.cleo, here.check_in.id, TUESDAY + 6 * DAY, 1)
    plan = preview(work, mondays, now=NOON)
    (clash,) = plan.clashes
    assert clash.instead is None, "the Sunday before is full with the date before it"
    series = make(work, here.cleo, mondays, How.MOVE, plan.seen, now=NOON)
    assert len(dates(work, series)) == len(plan.dates) - 1


@in_a_turn
def test_the_same_tap_twice_makes_one_slot(work: SqlWork) -> None:
    here = studio(work)
    asked = tuesdays(work, here)
    seen = preview(work, asked, now=NOON).seen
    first = make(work, here.cleo, asked, How.SKIP, seen, now=NOON)
    again = make(work, here.cleo, asked, How.SKIP, seen, now=NOON)
    assert again.slot is first.slot
    assert dates(work, first) == TEN


@in_a_turn
def test_a_date_that_was_taken_since_it_was_shown_refuses_all(work: SqlWork) -> None:
    here = studio(work)
    asked = tuesdays(work, here)
    seen = preview(work, asked, now=NOON).seen
    booking(work, here.sam, here.check_in, TUESDAY + 3 * WEEK)
    with pytest.raises(PlanChanged):
        make(work, here.cleo, asked, How.SKIP, seen, now=NOON)
    assert _rows(work) == 1
    assert work.standing.of_client(here.cleo.id) == []


@in_a_turn
def test_what_the_client_has_booked_becomes_one_of_its_dates(work: SqlWork) -> None:
    here = studio(work)
    mine = booking(work, here.cleo, here.check_in, TUESDAY + WEEK)
    series = owned(work, here)
    assert (mine.standing_id, mine.stands_for, mine.version) == (series.slot.id, TEN[1], 1)
    assert dates(work, series) == TEN


@in_a_turn
def test_the_client_s_own_hold_is_not_in_the_way(work: SqlWork) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.check_in.id, TUESDAY, now=NOON).booking
    series = owned(work, here)
    assert dates(work, series) == TEN
    assert held.status is Status.CANCELLED


@in_a_turn
def test_a_time_too_near_to_be_booked_begins_next_week(work: SqlWork) -> None:
    here = studio(work)
    plan = preview(work, tuesdays(work, here), now=TUESDAY - HOUR)
    assert plan.dates[0].day == TEN[1]
    assert plan.clashes == []


@in_a_turn
def test_every_second_week_counts_from_the_first(work: SqlWork) -> None:
    here = studio(work)
    plan = preview(work, wish(work, here.cleo, here.check_in.id, TUESDAY, 2), now=NOON)
    assert [each.day for each in plan.dates] == TEN[::2]
    later = preview(work, wish(work, here.cleo, here.check_in.id, TUESDAY, 2), now=NOON + 2 * DAY)
    assert later.dates[0].day == TEN[2]


@in_a_turn
def test_six_o_clock_stays_six_o_clock_when_the_clocks_change(work: SqlWork) -> None:
    here = studio(work)
    march = datetime(2027, 3, 1, 12, tzinfo=NOON.tzinfo)
    asked = wish(work, here.cleo, here.check_in.id, datetime(2027, 3, 9, 18, tzinfo=NOON.tzinfo), 1)
    starts = {each.day: each.starts.hour for each in preview(work, asked, now=march).dates}
    assert starts[date(2027, 3, 23)] == 18
    assert starts[date(2027, 3, 30)] == 17, "Lisbon's summer begins on the 28th"


@in_a_turn
def test_where_the_trainer_approves_first_one_answer_is_for_all(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here, what=here.training)
    slot = series.slot
    assert slot.status == "asked"
    assert dates(work, series, Status.REQUESTED) == TEN, "and nobody else can have them meanwhile"
    (asked,) = told(work, "trainer_standing")
    assert asked.data["ping"]
    assert told(work, "trainer_booking") == []
    standing.approve(work, here.ana.person, slot.id, slot.version, now=NOON + HOUR)
    assert slot.status is SlotStatus.ACTIVE
    assert dates(work, series) == TEN
    assert len(told(work, "client_standing")) == 1
    assert told(work, "client_approved") == []


@in_a_turn
def test_declining_frees_all_dates_and_keeps_what_was_booked_before(work: SqlWork) -> None:
    here = studio(work)
    mine = booking(work, here.cleo, here.training, TUESDAY)
    series = owned(work, here, what=here.training)
    standing.decline(work, here.ana.person, series.slot.id, 1, now=NOON, reason="I am full")
    assert series.slot.status is SlotStatus.ENDED
    assert mine.status is Status.CONFIRMED
    assert dates(work, series, Status.DECLINED) == TEN[1:]
    assert told(work, "client_standing")[0].data["reason"] == "I am full"


@in_a_turn
def test_only_its_trainer_answers(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here, what=here.training)
    for nosy in (here.cleo, here.mallory, here.tom.person):
        with pytest.raises(NotYours):
            standing.approve(work, nosy, series.slot.id, 1, now=NOON)
        with pytest.raises(NotYours):
            standing.decline(work, nosy, series.slot.id, 1, now=NOON)
    for nosy in (here.mallory, here.tom.person):
        with pytest.raises(NotYours):
            standing.see(work, nosy, series.slot.id)
        with pytest.raises(NotYours):
            standing.end(work, nosy, series.slot.id, 1, now=NOON)


@in_a_turn
def test_a_trainer_books_for_whom_they_train_and_for_nobody_else(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here, actor=here.ana.person, what=here.training)
    assert series.slot.status is SlotStatus.ACTIVE, "who approves need not be asked"
    assert len(told(work, "client_standing")) == 1
    other = tuesdays(work, here, here.mallory)
    with pytest.raises(NotYours):
        make(work, here.ana.person, other, How.SKIP, 0, now=NOON)
    with pytest.raises(NotYours):
        make(work, here.sam, other, How.SKIP, 0, now=NOON)


@in_a_turn
def test_a_slot_counts_as_one_booking_ahead(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_ahead = 2
    owned(work, here)
    assert work.bookings.ahead_with(here.cleo.id, here.ana.id, NOON) == 1
    booking(work, here.cleo, here.check_in, TUESDAY + DAY)
    asked = wish(work, here.cleo, here.check_in.id, TUESDAY + 2 * DAY, 1)
    with pytest.raises(TooManyAhead):
        make(work, here.cleo, asked, How.SKIP, preview(work, asked, now=NOON).seen, now=NOON)


@in_a_turn
def test_somebody_new_has_one_request_at_a_time(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.training, TUESDAY + DAY, Status.REQUESTED)
    with pytest.raises(OnePending):
        owned(work, here, what=here.training)


@in_a_turn
def test_what_is_no_longer_offered_is_not_made_weekly(work: SqlWork) -> None:
    here = studio(work)
    here.check_in.active = False
    with pytest.raises(NotOpen):
        preview(work, tuesdays(work, here), now=NOON)


@in_a_turn
def test_ending_gives_the_dates_to_come_back_and_leaves_those_that_were(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    later = TUESDAY + WEEK + HOUR
    standing.end(work, here.cleo, series.slot.id, 1, now=later)
    assert dates(work, series) == TEN[:2]
    assert dates(work, series, Status.CANCELLED) == TEN[2:]
    assert series.slot.status is SlotStatus.ENDED
    again = standing.end(work, here.cleo, series.slot.id, 1, now=later)
    assert again.slot.version == 2, "ending twice changes nothing"


@in_a_turn
def test_a_date_given_up_within_a_day_rings_at_its_trainer(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    standing.end(work, here.cleo, series.slot.id, 1, now=TUESDAY - 20 * HOUR)
    (rang,) = told(work, "trainer_booking")
    assert rang.data["ping"]


@in_a_turn
def test_an_admin_shuts_the_studio_and_the_dates_stay_until_they_are_moved(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    ada = person(work, "Ada", roles=Role.ADMIN)
    shut_studio(work, ada, Interval(TUESDAY + WEEK - HOUR, TUESDAY + WEEK + HOUR), "", now=NOON)
    assert dates(work, series) == TEN


@pytest.mark.parametrize("every", [-1, 0, MOST_WEEKS + 1])
@in_a_turn
def test_a_forged_button_asks_for_no_rhythm_that_there_is_not(work: SqlWork, every: int) -> None:
    here = studio(work)
    with pytest.raises(NotFound):
        wish(work, here.cleo, here.check_in.id, TUESDAY, every)
