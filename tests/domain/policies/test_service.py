"""A trainer's policy: kept for what is booked from now on, and never changed beneath what is booked."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from domain.bookings import service as bookings
from domain.bookings.model import Booking
from domain.errors import NotYours
from domain.policies.model import Late, Policy
from domain.policies.rules import in_force
from domain.policies.service import end_policy, set_policy
from domain.policies.words import Terms, UnreadableFee
from storage.work import SqlWork
from tests.factories import NOON, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=3)
DAY = 24 * 60


@in_a_turn
def test_what_is_not_said_stays_as_it_was(work: SqlWork) -> None:
    here = studio(work)
    me = here.ana.person
    first = set_policy(work, me, here.ana, Terms(cancel_minutes=DAY), now=NOON)
    assert (first.cancel_minutes, first.move_minutes, first.late) == (DAY, DAY, Late.USED)
    assert first.moves_late, "nobody asked to refuse late moves"
    fee = set_policy(work, me, here.ana, Terms(late=Late.FEE), fee_minor=1500, now=NOON)
    assert (fee.cancel_minutes, fee.late, fee.fee_minor) == (DAY, Late.FEE, 1500)
    moves = set_policy(work, me, here.ana, Terms(move_minutes=60, moves_late=True), now=NOON)
    assert (moves.move_minutes, moves.fee_minor, moves.moves_late) == (60, 1500, True)
    longer = set_policy(work, me, here.ana, Terms(cancel_minutes=2 * DAY), now=NOON)
    assert (longer.cancel_minutes, longer.move_minutes) == (2 * DAY, 60)


@in_a_turn
def test_a_fee_has_an_amount(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(UnreadableFee):
        set_policy(work, here.ana.person, here.ana, Terms(late=Late.FEE), now=NOON)


@in_a_turn
def test_a_service_may_have_its_own(work: SqlWork) -> None:
    here = studio(work)
    general = set_policy(work, here.ana.person, here.ana, Terms(DAY), now=NOON)
    own = set_policy(work, here.ana.person, here.ana, Terms(60), service=here.check_in, now=NOON)
    assert in_force(here.training, here.ana) == general.id
    assert in_force(here.check_in, here.ana) == own.id
    end_policy(here.ana.person, here.ana, here.check_in)
    assert in_force(here.check_in, here.ana) == general.id


@in_a_turn
def test_it_is_its_trainers_alone(work: SqlWork) -> None:
    here = studio(work)
    for somebody in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            set_policy(work, somebody, here.ana, Terms(DAY), now=NOON)
        with pytest.raises(NotYours):
            end_policy(somebody, here.ana)


@in_a_turn
def test_a_booking_keeps_the_policy_that_it_was_held_under(work: SqlWork) -> None:
    here = studio(work)
    before = bookings.hold(work, here.sam, here.check_in.id, TEN, now=NOON)
    first = set_policy(work, here.ana.person, here.ana, Terms(DAY), now=NOON)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN + timedelta(hours=1), now=NOON)
    set_policy(work, here.ana.person, here.ana, Terms(2 * DAY), now=NOON)
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    assert before.policy is None
    assert held.policy is first
    assert work.bookings.sheet(held.booking.id).policy is first


@in_a_turn
def test_behind_the_services_nobody_changes_a_policy_nor_a_bookings(work: SqlWork) -> None:
    here = studio(work)
    first = set_policy(work, here.ana.person, here.ana, Terms(DAY), now=NOON)
    other = set_policy(work, here.ana.person, here.ana, Terms(60), now=NOON)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON)
    for rewriting in (
        update(Policy).values(cancel_minutes=0),
        delete(Policy).where(Policy.id == first.id),
        update(Booking).where(Booking.id == held.booking.id).values(policy_id=first.id),
        update(Booking).where(Booking.id == held.booking.id).values(policy_id=None),
    ):
        with pytest.raises(DBAPIError, match=r"only_added|policy_frozen"), work.session.begin_nested():
            work.session.execute(rewriting)
    assert held.booking.policy_id == other.id
