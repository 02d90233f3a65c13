"""A trainer's hours, and what is in the way."""

from datetime import date, timedelta

import pytest

from domain.bookings.model import Status
from domain.errors import NotFound
from domain.intervals import Interval
from domain.schedule.model import Block
from domain.schedule.plan import Stretch
from storage.work import SqlWork
from tests.factories import NOON, booking, studio, trainer
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)
WHOLE = (TEN - 5 * HOUR, TEN + 12 * HOUR)


@in_a_turn
def test_hours_are_replaced_for_the_days_that_are_named(work: SqlWork) -> None:
    ana = trainer(work, hours=[(540, 720)])
    second = Stretch(480, 600, 2, date(2026, 12, 7))
    work.schedule.replace_hours(ana.id, {0: [Stretch(900, 960), second], 6: []})
    assert work.schedule.hours(ana.id) == {
        0: [second, Stretch(900, 960)],
        **{day: [Stretch(540, 720)] for day in range(1, 6)},
    }


@in_a_turn
def test_sessions_with_buffers_and_blocks_are_busy_in_order(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.training, TEN)
    work.add(Block(trainer_id=here.ana.id, starts=TEN - 3 * HOUR, ends=TEN - HOUR))
    booking(work, here.sam, here.training, TEN + 3 * HOUR, Status.CANCELLED)
    booking(work, here.sam, here.run, TEN + 5 * HOUR)
    work.flush()
    assert work.schedule.busy(here.ana.id, *WHOLE, now=NOON) == [
        Interval(TEN - 3 * HOUR, TEN - HOUR),
        Interval(TEN, TEN + timedelta(minutes=75)),
    ]


@in_a_turn
def test_what_only_touches_the_stretch_is_not_in_it(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.check_in, TEN)
    assert work.schedule.busy(here.ana.id, TEN - HOUR, TEN, now=NOON) == []
    assert work.schedule.busy(here.ana.id, TEN + HOUR / 2, TEN + HOUR, now=NOON) == []


@in_a_turn
def test_lapsed_holds_ones_own_hold_and_the_session_that_moves_leave_room(work: SqlWork) -> None:
    here = studio(work)
    cleos = booking(work, here.cleo, here.training, TEN, Status.HELD)
    sams = booking(work, here.sam, here.training, TEN + 3 * HOUR, Status.REQUESTED)

    def busy(minutes: int = 0, client_id: int = 0, session_id: int = 0) -> list[int]:
        found = work.schedule.busy(
            here.ana.id,
            *WHOLE,
            now=NOON + timedelta(minutes=minutes),
            client_id=client_id,
            session_id=session_id,
        )
        return [(each.start - TEN) // HOUR for each in found]

    assert busy() == [0, 3]
    assert busy(client_id=here.cleo.id) == [3]
    assert busy(client_id=here.sam.id) == [0, 3]  # a request is not a hold
    assert busy(session_id=sams.session_id) == [0]
    assert busy(minutes=10) == [3]
    assert busy(minutes=12 * 60) == []
    assert cleos.session.live


@in_a_turn
def test_blocks_are_listed_by_their_start(work: SqlWork) -> None:
    ana = trainer(work)
    for hours in (3, 0, 30):
        starts = TEN + hours * HOUR
        work.add(Block(trainer_id=ana.id, starts=starts, ends=starts + HOUR))
    work.flush()
    listed = work.schedule.blocks(ana.id, TEN, TEN + 4 * HOUR)
    assert [(block.starts - TEN) // HOUR for block in listed] == [0, 3]
    assert work.schedule.block(listed[0].id) is listed[0]


@in_a_turn
@pytest.mark.parametrize("what", ["block", "draft"])
def test_what_is_not_there_is_not_found(work: SqlWork, what: str) -> None:
    with pytest.raises(NotFound):
        getattr(work.schedule, what)(10**6)
