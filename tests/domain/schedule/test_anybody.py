"""Whoever is free, and whose turn it is."""

from datetime import timedelta
from itertools import count, islice

from domain.intervals import Interval
from domain.people.trips import plan_trip
from domain.resources.model import Resource
from domain.schedule.anybody import openings
from domain.schedule.hours import draft_hours, save_draft
from domain.schedule.plan import Stretch
from domain.schedule.service import open_once, times
from domain.trainers.model import Trainer
from storage.work import SqlWork
from tests.domain.classes.studio import spin
from tests.domain.resources.rooms import needing, room
from tests.factories import NOON, Studio, booking, service, studio, trainer
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = {"trainer", "person", "trip", "service", "anon_1"}  # who is looked at: all of them
_names = (f"Trainer {number}" for number in count(1))
TEN = NOON.replace(hour=10) + timedelta(days=2)  # Wednesday


def both_free(work: SqlWork) -> Studio:
    """Ana and Tom keep the same hours in the same zone, each with one service."""
    here = studio(work)
    assert {each.name for each in work.trainers.active()} == {"Ana", "Tom"}
    here.tom.zone = here.ana.zone
    for each in (here.ana, here.tom):
        work.schedule.replace_hours(each.id, {weekday: [Stretch(600, 720)] for weekday in range(7)})
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
    for each in services.values():
        each.minutes = 60
    booking(work, here.cleo, services["Ana"], TEN - 24 * HOUR)
    booking(work, here.sam, services["Tom"], TEN - 23 * HOUR)
    work.flush()
    assert names(work, 1)[0][1] == "Ana"


def one_more(work: SqlWork, here: Studio, mats: Resource) -> Trainer:
    """With all that a search has to know: an intro, a limit, a need, a season, a trip, an opening."""
    made = trainer(work, next(_names))
    made.most_a_day = 8
    what = service(work, made)
    needing(work, here, mats, 1, what)
    service(work, made, minutes=30).intro = True
    holidays = {weekday: [Stretch(600, 720)] for weekday in range(7)}
    days = (TEN.date() + 7 * DAY, TEN.date() + 9 * DAY)
    draft = draft_hours(work, made.person, made, holidays, season="holidays", days=days, now=NOON)
    save_draft(work, made.person, draft.id)
    plan_trip(work, made.person, made.person, "Asia/Tokyo", days[1] + DAY, days[1] + 3 * DAY, now=NOON)
    open_once(work, made.person, made, Interval(TEN + 12 * HOUR, TEN + 13 * HOUR), now=NOON)
    booking(work, work.people.person(here.cleo.id), what, TEN)
    return made


@in_a_turn
def test_a_search_of_all_asks_no_more_than_one_of_few_and_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    mats = room(work, "Mats", count=40)

    def asked() -> int:
        work.flush()
        work.session.expunge_all()
        with statements(work) as ran:
            found = [*islice(openings(work, now=NOON, client_id=here.sam.id), 60)]
            assert all(each.trainer.active and each.service.active for each in found)
        assert len(found) == 60
        assert [step for step, _ in scans(work, ran) if not EVERYBODY & set(step.split())] == []
        return len(ran)

    for _ in range(2):
        one_more(work, here, mats)
    few = asked()
    for _ in range(12):
        one_more(work, here, mats)
    assert asked() == few


@in_a_turn
def test_all_are_offered_what_each_is_offered_alone(work: SqlWork) -> None:
    here = studio(work)
    spin(work, here)
    mats = room(work, "Mats", count=2)
    for _ in range(3):
        one_more(work, here, mats)
    here.run.in_classes = False
    work.flush()
    first = {each: work.trainers.services(each.id) for each in work.trainers.active()}
    alone = {
        starts
        for trainer, offered in first.items()
        for starts in times(work, trainer, min(offered, key=lambda each: not each.intro), now=NOON)
    }
    assert [each.starts for each in openings(work, now=NOON)] == sorted(alone)
