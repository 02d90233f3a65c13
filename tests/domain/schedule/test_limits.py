"""Full days and weeks are never offered, and limits are read as trainers type them."""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen, TooManyAhead
from domain.bookings.model import Status
from domain.errors import NotYours, Unreadable
from domain.schedule.service import is_free, times
from domain.trainers.limits import LimitOutOfReach, parse_limits, set_limits
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, give_up, studio
from tests.turns import in_a_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + 2 * DAY  # a Wednesday


def days_offered(work: SqlWork, here: Studio, session_id: int = 0) -> set[int]:
    found = times(work, here.ana, here.training, now=NOON, until=NOON + 13 * DAY, session_id=session_id)
    return {(wall(each, here.ana.zone).date() - NOON.date()).days for each in found}


@in_a_turn
def test_a_full_day_is_not_offered_until_a_place_is_free_again(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_day = 2
    first = booking(work, here.cleo, here.training, TEN)
    assert 2 in days_offered(work, here)
    booking(work, here.sam, here.training, TEN + 3 * HOUR)
    assert days_offered(work, here) == {0, 1, *range(3, 14)}
    assert 2 in days_offered(work, here, session_id=first.session_id)  # who moves within it finds room
    with pytest.raises(NotOpen):
        bookings.hold(work, here.mallory, here.training.id, TEN + 6 * HOUR, now=NOON)
    give_up(work, here.cleo, first)
    held = bookings.hold(work, here.mallory, here.training.id, TEN + 6 * HOUR, now=NOON)
    assert held.booking.status is Status.HELD


@in_a_turn
def test_a_full_week_is_not_offered(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_week = 2
    booking(work, here.cleo, here.training, TEN)
    booking(work, here.sam, here.training, TEN + 3 * DAY)
    assert days_offered(work, here) == set(range(7, 14))
    assert not is_free(work, here.ana, here.training, TEN + DAY, now=NOON)


@in_a_turn
def test_a_hold_that_lapsed_makes_room_for_the_next(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_day = 1
    stale = booking(work, here.sam, here.training, TEN, Status.HELD, now=NOON - HOUR)
    held = bookings.hold(work, here.cleo, here.training.id, TEN + 5 * HOUR, now=NOON)
    assert (stale.status, held.booking.status) == (Status.EXPIRED, Status.HELD)
    moved = bookings.hold(work, here.cleo, here.training.id, TEN + 7 * HOUR, now=NOON)  # instead of one's own
    assert moved.booking.starts == TEN + 7 * HOUR


@in_a_turn
def test_a_client_has_as_many_ahead_as_the_trainer_lets_one_have(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_ahead = 1
    booking(work, here.cleo, here.training, NOON - DAY)  # over, and nobody has settled it
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, held.id, held.version, now=NOON)
    work.flush()
    with pytest.raises(TooManyAhead) as refused:
        bookings.hold(work, here.cleo, here.check_in.id, TEN + 2 * HOUR, now=NOON)
    assert refused.value.facts == {"n": 1, "name": "Ana"}
    bookings.hold(work, here.cleo, here.run.id, TEN + 2 * HOUR, now=NOON)  # with another trainer
    moved = bookings.move(work, here.cleo, held.id, held.version, TEN + DAY, now=NOON)
    assert moved.booking.starts == TEN + DAY
    later = TEN + 2 * DAY
    again = bookings.hold(work, here.cleo, here.check_in.id, later + DAY, now=later)
    assert again.booking.status is Status.HELD


@in_a_turn
def test_only_the_trainer_sets_the_limits(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(NotYours):
        set_limits(here.tom.person, here.ana, {"most_a_day": 1})
    set_limits(here.ana.person, here.ana, parse_limits("day 6, notice 4h"))
    assert (here.ana.most_a_day, here.ana.most_a_week, here.ana.notice_minutes) == (6, None, 240)


@pytest.mark.parametrize(
    ("typed", "limits"),
    [
        ("day 6", {"most_a_day": 6}),
        ("Day 6, Week 25; client 3", {"most_a_day": 6, "most_a_week": 25, "most_ahead": 3}),
        ("day off week none", {"most_a_day": None, "most_a_week": None}),
        ("notice 4 hours, ahead 28 days", {"notice_minutes": 240, "horizon_days": 28}),
        ("notice 90 min ahead 6 weeks", {"notice_minutes": 90, "horizon_days": 42}),
        ("notice 4", {"notice_minutes": 240}),
        ("notice 2 days", {"notice_minutes": 2880}),
        ("notice 2 day 6", {"notice_minutes": 120, "most_a_day": 6}),  # the day is the next limit's
        ("notice 0", {"notice_minutes": 0}),
        ("día 6, semana sin, cliente 3, aviso 4 horas, antelación 4 semanas",
         {"most_a_day": 6, "most_a_week": None, "most_ahead": 3, "notice_minutes": 240, "horizon_days": 28}),
    ],
)  # fmt: skip
def test_limits_are_read(typed: str, limits: dict[str, int | None]) -> None:
    assert parse_limits(typed) == limits


@pytest.mark.parametrize(
    "typed", ["", "six", "day", "day six", "day 6 hours", "notice off", "day 6 and more"]
)
def test_what_is_no_limit_is_said_so(typed: str) -> None:
    with pytest.raises(Unreadable):
        parse_limits(typed)


@pytest.mark.parametrize(
    "typed", ["day 0", "day 49", "week 999", "notice 15 days", "ahead 0", "ahead 60 weeks"]
)
def test_a_limit_that_cannot_be_kept_is_refused(typed: str) -> None:
    with pytest.raises(LimitOutOfReach):
        parse_limits(typed)
