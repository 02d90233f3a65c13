"""A class takes place with enough people, or as its trainer says, or as it says itself; on both engines."""

from datetime import datetime, timedelta

import pytest

from domain.bookings.model import Status
from domain.classes import running
from domain.classes import service as classes
from domain.classes.model import ClassDate, Standing
from domain.errors import NotYours
from domain.notifications.model import Notification
from domain.trainers.model import Service
from storage.work import SqlWork
from tests.domain.classes.studio import HOUR, SPIN, TEN, WEEK, dates, drafted, held, joined
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

DEADLINE = TEN - 12 * HOUR
ANSWERED = DEADLINE + 2 * HOUR


def needing(work: SqlWork, here: Studio, least: int = 2, *, runs: bool = False) -> tuple[Service, ClassDate]:
    """Spin, and its first date."""
    words = SPIN._replace(least=least, runs=runs)
    group = classes.save(work, here.ana.person, drafted(work, here, words).id, now=NOON)
    return work.trainers.service(group.service_id)[0], dates(work, group)[0]


def decided(date: ClassDate) -> tuple[Standing, datetime | None]:
    return date.standing, date.due_at


def told(work: SqlWork, kind: str) -> int:
    work.flush()
    return work.session.query(Notification).filter_by(kind=kind).count()


@in_a_turn
def test_with_enough_people_nobody_is_asked(work: SqlWork) -> None:
    here = studio(work)
    spin, date = needing(work, here)
    joined(work, here.cleo, spin)
    joined(work, here.sam, spin)
    assert decided(date) == (Standing.OPEN, DEADLINE)
    assert not running.decide(work, date.session_id, now=DEADLINE - HOUR)
    assert work.classes.undecided(DEADLINE) == [date.session_id]
    assert running.decide(work, date.session_id, now=DEADLINE)
    assert not running.decide(work, date.session_id, now=DEADLINE)
    assert decided(date) == (Standing.RUNS, None)
    assert told(work, "trainer_minimum") == 0


@in_a_turn
def test_too_few_are_called_off_where_nobody_answers_each_told_once(work: SqlWork) -> None:
    here = studio(work)
    spin, date = needing(work, here, 3)
    cleos, sams = joined(work, here.cleo, spin), joined(work, here.sam, spin)
    running.decide(work, date.session_id, now=DEADLINE)
    assert decided(date) == (Standing.ASKED, ANSWERED)
    assert (cleos.status, told(work, "trainer_minimum")) == (Status.CONFIRMED, 1)
    assert not running.decide(work, date.session_id, now=ANSWERED - HOUR)
    running.decide(work, date.session_id, now=ANSWERED)
    assert not running.decide(work, date.session_id, now=ANSWERED)
    assert (cleos.status, sams.status) == (Status.CANCELLED, Status.CANCELLED)
    assert (date.standing, date.due_at, date.session.live) == (Standing.CALLED_OFF, None, False)
    assert (told(work, "client_called_off"), told(work, "trainer_minimum")) == (2, 2)


@in_a_turn
def test_a_class_may_say_that_it_takes_place_unanswered(work: SqlWork) -> None:
    here = studio(work)
    spin, date = needing(work, here, runs=True)
    cleos = joined(work, here.cleo, spin)
    running.decide(work, date.session_id, now=DEADLINE)
    running.decide(work, date.session_id, now=ANSWERED)
    assert (date.standing, cleos.status) == (Standing.RUNS, Status.CONFIRMED)


@in_a_turn
def test_the_trainer_s_word_stands_whoever_leaves_afterwards(work: SqlWork) -> None:
    here = studio(work)
    _spin, date = needing(work, here)
    running.decide(work, date.session_id, now=DEADLINE)
    asked = date.version
    with pytest.raises(NotYours):
        running.run_anyway(work, here.tom.person, date.session_id, asked, now=DEADLINE)
    running.run_anyway(work, here.ana.person, date.session_id, asked - 1, now=DEADLINE)
    assert decided(date) == (Standing.ASKED, ANSWERED)
    running.run_anyway(work, here.ana.person, date.session_id, asked, now=DEADLINE)
    running.run_anyway(work, here.ana.person, date.session_id, asked, now=DEADLINE)
    assert (date.standing, date.version) == (Standing.RUNS, asked + 1)
    assert work.classes.undecided(TEN) == []


@in_a_turn
def test_who_joins_while_the_trainer_is_asked_saves_it_and_a_hold_alone_does_not(work: SqlWork) -> None:
    here = studio(work)
    spin, date = needing(work, here)
    held(work, here.sam, spin)
    joined(work, here.cleo, spin)
    running.decide(work, date.session_id, now=DEADLINE)
    assert decided(date) == (Standing.ASKED, ANSWERED)
    joined(work, here.sam, spin)
    running.decide(work, date.session_id, now=ANSWERED)
    assert decided(date) == (Standing.RUNS, None)


@in_a_turn
def test_a_date_nearer_than_its_deadline_takes_place_as_it_is(work: SqlWork) -> None:
    here = studio(work)
    words = SPIN._replace(least=2, first=(NOON + timedelta(days=1)).date(), minute=480, hours=24)
    group = classes.save(work, here.ana.person, drafted(work, here, words).id, now=NOON)
    first, second = work.classes.dates(group.id, words.first)[:2]
    assert (first.due_at, second.due_at) == (None, first.session.starts + WEEK - 24 * HOUR)


@in_a_turn
def test_after_a_standstill_nothing_is_called_off_that_has_begun(work: SqlWork) -> None:
    here = studio(work)
    spin, date = needing(work, here)
    cleos = joined(work, here.cleo, spin)
    running.decide(work, date.session_id, now=TEN + HOUR)
    assert (date.standing, cleos.status) == (Standing.RUNS, Status.CONFIRMED)
