"""A room is had by one session at a time, and nobody is offered a time without it; on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError

from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.model import Booking, TrainingSession
from domain.classes import service as classes
from domain.classes.plan import Clash
from domain.errors import NotYours, Refusal, Taken
from domain.intervals import Interval
from domain.people.model import Person
from domain.resources import service as resources
from domain.resources.model import ResourceUse
from domain.schedule.service import times
from domain.trainers.model import Service
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from domain.work import Work
from storage.work import SqlWork
from tests.domain.classes.studio import TEN as THURSDAY_AT_TEN
from tests.domain.classes.studio import WEEK, clashes, dates, drafted, spin
from tests.domain.resources.rooms import ada, needing, room
from tests.factories import NOON, Studio, booking, client, give_up, service, session, studio, trainer
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AT_TEN = Interval(TEN, TEN + HOUR)


def held(work: Work, who: Person, what: Service) -> Booking:
    return bookings.hold(work, who, what.id, TEN, now=NOON).booking


def units(work: SqlWork, place: Booking) -> list[tuple[int, int]]:
    work.flush()
    mine = select(ResourceUse.resource_id, ResourceUse.unit).where(
        ResourceUse.session_id == place.session.id, ResourceUse.live
    )
    return [(resource, unit) for resource, unit in work.session.execute(mine.order_by(ResourceUse.id))]


@in_a_turn
def test_where_the_room_is_taken_another_trainers_time_is_not_offered(work: SqlWork) -> None:
    here = studio(work)
    needing(work, here, room(work))
    assert TEN in times(work, here.tom, here.run, now=NOON)
    held(work, here.cleo, here.training)
    found = list(times(work, here.tom, here.run, now=NOON, client_id=here.sam.id))
    for minutes in (-30, 0, 30, 60):  # the buffer too
        assert TEN + minutes * MINUTE not in found
    assert TEN - HOUR in found
    assert TEN + 90 * MINUTE in found
    with pytest.raises(NotOpen):
        held(work, here.sam, here.run)
    assert next(times(work, here.ana, here.training, now=NOON, since=TEN, client_id=here.cleo.id)) == TEN


@in_a_turn
def test_of_a_thing_as_many_sessions_have_units_as_there_are(work: SqlWork) -> None:
    here = studio(work)
    mats = room(work, "Mats", 10)
    others = [trainer(work, name) for name in ("Kim", "Lou")]
    given = [service(work, each) for each in others]
    needing(work, here, mats, 4, here.training, here.run, given[0])
    needing(work, here, mats, 2, given[1])
    first, second = held(work, here.cleo, here.training), held(work, here.sam, here.run)
    assert [unit for _, unit in units(work, first)] == [1, 2, 3, 4]
    assert [unit for _, unit in units(work, second)] == [5, 6, 7, 8]
    with pytest.raises(NotOpen):
        held(work, here.mallory, given[0])
    assert [unit for _, unit in units(work, held(work, here.mallory, given[1]))] == [9, 10]


@in_a_turn
def test_what_has_lapsed_or_was_given_up_frees_its_room(work: SqlWork) -> None:
    here = studio(work)
    needing(work, here, room(work))
    held(work, here.cleo, here.training)
    later = NOON + 11 * MINUTE
    sams = bookings.hold(work, here.sam, here.run.id, TEN, now=later).booking
    bookings.confirm(work, here.sam, sams.id, sams.version, now=later)
    with pytest.raises(Refusal):
        bookings.hold(work, here.cleo, here.training.id, TEN, now=later)
    tom = here.tom.person
    bookings.approve(work, tom, sams.id, sams.version, now=later)
    give_up(work, here.sam, sams, now=later + HOUR)
    assert bookings.hold(work, here.cleo, here.training.id, TEN, now=later + HOUR).booking.starts == TEN


@in_a_turn
def test_moving_takes_a_free_unit_there_and_frees_the_old_one(work: SqlWork) -> None:
    here = studio(work)
    bikes = room(work, "Bikes", 2)
    needing(work, here, bikes)
    cleos = booking(work, here.cleo, here.training, TEN)
    work.resources.take(cleos.session, bikes.id, [1], bikes.id)
    sams = booking(work, here.sam, here.run, TEN + 2 * HOUR)
    work.resources.take(sams.session, bikes.id, [1], bikes.id)
    bookings.move(work, here.cleo, cleos.id, cleos.version, TEN + 2 * HOUR, now=NOON)
    assert units(work, cleos) == [(bikes.id, 2)]
    assert work.resources.used(bikes.id, AT_TEN) == set()


@in_a_turn
def test_behind_the_services_no_unit_is_had_twice_and_none_that_is_not_there(work: SqlWork) -> None:
    here = studio(work)
    studio_1 = room(work)
    mine, theirs = session(work, here.training, TEN), session(work, here.run, TEN + 30 * MINUTE)
    after = session(work, here.run, TEN + 3 * HOUR)
    work.resources.take(mine, studio_1.id, [1], studio_1.id)
    with pytest.raises(Taken), work.claim(here.tom.id):
        work.resources.take(theirs, studio_1.id, [1], studio_1.id)
    with pytest.raises(DBAPIError, match="no_such_unit"), work.session.begin_nested():
        work.resources.take(after, studio_1.id, [2], studio_1.id)
    work.resources.take(after, studio_1.id, [1], studio_1.id)


def _change(work: Work, taken: TrainingSession, **values: object) -> None:
    with work.claim(taken.trainer_id):
        for name, value in values.items():
            setattr(taken, name, value)
        work.flush()


@in_a_turn
def test_behind_the_services_a_use_follows_its_session(work: SqlWork) -> None:
    here = studio(work)
    studio_1 = room(work)
    mine, theirs = session(work, here.training, TEN), session(work, here.run, TEN + 3 * HOUR)
    for each in (mine, theirs):
        work.resources.take(each, studio_1.id, [1], studio_1.id)
    with pytest.raises(Taken):
        _change(work, theirs, starts=TEN, busy_from=TEN)
    _change(work, mine, live=False)
    assert work.resources.used(studio_1.id, AT_TEN) == set()
    _change(work, theirs, starts=TEN, busy_from=TEN)
    assert work.resources.used(studio_1.id, AT_TEN) == {1}
    with pytest.raises(Taken):
        _change(work, mine, live=True)


@in_a_turn
def test_a_class_keeps_its_room_and_says_where_it_lacks_one(work: SqlWork) -> None:
    here = studio(work)
    given, group = spin(work, here)
    studio_1 = room(work)
    needing(work, here, studio_1, 1, given, here.run)
    assert [work.resources.held(each.session_id) for each in dates(work, group)] == [{studio_1.id: 1}] * 5
    assert THURSDAY_AT_TEN not in times(work, here.tom, here.run, now=NOON)
    yoga = trainer(work, "Kim")
    other = Studio(yoga, here.tom, here.cleo, here.sam, here.mallory, here.training, here.check_in, here.run)
    theirs, _group = spin(work, other, every=0)
    needing(work, other, studio_1, 1, theirs)
    (found,) = [each for each in clashes(work, other) if each.starts == THURSDAY_AT_TEN + WEEK]
    assert (found.clash, [need.resource.name for need in found.lacks]) == (Clash.ROOM, ["Studio 1"])
    more = classes.save(work, yoga.person, drafted(work, other).id, now=NOON)
    assert dates(work, more) == []


@in_a_turn
def test_a_need_that_comes_later_names_the_sessions_that_lack_it_and_another_room_mends_it(
    work: SqlWork,
) -> None:
    here = studio(work)
    studio_1, studio_2 = room(work), room(work, "Studio 2")
    booking(work, here.cleo, here.training, TEN)
    sams = booking(work, here.sam, here.run, TEN)
    needing(work, here, studio_1, 1, here.training)
    (lack,) = resources.set_needs(work, here.tom.person, here.run.id, {studio_1.id: 1}, now=NOON)
    assert (lack.session, lack.need.resource) == (sams.session, studio_1)
    assert resources.in_the_way(work, lack.need, AT_TEN) == ["Ana (Personal training)"]
    tom = here.tom.person
    with pytest.raises(NotYours):
        resources.use_instead(work, here.ana.person, sams.session.id, studio_1.id, studio_2.id, now=NOON)
    assert resources.use_instead(work, tom, sams.session.id, studio_1.id, studio_2.id, now=NOON)
    assert not resources.use_instead(work, tom, sams.session.id, studio_1.id, studio_2.id, now=NOON)
    assert resources.lacking(work, here.run, here.tom, now=NOON) == []
    assert units(work, sams) == [(studio_2.id, 1)]
    assert resources.set_needs(work, tom, here.run.id, {}, now=NOON) == []
    assert units(work, sams) == []


@in_a_turn
def test_only_an_admin_makes_rooms_and_one_that_is_needed_stays(work: SqlWork) -> None:
    here = studio(work)
    admin, tom = ada(work), here.tom.person
    with pytest.raises(NotYours):
        resources.add(work, tom, "Studio 1", 1, now=NOON)
    mats = resources.add(work, admin, "Mats", 10, now=NOON)
    with pytest.raises(resources.NameTaken):
        resources.add(work, admin, "mats", 5, now=NOON)
    with pytest.raises(resources.NotSoMany):
        resources.set_needs(work, tom, here.run.id, {mats.id: 11}, now=NOON)
    with pytest.raises(NotYours):
        resources.set_needs(work, here.ana.person, here.run.id, {mats.id: 1}, now=NOON)
    resources.set_needs(work, admin, here.run.id, {mats.id: 8}, now=NOON)
    with pytest.raises(resources.TooFew):
        resources.change(work, admin, mats.id, "Mats", 7)
    with pytest.raises(resources.StillNeeded):
        resources.remove(work, admin, mats.id)
    assert resources.change(work, admin, mats.id, "Yoga mats", 8).name == "Yoga mats"
    resources.set_needs(work, admin, here.run.id, {}, now=NOON)
    with pytest.raises(NotYours):
        resources.remove(work, tom, mats.id)
    with pytest.raises(NotYours):
        resources.change(work, tom, mats.id, "x", 1)
    resources.remove(work, admin, mats.id)
    assert work.resources.all() == []


@in_a_turn
def test_a_time_that_is_offered_to_those_who_wait_keeps_its_room(work: SqlWork) -> None:
    here = studio(work)
    needing(work, here, room(work))
    cleos = held(work, here.cleo, here.training)
    bookings.confirm(work, here.cleo, cleos.id, cleos.version, now=NOON)
    kim = client(work, "Kim", "1004")
    for who in (here.sam, kim):
        waitlist.join(work, who, here.training.id, TEN.date(), now=NOON)
    give_up(work, here.cleo, cleos)
    (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR)
    waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)
    for now in (NOON, NOON + 10 * HOUR):  # while Sam is asked, and at night between two offers
        go_on(work, gap.id, now=now)
        assert TEN not in times(work, here.tom, here.run, now=now, client_id=here.mallory.id)


@in_a_turn
def test_a_search_asks_once_what_is_needed_and_once_a_week_what_is_in_use_or_nothing_more(
    work: SqlWork,
) -> None:
    here = studio(work)
    studio_1 = room(work)

    def asked(what: Service) -> int:
        ran = 0

        def note(*_: object) -> None:
            nonlocal ran
            ran += 1

        connection = work.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        try:
            list(times(work, here.tom, what, now=NOON))
        finally:
            event.remove(connection, "before_cursor_execute", note)
        return ran

    asked(here.run)  # what is read once and kept
    without = asked(here.run)
    needing(work, here, studio_1, 1, here.run)
    assert asked(here.run) - without == 1 + 4


@in_a_turn
def test_another_room_than_its_own_stays_with_a_session_whatever_else_is_needed(work: SqlWork) -> None:
    here = studio(work)
    one, other, mats = room(work), room(work, "Studio 2"), room(work, "mats", 8)
    held(work, here.sam, here.run)
    needing(work, here, one, 1, here.run)
    coming = held(work, here.cleo, here.training)
    needing(work, here, one, 1, here.training)
    assert resources.use_instead(work, here.ana.person, coming.session.id, one.id, other.id, now=NOON)
    lacks = resources.set_needs(work, here.ana.person, here.training.id, {one.id: 1, mats.id: 2}, now=NOON)
    assert lacks == []
    assert work.resources.stand_ins(coming.session.id) == {one.id: other}
