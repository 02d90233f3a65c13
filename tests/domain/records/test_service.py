"""Ana's numbers, and her sessions found again by whatever was said about them."""

from datetime import datetime, timedelta

import pytest

from domain.bookings.model import Booking, Status
from domain.bookings.notes import add_note
from domain.bookings.service import approve
from domain.errors import NotYours
from domain.records.metrics import Metrics
from domain.records.service import ENOUGH, Kind, find, metrics, track_record
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, give_up, service, studio
from tests.turns import in_a_turn

DAY = timedelta(days=1)


def _past(work: SqlWork, here: Studio, days: int, status: Status) -> Booking:
    return booking(work, here.cleo, here.training, NOON - days * DAY, status)


def _found(work: SqlWork, here: Studio, kind: Kind, *words: str, **span: datetime) -> list[datetime]:
    since, until = span.get("since"), span.get("until")
    got = find(
        work, here.ana.person, here.ana, kind, words,
        since=since, until=until, now=NOON, page=0, size=10,
    )  # fmt: skip
    return [each.booking.starts for each in got.sheets]


@in_a_turn
def test_numbers_count_what_was_confirmed_by_what_became_of_it(work: SqlWork) -> None:
    here = studio(work)
    for days, status in (
        (2, Status.COMPLETED), (3, Status.COMPLETED), (4, Status.COMPLETED), (5, Status.NO_SHOW),
        (6, Status.CONFIRMED), (8, Status.DECLINED), (9, Status.EXPIRED), (40, Status.COMPLETED),
    ):  # fmt: skip
        _past(work, here, days, status)
    ahead = booking(work, here.sam, here.training, NOON + 2 * DAY, Status.REQUESTED)
    approve(work, here.ana.person, ahead.id, ahead.version, now=NOON)
    month, booked = metrics(work, here.ana.person, here.ana, 30, now=NOON)
    assert (month, booked) == (Metrics(completed=3, missed=1, open=1, minutes=180), 1)
    assert (month.total, month.completion_rate, month.cancellation_rate) == (5, 0.75, 0.0)
    assert month.average_minutes == 60
    give_up(work, here.sam, ahead)
    ever, booked = metrics(work, here.ana.person, here.ana, None, now=NOON + 3 * DAY)
    assert (ever.completed, ever.cancelled, booked) == (4, 1, 0)
    assert ever.cancellation_rate == pytest.approx(1 / 7)
    nothing = Metrics()
    assert (nothing.completion_rate, nothing.cancellation_rate, nothing.average_minutes) == (None,) * 3


@in_a_turn
def test_a_request_that_was_taken_back_is_no_cancelled_session(work: SqlWork) -> None:
    here = studio(work)
    asked = booking(work, here.cleo, here.training, NOON + 2 * DAY, Status.REQUESTED)
    give_up(work, here.cleo, asked)
    assert metrics(work, here.ana.person, here.ana, None, now=NOON + 3 * DAY)[0].total == 0


@in_a_turn
def test_clients_see_a_record_once_it_says_something(work: SqlWork) -> None:
    here = studio(work)
    for days in range(1, ENOUGH):
        _past(work, here, days, Status.COMPLETED)
    assert track_record(work, here.ana) is None
    _past(work, here, 20, Status.COMPLETED)
    _past(work, here, 21, Status.NO_SHOW)
    found = track_record(work, here.ana)
    assert found is not None
    assert found.completed == 10
    assert found.completion_rate == pytest.approx(10 / 11)


@in_a_turn
def test_sessions_are_found_by_kind_dates_and_words(work: SqlWork) -> None:
    here = studio(work)
    here.cleo.name = "Cleo Núñez"
    yoga = service(work, here.ana)
    yoga.name = "Yoga"
    done, missed = _past(work, here, 2, Status.COMPLETED), _past(work, here, 9, Status.NO_SHOW)
    soon = booking(work, here.sam, yoga, NOON + DAY)
    later = booking(work, here.cleo, here.training, NOON + 2 * DAY)
    add_note(work, here.cleo, later.id, "My left knee hurts", now=NOON)
    work.flush()
    assert _found(work, here, Kind.AHEAD) == [soon.starts, later.starts]
    assert _found(work, here, Kind.PAST) == [done.starts, missed.starts]
    assert _found(work, here, Kind.MISSED) == [missed.starts]
    assert _found(work, here, Kind.ALL, "nunez") == [later.starts, done.starts, missed.starts]
    assert _found(work, here, Kind.ALL, "knee") == [later.starts]
    assert _found(work, here, Kind.ALL, "kne", "cleo") == [later.starts]
    assert _found(work, here, Kind.ALL, "nee") == []  # the beginning of a word, not a part of one
    assert _found(work, here, Kind.ALL, "yoga") == [soon.starts]
    assert _found(work, here, Kind.ALL, since=NOON - 10 * DAY, until=NOON - 8 * DAY) == [missed.starts]


@in_a_turn
def test_a_page_past_the_last_is_the_last(work: SqlWork) -> None:
    here = studio(work)
    for days in range(1, 6):
        _past(work, here, days, Status.COMPLETED)
    got = find(
        work, here.ana.person, here.ana, Kind.PAST, (), since=None, until=None, now=NOON, page=9, size=2
    )
    assert (len(got.sheets), got.page, got.total) == (1, 2, 5)


@in_a_turn
def test_nobody_elses_numbers_and_sessions(work: SqlWork) -> None:
    here = studio(work)
    _past(work, here, 2, Status.COMPLETED)
    for who in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            metrics(work, who, here.ana, None, now=NOON)
        with pytest.raises(NotYours):
            find(work, who, here.ana, Kind.ALL, (), since=None, until=None, now=NOON, page=0, size=5)
    mine = find(
        work, here.tom.person, here.tom, Kind.ALL, (), since=None, until=None, now=NOON, page=0, size=5
    )
    assert mine.total == 0
