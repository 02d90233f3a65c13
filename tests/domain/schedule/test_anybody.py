"""Whoever is free, and whose turn it is."""

from datetime import timedelta
from itertools import islice

from domain.schedule.anybody import openings
from domain.schedule.plan import Stretch
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)  # Wednesday


def both_free(work: SqlWork) -> Studio:
    """Ana and Tom keep the same hours in the same zone, each with one service."""
    here = studio(work)
    assert {each.name for each in work.trainers.active()} == {"Ana", "Tom"}
    here.tom.zone = here.ana.zone
    for trainer in (here.ana, here.tom):
        work.schedule.replace_hours(trainer.id, {weekday: [Stretch(600, 720)] for weekday in range(7)})
    return here


def names(work: SqlWork, count: int = 3) -> list[tuple[str, str]]:
    found = islice(openings(work, now=NOON, since=TEN), count)
    return [(f"{each.starts:%d %H:%M}", each.trainer.name) for each in found]


@in_a_turn
def test_each_time_is_offered_once_with_one_trainer(work: SqlWork) -> None:
    both_free(work)
    shown = [starts for starts, _name in names(work, 6)]
    assert shown == sorted(shown)
    assert len(shown) == 6


@in_a_turn
def test_it_is_the_turn_of_who_has_less_to_do_that_week(work: SqlWork) -> None:
    here = both_free(work)
    busy = names(work, 1)[0][1]
    service = next(work.trainers.services(each.id)[0] for each in work.trainers.active() if each.name == busy)
    booking(work, here.cleo, service, TEN + 24 * HOUR)
    work.flush()
    assert names(work, 1)[0][1] != busy


@in_a_turn
def test_of_those_with_as_much_to_do_it_is_who_was_idle_for_longest(work: SqlWork) -> None:
    here = both_free(work)
    services = {each.name: work.trainers.services(each.id)[0] for each in work.trainers.active()}
    for service in services.values():
        service.minutes = 60
    booking(work, here.cleo, services["Ana"], TEN - 24 * HOUR)
    booking(work, here.sam, services["Tom"], TEN - 23 * HOUR)
    work.flush()
    assert names(work, 1)[0][1] == "Ana"
