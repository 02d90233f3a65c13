"""Who trains, and what they offer."""

from datetime import timedelta

import pytest

from domain.classes.model import ClassDate, GroupClass
from domain.errors import NotFound
from domain.schedule.model import ExtraHours
from domain.trainers.model import Approval
from storage.work import SqlWork
from tests.factories import NOON, person, service, session, trainer
from tests.turns import in_a_turn


@in_a_turn
def test_trainers_are_found_by_slug_and_by_person_with_their_names(work: SqlWork) -> None:
    ana = trainer(work)
    work.session.expunge_all()
    found = work.trainers.by_slug("ana")
    assert found
    assert (found.id, found.name) == (ana.id, "Ana")
    assert work.trainers.of_person(ana.person_id) is found
    assert work.trainers.by_slug("nobody") is None
    assert work.trainers.of_person(person(work).id) is None


@in_a_turn
def test_those_who_take_bookings_are_listed_by_name(work: SqlWork) -> None:
    for name in ("Tom", "Ana", "Bo"):
        trainer(work, name)
    absent = work.trainers.by_slug("bo")
    assert absent
    absent.active = False
    work.flush()
    assert [each.name for each in work.trainers.active()] == ["Ana", "Tom"]


@in_a_turn
def test_whoever_has_no_hours_or_no_service_can_not_be_booked(work: SqlWork) -> None:
    usual, bare, idle = trainer(work, "Ana"), trainer(work, "Bo", hours=()), trainer(work, "Tom")
    for each in (usual, bare):
        service(work, each)
    assert work.trainers.bookable(NOON) == [usual], f"{idle.name} has no service"
    work.add(ExtraHours(trainer_id=bare.id, starts=NOON, ends=NOON + timedelta(hours=2)))
    work.flush()
    assert work.trainers.bookable(NOON) == [usual, bare]
    assert work.trainers.bookable(NOON + timedelta(hours=2)) == [usual]


@in_a_turn
def test_a_class_to_come_is_enough(work: SqlWork) -> None:
    bo = trainer(work, "Bo", hours=())
    yoga = service(work, bo)
    taken = session(work, yoga, NOON + timedelta(days=1), capacity=8)
    given = GroupClass(
        trainer_id=bo.id, service_id=yoga.id, first=taken.starts.date(), minute=0, capacity=8, made_at=NOON
    )
    work.add(given)
    work.flush()
    work.add(ClassDate(class_id=given.id, day=given.first, session=taken))
    work.flush()
    assert work.trainers.bookable(NOON) == [bo]
    assert work.trainers.bookable(taken.starts) == []


@in_a_turn
def test_services_are_listed_as_they_were_made_without_those_withdrawn(work: SqlWork) -> None:
    ana = trainer(work)
    offered = [service(work, ana, minutes=minutes, approval=Approval.AT_ONCE) for minutes in (60, 30, 45)]
    offered[1].active = False
    work.flush()
    work.session.expunge_all()
    assert [each.minutes for each in work.trainers.services(ana.id)] == [60, 45]
    assert work.trainers.service(offered[1].id)[0].approval is Approval.AT_ONCE


@in_a_turn
@pytest.mark.parametrize("what", ["trainer", "service"])
def test_what_is_not_there_is_not_found(work: SqlWork, what: str) -> None:
    with pytest.raises(NotFound):
        getattr(work.trainers, what)(10**6)
