"""A place in a class that was given up is kept for its minute, and nobody else has it."""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import ClassFull, TooLateToUndo
from domain.bookings.model import Status
from domain.bookings.rules import UNDO
from domain.bookings.undo import undo
from domain.classes import running
from storage.work import SqlWork
from tests.domain.classes.studio import TEN, joined, spin
from tests.factories import NOON, studio
from tests.turns import in_a_turn

SECOND = timedelta(seconds=1)


@in_a_turn
def test_a_place_is_kept_for_its_minute_and_taken_back(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    cleos, sams = joined(work, here.cleo, service), joined(work, here.sam, service)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    work.flush()
    with pytest.raises(ClassFull):
        bookings.hold(work, here.mallory, service.id, TEN, now=NOON + SECOND)
    undo(work, here.cleo, cleos.id, cleos.version, now=NOON + SECOND)
    work.flush()
    assert (cleos.status, cleos.seat, cleos.session.live) == (Status.CONFIRMED, 1, True)
    assert sams.status is Status.CONFIRMED


@in_a_turn
def test_after_it_another_has_the_place_and_the_class_goes_on(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    cleos = joined(work, here.cleo, service)
    joined(work, here.sam, service)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    work.flush()
    theirs = bookings.hold(work, here.mallory, service.id, TEN, now=NOON + UNDO).booking
    assert (theirs.seat, theirs.session, theirs.session.live) == (cleos.seat, cleos.session, True)


@in_a_turn
def test_whoever_left_by_mistake_may_also_join_again(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    cleos = joined(work, here.cleo, service)
    joined(work, here.sam, service)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    work.flush()
    again = bookings.hold(work, here.cleo, service.id, TEN, now=NOON + SECOND).booking
    assert again.session is cleos.session
    with pytest.raises(TooLateToUndo):
        undo(work, here.cleo, cleos.id, cleos.version, now=NOON + SECOND)


@in_a_turn
def test_a_class_is_called_off_within_somebodys_minute(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    cleos = joined(work, here.cleo, service)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    work.flush()
    date = work.classes.date_of(cleos.session.id)
    running.call_off(work, here.ana.person, cleos.session.id, date.version, now=NOON + SECOND)
    assert not cleos.session.live
    with pytest.raises(TooLateToUndo):
        undo(work, here.cleo, cleos.id, cleos.version, now=NOON + SECOND)
