"""Whoever waits hears of it once; whoever does not, never."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.bookings import service as bookings
from domain.bookings.model import Booking
from domain.errors import NotYours
from domain.lateness import service as lateness
from domain.lateness.model import Delay
from domain.lateness.service import NotNow, Wait
from domain.notifications.model import Notification
from domain.people.model import Person
from domain.policies.service import set_policy
from domain.policies.words import Terms
from storage.database import Database
from storage.work import SqlWork
from tests.domain.classes.studio import TEN, joined, spin
from tests.factories import NOON, Studio, booking, client, session, studio
from tests.turns import in_a_turn

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ONE = NOON + HOUR


def in_a_row(work: SqlWork, here: Studio, *gaps: int) -> list[Booking]:
    """From one o'clock on an hour each: Cleo, Sam, Mallory, Kim, with so many minutes between."""
    people = [here.cleo, here.sam, here.mallory, client(work, "Kim", "1004")][: len(gaps) + 1]
    starts = ONE
    made = []
    for who, gap in zip(people, (*gaps, 0), strict=True):
        made.append(booking(work, who, here.training, starts))
        starts += HOUR + gap * MINUTE
    return made


def late(work: SqlWork, here: Studio, place: Booking, minutes: int, now: datetime = NOON) -> list[Wait]:
    waits = lateness.come_late(work, here.ana.person, place.session.id, minutes, now=now)
    work.flush()
    return waits


def told(work: SqlWork) -> list[tuple[int, int]]:
    """Who was told so far, by booking, and of which version of it."""
    work.flush()
    rows = work.session.scalars(
        select(Notification).where(Notification.kind == "client_delay").order_by(Notification.id)
    )
    return [(row.subject_id or 0, row.data["version"]) for row in rows]


def minutes_told(work: SqlWork, *places: Booking) -> list[int]:
    found = [work.lateness.delay(place.session.id) for place in places]
    return [delay.minutes if delay else -1 for delay in found]


@in_a_turn
def test_the_next_hears_of_it_only_where_the_pause_is_too_short(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams, mallorys, kims = in_a_row(work, here, 15, 15, 15)
    assert [wait.minutes for wait in late(work, here, cleos, 10)] == [10]
    assert minutes_told(work, cleos, sams) == [10, -1]
    assert [wait.minutes for wait in late(work, here, cleos, 35)] == [35, 20, 5]
    assert minutes_told(work, cleos, sams, mallorys, kims) == [35, 20, 5, -1]
    assert [booking_id for booking_id, _ in told(work)] == [cleos.id, cleos.id, sams.id, mallorys.id]


@in_a_turn
def test_said_twice_nobody_hears_it_twice_and_less_is_heard_by_whom_it_concerns(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams, mallorys = in_a_row(work, here, 15, 15)
    late(work, here, cleos, 35)
    late(work, here, cleos, 35)
    assert len(told(work)) == 3
    late(work, here, cleos, 10)
    assert minutes_told(work, cleos, sams, mallorys) == [10, 0, 0]
    assert len(told(work)) == 6
    late(work, here, cleos, 0)
    assert minutes_told(work, cleos, sams, mallorys) == [0, 0, 0]
    assert [booking_id for booking_id, _ in told(work)[6:]] == [cleos.id]


@in_a_turn
def test_a_session_that_goes_on_reaches_the_next_and_ending_in_time_takes_it_back(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = in_a_row(work, here, 15)
    under_way = ONE + 30 * MINUTE
    ana = here.ana.person
    assert lateness.go_on(work, ana, cleos.session.id, 15, now=under_way) == []
    (wait,) = lateness.go_on(work, ana, cleos.session.id, 25, now=under_way)
    assert (wait.session, wait.minutes) == (sams.session, 10)
    assert lateness.go_on(work, ana, cleos.session.id, 0, now=under_way) == []
    assert minutes_told(work, cleos, sams) == [-1, 0]


@in_a_turn
def test_of_a_class_that_waits_each_member_hears(work: SqlWork) -> None:
    here = studio(work)
    given, _group = spin(work, here)
    places = [joined(work, each, given) for each in (here.cleo, here.sam)]
    work.flush()
    late(work, here, places[0], 10, TEN - HOUR)
    assert sorted(booking_id for booking_id, _ in told(work)) == sorted(each.id for each in places)


@in_a_turn
def test_what_nobody_comes_to_passes_nothing_on(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = in_a_row(work, here, 90)
    session(work, here.training, cleos.session.busy_to)
    work.flush()
    assert [wait.session for wait in late(work, here, cleos, 30)] == [cleos.session]
    assert minutes_told(work, sams) == [-1]


@in_a_turn
def test_of_a_session_that_moved_nothing_was_told(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = in_a_row(work, here, 15)
    late(work, here, cleos, 25)
    bookings.move(work, here.sam, sams.id, sams.version, sams.starts + 195 * MINUTE, now=NOON)
    work.flush()
    assert [each.session_id for each in work.lateness.told(here.ana.id, NOON, NOON + 9 * HOUR)] == [
        cleos.session.id
    ]
    lateness.come_late(work, here.ana.person, sams.session.id, 10, now=sams.starts - HOUR)
    assert len(told(work)) == 3, "the same minutes, of another hour"


@in_a_turn
def test_whoever_is_made_to_wait_gives_it_up_for_nothing(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(14 * 1440), now=NOON)
    cleos, _sams = in_a_row(work, here, 15)
    late(work, here, cleos, 20)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    assert work.bookings.owed(cleos.id) is None


@in_a_turn
def test_only_the_trainer_says_so_and_only_of_what_is_near(work: SqlWork) -> None:
    here = studio(work)
    (cleos,) = in_a_row(work, here)
    for somebody in (here.cleo, here.tom.person):
        for say in (lateness.come_late, lateness.go_on):
            with pytest.raises(NotYours):
                say(work, somebody, cleos.session.id, 10, now=NOON)
    for when in (ONE - 4 * HOUR, ONE + HOUR):
        with pytest.raises(NotNow):
            late(work, here, cleos, 10, when)
    assert told(work) == []


@in_a_turn
def test_the_one_that_is_meant_has_only_just_begun_or_is_next(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = in_a_row(work, here, 15)
    for minutes, meant in ((-30, cleos), (10, cleos), (20, sams)):
        found = lateness.next_of(work, here.ana, now=ONE + minutes * MINUTE)
        assert found
        assert found.session is meant.session
    assert lateness.next_of(work, here.ana, now=ONE - 4 * HOUR) is None


@in_a_turn
def test_behind_the_services_nobody_is_days_late(work: SqlWork) -> None:
    here = studio(work)
    (cleos,) = in_a_row(work, here)
    for minutes in (-1, 61):
        told_of = Delay(session_id=cleos.session.id, starts=ONE, minutes=minutes, said_at=NOON)
        with pytest.raises(IntegrityError), work.session.begin_nested():
            work.add(told_of)


async def test_said_at_once_by_two_replicas_each_hears_it_once(database: Database) -> None:
    def prepare(work: SqlWork) -> tuple[int, Person]:
        here = studio(work)
        cleos, _sams = in_a_row(work, here, 15)
        return cleos.session.id, here.ana.person

    def say(work: SqlWork, which: int, who: Person) -> None:
        lateness.come_late(work, work.people.person(who.id), which, 25, now=NOON)

    which, who = await database.run(prepare)
    await asyncio.gather(*(database.run(partial(say, which=which, who=who)) for _ in range(4)))
    assert len(await database.read(told)) == 2
