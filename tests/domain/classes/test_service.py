"""A class exists ahead of bookings, and lives on whatever becomes of one; on both engines."""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyIn, ClassFull, NotOpen, TooLate
from domain.bookings.misplaced import misplaced
from domain.bookings.model import Status
from domain.classes import running
from domain.classes import service as classes
from domain.classes.drafts import AnotherKind, draft
from domain.classes.plan import Clash
from domain.errors import Changed, NotYours, Refusal, Taken
from domain.intervals import Interval
from domain.notifications.model import Notification
from domain.schedule.closures import shut_studio
from domain.schedule.service import add_block, remove_block, times
from domain.trainers.offers import SameName
from storage.work import SqlWork
from tests.domain.classes.studio import (
    HOUR,
    MINUTE,
    SPIN,
    TEN,
    WEEK,
    clashes,
    dates,
    drafted,
    held,
    joined,
    left,
    spin,
)
from tests.factories import NOON, booking, person, studio
from tests.turns import in_a_turn


@in_a_turn
def test_its_dates_are_there_before_anybody_and_further_than_anybody_can_book(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here)
    assert [each.session.starts for each in dates(work, group)] == [TEN + n * WEEK for n in range(5)]
    assert [*times(work, here.ana, service, now=NOON)] == [TEN + n * WEEK for n in range(4)]
    assert (service.price_minor, service.minutes, service.active) == (1200, 60, True)
    with pytest.raises(Taken):
        bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON)


@in_a_turn
def test_a_draft_takes_no_time_and_is_offered_to_nobody(work: SqlWork) -> None:
    here = studio(work)
    kept, offered = drafted(work, here), work.trainers.all_services(here.ana.id)
    assert len(clashes(work, here)) == 5
    assert work.classes.of_trainer(here.ana.id) == []
    assert work.trainers.all_services(here.ana.id) == offered
    group = classes.save(work, here.ana.person, kept.id, now=NOON)
    assert classes.save(work, here.ana.person, kept.id, now=NOON) is group
    assert len(dates(work, group)) == 5


@in_a_turn
def test_further_dates_follow_day_by_day_once_each(work: SqlWork) -> None:
    here = studio(work)
    _service, group = spin(work, here)
    assert work.classes.due(NOON + 23 * HOUR) == []
    for day in range(1, 15):
        now = NOON + timedelta(days=day)
        assert work.classes.due(now) == [group.id]
        classes.extend(work, group.id, now=now)
        assert classes.extend(work, group.id, now=now) == 0
    assert [each.session.starts for each in dates(work, group)] == [TEN + n * WEEK for n in range(7)]


@in_a_turn
def test_a_class_for_once_has_one_date_and_is_looked_at_no_more(work: SqlWork) -> None:
    here = studio(work)
    _service, group = spin(work, here, every=0)
    assert [each.session.starts for each in dates(work, group)] == [TEN]
    assert group.extend_at is None


@in_a_turn
def test_dates_that_clash_are_shown_left_out_and_tried_again(work: SqlWork) -> None:
    here = studio(work)
    cleos = booking(work, here.cleo, here.training, TEN + 30 * MINUTE)
    off = Interval(TEN + WEEK, TEN + WEEK + HOUR)
    block = add_block(work, here.ana.person, here.ana, off, "dentist", now=NOON)
    ada = here.tom.person
    ada.roles |= 4
    shut_studio(work, ada, Interval(TEN + 2 * WEEK, TEN + 2 * WEEK + HOUR), "", now=NOON)
    for hour in (12, 14):
        booking(work, here.sam, here.check_in, (TEN + 3 * WEEK).replace(hour=hour))
    here.ana.most_a_day = 2
    work.flush()
    found = clashes(work, here)
    assert [each.clash for each in found] == [Clash.TAKEN, Clash.OFF, Clash.SHUT, Clash.FULL, None]
    assert [sheet.client.id for sheet in found[0].bookings] == [here.cleo.id]
    _service, group = spin(work, here)
    assert [each.session.starts for each in dates(work, group)] == [TEN + 4 * WEEK]
    remove_block(work, here.ana.person, block.id)
    bookings.cancel(work, here.ana.person, cleos.id, cleos.version, now=NOON)
    work.flush()
    classes.extend(work, group.id, now=NOON + timedelta(days=1))
    assert [each.session.starts for each in dates(work, group)] == [TEN, TEN + WEEK, TEN + 4 * WEEK]


@in_a_turn
def test_another_class_in_the_way_is_named(work: SqlWork) -> None:
    here = studio(work)
    spin(work, here)
    found = clashes(work, here, SPIN._replace(name="Yoga", minute=630))
    assert {each.clash for each in found} == {Clash.TAKEN}
    assert [each.service.name for each in found[0].classes] == ["Spin"]


@in_a_turn
def test_a_class_of_a_known_name_is_more_of_the_same(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here)
    words = SPIN._replace(name="SPIN", minute=1020, price=None)
    other = classes.save(work, here.ana.person, drafted(work, here, words).id, now=NOON)
    assert other.service_id == service.id
    for unlike in ({"length": 45}, {"price": "15"}):
        with pytest.raises(AnotherKind):
            drafted(work, here, words._replace(**unlike))
    with pytest.raises(SameName):
        drafted(work, here, words._replace(name=here.training.name))


@in_a_turn
def test_places_are_taken_one_by_one_until_the_class_is_full(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here, 2)
    first, second = joined(work, here.cleo, service), held(work, here.sam, service)
    assert {first.seat, second.seat} == {1, 2}
    assert first.session is second.session is dates(work, group)[0].session
    with pytest.raises(ClassFull):
        bookings.hold(work, here.mallory, service.id, TEN, now=NOON)
    assert next(times(work, here.ana, service, now=NOON, client_id=here.mallory.id)) == TEN + WEEK
    assert next(times(work, here.ana, service, now=NOON, client_id=here.sam.id)) == TEN, "their own hold"


@in_a_turn
def test_nobody_is_in_a_class_twice_but_a_parent_may_take_a_place_for_each_child(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here)
    joined(work, here.cleo, service)
    with pytest.raises(AlreadyIn):
        bookings.hold(work, here.cleo, service.id, TEN, now=NOON)
    for child in (person(work, "Leo"), person(work, "Mia")):
        joined(work, child, service)
    with pytest.raises(ClassFull):
        bookings.hold(work, here.sam, service.id, TEN, now=NOON)


@in_a_turn
def test_a_class_lives_on_when_one_leaves_and_when_the_last_one_does(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    cleos, sams = joined(work, here.cleo, service), joined(work, here.sam, service)
    left(work, here.cleo, cleos)
    assert (cleos.status, sams.status, sams.session.live) == (Status.CANCELLED, Status.CONFIRMED, True)
    left(work, here.sam, sams)
    work.flush()
    assert sams.session.live
    with pytest.raises(Taken):
        bookings.hold(work, here.mallory, here.training.id, TEN, now=NOON)
    assert joined(work, here.mallory, service).session is sams.session


@in_a_turn
def test_a_hold_that_lapsed_frees_a_place_and_never_the_trainers_time(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    joined(work, here.cleo, service)
    held(work, here.sam, service)
    later = NOON + 11 * MINUTE
    assert next(times(work, here.ana, service, now=later, client_id=here.mallory.id)) == TEN
    assert TEN not in times(work, here.ana, here.check_in, now=later)
    with pytest.raises(Taken):
        bookings.hold(work, here.mallory, here.check_in.id, TEN, now=later)
    assert bookings.hold(work, here.mallory, service.id, TEN, now=later).booking.seat == 2


@in_a_turn
def test_moving_takes_a_place_on_another_date_and_gives_the_old_one_back(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here, 2)
    cleos, sams = joined(work, here.cleo, service), joined(work, here.sam, service)
    joined(work, here.mallory, service, weeks=1)
    bookings.move(work, here.sam, sams.id, sams.version, TEN + WEEK, now=NOON)
    first, second, *_rest = dates(work, group)
    assert (cleos.session, sams.session) == (first.session, second.session)
    assert (first.session.starts, first.session.live, sams.seat) == (TEN, True, 2)
    with pytest.raises(ClassFull):
        bookings.move(work, here.cleo, cleos.id, cleos.version, TEN + WEEK, now=NOON)
    with pytest.raises(NotOpen):
        bookings.move(work, here.cleo, cleos.id, cleos.version, TEN + HOUR, now=NOON)


@in_a_turn
def test_time_off_over_a_class_stops_it_being_offered_and_lists_who_is_in_it(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here)
    cleos = joined(work, here.cleo, service)
    work.schedule.replace_hours(here.ana.id, {each: [] for each in range(7)})
    span = Interval(NOON, TEN + WEEK)
    assert misplaced(work, here.ana, span, now=NOON) == [], "a class is given outside the hours as well"
    add_block(work, here.ana.person, here.ana, Interval(TEN, TEN + HOUR), "", now=NOON)
    assert [each.booking.id for each in misplaced(work, here.ana, span, now=NOON)] == [cleos.id]
    assert next(times(work, here.ana, service, now=NOON, client_id=here.sam.id)) == TEN + WEEK
    with pytest.raises(NotOpen):
        bookings.hold(work, here.sam, service.id, TEN, now=NOON)


@in_a_turn
def test_an_ended_class_keeps_the_dates_that_have_people_and_can_be_taken_up_again(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here)
    cleos = joined(work, here.cleo, service, weeks=1)
    (stays,) = classes.end(work, here.ana.person, group.id, now=NOON)
    assert (stays.session, service.active) == (cleos.session, False)
    assert [each.id for each in dates(work, group)] == [stays.id]
    assert bookings.hold(work, here.sam, here.training.id, TEN, now=NOON).booking.starts == TEN
    assert work.classes.due(NOON + WEEK) == []
    classes.take_up(work, here.ana.person, group.id, now=NOON)
    assert [each.session.starts for each in dates(work, group)] == [TEN + n * WEEK for n in range(1, 5)]
    assert service.active


@in_a_turn
def test_calling_a_date_off_tells_everybody_once_and_frees_the_time(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here)
    cleos, sams = joined(work, here.cleo, service), held(work, here.sam, service)
    first = dates(work, group)[0]
    lost = running.call_off(work, here.ana.person, first.session_id, 1, now=NOON, reason="Burst pipe")
    assert [each.booking.id for each in lost] == [cleos.id, sams.id]
    assert (cleos.status, sams.status, first.session.live) == (Status.CANCELLED, Status.CANCELLED, False)
    assert running.call_off(work, here.ana.person, first.session_id, 1, now=NOON) == []
    work.flush()
    told = [
        each.data["reason"] for each in work.session.query(Notification) if each.kind == "client_called_off"
    ]
    assert told == ["Burst pipe", "Burst pipe"]
    assert bookings.hold(work, here.mallory, here.training.id, TEN, now=NOON).booking.starts == TEN
    classes.extend(work, group.id, now=NOON + timedelta(days=1))
    assert next(times(work, here.ana, service, now=NOON)) == TEN + WEEK, "it does not come again"


@in_a_turn
def test_only_its_trainer_gives_ends_and_calls_off_a_class(work: SqlWork) -> None:
    here = studio(work)
    _service, group = spin(work, here)
    first = dates(work, group)[0]
    tom = here.tom.person
    for act in (
        lambda: draft(work, tom, here.ana, SPIN, "EUR", now=NOON),
        lambda: classes.save(work, tom, drafted(work, here).id, now=NOON),
        lambda: classes.end(work, tom, group.id, now=NOON),
        lambda: running.call_off(work, tom, first.session_id, 1, now=NOON),
        lambda: classes.tell_all(work, tom, first.session_id, "Hi", now=NOON),
    ):
        with pytest.raises(NotYours):
            act()
    with pytest.raises(Changed):
        running.call_off(work, here.ana.person, first.session_id, 2, now=NOON)
    with pytest.raises(TooLate):
        running.call_off(work, here.ana.person, first.session_id, 1, now=TEN)


@in_a_turn
def test_a_time_at_which_there_is_no_class_is_refused(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here)
    for starts in (TEN + HOUR, TEN + 30 * WEEK, TEN - WEEK):
        with pytest.raises(Refusal) as refused:
            bookings.hold(work, here.cleo, service.id, starts, now=NOON)
        assert isinstance(refused.value, NotOpen)


@in_a_turn
def test_words_to_all_reach_everybody_once(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here)
    joined(work, here.cleo, service)
    joined(work, here.sam, service)
    lost = person(work, "Kim")
    joined(work, lost, service)
    first = dates(work, group)[0]
    told, unreached = classes.tell_all(work, here.ana.person, first.session_id, "Bring a towel", now=NOON)
    assert (told, [each.name for each in unreached]) == (2, ["Kim"])
