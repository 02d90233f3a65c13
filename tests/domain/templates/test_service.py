"""What Ana prepares is booked as it was, and stays so; nobody else books for her clients."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.bookings import service as bookings
from domain.bookings.costs import to_cancel
from domain.bookings.errors import NotOpen
from domain.bookings.holds import relate
from domain.bookings.model import Status
from domain.errors import NotYours, Taken
from domain.notifications.model import Notification
from domain.templates.service import (
    SameTemplate,
    UnreadableMinutes,
    book_for,
    change_template,
    prepare,
    take_away,
)
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)
KNEE = {
    "name": "Knee rehab",
    "description": "After an injury",
    "minutes": "45 min",
    "price": "40",
    "agenda": "Mobility",
    "after": "https://videos.example.com/knee",
}


def _house(work: SqlWork) -> Studio:
    here = studio(work)
    relate(work, here.cleo, here.ana, now=NOON)
    return here


@in_a_turn
def test_what_was_prepared_is_copied_to_what_is_booked(work: SqlWork) -> None:
    here = _house(work)
    knee = prepare(work, here.ana.person, here.training.id, KNEE)
    sheet = book_for(
        work, here.ana.person, here.cleo.id, here.training.id, TEN, template_id=knee.id, now=NOON
    )
    session, booked = sheet.booking.session, sheet.booking
    assert (booked.status, booked.price.minor, session.ends - session.starts) == (
        Status.CONFIRMED, 4000, timedelta(minutes=45),
    )  # fmt: skip
    assert (session.agenda, session.after) == ("Mobility", "https://videos.example.com/knee")
    change_template(work, here.ana.person, knee.id, {"minutes": "off", "agenda": "off", "price": "off"})
    assert (knee.minutes, knee.agenda, knee.price_minor) == (None, None, None)
    take_away(work, here.ana.person, knee.id)
    again = work.bookings.sheet(booked.id)
    assert (again.booking.session.agenda, again.service.minutes) == ("Mobility", 45)
    assert work.templates.of_trainer(here.ana.id) == []


@in_a_turn
def test_the_client_is_told_and_may_give_it_back_for_nothing(work: SqlWork) -> None:
    here = _house(work)
    sheet = book_for(work, here.ana.person, here.cleo.id, here.training.id, TEN, now=NOON)
    told = work.session.scalars(select(Notification.kind)).all()
    assert {"client_given", "reminder_24h", "reminder_1h"} <= set(told)
    late = TEN - timedelta(minutes=5)
    assert to_cancel(work, work.bookings.sheet(sheet.booking.id), now=late).is_free
    gone = bookings.cancel(work, here.cleo, sheet.booking.id, sheet.booking.version, now=late)
    assert gone.booking.status is Status.CANCELLED


@in_a_turn
def test_nothing_is_booked_over_anything(work: SqlWork) -> None:
    here = _house(work)
    booking(work, here.sam, here.training, TEN)
    with pytest.raises(Taken):
        book_for(work, here.ana.person, here.cleo.id, here.training.id, TEN, now=NOON)
    with pytest.raises(NotOpen):
        book_for(work, here.ana.person, here.cleo.id, here.training.id, NOON, now=NOON)
    late = TEN.replace(hour=22)  # outside the hours, which are the trainer's own to leave
    booked = book_for(work, here.ana.person, here.cleo.id, here.training.id, late, now=NOON).booking
    assert booked.status is Status.CONFIRMED


@in_a_turn
def test_nobody_else_books_or_prepares(work: SqlWork) -> None:
    here = _house(work)
    knee = prepare(work, here.ana.person, here.training.id, KNEE)
    for who in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            book_for(work, who, here.cleo.id, here.training.id, TEN, now=NOON)
        with pytest.raises(NotYours):
            prepare(work, who, here.training.id, {"name": "x"})
        with pytest.raises(NotYours):
            change_template(work, who, knee.id, {"name": "x"})
        with pytest.raises(NotYours):
            take_away(work, who, knee.id)
    with pytest.raises(NotYours):  # who does not train with her
        book_for(work, here.ana.person, here.sam.id, here.training.id, TEN, now=NOON)


@in_a_turn
def test_names_are_told_apart_and_minutes_read(work: SqlWork) -> None:
    here = _house(work)
    prepare(work, here.ana.person, here.training.id, KNEE)
    with pytest.raises(SameTemplate):
        prepare(work, here.ana.person, here.training.id, {"name": "knee REHAB"})
    for minutes in ("4", "601", "long", "9" * 99):
        with pytest.raises(UnreadableMinutes):
            prepare(work, here.ana.person, here.training.id, {"name": "x", "minutes": minutes})


@in_a_turn
@pytest.mark.parametrize("column", ["minutes = 0", "price_minor = -1", "name = 'Knee rehab'"])
def test_the_database_refuses_it_too(work: SqlWork, column: str) -> None:
    here = _house(work)
    prepare(work, here.ana.person, here.training.id, KNEE)
    other = prepare(work, here.ana.person, here.training.id, {"name": "Other"})
    with pytest.raises(IntegrityError):
        work.session.execute(text(f"UPDATE session_template SET {column} WHERE id = {other.id}"))
    work.session.rollback()
