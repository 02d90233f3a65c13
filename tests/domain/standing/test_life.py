"""A slot rests, moves and goes on; one date on its own leaves it whole."""

from datetime import date

import pytest

from domain.absences.service import be_away
from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered, NotOpen, TooLateToUndo
from domain.bookings.model import Status
from domain.bookings.undo import undo
from domain.errors import Changed
from domain.intervals import Interval
from domain.schedule.service import add_block
from domain.standing import service as standing
from domain.standing.errors import PlanChanged, SameSlot, SlotEnded, TooFarApart
from domain.standing.look import Clash
from domain.standing.making import make, preview, wish
from domain.standing.model import SlotStatus
from domain.standing.moves import Shift
from domain.standing.plan import How, Plan
from domain.standing.ports import Series
from domain.standing.upkeep import look_at
from storage.work import SqlWork
from tests.domain.standing.slots import DAY, HOUR, TUESDAY, WEEK, dates, every_week, owned, told
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

FIRST = TUESDAY.date()
TEN = every_week(FIRST, 10)


def _paused(work: SqlWork, here: Studio, first: date, last: date | None = None) -> Series:
    series = owned(work, here)
    return standing.pause(work, here.cleo, series.slot.id, 1, first, last, now=NOON)


def _resumed(work: SqlWork, series: Series, how: How = How.SKIP, *, now: object = NOON) -> Plan:
    plan = standing.plan_resume(work, series, now=NOON)
    slot = series.slot
    standing.resume(work, series.client, slot.id, slot.version, how, plan.seen, now=NOON)
    return plan


@in_a_turn
def test_one_date_that_is_cancelled_leaves_the_others_and_does_not_come_back(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    second = work.standing.coming(series.slot.id, NOON)[1].booking
    bookings.cancel(work, here.cleo, second.id, second.version, now=NOON)
    look_at(work, series.slot.id, now=NOON + DAY)
    assert dates(work, series) == [TEN[0], *TEN[2:], TEN[9] + WEEK]


@in_a_turn
def test_one_date_moves_alone_also_beyond_what_is_on_offer_to_all(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    last = work.standing.coming(series.slot.id, NOON)[-1].booking
    assert last.starts > NOON + here.ana.horizon_days * DAY
    bookings.move(work, here.cleo, last.id, last.version, last.starts + DAY, now=NOON)
    assert dates(work, series) == TEN, "it stands for its Tuesday still"
    with pytest.raises(NotOpen):
        bookings.move(work, here.cleo, last.id, last.version, last.starts + 8 * DAY, now=NOON)
    single = booking(work, here.cleo, here.run, TUESDAY + 3 * WEEK + HOUR)
    with pytest.raises(NotOpen):
        bookings.move(work, here.cleo, single.id, 1, single.starts + WEEK, now=NOON)


@in_a_turn
def test_a_pause_gives_its_dates_back_and_no_others(work: SqlWork) -> None:
    here = studio(work)
    series = _paused(work, here, TEN[1], TEN[3])
    assert dates(work, series) == [TEN[0], *TEN[4:]]
    held = bookings.hold(work, here.sam, here.check_in.id, TUESDAY + 2 * WEEK, now=NOON)
    assert held.booking.status is Status.HELD
    (said,) = (each for each in told(work, "trainer_standing") if each.data["said"] == "paused")
    assert not said.data["ping"]


@in_a_turn
def test_resumed_dates_are_checked_like_new(work: SqlWork) -> None:
    here = studio(work)
    series = _paused(work, here, TEN[1])
    assert dates(work, series) == TEN[:1]
    booking(work, here.sam, here.check_in, TUESDAY + 3 * WEEK)
    plan = _resumed(work, series)
    assert [(each.day, each.why) for each in plan.clashes] == [(TEN[3], Clash.TAKEN)]
    assert dates(work, series) == [*TEN[:3], *TEN[4:]]
    assert series.slot.status is SlotStatus.ACTIVE


@in_a_turn
def test_what_was_given_up_alone_does_not_come_back_with_the_rest(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    third = work.standing.coming(series.slot.id, NOON)[2].booking
    bookings.cancel(work, here.cleo, third.id, third.version, now=NOON)
    later = NOON + HOUR
    standing.pause(work, here.cleo, series.slot.id, 1, TEN[1], None, now=later)
    assert len(_resumed(work, series).dates) == 8
    assert dates(work, series) == [*TEN[:2], *TEN[3:]]


@in_a_turn
def test_while_it_rests_nothing_is_booked_and_a_pause_ends_by_itself(work: SqlWork) -> None:
    here = studio(work)
    series = _paused(work, here, TEN[8], TEN[8] + 2 * WEEK)
    look_at(work, series.slot.id, now=NOON + 3 * WEEK)
    assert dates(work, series) == [*TEN[:8], TEN[8] + 3 * WEEK, TEN[8] + 4 * WEEK]
    look_at(work, series.slot.id, now=TUESDAY + 12 * WEEK)
    assert (series.slot.status, series.slot.paused_from) == (SlotStatus.ACTIVE, None)


@in_a_turn
def test_a_pause_without_an_end_lasts_until_it_is_resumed(work: SqlWork) -> None:
    here = studio(work)
    series = _paused(work, here, TEN[1])
    for weeks in range(1, 20, 3):
        look_at(work, series.slot.id, now=NOON + weeks * WEEK)
    assert dates(work, series) == TEN[:1]
    now = NOON + 20 * WEEK
    plan = standing.plan_resume(work, series, now=now)
    standing.resume(work, here.cleo, series.slot.id, series.slot.version, How.SKIP, plan.seen, now=now)
    assert dates(work, series)[1] > now.date()
    assert len(dates(work, series)) == 11


@in_a_turn
def test_a_plan_to_resume_that_has_changed_is_not_carried_out(work: SqlWork) -> None:
    here = studio(work)
    series = _paused(work, here, TEN[1])
    seen = standing.plan_resume(work, series, now=NOON).seen
    booking(work, here.sam, here.check_in, TUESDAY + 3 * WEEK)
    with pytest.raises(PlanChanged):
        standing.resume(work, here.cleo, series.slot.id, series.slot.version, How.SKIP, seen, now=NOON)
    assert dates(work, series) == TEN[:1]


def _shift(series: Series, since: date, **by: int) -> Shift:
    start = series.slot.rhythm.at(since) + by.get("days", 0) * DAY + by.get("hours", 0) * HOUR
    return Shift.of(series, since, start)


@in_a_turn
@pytest.mark.parametrize("days", [2, -1, 0])
def test_all_from_here_move_as_one_act(work: SqlWork, days: int) -> None:
    here = studio(work)
    series = owned(work, here)
    shift = _shift(series, TEN[2], days=days, hours=-1)
    plan = standing.plan_move(work, series, shift, now=NOON)
    assert plan.clashes == []
    standing.move_all(work, here.cleo, series.slot.id, 1, shift, How.SKIP, plan.seen, now=NOON)
    expected = [day + days * DAY for day in TEN[2:]]
    assert dates(work, series) == [*TEN[:2], *expected]
    starts = [each.booking.starts for each in work.standing.coming(series.slot.id, NOON)]
    assert starts[2:] == [TUESDAY + number * WEEK + days * DAY - HOUR for number in range(2, 10)]
    assert len(told(work, "trainer_standing")) == 2
    assert told(work, "trainer_booking") == []
    look_at(work, series.slot.id, now=NOON + 13 * DAY)
    assert dates(work, series)[10:] == [TEN[9] + days * DAY + number * WEEK for number in (1, 2)]


@in_a_turn
@pytest.mark.parametrize("how", How)
def test_a_date_that_can_not_move_stays_or_goes_near(work: SqlWork, how: How) -> None:
    here = studio(work)
    series = owned(work, here)
    booking(work, here.sam, here.check_in, TUESDAY + 3 * WEEK + DAY)
    shift = _shift(series, TEN[0], days=1)
    plan = standing.plan_move(work, series, shift, now=NOON)
    assert [each.day for each in plan.clashes] == [TEN[3] + DAY]
    standing.move_all(work, here.cleo, series.slot.id, 1, shift, how, plan.seen, now=NOON)
    fourth = work.standing.coming(series.slot.id, NOON)[3].booking
    there = TUESDAY + 3 * WEEK + (DAY - HOUR / 2 if how is How.MOVE else 0 * DAY)
    assert (fourth.stands_for, fourth.starts) == (TEN[3] + DAY, there)


@in_a_turn
def test_a_slot_does_not_move_to_where_another_of_its_client_is(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    asked = wish(work, here.cleo, here.check_in.id, TUESDAY + DAY, 4)  # leaves three of four Wednesdays free
    make(work, here.cleo, asked, How.SKIP, preview(work, asked, now=NOON).seen, now=NOON)
    work.flush()
    with pytest.raises(SameSlot):
        standing.plan_move(work, series, _shift(series, TEN[1], days=1), now=NOON)
    with pytest.raises(SameSlot):
        standing.move_all(
            work, here.cleo, series.slot.id, 1, _shift(series, TEN[1], days=1), How.SKIP, 0, now=NOON
        )
    assert dates(work, series) == TEN


@in_a_turn
def test_a_date_that_was_moved_alone_stays_where_it_was_put(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    third = work.standing.coming(series.slot.id, NOON)[2].booking
    bookings.move(work, here.cleo, third.id, third.version, third.starts - 9 * HOUR, now=NOON)
    shift = _shift(series, TEN[0], days=1)
    plan = standing.plan_move(work, series, shift, now=NOON)
    assert len(plan.dates) == 9
    standing.move_all(work, here.cleo, series.slot.id, 1, shift, How.SKIP, plan.seen, now=NOON)
    assert third.starts == TUESDAY + 2 * WEEK - 9 * HOUR


@in_a_turn
def test_a_move_that_is_refused_moves_nothing(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    shift = _shift(series, TEN[0], days=1)
    seen = standing.plan_move(work, series, shift, now=NOON).seen
    booking(work, here.sam, here.check_in, TUESDAY + 9 * WEEK + DAY)
    with pytest.raises(PlanChanged):
        standing.move_all(work, here.cleo, series.slot.id, 1, shift, How.SKIP, seen, now=NOON)
    assert dates(work, series) == TEN
    with pytest.raises(TooFarApart):
        _shift(series, TEN[0], days=7)
    with pytest.raises(Changed):
        standing.move_all(work, here.cleo, series.slot.id, 7, shift, How.SKIP, seen, now=NOON)


@in_a_turn
def test_what_waits_for_its_trainer_and_what_has_ended_does_neither_rest_nor_move(work: SqlWork) -> None:
    here = studio(work)
    asked = owned(work, here, what=here.training)
    with pytest.raises(AlreadyAnswered):
        standing.pause(work, here.cleo, asked.slot.id, 1, TEN[1], None, now=NOON)
    shift = _shift(asked, TEN[0], days=1)
    with pytest.raises(AlreadyAnswered):
        standing.move_all(work, here.cleo, asked.slot.id, 1, shift, How.SKIP, 0, now=NOON)
    with pytest.raises(AlreadyAnswered):
        standing.resume(work, here.cleo, asked.slot.id, 1, How.SKIP, 0, now=NOON)
    standing.end(work, here.cleo, asked.slot.id, 1, now=NOON)
    assert dates(work, asked, Status.REQUESTED) == []
    with pytest.raises(SlotEnded):
        standing.pause(work, here.cleo, asked.slot.id, 2, TEN[1], None, now=NOON)


@in_a_turn
def test_time_off_lists_the_dates_that_it_hits_as_any_booking(work: SqlWork) -> None:
    from domain.bookings.misplaced import misplaced

    here = studio(work)
    series = owned(work, here)
    off = Interval(TUESDAY + WEEK - HOUR, TUESDAY + 2 * WEEK + HOUR)
    add_block(work, here.ana.person, here.ana, off, "", now=NOON)
    found = misplaced(work, here.ana, off, now=NOON)
    assert [each.booking.stands_for for each in found] == TEN[1:3]
    assert dates(work, series) == TEN


@pytest.mark.parametrize("act", ["end", "pause", "move"])
@in_a_turn
def test_no_date_comes_back_into_a_slot_that_is_not_there(work: SqlWork, act: str) -> None:
    here = studio(work)
    series = owned(work, here)
    slot = series.slot
    first, second = (each.booking for each in work.standing.coming(slot.id, NOON)[:2])
    bookings.cancel(work, here.cleo, first.id, first.version, now=NOON)
    match act:
        case "end":
            standing.end(work, here.ana.person, slot.id, slot.version, now=NOON)
        case "pause":
            standing.pause(work, here.ana.person, slot.id, slot.version, FIRST, None, now=NOON)
        case "move":
            assert second.stands_for
            shift = Shift.of(series, second.stands_for, second.starts - 6 * DAY)
            plan = standing.plan_move(work, series, shift, now=NOON)
            standing.move_all(work, here.cleo, slot.id, slot.version, shift, How.SKIP, plan.seen, now=NOON)
    work.flush()
    with pytest.raises(TooLateToUndo):
        undo(work, here.cleo, first.id, first.version, now=NOON)
    assert first.status is Status.CANCELLED


@in_a_turn
def test_a_slot_may_be_made_and_resumed_over_what_is_kept_for_its_client(work: SqlWork) -> None:
    here = studio(work)
    rest = _paused(work, here, FIRST)
    today = Interval(NOON, NOON + 12 * HOUR)
    place = booking(work, here.cleo, here.check_in, NOON + 6 * HOUR)
    be_away(work, here.ana.person, here.ana, today, "flu", now=NOON)
    replacement = work.absences.about(place.id)
    assert replacement
    kept = work.absences.alternatives(replacement.id)
    assert TUESDAY in [each.session.starts for each in kept]
    _resumed(work, rest)
    assert dates(work, rest)[0] == FIRST
    assert [each.session.live for each in kept] == [each.session.starts != TUESDAY for each in kept]
