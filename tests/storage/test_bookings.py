"""Which bookings are found, by whom they are looked for."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.bookings.model import Booking, BookingChange, Status
from domain.bookings.ports import Sheet
from domain.errors import NotFound
from storage.work import SqlWork
from tests.factories import NOON, booking, session, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)


@in_a_turn
def test_a_sheet_has_all_that_a_card_needs(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    work.session.expunge_all()
    sheet = work.bookings.sheet(place.id)
    assert (sheet.booking.starts, sheet.service.minutes, sheet.trainer.name, sheet.client.name) == (
        TEN,
        60,
        "Ana",
        "Cleo",
    )
    with pytest.raises(NotFound):
        work.bookings.sheet(10**6)


@in_a_turn
def test_a_sheet_is_read_as_it_is_now_and_keeps_what_the_turn_changed(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    behind = update(Booking).where(Booking.id == place.id).values(version=5)
    work.session.execute(behind, execution_options={"synchronize_session": False})
    place.attending = True
    sheet = work.bookings.sheet(place.id)
    assert (sheet.booking.version, sheet.booking.attending) == (5, True)


@in_a_turn
def test_a_client_sees_their_own_in_order(work: SqlWork) -> None:
    here = studio(work)
    for hours in (24, 0, 48):
        booking(work, here.cleo, here.training, TEN + hours * HOUR)
    booking(work, here.cleo, here.training, TEN - 24 * HOUR, Status.COMPLETED)
    for hours, was in ((72, Status.CONFIRMED), (96, Status.REQUESTED), (120, Status.CANCELLED)):
        place = booking(work, here.cleo, here.training, TEN + hours * HOUR, Status.CANCELLED)
        work.add(
            BookingChange(
                booking_id=place.id, version=2, status=was, starts=place.starts, at=NOON, kind="was"
            )
        )
    booking(work, here.sam, here.run, TEN)

    def hours_of(mine: list[Sheet]) -> list[int]:
        return [(sheet.booking.starts - TEN) // HOUR for sheet in mine]

    assert hours_of(work.bookings.coming(here.cleo.id, TEN)) == [0, 24, 48]
    assert hours_of(work.bookings.coming(here.cleo.id, TEN + 2 * HOUR, limit=1)) == [24]
    # Nobody has marked the first one yet, and it is over all the same.
    assert hours_of(work.bookings.over(here.cleo.id, TEN + 2 * HOUR)) == [0, -24]
    assert hours_of(work.bookings.gone(here.cleo.id)) == [96, 72]


@in_a_turn
def test_a_trainer_sees_what_touches_the_day(work: SqlWork) -> None:
    here = studio(work)
    for hours in (-1, 0, 4):
        booking(work, here.cleo, here.training, TEN + 2 * hours * HOUR)
    seen = work.bookings.of_trainer(here.ana.id, TEN - HOUR, TEN + 8 * HOUR, [Status.CONFIRMED])
    assert [(sheet.booking.starts - TEN) // HOUR for sheet in seen] == [0]


@in_a_turn
def test_what_lapsed_is_found_soonest_first(work: SqlWork) -> None:
    here = studio(work)
    asked = booking(work, here.sam, here.training, TEN, Status.REQUESTED)
    held = booking(work, here.cleo, here.run, TEN, Status.HELD)
    booking(work, here.mallory, here.run, TEN + 3 * HOUR)
    assert work.bookings.lapsed(NOON + timedelta(minutes=9)) == []
    assert [sheet.booking for sheet in work.bookings.lapsed(NOON + 12 * HOUR)] == [held, asked]
    assert [sheet.booking for sheet in work.bookings.lapsed(NOON + 12 * HOUR, limit=1)] == [held]


@in_a_turn
def test_what_lapsed_over_a_time_is_what_stands_in_its_way(work: SqlWork) -> None:
    here = studio(work)
    held = booking(work, here.cleo, here.training, TEN, Status.HELD)
    later = NOON + timedelta(minutes=10)
    assert work.bookings.lapsed_over(here.ana.id, TEN, TEN + HOUR, later) == [held]
    assert work.bookings.lapsed_over(here.ana.id, TEN, TEN + HOUR, NOON) == []
    assert work.bookings.lapsed_over(here.ana.id, TEN - HOUR, TEN, later) == []
    assert work.bookings.lapsed_over(here.tom.id, TEN, TEN + HOUR, later) == []


@in_a_turn
def test_who_holds_asks_and_has_trained(work: SqlWork) -> None:
    here = studio(work)
    held = booking(work, here.cleo, here.training, TEN, Status.HELD)
    asked = booking(work, here.sam, here.training, TEN + 3 * HOUR, Status.REQUESTED)
    booking(work, here.mallory, here.training, TEN - 48 * HOUR, Status.NO_SHOW)
    assert work.bookings.held_by(here.cleo.id) is held
    assert work.bookings.held_by(here.sam.id) is None
    assert work.bookings.request_of(here.sam.id, here.ana.id) == asked.id
    assert work.bookings.request_of(here.cleo.id, here.ana.id) is None
    assert work.bookings.request_of(here.sam.id, here.tom.id) is None
    trained = [
        work.bookings.trained_with(each.id, [here.ana.id, here.tom.id])
        for each in (here.cleo, here.sam, here.mallory)
    ]
    assert trained == [set(), set(), {here.ana.id}]


@in_a_turn
def test_the_last_change_is_the_latest(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    assert work.bookings.last_change(place.id) is None
    for version, kind in ((2, "moved"), (3, "attending")):
        work.add(
            BookingChange(
                booking_id=place.id,
                version=version,
                status=Status.CONFIRMED,
                starts=TEN,
                at=NOON,
                kind=kind,
            )
        )
    latest = work.bookings.last_change(place.id)
    assert latest
    assert latest.kind == "attending"
    assert session(work, here.run, TEN).live
