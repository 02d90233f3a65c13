"""What is marked can be taken back for a minute, contradicted for a day, and set right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.bookings import attendance, errors
from domain.bookings import service as bookings
from domain.bookings import undo as undoing
from domain.bookings.announce import MARKS
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.errors import Changed, NotYours
from domain.notifications.model import Notification
from storage.work import SqlWork
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MINUTE = 60 * SECOND
TEN = NOON.replace(hour=10) + DAY


def begun(work: SqlWork, here: Studio) -> Booking:
    """Cleo's half hour with Ana, which is not asked about first."""
    place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
    work.flush()
    return place


def waiting(work: SqlWork) -> list[str]:
    """What the client is still to be told of a mark."""
    return list(
        work.session.scalars(
            select(Notification.kind).where(Notification.kind.in_(f"client_{mark}" for mark in MARKS))
        )
    )


Mark = Callable[..., Sheet]


@in_a_turn
@pytest.mark.parametrize("mark", [bookings.complete, bookings.no_show])
def test_undo_takes_back_the_mark_and_what_was_to_be_said(work: SqlWork, mark: Mark) -> None:
    here = studio(work)
    place = begun(work, here)
    mark(work, here.ana.person, place.id, 2, now=TEN)
    assert len(waiting(work)) == 1
    undoing.undo(work, here.ana.person, place.id, 3, now=TEN + MINUTE - SECOND)
    assert (place.status, place.version, waiting(work)) == (Status.CONFIRMED, 4, [])
    work.flush()
    mark(work, here.ana.person, place.id, 4, now=TEN + MINUTE)
    assert len(waiting(work)) == 1


@in_a_turn
def test_after_a_minute_it_stands(work: SqlWork) -> None:
    here = studio(work)
    place = begun(work, here)
    bookings.complete(work, here.ana.person, place.id, 2, now=TEN)
    with pytest.raises(errors.TooLateToUndo):
        undoing.undo(work, here.ana.person, place.id, 3, now=TEN + MINUTE)
    with pytest.raises(errors.TooLateToUndo):
        undoing.undo_last(work, here.ana.person, here.ana, now=TEN + MINUTE)
    assert place.status is Status.COMPLETED


@in_a_turn
def test_only_its_trainer_undoes_and_sets_right(work: SqlWork) -> None:
    here = studio(work)
    place = begun(work, here)
    bookings.no_show(work, here.ana.person, place.id, 2, now=TEN)
    acts: tuple[Mark, ...] = (undoing.undo, attendance.set_right)
    for act in acts:
        for somebody in (here.cleo, here.tom.person, here.mallory):
            with pytest.raises(NotYours):
                act(work, somebody, place.id, 3, now=TEN)
        with pytest.raises(Changed):
            act(work, here.ana.person, place.id, 2, now=TEN)


@in_a_turn
def test_a_no_show_is_contradicted_once_and_set_right(work: SqlWork) -> None:
    here = studio(work)
    place = begun(work, here)
    bookings.no_show(work, here.ana.person, place.id, 2, now=TEN)
    said = attendance.was_there(work, here.cleo, place.id, 3, now=TEN + DAY)
    again = attendance.was_there(work, here.cleo, place.id, 3, now=TEN + DAY)
    assert said.booking.version == again.booking.version == 4, "the same tap twice"
    work.flush()
    assert attendance.is_disputed(work, said)
    attendance.set_right(work, here.ana.person, place.id, 4, now=TEN + DAY)
    work.flush()
    assert undoing.can_undo(work, said, here.ana.person, now=TEN + DAY)
    undoing.undo(work, here.ana.person, place.id, 5, now=TEN + DAY)
    assert place.status is Status.NO_SHOW, "undone, it is what it was before"


@in_a_turn
def test_after_a_day_it_is_for_a_talk(work: SqlWork) -> None:
    here = studio(work)
    place = begun(work, here)
    bookings.no_show(work, here.ana.person, place.id, 2, now=TEN)
    with pytest.raises(errors.TooLateToSay):
        attendance.was_there(work, here.cleo, place.id, 3, now=TEN + DAY + SECOND)
    with pytest.raises(NotYours):
        attendance.was_there(work, here.mallory, place.id, 3, now=TEN)


@in_a_turn
def test_one_undo_takes_back_the_whole_day(work: SqlWork) -> None:
    here = studio(work)
    first = begun(work, here)
    second = bookings.hold(work, here.sam, here.check_in.id, TEN + 30 * MINUTE, now=NOON).booking
    bookings.confirm(work, here.sam, second.id, 1, now=NOON)
    work.flush()
    now = TEN + 60 * MINUTE
    marks = {first.id: (2, Status.COMPLETED), second.id: (2, Status.NO_SHOW)}
    assert len(attendance.settle(work, here.ana.person, marks, now=now)) == 2
    assert attendance.settle(work, here.ana.person, marks, now=now) == [], "settled once"
    work.flush()
    assert len(undoing.undo_last(work, here.ana.person, here.ana, now=now + SECOND)) == 2
    assert {first.status, second.status} == {Status.CONFIRMED}
