"""Behind the services' backs: a gap is offered to one at a time, to each once; a kept seat is kept once."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from domain.bookings.model import Status, TrainingSession
from domain.people.model import Person
from domain.waitlist.model import Gap, GapStatus, Offer, OfferStatus
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, session, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)
HOUR = timedelta(hours=1)


def gap(work: SqlWork, here: Studio, kept: TrainingSession | None = None, seat: int | None = None) -> Gap:
    """That Mallory left, and that is offered just now."""
    freed = Gap(
        trainer_id=here.ana.id,
        service_id=here.check_in.id,
        client_id=here.mallory.id,
        starts=TEN,
        busy_from=TEN,
        busy_to=TEN + HOUR / 2,
        freed_at=NOON,
        status=GapStatus.RUNNING,
        due_at=NOON,
        session_id=kept.id if kept else None,
        seat=seat,
    )
    work.add(freed)
    work.flush()
    return freed


def offer(work: SqlWork, here: Studio, freed: Gap, who: Person, hours: int) -> Offer:
    held = booking(work, who, here.check_in, TEN + hours * HOUR, Status.EXPIRED)
    made = Offer(
        gap_id=freed.id, client_id=who.id, booking_id=held.id, starts=TEN, until=NOON + HOUR, made_at=NOON
    )
    work.add(made)
    work.flush()
    return made


@in_a_turn
def test_a_gap_is_offered_to_one_at_a_time(work: SqlWork) -> None:
    here = studio(work)
    freed = gap(work, here)
    first = offer(work, here, freed, here.cleo, 0)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        offer(work, here, freed, here.sam, 1)
    first.status, first.ended_at = OfferStatus.PASSED, NOON
    work.flush()
    offer(work, here, freed, here.sam, 2)


@in_a_turn
def test_nobody_is_offered_the_same_gap_twice(work: SqlWork) -> None:
    here = studio(work)
    freed = gap(work, here)
    first = offer(work, here, freed, here.cleo, 0)
    first.status, first.ended_at = OfferStatus.LAPSED, NOON
    work.flush()
    with pytest.raises(DBAPIError), work.session.begin_nested():
        offer(work, here, freed, here.cleo, 1)


@in_a_turn
def test_a_seat_of_a_class_is_kept_for_one_gap(work: SqlWork) -> None:
    here = studio(work)
    class_ = session(work, here.check_in, TEN, capacity=3)
    first = gap(work, here, class_, 2)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        gap(work, here, class_, 2)
    gap(work, here, class_, 3)
    first.turn(GapStatus.OPEN)
    work.flush()
    gap(work, here, class_, 2)


@in_a_turn
def test_a_gap_that_runs_is_due_and_no_other_is(work: SqlWork) -> None:
    here = studio(work)
    freed = gap(work, here)
    for wrong in ({"due_at": None}, {"status": GapStatus.TAKEN}):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(update(Gap).where(Gap.id == freed.id).values(wrong))
