"""Behind the services' backs: more sessions than a trainer takes on are refused by the database itself."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from domain.bookings.model import Status, TrainingSession
from domain.errors import Taken
from domain.trainers.model import Trainer
from storage.database import Database
from storage.work import SqlWork
from tests.factories import NOON, booking, service, session, studio, trainer
from tests.turns import in_a_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + DAY  # a Tuesday


def limited(work: SqlWork, *, a_day: int | None = None, a_week: int | None = None) -> Trainer:
    ana = trainer(work)
    ana.most_a_day, ana.most_a_week = a_day, a_week
    work.flush()
    return ana


@in_a_turn
def test_one_session_more_than_a_day_takes_is_refused_and_the_turn_goes_on(work: SqlWork) -> None:
    training = service(work, limited(work, a_day=2))
    for hours in (0, 2):
        session(work, training, TEN + hours * HOUR)
    with pytest.raises(Taken), work.claim(training.trainer_id):
        session(work, training, TEN + 4 * HOUR)
    session(work, training, TEN + 4 * HOUR, live=False)  # what is over with takes no place
    session(work, training, TEN + DAY)


@in_a_turn
def test_a_day_is_the_trainer_s_own(work: SqlWork) -> None:
    """Midnight in Lisbon is midnight UTC in winter: the last minute and the first are two days."""
    training = service(work, limited(work, a_day=1), minutes=15)
    midnight = TEN.replace(hour=0) + DAY
    session(work, training, midnight - 15 * HOUR / 60)
    session(work, training, midnight)
    with pytest.raises(Taken), work.claim(training.trainer_id):
        session(work, training, midnight + 23 * HOUR)


@in_a_turn
def test_a_week_runs_from_monday_to_sunday(work: SqlWork) -> None:
    training = service(work, limited(work, a_week=3))
    monday = TEN - DAY + 7 * DAY
    for days in (0, 3, 6):
        session(work, training, monday + days * DAY)
    for days in (0, 5, 6):
        with pytest.raises(Taken), work.claim(training.trainer_id):
            session(work, training, monday + days * DAY + 3 * HOUR)
    session(work, training, monday - DAY)
    session(work, training, monday + 7 * DAY)


@in_a_turn
def test_nothing_moves_or_wakes_into_a_full_day_and_all_moves_within_it(work: SqlWork) -> None:
    training = service(work, limited(work, a_day=1))
    first = session(work, training, TEN)
    other = session(work, training, TEN + DAY)
    gone = session(work, training, TEN + 3 * HOUR, live=False)
    with pytest.raises(Taken), work.claim(training.trainer_id):
        shift(work, other, DAY * -1 + 5 * HOUR)
    work.session.refresh(other)
    with pytest.raises(Taken), work.claim(training.trainer_id):
        wake(work, gone)
    with work.claim(training.trainer_id):
        shift(work, first, 2 * HOUR)


def wake(work: SqlWork, gone: TrainingSession) -> None:
    gone.live = True
    work.flush()


def shift(work: SqlWork, moved: TrainingSession, by: timedelta) -> None:
    moved.starts, moved.ends = moved.starts + by, moved.ends + by
    moved.busy_from, moved.busy_to = moved.busy_from + by, moved.busy_to + by
    moved.wall = f"{moved.starts:%Y-%m-%dT%H:%M}"
    work.flush()


@in_a_turn
def test_begun_on_counts_by_the_local_day_and_leaves_out_what_lapsed(work: SqlWork) -> None:
    here = studio(work)
    mine = booking(work, here.cleo, here.training, TEN)
    booking(work, here.sam, here.training, TEN + 3 * HOUR, Status.HELD)
    booking(work, here.mallory, here.training, TEN + 2 * DAY, Status.CANCELLED)
    day = TEN.date()

    def count(now: datetime = NOON, **more: int) -> dict[int, int]:
        found = work.schedule.begun_on(here.ana.id, day, day + 7 * DAY, now=now, **more)
        return {(each - day).days: n for each, n in found.items()}

    assert count() == {0: 2}
    assert count(client_id=here.sam.id) == {0: 1}
    assert count(session_id=mine.session_id) == {0: 1}
    assert count(NOON + HOUR) == {0: 1}


async def test_of_many_at_once_only_as_many_get_in_as_the_day_takes(database: Database) -> None:
    """Each past the services and past the queue of claims: the rule is the table's own."""
    training = await database.run(_furnish)

    async def attempt(count: int) -> bool:
        def take(work: SqlWork) -> None:
            session(work, work.trainers.service(training)[0], TEN + count * HOUR)

        try:
            await database.run(take)
        except DBAPIError as refused:
            return "calendar_full" not in str(refused)
        return True

    made = await asyncio.gather(*(attempt(count) for count in range(12)))
    assert sum(made) == 3


def _furnish(work: SqlWork) -> int:
    return service(work, limited(work, a_day=3)).id
