"""A service of several lengths: what fits is offered, the price follows, what was booked stays as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.model import Booking
from domain.money import Money
from domain.schedule.anybody import openings
from domain.schedule.service import is_free, times
from domain.trainers.model import Approval, Service
from domain.trainers.service import of_length
from domain.waitlist import service as waitlist
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, give_up, service, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)


def several(of: Service, shortest: int = 30, longest: int = 90, step: int = 15) -> Service:
    of.shortest, of.longest, of.length_step = shortest, longest, step
    return of


def offered(work: SqlWork, here: Studio, what: Service) -> list[int]:
    found = times(work, here.ana, what, now=NOON, since=TEN, until=TEN + 2 * HOUR)
    return [(starts - TEN) // timedelta(minutes=1) for starts in found]


@in_a_turn
def test_only_what_has_room_for_the_length_is_offered(work: SqlWork) -> None:
    """From ten to eleven, between two sessions; it needs a quarter of an hour after it."""
    here = studio(work)
    training = several(here.training)
    for starts in (TEN - HOUR, TEN + HOUR):
        booking(work, here.cleo, here.check_in.lasting(60), starts)
    assert offered(work, here, training.lasting(30)) == [0, 120]
    assert offered(work, here, training.lasting(45)) == [0, 120]
    assert offered(work, here, training) == [120]
    assert is_free(work, here.ana, training.lasting(45), TEN, now=NOON)
    assert not is_free(work, here.ana, training.lasting(60), TEN, now=NOON)


@pytest.mark.parametrize(
    ("price", "minutes", "costs"),
    [
        (Money(5000, "EUR"), 30, 2500),
        (Money(5000, "EUR"), 45, 3750),
        (Money(5000, "EUR"), 90, 7500),
        (Money(5000, "JPY"), 45, 3750),  # whole yen
        (Money(1001, "EUR"), 30, 501),  # half a cent is rounded up
        (Money(1000, "EUR"), 20, 333),
        (Money(12_500, "KWD"), 45, 9375),  # a thousandth each
        (Money(0, "EUR"), 45, 0),
    ],
)
def test_the_price_is_in_proportion_to_the_length(price: Money, minutes: int, costs: int) -> None:
    assert price.share(minutes, of=60) == Money(costs, price.currency)


@in_a_turn
def test_what_is_booked_keeps_its_length_and_its_price(work: SqlWork) -> None:
    here = studio(work)
    several(here.training)
    held = bookings.hold(work, here.cleo, here.training.id, TEN, minutes=45, now=NOON)
    assert held.booking.session.ends == TEN + timedelta(minutes=45)
    assert held.booking.session.busy_to == TEN + HOUR  # its buffer behind it
    assert (held.booking.price, held.service.minutes) == (Money(3000, "EUR"), 45)
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    here.training.price_minor, here.training.currency, here.training.minutes = 9000, "GBP", 90
    work.flush()
    moved = bookings.move(work, here.cleo, held.booking.id, 2, TEN + 3 * HOUR, now=NOON)
    assert moved.booking.session.ends == TEN + timedelta(hours=3, minutes=45)
    read = work.bookings.sheet(held.booking.id)
    assert (read.service.minutes, read.service.price, read.booking.price) == (45, *[Money(3000, "EUR")] * 2)
    assert read.service.id == here.training.id
    assert here.training not in work.session.dirty


@in_a_turn
def test_another_length_of_the_time_that_is_held_is_held_instead(work: SqlWork) -> None:
    here = studio(work)
    several(here.training)
    first = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON)
    again = bookings.hold(work, here.cleo, here.training.id, TEN, minutes=60, now=NOON)
    assert again.booking.id == first.booking.id
    longer = bookings.hold(work, here.cleo, here.training.id, TEN, minutes=90, now=NOON)
    assert (longer.booking.id != first.booking.id, longer.booking.price) == (True, Money(6000, "EUR"))
    assert not first.booking.session.live


@in_a_turn
@pytest.mark.parametrize("minutes", [15, 40, 105])
def test_a_length_that_is_not_on_offer_is_not_held(work: SqlWork, minutes: int) -> None:
    here = studio(work)
    several(here.training)
    with pytest.raises(NotOpen):
        bookings.hold(work, here.cleo, here.training.id, TEN, minutes=minutes, now=NOON)
    assert here.training.of(minutes) is here.training  # an old button shows the usual one


@in_a_turn
def test_the_first_service_that_has_the_length_is_meant(work: SqlWork) -> None:
    here = studio(work)
    several(here.training)
    known = work.trainers.services(here.ana.id)
    for minutes, meant in ((None, 60), (30, 30), (75, 75)):
        found = of_length(known, minutes)
        assert found
        assert (found.id, found.minutes) == (here.training.id, meant)
    assert of_length(known, 120) is None
    names = {
        each.trainer.name for each, _ in zip(openings(work, now=NOON, minutes=75), range(5), strict=False)
    }
    assert names == {"Ana"}  # Tom has no such session


@in_a_turn
@pytest.mark.parametrize(
    "lengths",
    [
        {"shortest": 75, "longest": 90, "length_step": 15},  # the usual one is shorter
        {"shortest": 30, "longest": 45, "length_step": 15},  # the usual one is longer
        {"shortest": 0, "longest": 60, "length_step": 15},
        {"shortest": 30, "longest": 90, "length_step": 0},
        {"shortest": 30, "longest": 90, "length_step": 20},  # the usual one is none of them
        {"shortest": 30, "longest": 100, "length_step": 30},  # the longest is none of them
        {"shortest": 30, "longest": None, "length_step": 30},
        {"shortest": 30, "longest": 60, "length_step": None},
    ],
)
def test_the_database_refuses_lengths_that_are_none(work: SqlWork, lengths: dict[str, int | None]) -> None:
    here = studio(work)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(update(Service).where(Service.id == here.training.id).values(**lengths))


@in_a_turn
@pytest.mark.parametrize("rise", [{"price_minor": 9000}, {"currency": "GBP"}])
def test_the_database_refuses_another_price_for_what_is_booked(
    work: SqlWork, rise: dict[str, object]
) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.training, TEN)
    with pytest.raises(DBAPIError, match="price_is_frozen"), work.session.begin_nested():
        work.session.execute(update(Booking).where(Booking.id == place.id).values(**rise))
    work.session.execute(update(Booking).where(Booking.id == place.id).values(attending=True))


@in_a_turn
def test_a_gap_is_as_long_as_what_was_given_up(work: SqlWork) -> None:
    here = studio(work)
    at_once = several(service(work, here.ana, approval=Approval.AT_ONCE))
    held = bookings.hold(work, here.cleo, at_once.id, TEN, minutes=90, now=NOON).booking
    bookings.confirm(work, here.cleo, held.id, 1, now=NOON)
    waitlist.join(work, here.sam, here.training.id, TEN.date(), now=NOON)
    give_up(work, here.cleo, held)
    (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR)
    assert (gap.busy_from, gap.busy_to) == (TEN, TEN + timedelta(minutes=90))
