"""What was cancelled is taken back for a minute, in one act, by whoever did it; until then nobody is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.announce import OVER, REMINDERS, WAITING
from domain.bookings.misplaced import is_misplaced
from domain.bookings.model import Booking, Status
from domain.bookings.undo import undo, undo_last, undo_own
from domain.errors import Changed, NotYours, Taken
from domain.intervals import Interval
from domain.notifications.model import Notification, State
from domain.people.model import Person
from domain.policies.model import Late
from domain.policies.service import set_policy
from domain.policies.words import Terms
from domain.schedule.service import add_block, is_free
from domain.waitlist.model import Gap
from domain.waitlist.service import join
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + 3 * DAY
Who = Callable[[Studio], Person]


def client(here: Studio) -> Person:
    return here.cleo


def trainer(here: Studio) -> Person:
    return here.ana.person


either = pytest.mark.parametrize("by", [client, trainer])


def booked(work: SqlWork, here: Studio) -> Booking:
    place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
    work.flush()
    return place


def cancelled(work: SqlWork, here: Studio, by: Person) -> Booking:
    place = booked(work, here)
    bookings.cancel(work, by, place.id, 2, now=NOON)
    work.flush()
    return place


def pending(work: SqlWork, place: Booking, *kinds: str) -> list[tuple[str, object]]:
    """What is still to be said of it, and when it is due."""
    mine = select(Notification.kind, Notification.due_at).where(
        Notification.subject_kind == "booking",
        Notification.subject_id == place.id,
        Notification.state == State.PENDING,
        Notification.kind.in_(kinds),
    )
    return sorted((kind, due) for kind, due in work.session.execute(mine))


@in_a_turn
@either
def test_undo_is_as_if_nothing_had_been_done(work: SqlWork, by: Who) -> None:
    here = studio(work)
    place = booked(work, here)
    planned = pending(work, place, *REMINDERS, OVER)
    bookings.cancel(work, by(here), place.id, 2, now=NOON)
    assert pending(work, place, *REMINDERS, OVER) == []
    assert {due for _kind, due in pending(work, place, *WAITING)} == {NOON + MINUTE}
    undo(work, by(here), place.id, 3, now=NOON + MINUTE - SECOND)
    assert (place.status, place.version, place.session.live) == (Status.CONFIRMED, 4, True)
    assert pending(work, place, *WAITING) == []
    assert pending(work, place, *REMINDERS, OVER) == planned


@in_a_turn
@either
def test_after_its_minute_it_stands_and_is_told(work: SqlWork, by: Who) -> None:
    here = studio(work)
    place = cancelled(work, here, by(here))
    with pytest.raises(errors.TooLateToUndo):
        undo(work, by(here), place.id, 3, now=NOON + MINUTE)
    assert bookings.expire_due(work, now=NOON + MINUTE) == 1
    assert bookings.expire_due(work, now=NOON + MINUTE) == 0, "once"
    assert not place.session.live
    assert pending(work, place, "client_cancelled", "trainer_cancelled") != []


@in_a_turn
@either
def test_nobody_else_has_the_time_meanwhile(work: SqlWork, by: Who) -> None:
    here = studio(work)
    place = cancelled(work, here, by(here))
    with pytest.raises(Taken):
        bookings.hold(work, here.sam, here.check_in.id, TEN, now=NOON + MINUTE - SECOND)
    theirs = bookings.hold(work, here.sam, here.check_in.id, TEN, now=NOON + MINUTE).booking
    assert theirs.status is Status.HELD, "however late the clock's own look at it comes"
    assert not place.session.live


@in_a_turn
def test_whoever_gave_it_up_may_take_it_again(work: SqlWork) -> None:
    here = studio(work)
    place = cancelled(work, here, here.cleo)
    again = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON + SECOND).booking
    assert again.status is Status.HELD
    with pytest.raises(errors.TooLateToUndo):
        undo(work, here.cleo, place.id, 3, now=NOON + SECOND)


@in_a_turn
def test_another_booking_may_move_to_what_was_given_up(work: SqlWork) -> None:
    here = studio(work)
    other = bookings.hold(work, here.cleo, here.check_in.id, TEN + DAY, now=NOON).booking
    bookings.confirm(work, here.cleo, other.id, 1, now=NOON)
    work.flush()
    cancelled(work, here, here.cleo)
    bookings.move(work, here.cleo, other.id, 2, TEN, now=NOON + SECOND)
    assert other.starts == TEN


@in_a_turn
def test_only_whoever_did_it_takes_it_back(work: SqlWork) -> None:
    here = studio(work)
    place = cancelled(work, here, here.cleo)
    for stranger in (here.sam, here.tom.person):
        with pytest.raises(NotYours):
            undo(work, stranger, place.id, 3, now=NOON)
    with pytest.raises(errors.TooLateToUndo):
        undo(work, here.ana.person, place.id, 3, now=NOON)
    with pytest.raises(Changed):
        undo(work, here.cleo, place.id, 2, now=NOON)


@in_a_turn
def test_a_request_goes_on_being_one(work: SqlWork) -> None:
    here = studio(work)
    place = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
    bookings.suggest(work, here.ana.person, place.id, 2, TEN + DAY, now=NOON)
    bookings.cancel(work, here.cleo, place.id, 3, now=NOON)
    work.flush()
    undo(work, here.cleo, place.id, 4, now=NOON + SECOND)
    assert (place.status, place.suggested) == (Status.REQUESTED, TEN + DAY)


@in_a_turn
def test_what_it_cost_is_given_back(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(14 * 1440, late=Late.USED), now=NOON)
    place = booked(work, here)
    bookings.cancel(work, here.cleo, place.id, 2, now=NOON, at_cost=True)
    work.flush()
    assert work.bookings.owed(place.id)
    undo(work, here.cleo, place.id, 3, now=NOON)
    work.flush()
    assert work.bookings.owed(place.id) is None
    bookings.cancel(work, here.cleo, place.id, 4, now=NOON, at_cost=True)
    work.flush()
    assert work.bookings.owed(place.id), "and the next one costs as much"


@in_a_turn
def test_a_reminder_that_fell_due_meanwhile_is_said_after_all(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here)
    due = TEN - DAY
    bookings.cancel(work, here.cleo, place.id, 2, now=due - SECOND)
    work.flush()
    undo(work, here.cleo, place.id, 3, now=due + SECOND)
    assert ("reminder_24h", due) in pending(work, place, *REMINDERS)


@in_a_turn
def test_those_who_wait_are_asked_when_the_minute_is_over(work: SqlWork) -> None:
    here = studio(work)
    place = cancelled(work, here, here.cleo)
    join(work, here.sam, here.check_in.id, wall(TEN, here.sam.zone).date(), now=NOON)
    gaps = select(Gap.client_id)
    assert work.session.scalars(gaps).all() == []
    undo(work, here.cleo, place.id, 3, now=NOON + SECOND)
    work.flush()
    bookings.cancel(work, here.cleo, place.id, 4, now=NOON + SECOND)
    bookings.expire_due(work, now=NOON + MINUTE)
    assert work.session.scalars(gaps).all() == []
    bookings.expire_due(work, now=NOON + MINUTE + SECOND)
    assert work.session.scalars(gaps).all() == [here.cleo.id]


@in_a_turn
def test_a_place_that_was_filled_otherwise_is_not_had_twice(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_ahead = 1
    place = cancelled(work, here, here.cleo)
    other = bookings.hold(work, here.cleo, here.check_in.id, TEN + DAY, now=NOON).booking
    bookings.confirm(work, here.cleo, other.id, 1, now=NOON)
    work.flush()
    with pytest.raises(errors.TooManyAhead):
        undo(work, here.cleo, place.id, 3, now=NOON)


@in_a_turn
def test_the_word_alone_takes_back_what_was_done_last(work: SqlWork) -> None:
    here = studio(work)
    first = cancelled(work, here, here.cleo)
    assert [sheet.booking.id for sheet in undo_own(work, here.cleo, now=NOON)] == [first.id]
    work.flush()
    bookings.cancel(work, here.ana.person, first.id, 4, now=NOON + SECOND)
    work.flush()
    with pytest.raises(errors.TooLateToUndo):
        undo_own(work, here.cleo, now=NOON + SECOND)
    undone = undo_last(work, here.ana.person, here.ana, now=NOON + SECOND)
    assert [sheet.booking.status for sheet in undone] == [Status.CONFIRMED]


@in_a_turn
def test_whoever_cancelled_on_a_full_day_may_take_a_time_of_it_again(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_day = 1
    place = cancelled(work, here, here.cleo)
    assert not is_free(work, here.ana, here.check_in, TEN, now=NOON, client_id=here.sam.id)
    again = bookings.hold(work, here.cleo, here.check_in.id, TEN + 2 * MINUTE * 60, now=NOON).booking
    assert again.status is Status.HELD
    assert place.kept_until is None


@in_a_turn
def test_a_trainer_may_take_back_into_time_off_and_it_waits_to_be_mended(work: SqlWork) -> None:
    here = studio(work)
    place = cancelled(work, here, here.ana.person)
    add_block(work, here.ana.person, here.ana, Interval(TEN, TEN + 60 * MINUTE), "dentist", now=NOON)
    work.flush()
    sheet = undo(work, here.ana.person, place.id, 3, now=NOON + SECOND)
    assert (sheet.booking.status, place.session.live) == (Status.CONFIRMED, True)
    assert is_misplaced(work, sheet, now=NOON + SECOND)


@in_a_turn
def test_a_client_does_not_take_back_into_their_trainer_s_time_off(work: SqlWork) -> None:
    here = studio(work)
    place = cancelled(work, here, here.cleo)
    add_block(work, here.ana.person, here.ana, Interval(TEN, TEN + 60 * MINUTE), "dentist", now=NOON)
    work.flush()
    with pytest.raises(errors.TakenOff):
        undo(work, here.cleo, place.id, 3, now=NOON + SECOND)
