"""Behind the services' backs: what the database refuses by itself, on both engines."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.base import Entity
from domain.bookings.model import Booking, BookingChange, Status, TrainingSession
from domain.bookings.rules import FOLLOWS, lapses
from domain.consent.model import Consent
from domain.consent.service import agree
from domain.errors import Taken
from domain.ledger.service import enter_fee
from domain.policies.model import Late
from storage.work import SqlWork
from tests.factories import NOON, address, booking, person, seat, service, session, studio, trainer
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _change(work: SqlWork, entity: Entity, **values: object) -> None:
    for name, value in values.items():
        setattr(entity, name, value)
    work.flush()


def _write(work: SqlWork, row: Entity) -> None:
    work.add(row)
    work.flush()


def _sessions(work: SqlWork) -> int:
    return work.session.scalars(select(func.count(TrainingSession.id)).where(TrainingSession.live)).one()


@in_a_turn
@pytest.mark.parametrize(
    "minutes",
    [
        0,  # the same time
        -59,  # begins before, reaches in by a minute
        59,  # begins in its last minute
        74,  # begins in its buffer
    ],
)
def test_an_overlapping_session_is_refused_and_the_turn_goes_on(work: SqlWork, minutes: int) -> None:
    training = service(work, trainer(work), buffers=(0, 15))
    session(work, training, TEN)
    with pytest.raises(Taken), work.claim(training.trainer_id):
        session(work, training, TEN + minutes * MINUTE)
    session(work, training, TEN + timedelta(hours=3))
    assert _sessions(work) == 2


@in_a_turn
def test_a_long_session_around_a_short_one_is_refused(work: SqlWork) -> None:
    ana = trainer(work)
    session(work, service(work, ana, minutes=30), TEN)
    with pytest.raises(Taken), work.claim(ana.id):
        session(work, service(work, ana, minutes=240), TEN - timedelta(hours=2))


@in_a_turn
def test_a_short_session_within_a_long_one_is_refused(work: SqlWork) -> None:
    ana = trainer(work)
    session(work, service(work, ana, minutes=240), TEN - timedelta(hours=2))
    with pytest.raises(Taken), work.claim(ana.id):
        session(work, service(work, ana, minutes=30), TEN)


@in_a_turn
def test_sessions_that_only_touch_are_let_in_on_both_sides(work: SqlWork) -> None:
    training = service(work, trainer(work), buffers=(15, 15))
    for minutes in (0, 90, -90):
        session(work, training, TEN + minutes * MINUTE)
    assert _sessions(work) == 3


@in_a_turn
def test_trainers_do_not_stand_in_each_others_way(work: SqlWork) -> None:
    here = studio(work)
    session(work, here.training, TEN)
    session(work, here.run, TEN)
    assert _sessions(work) == 2


@in_a_turn
def test_a_session_that_is_over_with_frees_its_time(work: SqlWork) -> None:
    training = service(work, trainer(work))
    _change(work, session(work, training, TEN), live=False)
    session(work, training, TEN)
    assert _sessions(work) == 1


@in_a_turn
def test_a_session_cannot_move_onto_another_nor_wake_beside_it(work: SqlWork) -> None:
    here = studio(work)
    first = session(work, here.training, TEN)
    gone = session(work, here.training, TEN, live=False)
    later = session(work, here.training, TEN + timedelta(hours=3))
    toms = session(work, here.run, TEN)
    with pytest.raises(Taken), work.claim(here.ana.id):
        _change(work, later, starts=first.starts, busy_from=first.busy_from)
    with pytest.raises(Taken), work.claim(here.ana.id):
        _change(work, gone, live=True)
    with pytest.raises(Taken), work.claim(here.ana.id):
        _change(work, toms, trainer_id=here.ana.id)
    assert (later.starts, gone.live, toms.trainer_id) == (TEN + timedelta(hours=3), False, here.tom.id)


@in_a_turn
def test_a_session_may_move_within_its_own_time(work: SqlWork) -> None:
    moved = session(work, service(work, trainer(work)), TEN)
    moved.starts = moved.busy_from = TEN + 30 * MINUTE
    moved.ends = moved.busy_to = TEN + 90 * MINUTE
    with work.claim(moved.trainer_id):
        work.flush()


@in_a_turn
def test_a_client_holds_one_time_at_once(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.cleo, here.training, TEN, Status.HELD)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        booking(work, here.cleo, here.run, TEN, Status.HELD)


@in_a_turn
def test_a_seat_is_taken_once_and_free_again_when_its_client_is_gone(work: SqlWork) -> None:
    here = studio(work)
    class_ = session(work, here.training, TEN, capacity=2)
    cleos = seat(work, here.cleo, class_)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        seat(work, here.sam, class_, number=1)
    seat(work, here.sam, class_, number=2)
    with pytest.raises(DBAPIError, match="no_such_seat"), work.session.begin_nested():
        seat(work, here.mallory, class_, number=3)
    _change(work, cleos, status=Status.CANCELLED, version=2)
    seat(work, here.mallory, class_, number=1)


@in_a_turn
def test_a_class_does_not_shrink_below_those_who_are_in_it(work: SqlWork) -> None:
    here = studio(work)
    class_ = session(work, here.training, TEN, capacity=3)
    seat(work, here.sam, class_, number=2)
    with pytest.raises(DBAPIError, match="seat_in_use"), work.session.begin_nested():
        _change(work, class_, capacity=1)
    _change(work, class_, capacity=2)


@in_a_turn
def test_a_place_does_not_move_to_a_seat_that_is_not_there(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    with pytest.raises(DBAPIError, match="no_such_seat"), work.session.begin_nested():
        _change(work, place, seat=2)


@in_a_turn
@pytest.mark.parametrize(
    "change",
    [
        {"version": 1},  # back
        {"status": Status.CANCELLED},  # on, without a new version
    ],
)
def test_a_booking_does_not_change_but_forwards(work: SqlWork, change: dict[str, object]) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    _change(work, place, version=2)
    with pytest.raises(DBAPIError, match="stale_version"), work.session.begin_nested():
        work.session.execute(update(Booking).where(Booking.id == place.id).values(change))


@in_a_turn
@pytest.mark.parametrize("before", Status)
def test_a_status_changes_only_as_the_rules_say(work: SqlWork, before: Status) -> None:
    here = studio(work)
    for number, after in enumerate(set(Status) - {before}):
        place = booking(work, here.cleo, here.training, TEN + timedelta(days=number), before)
        until = None if lapses(after, TEN, NOON) is None else TEN
        step = {"status": after, "version": 2, "until": until}
        if after in FOLLOWS[before] and before is not Status.CANCELLED:
            _change(work, place, **step)
            continue
        with pytest.raises(DBAPIError), work.session.begin_nested():
            _change(work, place, **step)
        if before is Status.HELD:
            _change(work, place, status=Status.EXPIRED, version=2, until=None)  # one hold at once


@in_a_turn
@pytest.mark.parametrize("after", [each for each in Status if each is not Status.CANCELLED])
def test_what_was_cancelled_goes_back_only_while_its_place_is_kept(work: SqlWork, after: Status) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    _change(work, place, status=Status.CANCELLED, version=2, kept_until=NOON)
    until = None if lapses(after, TEN, NOON) is None else TEN
    back = {"status": after, "version": 3, "until": until, "kept_until": None}
    if after in FOLLOWS[Status.CANCELLED]:
        with work.session.begin_nested() as there:
            _change(work, place, **back)
            there.rollback()
        _change(work, place, kept_until=None)  # its minute is over
    with pytest.raises(DBAPIError), work.session.begin_nested():
        _change(work, place, **back)
    _change(work, place, kept_until=None)
    with pytest.raises(DBAPIError, match="no_such_step"), work.session.begin_nested():
        _change(work, place, kept_until=NOON)  # nor is a minute given anew


@in_a_turn
def test_a_place_that_is_kept_is_nobody_elses(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    _change(work, place, status=Status.CANCELLED, version=2, kept_until=NOON)
    with pytest.raises(DBAPIError, match="seat_in_use"), work.session.begin_nested():
        _change(work, place.session, live=False)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        seat(work, here.sam, place.session)
    with pytest.raises(Taken), work.claim(here.ana.id):
        session(work, here.check_in, TEN)
    for wrong in (
        booking(work, here.sam, here.run, TEN),
        booking(work, here.sam, here.run, TEN, Status.DECLINED),
    ):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            _change(work, wrong, kept_until=NOON)
    _change(work, place, kept_until=None)
    _change(work, place.session, live=False)


@in_a_turn
def test_no_session_ends_beneath_a_place_that_is_taken(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    with pytest.raises(DBAPIError, match="seat_in_use"), work.session.begin_nested():
        _change(work, place.session, live=False)
    over = session(work, here.run, TEN, live=False)
    with pytest.raises(DBAPIError, match="session_over"), work.session.begin_nested():
        seat(work, here.sam, over)
    with pytest.raises(DBAPIError, match="session_over"), work.session.begin_nested():
        _change(work, place, session_id=over.id)


@in_a_turn
def test_the_record_of_changes_is_only_added_to(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    work.add(
        BookingChange(
            booking_id=place.id, version=1, status=Status.CONFIRMED, starts=TEN, at=NOON, kind="approved"
        )
    )
    work.flush()
    for rewriting in (update(BookingChange).values(kind="declined"), delete(BookingChange)):
        with pytest.raises(DBAPIError, match="only_added"), work.session.begin_nested():
            work.session.execute(rewriting)


def changed(place: Booking, version: int, **cost: Any) -> BookingChange:
    return BookingChange(
        booking_id=place.id,
        version=version,
        status=Status.CANCELLED,
        starts=TEN,
        at=NOON,
        kind="cancelled",
        **cost,
    )


@in_a_turn
def test_a_booking_has_one_change_for_each_of_its_versions(work: SqlWork) -> None:
    here = studio(work)
    place, other = (
        booking(work, who, here.training, TEN + n * 120 * MINUTE)
        for n, who in enumerate((here.cleo, here.sam))
    )
    work.add(changed(place, 2), changed(place, 3), changed(other, 2))
    work.flush()
    with pytest.raises(IntegrityError), work.session.begin_nested():
        _write(work, changed(place, 3))


@in_a_turn
def test_a_late_fee_is_never_more_than_the_price(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    with pytest.raises(DBAPIError, match="not_entered"), work.session.begin_nested():
        _write(work, changed(place, 2, cost=Late.FEE, fee_minor=place.price_minor))
    place.version = 2
    enter_fee(work, place, here.ana.id, place.price, actor=None, now=NOON)
    work.add(changed(place, 2, cost=Late.FEE, fee_minor=place.price_minor))
    work.flush()
    with pytest.raises(DBAPIError, match=r"outcome|booking_id"), work.session.begin_nested():
        enter_fee(work, place, here.ana.id, place.price, actor=None, now=NOON)
    place.version = 3
    enter_fee(work, place, here.ana.id, place.price, actor=None, now=NOON)
    for fee in (place.price_minor + 1, 0, -1):
        with pytest.raises(DBAPIError, match="fee_beyond_price"), work.session.begin_nested():
            _write(work, changed(place, 3, cost=Late.FEE, fee_minor=fee))


@in_a_turn
def test_the_log_of_consent_is_only_added_to(work: SqlWork) -> None:
    cleos = address(work, person(work))
    agree(work, cleos, "Yes", shown="News?", now=NOON)
    for rewriting in (update(Consent).values(said="No"), delete(Consent)):
        with pytest.raises(DBAPIError, match="only_added"), work.session.begin_nested():
            work.session.execute(rewriting)
    assert work.session.scalars(select(Consent.said)).one() == "Yes"


@in_a_turn
def test_a_reference_to_nobody_is_refused(work: SqlWork) -> None:
    here = studio(work)
    taken = session(work, here.training, TEN)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        _change(work, taken, service_id=10**6)
