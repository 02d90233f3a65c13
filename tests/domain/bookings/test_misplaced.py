"""Bookings that hours or time off have left without room, and the one action for them all."""

from datetime import date, timedelta
from operator import methodcaller

import pytest

from domain.bookings.misplaced import misplaced, offer_moves
from domain.bookings.model import Status
from domain.errors import NotYours
from domain.intervals import Interval
from domain.schedule.model import Block
from domain.schedule.plan import Stretch
from domain.schedule.service import close_again, open_once, times
from storage.work import SqlWork
from tests.factories import NOON, booking, person, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)  # a Wednesday
AHEAD = Interval(NOON, NOON + timedelta(days=60))


@in_a_turn
def test_a_block_hits_what_lies_in_it(work: SqlWork) -> None:
    here = studio(work)
    hit = booking(work, here.cleo, here.training, TEN)
    asked = booking(work, here.sam, here.training, TEN + 2 * HOUR, Status.REQUESTED)
    booking(work, here.sam, here.training, TEN + 5 * HOUR)
    booking(work, here.mallory, here.training, TEN + 2 * HOUR, Status.CANCELLED)
    work.add(Block(trainer_id=here.ana.id, starts=TEN + HOUR / 2, ends=TEN + 3 * HOUR))
    work.flush()
    found = misplaced(work, here.ana, AHEAD, now=NOON)
    assert [sheet.booking.id for sheet in found] == [hit.id, asked.id]
    assert misplaced(work, here.ana, Interval(TEN + 4 * HOUR, TEN + 9 * HOUR), now=NOON) == []


@in_a_turn
def test_hours_are_tried_before_they_are_saved(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.training, TEN)
    every_other = [Stretch(420, 1200, 2, date(2026, 12, 2))]
    for week, hit in (({2: []}, 1), ({1: []}, 0), ({2: [Stretch(600, 660)]}, 0), ({2: every_other}, 1)):
        lost = misplaced(work, here.ana, AHEAD, now=NOON, as_if=methodcaller("having", week))
        assert len(lost) == hit
    assert misplaced(work, here.ana, AHEAD, now=NOON) == []


@in_a_turn
def test_an_opening_for_once_is_booked_and_taken_back(work: SqlWork) -> None:
    here = studio(work)
    work.schedule.replace_hours(here.ana.id, {day: [] for day in range(7)})
    span = Interval(TEN, TEN + 2 * HOUR)
    made = open_once(work, here.ana.person, here.ana, span, now=NOON)
    assert open_once(work, here.ana.person, here.ana, Interval(TEN, TEN + HOUR), now=NOON) is made
    assert list(times(work, here.ana, here.training, now=NOON)) == [TEN, TEN + HOUR / 2, TEN + HOUR]
    booking(work, here.cleo, here.training, TEN)
    assert misplaced(work, here.ana, AHEAD, now=NOON) == []
    with pytest.raises(NotYours):
        close_again(work, here.tom.person, made.id)
    close_again(work, here.ana.person, made.id)
    work.flush()
    assert len(misplaced(work, here.ana, AHEAD, now=NOON)) == 1
    assert list(times(work, here.ana, here.training, now=NOON)) == []


@in_a_turn
def test_each_client_is_asked_once_and_nothing_is_cancelled(work: SqlWork) -> None:
    here = studio(work)
    nowhere = person(work, "Nil")
    kept = [
        booking(work, who, here.training, TEN + count * 2 * HOUR)
        for count, who in enumerate((here.cleo, here.sam, nowhere))
    ]
    work.add(Block(trainer_id=here.ana.id, starts=TEN, ends=TEN + 8 * HOUR))
    work.flush()
    with pytest.raises(NotYours):
        offer_moves(work, here.tom.person, here.ana, AHEAD, now=NOON)
    for _again in range(2):
        told, unreached = offer_moves(work, here.ana.person, here.ana, AHEAD, now=NOON)
        assert [sheet.client.name for sheet in told] == ["Cleo", "Sam"]
        assert [sheet.client.name for sheet in unreached] == ["Nil"]
    assert {each.status for each in kept} == {Status.CONFIRMED}
    asked = work.session.connection().exec_driver_sql(
        "SELECT count(*) FROM notification WHERE kind = 'client_offer_move'"
    )
    assert asked.scalar_one() == 2
