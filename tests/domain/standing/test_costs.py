"""Giving dates back costs what a single cancellation would, and nothing that its client has not agreed to."""

from sqlalchemy import select

from domain.bookings.model import BookingChange, Status
from domain.policies.model import Late, Policy
from domain.policies.rules import in_force
from domain.standing import service as standing
from domain.standing.moves import Shift
from domain.standing.plan import How
from domain.standing.upkeep import look_at
from storage.work import SqlWork
from tests.domain.standing.slots import DAY, HOUR, TUESDAY, WEEK, dates, every_week, owned
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

TEN = every_week(TUESDAY.date(), 10)
LATE = TUESDAY - 20 * HOUR  # within the day before the first date


def strict(work: SqlWork) -> Studio:
    """Whoever cancels or moves within a day pays 15 euros."""
    here = studio(work)
    terms = Policy(
        cancel_minutes=1440,
        move_minutes=1440,
        late=Late.FEE,
        fee_minor=1500,
        made_by=here.ana.person.id,
        made_at=NOON,
    )
    work.add(terms)
    work.flush()
    here.ana.policy_id = terms.id
    work.flush()
    return here


def fees(work: SqlWork) -> list[int]:
    found = select(BookingChange.fee_minor).where(BookingChange.fee_minor.is_not(None))
    return [each for each in work.session.scalars(found) if each]


@in_a_turn
def test_each_date_is_under_the_policy_of_when_it_was_booked(work: SqlWork) -> None:
    here = strict(work)
    series = owned(work, here)
    before = in_force(here.check_in, here.ana)
    here.ana.policy_id = None
    look_at(work, series.slot.id, now=NOON + 2 * WEEK)
    policies = [each.booking.policy_id for each in work.standing.coming(series.slot.id, NOON)]
    assert policies == [before] * 10 + [None] * 2


@in_a_turn
def test_a_late_date_stays_booked_and_the_rest_is_given_back_for_nothing(work: SqlWork) -> None:
    here = strict(work)
    series = owned(work, here)
    ((late, cost),) = standing.costing(work, work.standing.coming(series.slot.id, LATE), now=LATE)
    assert (late.booking.stands_for, cost.fee and cost.fee.minor) == (TEN[0], 1500)
    standing.end(work, here.cleo, series.slot.id, 1, now=LATE)
    assert dates(work, series) == TEN[:1]
    assert fees(work) == []


@in_a_turn
def test_a_client_who_has_seen_the_cost_gives_the_late_date_up_as_well(work: SqlWork) -> None:
    here = strict(work)
    series = owned(work, here)
    standing.pause(work, here.cleo, series.slot.id, 1, TEN[0], TEN[2], now=LATE, at_cost=True)
    assert dates(work, series) == TEN[3:]
    assert fees(work) == [1500], "once, for the one that was late"


@in_a_turn
def test_no_trainer_charges_a_client_by_ending_a_slot(work: SqlWork) -> None:
    here = strict(work)
    series = owned(work, here)
    standing.end(work, here.ana.person, series.slot.id, 1, now=LATE, at_cost=True)
    assert dates(work, series) == TEN[:1], "that one is cancelled alone, with a word of why"
    assert dates(work, series, Status.CANCELLED) == TEN[1:]
    assert fees(work) == []


@in_a_turn
def test_a_late_date_does_not_move_with_the_others(work: SqlWork) -> None:
    here = strict(work)
    series = owned(work, here)
    shift = Shift.of(series, TEN[0], TUESDAY + DAY)
    plan = standing.plan_move(work, series, shift, now=LATE)
    standing.move_all(work, here.cleo, series.slot.id, 1, shift, How.SKIP, plan.seen, now=LATE)
    starts = [each.booking.starts for each in work.standing.coming(series.slot.id, LATE)]
    assert starts == [TUESDAY, *(TUESDAY + DAY + number * WEEK for number in range(1, 10))]
    assert fees(work) == []
