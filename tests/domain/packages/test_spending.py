"""A credit is reserved with what it pays for, used when that took place or came too late to give up, and else
given back; every way has its way back.
"""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.attendance import complete, no_show, set_right
from domain.bookings.costs import waive
from domain.bookings.model import Status
from domain.bookings.undo import undo
from domain.ledger.model import Kind
from domain.packages import service as packages
from domain.packages.errors import CreditSpent, NoCreditLeft
from domain.packages.spending import reserve
from domain.policies.model import Late
from domain.policies.service import set_policy
from domain.policies.words import Terms
from storage.work import SqlWork
from tests.domain.packages.given import DAY, HOUR, TEN, booked, credited, pack, stands
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

SECOND = timedelta(seconds=1)


@in_a_turn
def test_it_is_reserved_with_the_booking_and_used_when_it_took_place(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 3)
    place = booked(work, here)
    assert stands(work, here) == (2, 1, 0, 0)
    complete(work, here.ana.person, place.id, place.version, now=TEN + HOUR)
    assert stands(work, here) == (2, 0, 1, 0)
    undo(work, here.ana.person, place.id, place.version, now=TEN + HOUR + SECOND)
    assert stands(work, here) == (2, 1, 0, 0)
    no_show(work, here.ana.person, place.id, place.version, now=TEN + HOUR)
    set_right(work, here.ana.person, place.id, place.version, now=TEN + HOUR)
    assert stands(work, here) == (2, 0, 1, 0)


@in_a_turn
def test_a_request_reserves_one_and_gives_it_back_where_it_is_declined_or_lapses(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 1)
    place = booked(work, here, service=here.training)
    assert (place.status, stands(work, here)) == (Status.REQUESTED, (0, 1, 0, 0))
    bookings.decline(work, here.ana.person, place.id, place.version, now=NOON)
    assert (place.lot_id, stands(work, here)) == (None, (1, 0, 0, 0))
    again = booked(work, here, service=here.training)
    bookings.expire_due(work, now=NOON + DAY)
    assert (again.status, stands(work, here)) == (Status.EXPIRED, (1, 0, 0, 0))


@in_a_turn
@pytest.mark.parametrize(
    ("late", "fee", "after"),
    [
        (Late.USED, None, (0, 0, 1, 0)),
        (Late.FEE, 1500, (0, 0, 1, 0)),  # a credit, since credits pay
        (Late.FREE, None, (1, 0, 0, 0)),
    ],
)
def test_what_a_late_cancellation_costs_is_what_the_frozen_policy_says(
    work: SqlWork, late: Late, fee: int | None, after: tuple[int, int, int, int]
) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(1440, late=late), fee_minor=fee, now=NOON)
    credited(work, here, 1)
    place = booked(work, here)
    set_policy(work, here.ana.person, here.ana, Terms(0), now=NOON)
    bookings.cancel(work, here.cleo, place.id, place.version, now=TEN - HOUR, at_cost=True)
    owed = work.ledger.account(Kind.OWED, "EUR", client_id=here.cleo.id, trainer_id=here.ana.id)
    assert (stands(work, here), work.ledger.balance(owed)) == (after, 0)
    undo(work, here.cleo, place.id, place.version, now=TEN - HOUR + SECOND)
    assert (stands(work, here), work.ledger.balance(owed)) == ((0, 1, 0, 0), 0)
    assert place.lot_id is not None
    bookings.cancel(work, here.cleo, place.id, place.version, now=TEN - HOUR, at_cost=True)
    if late is not Late.FREE:
        waive(work, here.ana.person, place.id, place.version, now=TEN, reason="the road was closed")
    assert (stands(work, here), work.ledger.balance(owed)) == ((1, 0, 0, 0), 0)


@in_a_turn
def test_in_time_or_by_the_trainer_it_is_given_back(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(1440, late=Late.USED), now=NOON)
    credited(work, here, 1)
    early = booked(work, here)
    bookings.cancel(work, here.cleo, early.id, early.version, now=NOON)
    assert stands(work, here) == (1, 0, 0, 0)
    late = booked(work, here, TEN + DAY)
    bookings.cancel(work, here.ana.person, late.id, late.version, now=TEN + DAY - HOUR, reason="ill")
    assert stands(work, here) == (1, 0, 0, 0)


@in_a_turn
def test_a_late_move_uses_one_and_takes_another(work: SqlWork) -> None:
    here = studio(work)
    terms = Terms(1440, late=Late.USED, moves_late=True)
    set_policy(work, here.ana.person, here.ana, terms, now=NOON)
    credited(work, here, 2)
    place = booked(work, here)
    moved = bookings.move(
        work, here.cleo, place.id, place.version, TEN + DAY, now=TEN - HOUR, at_cost=True
    ).booking
    assert stands(work, here) == (0, 1, 1, 0)
    waive(work, here.ana.person, place.id, moved.version, now=TEN, reason="my fault")
    assert stands(work, here) == (1, 1, 0, 0)


@in_a_turn
def test_the_first_to_expire_is_spent_first_and_none_after_its_last_day(work: SqlWork) -> None:
    here = studio(work)
    for_ever, until_friday = credited(work, here, 1), credited(work, here, 1, days=4)
    first = booked(work, here)
    second = booked(work, here, TEN + HOUR)
    assert (first.lot_id, second.lot_id) == (until_friday.id, for_ever.id)
    bookings.cancel(work, here.cleo, first.id, first.version, now=NOON)
    assert booked(work, here, TEN + 5 * DAY).lot_id is None  # a credit is left, but not for that day


@in_a_turn
def test_what_moves_behind_the_last_day_of_its_credit_takes_another(work: SqlWork) -> None:
    here = studio(work)
    week = credited(work, here, 1, days=4)
    place = booked(work, here)
    month = credited(work, here, 1, days=30)
    bookings.move(work, here.cleo, place.id, place.version, TEN + 5 * DAY, now=NOON)
    assert (week.id, place.lot_id, stands(work, here)) == (week.id, month.id, (1, 1, 0, 0))
    later = booked(work, here, TEN + HOUR)
    before = later.lot_id
    bookings.move(work, here.cleo, later.id, later.version, TEN + 6 * DAY, now=NOON)
    assert (before, later.lot_id, stands(work, here)) == (week.id, None, (1, 1, 0, 0))


@in_a_turn
def test_a_credit_is_for_the_services_of_its_package(work: SqlWork) -> None:
    here = studio(work)
    here.training.name = "Strength"
    credited(work, here, 1, days=1)  # so that they train together
    ten = pack(work, here, "services=Strength")
    packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid in cash", now=NOON)
    assert booked(work, here).lot_id is None
    assert booked(work, here, TEN + DAY, here.training).lot_id is not None


@in_a_turn
def test_whoever_was_shown_a_credit_is_not_booked_without_one(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 1)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    _spend_the_last(work, here)
    with pytest.raises(NoCreditLeft):
        bookings.confirm(work, here.cleo, held.id, held.version, now=NOON, by_credit=True)
    assert held.status is Status.HELD
    bookings.confirm(work, here.cleo, held.id, held.version, now=NOON)
    assert (held.status, held.lot_id) == (Status.CONFIRMED, None)


@in_a_turn
def test_what_was_cancelled_comes_back_with_its_credit_or_not_at_all(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 1)
    place = booked(work, here)
    bookings.cancel(work, here.cleo, place.id, place.version, now=NOON)
    _spend_the_last(work, here)
    with pytest.raises(CreditSpent), work.session.begin_nested():
        undo(work, here.cleo, place.id, place.version, now=NOON + SECOND)
    credited(work, here, 1)
    undo(work, here.cleo, place.id, place.version, now=NOON + SECOND)
    assert (place.status, stands(work, here)) == (Status.CONFIRMED, (0, 2, 0, 0))


@in_a_turn
def test_what_costs_nothing_takes_no_credit(work: SqlWork) -> None:
    here = studio(work)
    here.check_in.price_minor = 0
    credited(work, here, 1)
    assert (booked(work, here).lot_id, stands(work, here)) == (None, (1, 0, 0, 0))


def _spend_the_last(work: SqlWork, here: Studio) -> None:
    """As another device of Cleo's has just done, for a session that was booked before."""
    other = booking(work, here.cleo, here.check_in, TEN + 2 * DAY)
    assert reserve(work, work.bookings.sheet(other.id), actor=here.cleo, now=NOON)
