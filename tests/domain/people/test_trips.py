"""Some days in another zone: hours follow the clocks there, and what is booked keeps its instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from bot.dialogue.words import Voice, instant, local, speaking, when, whole_day
from domain.base import Entity
from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.misplaced import misplaced
from domain.errors import NotYours, Unreadable
from domain.intervals import Interval
from domain.people.model import Trip
from domain.people.service import choose_zone
from domain.people.trips import (
    AwayAlready,
    BackBeforeGone,
    TripOver,
    call_off,
    clocks_of,
    plan_trip,
    turn_clocks,
)
from domain.schedule.day_words import read_days
from domain.schedule.service import times
from domain.schedule.time_off import parse_block
from domain.zones import UnknownZone, wall
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = date(2026, 11, 26)
NEW_YORK, TOKYO, LISBON = "America/New_York", "Asia/Tokyo", "Europe/Lisbon"
NINE_THERE = datetime(2026, 11, 26, 14, tzinfo=UTC)  # 09:00 in New York


def go(work: SqlWork, here: Studio, zone: str = NEW_YORK, first: int = 0, last: int = 1) -> Trip:
    who = here.ana.person
    return plan_trip(work, who, who, zone, THURSDAY + first * DAY, THURSDAY + last * DAY, now=NOON)


def offered(work: SqlWork, here: Studio, zone: str, day: date) -> list[str]:
    local = (wall(each, zone) for each in times(work, here.ana, here.check_in, now=NOON))
    return [f"{each:%H:%M}" for each in local if each.date() == day]


@in_a_turn
def test_hours_are_those_of_the_clocks_there(work: SqlWork) -> None:
    here = studio(work)
    at_home = offered(work, here, LISBON, THURSDAY)
    go(work, here)
    for day in (THURSDAY, THURSDAY + DAY):
        assert offered(work, here, NEW_YORK, day) == at_home
    assert offered(work, here, LISBON, THURSDAY - DAY) == at_home
    # Friday evening there is Saturday's first hour at home.
    assert offered(work, here, LISBON, THURSDAY + 2 * DAY) == ["00:00", "00:30", *at_home]
    assert offered(work, here, LISBON, THURSDAY)[0] == "12:00"
    held = bookings.hold(work, here.cleo, here.check_in.id, NINE_THERE, now=NOON).booking
    assert (held.session.zone, held.session.wall) == (NEW_YORK, "2026-11-26T09:00")


@in_a_turn
def test_half_hours_there_are_half_hours_there(work: SqlWork) -> None:
    here = studio(work)
    go(work, here, "Asia/Kathmandu")
    assert offered(work, here, "Asia/Kathmandu", THURSDAY)[:2] == ["07:00", "07:30"]


@in_a_turn
def test_what_is_booked_keeps_its_instant_and_is_known_to_lie_outside(work: SqlWork) -> None:
    here = studio(work)
    early = booking(work, here.cleo, here.check_in, NINE_THERE - 4 * HOUR)  # ten in Lisbon, five there
    fits = booking(work, here.sam, here.check_in, NINE_THERE)
    go(work, here)
    ahead = Interval(NOON, NOON + 20 * DAY)
    assert [sheet.booking.id for sheet in misplaced(work, here.ana, ahead, now=NOON)] == [early.id]
    assert (early.session.starts, early.session.zone) == (NINE_THERE - 4 * HOUR, LISBON)
    assert fits.session.starts == NINE_THERE
    with pytest.raises(NotOpen):
        bookings.move(work, here.sam, fits.id, 1, NINE_THERE - 3 * HOUR, now=NOON)


@in_a_turn
def test_both_see_the_zone_where_their_clocks_differ(work: SqlWork) -> None:
    here = studio(work)
    go(work, here)
    home = NINE_THERE + 7 * DAY
    with speaking(Voice("en", LISBON)):
        assert when(NINE_THERE, here.ana.zone_at(NINE_THERE)) == "Thu 26 Nov 14:00 (Lisbon time)"
        assert when(home, here.ana.zone_at(home)) == "Thu 3 Dec 14:00"
    with speaking(Voice("en", LISBON, clocks=here.ana.clocks)):
        assert when(NINE_THERE, LISBON) == "Thu 26 Nov 9:00 am (New York time)"
        assert when(home, LISBON) == "Thu 3 Dec 14:00"
    with speaking(Voice("en", NEW_YORK, clocks=here.ana.clocks)):  # seen from there, a time after coming home
        assert when(NINE_THERE, NEW_YORK) == "Thu 26 Nov 9:00 am"
        assert when(home, LISBON) == "Thu 3 Dec 14:00 (Lisbon time)"


@in_a_turn
def test_a_time_is_shown_and_read_where_the_person_is_on_its_day(work: SqlWork) -> None:
    """Three days in New York, on the second of which the clocks go forward there; at home two weeks later."""
    here = studio(work)
    saturday = date(2027, 3, 13)
    trip = plan_trip(work, here.cleo, here.cleo, NEW_YORK, saturday, saturday + 2 * DAY, now=NOON)
    days = [
        (-1, "Fri 12 Mar 09:00", "12T09:00"),
        (0, "Sat 13 Mar 9:00 am (New York time)", "13T14:00"),
        (1, "Sun 14 Mar 9:00 am (New York time)", "14T13:00"),
        (2, "Mon 15 Mar 9:00 am (New York time)", "15T13:00"),
        (3, "Tue 16 Mar 09:00", "16T09:00"),
        (15, "Sun 28 Mar 09:00", "28T08:00"),
    ]
    for now, zone in ((NOON, LISBON), (trip.starts, NEW_YORK), (trip.ends, LISBON)):
        turn_clocks(work, now=now)
        work.flush()
        assert here.cleo.zone == zone
        with speaking(Voice("en", zone, clocks=clocks_of(here.cleo, now=now))):
            for ahead, shown, utc in days:
                meant = instant(saturday + ahead * DAY, 9 * 60)
                assert meant == datetime.fromisoformat(f"2027-03-{utc}+00:00")
                assert (local(meant).date(), local(meant).hour) == (saturday + ahead * DAY, 9)
                span = whole_day(saturday + ahead * DAY)
                assert span.start <= meant < span.end
                if zone == LISBON:
                    assert when(meant) == shown
            assert f"{local(trip.ends - timedelta(seconds=1)):%d %H:%M:%S}" == "15 23:59:59"
            assert f"{local(trip.ends):%d %H:%M}" == "16 04:00"
            hours = [trip.starts - 9 * HOUR + hour * HOUR for hour in range(120)]
            for each in {local(hour).date() for hour in hours}:
                span = whole_day(each)
                within = [hour for hour in hours if span.start <= hour < span.end]
                assert within == [hour for hour in hours if local(hour).date() == each]


@in_a_turn
def test_a_day_is_full_by_the_calendar_there(work: SqlWork) -> None:
    """Eight in the evening of Thursday in New York is Friday in Lisbon, and counts for Thursday."""
    here = studio(work)
    here.ana.most_a_day = 1
    here.check_in.minutes = 30
    go(work, here)
    evening = NINE_THERE + 10 * HOUR
    bookings.hold(work, here.cleo, here.check_in.id, evening, now=NOON)
    work.flush()
    late = offered(work, here, NEW_YORK, THURSDAY)
    assert late == []
    assert offered(work, here, NEW_YORK, THURSDAY + DAY) != []


@in_a_turn
def test_the_clocks_are_set_as_the_trip_begins_and_as_it_ends(work: SqlWork) -> None:
    here = studio(work)
    trip = go(work, here)
    who = here.ana.person
    for now, zone in (
        (trip.starts - timedelta(seconds=1), LISBON),
        (trip.starts, NEW_YORK),
        (trip.ends - timedelta(seconds=1), NEW_YORK),
        (trip.ends, LISBON),
        (trip.ends + DAY, LISBON),
    ):
        turn_clocks(work, now=now)
        work.flush()
        assert who.zone == zone
    assert turn_clocks(work, now=trip.ends + DAY) == []
    assert (trip.over, here.ana.zone) == (True, LISBON)


@in_a_turn
def test_from_one_trip_to_the_next_home_stays_home(work: SqlWork) -> None:
    """The day in Tokyo begins fourteen hours before the one in New York before it has ended."""
    here = studio(work)
    first, second = go(work, here, NEW_YORK, 0, 1), go(work, here, TOKYO, 2, 3)
    assert second.starts < first.ends
    seen = []
    for now in (first.starts, second.starts, first.ends, second.ends):
        turn_clocks(work, now=now)
        work.flush()
        seen.append(here.ana.person.zone)
    assert seen == [NEW_YORK, TOKYO, TOKYO, LISBON]
    assert [here.ana.zone_at(each) for each in (first.starts, second.starts, second.ends)] == [
        NEW_YORK, TOKYO, LISBON,
    ]  # fmt: skip


@in_a_turn
def test_whatever_stood_still_meanwhile_all_are_home_in_the_end(work: SqlWork) -> None:
    here = studio(work)
    go(work, here, NEW_YORK, 0, 1)
    last = go(work, here, TOKYO, 2, 3)
    turn_clocks(work, now=last.ends + 30 * DAY)
    work.flush()
    assert here.ana.person.zone == LISBON
    assert all(each.over for each in here.ana.trips)


@in_a_turn
def test_a_trip_that_is_called_off_leaves_no_trace(work: SqlWork) -> None:
    here = studio(work)
    trip = go(work, here)
    turn_clocks(work, now=trip.starts)
    call_off(work, here.ana.person, trip.id)
    assert (here.ana.person.zone, here.ana.trips, here.ana.zone_at(trip.starts)) == (LISBON, [], LISBON)
    work.session.expire(here.ana.person, ["trips"])
    assert here.ana.trips == []
    turn_clocks(work, now=trip.ends)
    assert here.ana.person.zone == LISBON


@in_a_turn
def test_a_client_is_away_from_now_on_and_has_come_to_stay_where_they_say_so(work: SqlWork) -> None:
    here = studio(work)
    cleo = here.cleo
    cleo.zone_told = False
    trip = plan_trip(work, cleo, cleo, TOKYO, NOON.date(), THURSDAY, now=NOON)
    assert (cleo.zone, cleo.zone_told, trip.home) == (TOKYO, True, LISBON)
    assert plan_trip(work, cleo, cleo, TOKYO, NOON.date(), THURSDAY, now=NOON) is trip
    choose_zone(work, cleo, "Asia/Seoul", now=NOON)
    turn_clocks(work, now=trip.ends)
    work.session.expire(cleo, ["trips"])
    assert (cleo.zone, cleo.trips) == ("Asia/Seoul", [])


@in_a_turn
def test_trips_that_cannot_be_are_refused(work: SqlWork) -> None:
    here = studio(work)
    trip = go(work, here)
    for zone, first, last, why in (
        (TOKYO, 1, 3, AwayAlready),
        (TOKYO, -2, 0, AwayAlready),
        (NEW_YORK, 0, 0, AwayAlready),
        (TOKYO, 4, 3, BackBeforeGone),
        (TOKYO, -9, -8, TripOver),
        ("Mars/Base", 4, 5, UnknownZone),
    ):
        with pytest.raises(why):
            go(work, here, zone, first, last)
    for who in (here.tom.person, here.cleo):
        with pytest.raises(NotYours):
            call_off(work, who, trip.id)
        with pytest.raises(NotYours):
            plan_trip(work, who, here.ana.person, TOKYO, THURSDAY + 5 * DAY, THURSDAY + 6 * DAY, now=NOON)
    turn_clocks(work, now=trip.ends)
    with pytest.raises(TripOver):
        call_off(work, here.ana.person, trip.id)


def put(work: SqlWork, entity: Entity) -> None:
    with work.session.begin_nested():
        work.add(entity)
        work.flush()


@in_a_turn
def test_the_database_keeps_the_trips_of_a_person_apart(work: SqlWork) -> None:
    here = studio(work)
    kept = go(work, here)

    def trip(person_id: int, first: int, last: int, *, over: bool = False) -> Trip:
        days = THURSDAY + first * DAY, THURSDAY + last * DAY
        return Trip(
            person_id=person_id,
            zone=TOKYO,
            first=days[0],
            last=days[1],
            starts=kept.starts,
            ends=kept.ends,
            over=over,
        )

    put(work, trip(here.cleo.id, 0, 1))
    later = trip(here.ana.person_id, 2, 3)
    put(work, later)
    for wrong in (
        trip(here.ana.person_id, 1, 1),
        trip(here.ana.person_id, -1, 9),
        trip(here.ana.person_id, 9, 8),
        trip(here.ana.person_id, 20, 21, over=True),  # which never began
    ):
        with pytest.raises(DBAPIError):
            put(work, wrong)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(update(Trip).where(Trip.id == later.id).values(first=THURSDAY))


@in_a_turn
def test_time_off_is_read_on_the_clocks_of_its_day(work: SqlWork) -> None:
    here = studio(work)
    go(work, here)
    typed = parse_block("wed-thu 14-16", wall(NOON, LISBON))
    assert [f"{span.start:%d %H}" for span in typed.intervals(here.ana.zone_on)] == ["25 14", "26 19"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("this week", (23, 29)),
        ("esta semana", (23, 29)),
        ("next week", (30, 36)),
        ("until friday", (23, 27)),
        ("hasta el viernes", (23, 27)),
        ("for a week", (23, 29)),
        ("for 3 days", (23, 25)),
        ("10 días", (23, 32)),
        ("thu-sat", (26, 28)),
        ("from 26 nov to 28 nov", (26, 28)),
        ("26 nov", (26, 26)),
    ],
)
def test_days_are_read(typed: str, days: tuple[int, int]) -> None:
    first = date(2026, 11, 1)
    assert read_days(typed, wall(NOON, LISBON)) == tuple(first + (each - 1) * DAY for each in days)


@pytest.mark.parametrize(
    "typed", ["", "soon", "fri 14-16", "for 0 days", "for 90 weeks", "26 nov dentist", "until"]
)
def test_what_are_no_days_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_days(typed, wall(NOON, LISBON))
