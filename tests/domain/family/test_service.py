"""Who speaks for whom, and until when."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.announce import REMINDERS
from domain.bookings.model import Status
from domain.consent import service as consent
from domain.errors import NotYours, Refusal
from domain.family import service as family
from domain.family.model import Kind
from domain.family.ports import Bond
from domain.family.rules import of_age_at, of_age_on
from domain.notifications.model import Notification, State
from domain.people.model import Address, Channel, Person
from storage.work import SqlWork
from tests.factories import NOON, address, booking, person, studio
from tests.turns import in_a_turn

BORN = date(2017, 5, 24)
SOON = NOON + timedelta(days=3)


def _child(work: SqlWork, guardian: Person, name: str = "Leo", born_on: date = BORN) -> Bond:
    return family.add_child(work, guardian, name, born_on, shown="Are you?", said="24 May", now=NOON)


def _chat(work: SqlWork, of: Person) -> Address:
    place = work.people.reach(of.id, Role.CLIENT)
    assert place
    return work.people.address(place.address_id)


def _reminded_at(work: SqlWork, booking_id: int) -> list[tuple[int, dict[str, object]]]:
    pending = select(Notification).where(
        Notification.subject_id == booking_id,
        Notification.kind.in_(REMINDERS),
        Notification.state == State.PENDING,
    )
    return [(each.address_id, each.data) for each in work.session.scalars(pending)]


def test_of_age_is_from_the_eighteenth_birthday_on_where_they_live() -> None:
    assert of_age_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert of_age_on(date(2006, 2, 28)) == date(2024, 2, 28)
    assert of_age_at(date(2008, 7, 1), "Europe/Madrid").isoformat() == "2026-06-30T22:00:00+00:00"


@in_a_turn
def test_a_guardian_speaks_for_a_child_and_nobody_else_does(work: SqlWork) -> None:
    here = studio(work)
    leo = _child(work, here.cleo).person
    assert family.household(work, here.cleo, now=NOON) == [here.cleo, leo]
    assert family.speak_for(work, here.cleo, leo.id, now=NOON) is leo
    assert family.speak_for(work, here.sam, here.sam.id, now=NOON) is here.sam
    for other in (here.sam, here.mallory, here.ana.person, leo):
        if other is not leo:
            with pytest.raises(NotYours):
                family.speak_for(work, other, leo.id, now=NOON)
        with pytest.raises(NotYours):
            family.speak_for(work, other, here.cleo.id, now=NOON)


@in_a_turn
def test_each_of_a_family_holds_and_books_for_themself(work: SqlWork) -> None:
    here = studio(work)
    leo = _child(work, here.cleo).person
    mine = bookings.hold(work, here.cleo, here.check_in.id, SOON, now=NOON).booking
    his = bookings.hold(work, leo, here.check_in.id, SOON + timedelta(hours=2), now=NOON).booking
    assert (mine.status, his.status) == (Status.HELD, Status.HELD)
    bookings.confirm(work, leo, his.id, his.version, now=NOON)
    assert [each.booking.id for each in work.bookings.coming(leo.id, NOON)] == [his.id]
    assert work.people.relationship(leo.id, here.ana.id)
    assert not work.people.relationship(here.cleo.id, here.ana.id)
    assert work.bookings.sheet(his.id).writer == "Cleo"
    with pytest.raises(NotYours):
        bookings.cancel(work, here.cleo, his.id, his.version, now=NOON)


@in_a_turn
def test_an_adult_counts_once_they_agreed(work: SqlWork) -> None:
    here = studio(work)
    bond = family.add_adult(work, here.cleo, "Max", now=NOON)
    with pytest.raises(NotYours):
        family.speak_for(work, here.cleo, bond.person.id, now=NOON)
    assert work.people.reach(bond.person.id, Role.CLIENT) is None
    with pytest.raises(NotYours):
        family.agree(work, here.mallory, bond.terms.id, shown="", said="", now=NOON)
    family.agree(work, here.cleo, bond.terms.id, shown="Max, may Cleo?", said="Max agrees", now=NOON)
    assert family.speak_for(work, here.cleo, bond.person.id, now=NOON) is bond.person
    family.agree(work, here.cleo, bond.terms.id, shown="other words", said="", now=NOON)
    assert bond.terms.shown == "Max, may Cleo?", "the first yes is the proof"


@in_a_turn
def test_what_a_child_is_told_comes_to_the_guardian_unless_they_have_a_chat(work: SqlWork) -> None:
    here = studio(work)
    leo = _child(work, here.cleo).person
    cleos = work.people.reach(here.cleo.id, Role.CLIENT)
    assert work.people.reach(leo.id, Role.CLIENT) == cleos
    assert work.people.reach(leo.id, Role.TRAINER) is None
    address(work, leo, "1777")
    own = work.people.reach(leo.id, Role.CLIENT)
    assert own
    assert own.person_id == leo.id


@in_a_turn
def test_a_stop_moves_a_childs_reminders_to_where_the_guardian_still_reads(work: SqlWork) -> None:
    here = studio(work)
    leo = _child(work, here.cleo).person
    phone = address(work, here.cleo, "+447700900101", Channel.SMS)
    his = bookings.hold(work, leo, here.check_in.id, SOON, now=NOON).booking
    bookings.confirm(work, leo, his.id, his.version, now=NOON)
    chat = _chat(work, here.cleo)
    assert _reminded_at(work, his.id) == [(chat.id, {"whom": leo.id})] * 2
    consent.stop(work, chat, "stop", now=NOON)
    assert _reminded_at(work, his.id) == [(phone.id, {"whom": leo.id})] * 2


@in_a_turn
def test_cancel_by_text_is_about_the_next_session_of_all_who_share_the_phone(work: SqlWork) -> None:
    here = studio(work)
    leo = _child(work, here.cleo).person
    booking(work, here.cleo, here.check_in, SOON + timedelta(hours=3))
    his = booking(work, leo, here.check_in, SOON)
    chat = _chat(work, here.cleo)
    asked = consent.carrier_stop(work, chat, "CANCEL", now=NOON)
    assert asked
    assert (asked.booking.id, asked.booking.cancel_asked_at) == (his.id, NOON)


@in_a_turn
def test_at_eighteen_it_lapses_with_the_reminders_and_the_grown_child_is_asked(work: SqlWork) -> None:
    here = studio(work)
    bond = _child(work, here.cleo, born_on=date(2008, 11, 24))  # eighteen tomorrow
    his = bookings.hold(work, bond.person, here.check_in.id, SOON, now=NOON).booking
    bookings.confirm(work, bond.person, his.id, his.version, now=NOON)
    assert family.come_of_age(work, now=NOON) == 0
    midnight = NOON.replace(day=24, hour=0)
    with pytest.raises(NotYours):
        family.speak_for(work, here.cleo, bond.person.id, now=midnight)
    assert family.come_of_age(work, now=midnight) == 1
    assert family.come_of_age(work, now=midnight) == 0
    assert (bond.terms.ended_at, bond.terms.ended_by) == (midnight, None)
    assert _reminded_at(work, his.id) == []
    (asked,) = work.family.of_speaker(here.cleo.id)
    assert (asked.terms.kind, asked.terms.agreed_at) == (Kind.ADULT, None)
    told = work.session.scalars(select(Notification).where(Notification.kind == "client_of_age")).one()
    assert told.subject_id == asked.terms.id
    family.agree(work, here.cleo, asked.terms.id, shown="May Cleo?", said="yes", now=midnight)
    assert len(_reminded_at(work, his.id)) == 2


@in_a_turn
def test_an_admin_ends_it_and_a_stranger_does_not(work: SqlWork) -> None:
    here = studio(work)
    bond = _child(work, here.cleo)
    booking(work, bond.person, here.check_in, SOON)
    with pytest.raises(NotYours):
        family.end(work, here.mallory, bond.terms.id, now=NOON)
    with pytest.raises(family.SessionsLeft):
        family.end(work, here.cleo, bond.terms.id, now=NOON)
    ada = person(work, "Ada", roles=Role.ADMIN)
    family.end(work, ada, bond.terms.id, now=NOON)
    assert bond.terms.ended_by == ada.id
    told = work.session.scalars(select(Notification).where(Notification.kind == "client_bond_ended")).one()
    assert told.address_id == _chat(work, here.cleo).id
    assert family.household(work, here.cleo, now=NOON) == [here.cleo]
    assert work.bookings.coming(bond.person.id, NOON), "what is booked stays booked"


@in_a_turn
def test_who_can_not_be_added_is_refused_with_a_reason(work: SqlWork) -> None:
    here = studio(work)
    _child(work, here.cleo)
    for name, born_on, refusal in (
        ("leo", BORN, family.SameName),  # how could one tell them apart
        ("Cleo", BORN, family.SameName),
        ("Mia", NOON.date() + timedelta(days=1), family.NotBorn),
        ("Mia", date(2008, 11, 23), family.OfAge),  # eighteen today
    ):
        with pytest.raises(Refusal) as refused:
            _child(work, here.cleo, name, born_on)
        assert type(refused.value) is refusal, (name, born_on)
    for number in range(7):
        family.add_adult(work, here.cleo, f"Max{number}", now=NOON)
    with pytest.raises(family.TooMany):
        family.add_adult(work, here.cleo, "Zoe", now=NOON)
    with pytest.raises(NotYours):
        family.own_chat(work, here.cleo, work.family.of_speaker(here.cleo.id)[0].terms.id, now=NOON)
