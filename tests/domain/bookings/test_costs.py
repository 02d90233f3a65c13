"""What a late cancellation or move costs: shown first, agreed to, recorded once, and waived with a reason."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.costs import to_cancel, to_move
from domain.bookings.model import Booking, BookingChange, Status
from domain.errors import NotYours
from domain.intervals import Interval
from domain.money import Money
from domain.policies.model import Late
from domain.policies.rules import FREE, Cost
from domain.policies.service import set_policy
from domain.policies.words import Terms
from domain.schedule.service import add_block
from storage.work import SqlWork
from tests.factories import NOON, Studio, person, studio
from tests.turns import in_a_turn

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + 3 * DAY
LATEST = TEN - DAY  # at which all is free
FEE = Cost(Late.FEE, Money(1500, "EUR"))


def booked(work: SqlWork, here: Studio, terms: Terms, fee: int | None = None) -> Booking:
    """Cleo's half hour with Ana, under these terms."""
    set_policy(work, here.ana.person, here.ana, terms, fee_minor=fee, now=NOON)
    place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
    work.flush()
    return place


def charged(work: SqlWork, here: Studio) -> Booking:
    """The same, cancelled a second too late for a fee."""
    place = booked(work, here, Terms(1440, late=Late.FEE), 1500)
    bookings.cancel(work, here.cleo, place.id, 2, now=LATEST + SECOND, at_cost=True)
    work.flush()
    return place


@in_a_turn
@pytest.mark.parametrize(
    ("at", "cost"),
    [
        (LATEST, FREE),  # the last free second
        (LATEST + SECOND, FEE),
        (TEN - SECOND, FEE),
    ],
)
def test_it_costs_from_the_second_after_the_window(work: SqlWork, at: datetime, cost: Cost) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440, late=Late.FEE), 1500)
    assert to_cancel(work, work.bookings.sheet(place.id), now=at) == cost
    if not cost.is_free:
        with pytest.raises(errors.Costs):
            bookings.cancel(work, here.cleo, place.id, 2, now=at)
    bookings.cancel(work, here.cleo, place.id, 2, now=at, at_cost=True)
    work.flush()
    last, owed = work.bookings.last_change(place.id), work.bookings.owed(place.id)
    assert last
    assert (last.cost, last.fee_minor) == (cost.late, cost.fee.minor if cost.fee else None)
    assert (owed is None) is cost.is_free


@in_a_turn
def test_without_a_policy_all_is_free_until_it_begins(work: SqlWork) -> None:
    here = studio(work)
    place = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
    bookings.cancel(work, here.cleo, place.id, 2, now=TEN - SECOND)
    assert place.status is Status.CANCELLED


@in_a_turn
def test_a_request_costs_nothing(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(1440), now=NOON)
    place = bookings.hold(work, here.cleo, here.training.id, TEN, now=LATEST + HOUR).booking
    bookings.confirm(work, here.cleo, place.id, 1, now=LATEST + HOUR)
    bookings.cancel(work, here.cleo, place.id, 2, now=LATEST + HOUR)
    assert work.bookings.owed(place.id) is None


@in_a_turn
def test_a_cancellation_counts_from_the_cancel_that_was_texted(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440))
    bookings.ask_to_cancel(work, [here.cleo], now=LATEST - HOUR)
    bookings.cancel(work, here.cleo, place.id, 3, now=LATEST + HOUR)
    work.flush()
    assert work.bookings.owed(place.id) is None


@in_a_turn
def test_what_the_trainer_has_no_room_for_costs_nothing(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440))
    add_block(work, here.ana.person, here.ana, Interval(TEN, TEN + HOUR), "", now=NOON)
    sheet = work.bookings.sheet(place.id)
    assert to_cancel(work, sheet, now=LATEST + HOUR) == to_move(work, sheet, now=LATEST + HOUR) == FREE
    bookings.cancel(work, here.cleo, place.id, 2, now=LATEST + HOUR)
    assert work.bookings.owed(place.id) is None


@in_a_turn
@pytest.mark.parametrize("who", ["ana", "ada"])
def test_a_trainer_or_an_admin_cancels_for_free_with_a_reason(work: SqlWork, who: str) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    actor = here.ana.person if who == "ana" else ada
    place = booked(work, here, Terms(1440))
    with pytest.raises(errors.ReasonNeeded):
        bookings.cancel(work, actor, place.id, 2, now=LATEST + HOUR, reason=" ")
    bookings.cancel(work, actor, place.id, 2, now=LATEST + HOUR, reason="Her child is ill.")
    work.flush()
    last = work.bookings.last_change(place.id)
    assert last
    assert (last.cost, last.actor_id, last.reason) == (Late.FREE, actor.id, "Her child is ill.")


@in_a_turn
def test_a_late_move_is_refused_or_costs_the_same(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440, late=Late.FEE, moves_late=False), 1500)
    later = TEN + DAY
    with pytest.raises(errors.MoveTooLate):
        bookings.move(work, here.cleo, place.id, 2, later, now=LATEST + SECOND, at_cost=True)
    with pytest.raises(errors.ReasonNeeded):
        bookings.move(work, here.ana.person, place.id, 2, later, now=LATEST + SECOND)
    bookings.move(work, here.ana.person, place.id, 2, later, now=LATEST + SECOND, reason="On the phone.")
    work.flush()
    assert place.starts == later
    assert work.bookings.owed(place.id) is None


@in_a_turn
def test_what_was_moved_by_another_when_it_was_late_is_given_up_for_free(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440))
    sooner = TEN - HOUR
    bookings.move(work, here.ana.person, place.id, 2, sooner, now=LATEST + HOUR, reason="The road.")
    bookings.cancel(work, here.cleo, place.id, 3, now=LATEST + 2 * HOUR)
    assert work.bookings.owed(place.id) is None
    other = booked(work, here, Terms(1440))
    bookings.move(work, here.ana.person, other.id, 2, sooner - HOUR, now=NOON)
    with pytest.raises(errors.Costs):
        bookings.cancel(work, here.cleo, other.id, 3, now=LATEST)


@in_a_turn
def test_a_late_move_that_is_let_is_agreed_to_first(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, Terms(1440, late=Late.FEE, moves_late=True), 1500)
    bookings_move = (work, here.cleo, place.id, 2, TEN + DAY)
    with pytest.raises(errors.Costs):
        bookings.move(*bookings_move, now=LATEST + SECOND)
    bookings.move(*bookings_move, now=LATEST + SECOND, at_cost=True)
    work.flush()
    owed = work.bookings.owed(place.id)
    assert owed
    assert (owed.kind, owed.cost, owed.fee_minor) == ("moved", Late.FEE, 1500)


@in_a_turn
def test_what_is_owed_is_waived_once_and_with_a_reason(work: SqlWork) -> None:
    here = studio(work)
    place = charged(work, here)
    at = {"now": LATEST + HOUR}
    with pytest.raises(errors.ReasonNeeded):
        bookings.waive(work, here.ana.person, place.id, 3, reason="", **at)
    for somebody in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            bookings.waive(work, somebody, place.id, 3, reason="Please", **at)
    bookings.waive(work, here.ana.person, place.id, 3, reason="Snow.", **at)
    work.flush()
    assert work.bookings.owed(place.id) is None
    assert place.status is Status.CANCELLED
    with pytest.raises(errors.AlreadyAnswered):
        bookings.waive(work, here.ana.person, place.id, 4, reason="Snow.", **at)


@in_a_turn
def test_behind_the_services_a_cost_is_voided_once_and_a_fee_has_an_amount(work: SqlWork) -> None:
    here = studio(work)
    place = charged(work, here)
    row = {"booking_id": place.id, "version": 9, "status": Status.CANCELLED, "starts": TEN, "at": NOON}
    row |= {"kind": "waived", "reason": ""}
    work.session.execute(insert(BookingChange).values(**row, voids=3))
    for wrong in ({"voids": 3}, {"voids": 9}, {"cost": Late.FEE}, {"cost": Late.USED, "fee_minor": 5}):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(insert(BookingChange).values(**row | wrong))


@in_a_turn
@pytest.mark.parametrize(("price", "fee"), [(1200, 1200), (0, None), (4000, 1500)])
def test_a_late_fee_is_never_more_than_the_price(work: SqlWork, price: int, fee: int | None) -> None:
    here = studio(work)
    here.check_in.price_minor = price
    place = booked(work, here, Terms(1440, late=Late.FEE), 1500)
    cost = to_cancel(work, work.bookings.sheet(place.id), now=LATEST + SECOND)
    assert (cost.fee and cost.fee.minor) == fee
    bookings.cancel(work, here.cleo, place.id, 2, now=LATEST + SECOND, at_cost=fee is not None)
    work.flush()
    owed = work.bookings.owed(place.id)
    assert (owed and owed.fee_minor) == fee
