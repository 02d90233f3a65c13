"""The clock extends each slot to the horizon, each date once, and ends what nobody answered."""

import asyncio
from datetime import datetime

import pytest

from domain.bookings.model import Status
from domain.bookings.service import expire_due
from domain.errors import Refusal
from domain.intervals import Interval
from domain.schedule.service import add_block
from domain.standing import service as standing
from domain.standing.look import Clash
from domain.standing.making import make, preview, wish
from domain.standing.model import SlotStatus
from domain.standing.plan import How
from domain.standing.upkeep import look_at
from domain.work import Work
from jobs.standing import look_after
from storage.database import Database
from storage.work import SqlWork
from tests.domain.standing.slots import (
    DAY,
    HOUR,
    TUESDAY,
    WEEK,
    bookings_with,
    dates,
    every_week,
    owned,
    told,
    tuesdays,
)
from tests.factories import NOON, booking, studio
from tests.turns import in_a_turn

TEN = every_week(TUESDAY.date(), 10)
ELEVENTH = TEN[9] + WEEK


@in_a_turn
def test_a_slot_is_extended_day_by_day_each_date_once_and_quietly(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    before = len(told(work, "trainer_standing"))
    for days in range(15):
        for _twice in range(2):
            look_at(work, series.slot.id, now=NOON + days * DAY)
    assert dates(work, series) == every_week(TEN[0], 12)
    assert told(work, "client_standing_off") == told(work, "client_standing") == []
    assert len(told(work, "trainer_standing")) == before


@in_a_turn
def test_after_a_long_standstill_only_what_is_still_to_come_is_booked(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    look_at(work, series.slot.id, now=NOON + 30 * WEEK)
    assert dates(work, series) == [*TEN, *every_week(TEN[0] + 30 * WEEK, 10)]


@in_a_turn
def test_a_date_that_clashes_is_left_out_and_both_are_told_once(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    off = Interval(TUESDAY + 10 * WEEK - HOUR, TUESDAY + 10 * WEEK + HOUR)
    add_block(work, here.ana.person, here.ana, off, "", now=NOON)
    for days in range(1, 20):
        look_at(work, series.slot.id, now=NOON + days * DAY)
    assert dates(work, series) == [*TEN, ELEVENTH + WEEK, ELEVENTH + 2 * WEEK]
    (client,), (trainer,) = told(work, "client_standing_off"), told(work, "trainer_standing_off")
    starts = (TUESDAY + 10 * WEEK).isoformat()
    assert client.data["dates"] == trainer.data["dates"] == [[starts, Clash.AWAY.value]]


@in_a_turn
def test_hours_that_are_no_longer_open_stand_in_the_way_but_an_odd_minute_does_not(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    here.check_in.step_minutes = 45
    work.flush()
    look_at(work, series.slot.id, now=NOON + WEEK)
    assert dates(work, series)[-1] == ELEVENTH
    work.schedule.replace_hours(here.ana.id, {1: []})
    look_at(work, series.slot.id, now=NOON + 2 * WEEK)
    assert dates(work, series)[-1] == ELEVENTH
    assert told(work, "client_standing_off")[0].data["dates"][0][1] == Clash.OUTSIDE.value


@in_a_turn
def test_what_is_not_offered_for_now_is_waited_for(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    here.ana.active = False
    look_at(work, series.slot.id, now=NOON + WEEK)
    assert dates(work, series) == TEN
    assert told(work, "client_standing_off") == []
    here.ana.active = True
    look_at(work, series.slot.id, now=NOON + 2 * WEEK)
    assert dates(work, series) == every_week(TEN[0], 12)


@in_a_turn
def test_a_new_price_is_for_dates_that_are_booked_from_then_on_and_told_once(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    here.check_in.price_minor = 4500
    for weeks in (1, 2):
        look_at(work, series.slot.id, now=NOON + weeks * WEEK)
    prices = [each.booking.price_minor for each in work.standing.coming(series.slot.id, NOON)]
    assert prices == [4000] * 10 + [4500] * 2
    (said,) = told(work, "client_standing")
    assert said.data["said"] == "price"
    assert datetime.fromisoformat(said.data["since"]).date() == ELEVENTH


@in_a_turn
def test_a_request_that_nobody_answers_lapses_as_a_whole(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here, what=here.training)
    slot = series.slot
    assert slot.due_at
    assert not look_at(work, slot.id, now=slot.due_at - HOUR / 60)
    assert look_at(work, slot.id, now=slot.due_at)
    assert slot.status is SlotStatus.ENDED
    assert dates(work, series, Status.EXPIRED) == TEN
    assert [each.data["said"] for each in told(work, "client_standing")] == ["lapsed"]
    assert told(work, "client_request_expired") == []


@in_a_turn
@pytest.mark.parametrize("ended", [False, True])
def test_a_request_lapses_also_where_nobody_looked_until_it_had_begun(work: SqlWork, ended: bool) -> None:
    """A standstill of a week: the first date is over by then."""
    here, later = studio(work), NOON + WEEK
    slot = owned(work, here, what=here.training).slot
    if ended:
        standing.end(work, here.cleo, slot.id, slot.version, now=later)
    else:
        look_at(work, slot.id, now=later)
    expire_due(work, now=later + HOUR)
    assert dates(work, work.standing.series(slot.id), Status.REQUESTED) == []


class Later:
    """A clock that stands three weeks on."""

    def now(self) -> datetime:
        return NOON + 3 * WEEK


async def test_two_replicas_that_extend_at_once_book_each_date_once(database: Database) -> None:
    def furnish(work: SqlWork) -> int:
        return owned(work, studio(work)).slot.id

    slot = await database.run(furnish)
    await asyncio.gather(*(look_after(database, Later()) for _replica in range(4)))

    def check(work: SqlWork) -> None:
        series = work.standing.series(slot)
        assert dates(work, series) == every_week(TEN[0], 13)
        assert told(work, "client_standing_off") == []

    await database.read(check)


async def test_of_two_who_want_the_same_evenings_one_has_them_and_the_other_is_told(
    database: Database,
) -> None:
    def furnish(work: SqlWork) -> tuple[int, int, int]:
        here = studio(work)
        for client in (here.cleo, here.sam):
            bookings_with(work, here, client)
        return here.cleo.id, here.sam.id, here.check_in.id

    cleo, sam, check_in = await database.run(furnish)

    def shown(work: Work) -> list[int]:
        people = [work.people.person(each) for each in (cleo, sam)]
        return [preview(work, wish(work, each, check_in, TUESDAY, 1), now=NOON).seen for each in people]

    seen = await database.run(shown)

    async def tap(who: int, saw: int) -> str:
        def unit(work: Work) -> None:
            person = work.people.person(who)
            make(work, person, wish(work, person, check_in, TUESDAY, 1), How.SKIP, saw, now=NOON)

        try:
            await database.run(unit)
        except Refusal as refused:
            return type(refused).__name__
        return "made"

    came = await asyncio.gather(*(tap(who, saw) for who, saw in zip((cleo, sam), seen, strict=True)))
    assert sorted(came) == ["PlanChanged", "made"]


async def test_a_time_that_is_taken_while_a_slot_is_extended_is_left_out(database: Database) -> None:
    """Past the look: what another books in the same moment is the database's to refuse."""

    def furnish(work: SqlWork) -> int:
        here = studio(work)
        series = owned(work, here)
        booking(work, here.sam, here.check_in, TUESDAY + 10 * WEEK, Status.REQUESTED)
        return series.slot.id

    slot = await database.run(furnish)
    await look_after(database, Later())

    def check(work: SqlWork) -> None:
        series = work.standing.series(slot)
        assert len(dates(work, series)) == 13, "a request that had lapsed is in nobody's way"

    await database.read(check)


@in_a_turn
def test_a_wish_is_read_on_the_trainer_s_clock(work: SqlWork) -> None:
    here = studio(work)
    assert tuesdays(work, here).rhythm.zone == here.ana.zone
