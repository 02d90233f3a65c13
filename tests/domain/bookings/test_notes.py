"""A note for the trainer and a plan for the client: kept, and changed by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.bookings.notes import LONGEST, add_note, add_to_note, meet_at, set_agenda
from domain.errors import NotYours
from domain.notifications.model import Notification
from domain.people.model import Channel
from storage.work import SqlWork
from tests.factories import NOON, address, booking, seat, session, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)


@in_a_turn
def test_a_note_is_kept_replaced_and_taken_back_and_interrupts_nobody(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    for words, kept in (("  new \n shoes ", "new shoes"), ("x" * 999, "x" * LONGEST), ("", None)):
        sheet = add_note(work, here.cleo, place.id, words, now=NOON)
        assert (sheet.booking.note, sheet.booking.version) == (kept, 1)
    told = work.session.scalars(select(Notification.kind)).all()
    assert set(told) == {"trainer_settled"}  # which only redraws a card


@in_a_turn
def test_a_plan_is_everybodys_who_is_in_the_session(work: SqlWork) -> None:
    here = studio(work)
    together = session(work, here.training, TEN, capacity=2)
    cleos, sams = seat(work, here.cleo, together), seat(work, here.sam, together, number=2)
    set_agenda(work, here.ana.person, cleos.id, "Squats", now=NOON)
    assert work.bookings.sheet(sams.id).booking.session.agenda == "Squats"
    moved = bookings.cancel(work, here.cleo, cleos.id, 1, now=NOON)
    assert moved.booking.session.agenda == "Squats"


@in_a_turn
def test_nobody_else_writes_either(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    address(work, here.tom.person, "2", Channel.TELEGRAM)
    for who in (here.sam, here.ana.person):
        with pytest.raises(NotYours):
            add_note(work, who, place.id, "x", now=NOON)
    for who in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            set_agenda(work, who, place.id, "x", now=NOON)


@in_a_turn
@pytest.mark.parametrize("status", [Status.HELD, Status.CANCELLED, Status.COMPLETED])
def test_what_is_not_ahead_takes_no_more_words(work: SqlWork, status: Status) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN, status)
    over = booking(work, here.sam, here.training, NOON - timedelta(days=1))
    for who, what in ((here.cleo, place), (here.sam, over)):
        with pytest.raises(AlreadyAnswered):
            add_note(work, who, what.id, "x", now=NOON)
        with pytest.raises(AlreadyAnswered):
            set_agenda(work, here.ana.person, what.id, "x", now=NOON)


@in_a_turn
def test_a_session_is_at_its_own_place_else_its_services_else_its_trainers(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    here.ana.place = "High Street"
    sheet = work.bookings.sheet(place.id)
    assert sheet.place == "High Street"
    here.training.place = "Online"
    assert work.bookings.sheet(place.id).place == "Online"
    assert meet_at(work, here.ana.person, place.id, "Park", now=NOON).place == "Park"
    assert meet_at(work, here.ana.person, place.id, "off", now=NOON).place == "Online"


@in_a_turn
def test_who_is_in_it_is_told_where_and_only_of_a_change(work: SqlWork) -> None:
    here = studio(work)
    together = session(work, here.training, TEN, capacity=2)
    cleos, sams = seat(work, here.cleo, together), seat(work, here.sam, together, number=2)
    for who in (here.cleo, here.sam):
        address(work, who, f"7{who.id}", Channel.TELEGRAM)
    meet_at(work, here.ana.person, cleos.id, "Park", now=NOON)
    meet_at(work, here.ana.person, sams.id, "Park", now=NOON + timedelta(minutes=1))
    told = work.session.scalars(
        select(Notification.subject_id).where(Notification.kind == "client_place")
    ).all()
    assert sorted(each or 0 for each in told) == [cleos.id, sams.id]
    with pytest.raises(NotYours):
        meet_at(work, here.cleo, cleos.id, "Beach", now=NOON)


@in_a_turn
def test_what_is_added_leaves_what_was_noted(work: SqlWork) -> None:
    here = studio(work)
    coming = booking(work, here.cleo, here.training, TEN)
    assert add_to_note(work, here.cleo, coming.id, "bad left knee", now=NOON)
    assert add_to_note(work, here.cleo, coming.id, "no jumps", now=NOON)
    assert not add_to_note(work, here.cleo, coming.id, "x" * LONGEST, now=NOON)
    assert coming.note == "bad left knee no jumps"
