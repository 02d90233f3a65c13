"""A place in a full class that is given up goes to those who wait, one at a time; on both engines."""

from datetime import datetime

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import ClassFull
from domain.bookings.model import Booking, Status
from domain.classes import running
from domain.people.model import Person
from domain.trainers.model import Service
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from domain.waitlist.errors import OfferOver
from domain.waitlist.model import Gap, GapStatus, OfferStatus
from domain.work import Work
from storage.work import SqlWork
from tests.domain.classes.studio import HOUR, MINUTE, TEN, WEEK, dates, held, joined, left, spin
from tests.factories import NOON, Studio, client, give_up, studio
from tests.turns import in_a_turn

QUARTER = 15 * MINUTE


def wait(work: Work, who: Person, what: Service) -> None:
    waitlist.join(work, who, what.id, TEN.date(), opens=600, closes=600, now=NOON)


def full(work: Work, here: Studio) -> tuple[Service, Booking, Booking]:
    """Cleo and Sam have the two places."""
    service, _group = spin(work, here, 2)
    return service, joined(work, here.cleo, service), joined(work, here.sam, service)


def offering(work: Work, place: Booking, now: datetime = NOON) -> Gap:
    (gap,) = work.waitlist.running_in(place.session.id)
    assert go_on(work, gap.id, now=now)
    return gap


@in_a_turn
def test_a_freed_place_is_held_for_one_after_another_without_the_trainer(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, _sams = full(work, here)
    kim = client(work, "Kim", "1004")
    wait(work, here.mallory, service)
    wait(work, kim, service)
    left(work, here.cleo, cleos)
    gap = offering(work, cleos)
    offered = work.bookings.held_by(here.mallory.id)
    assert offered is not None
    assert (offered.session, offered.seat, offered.until) == (cleos.session, cleos.seat, NOON + QUARTER)
    for who in (here.cleo, kim):
        with pytest.raises(ClassFull):
            bookings.hold(work, who, service.id, TEN, now=NOON)
    assert go_on(work, gap.id, now=NOON + QUARTER)
    with pytest.raises(OfferOver):
        waitlist.take(work, here.mallory, offered.id, offered.version, now=NOON + QUARTER)
    kims = work.bookings.held_by(kim.id)
    assert kims is not None
    taken = waitlist.take(work, kim, kims.id, kims.version, now=NOON + QUARTER).booking
    assert (taken.status, taken.seat, gap.status) == (Status.CONFIRMED, cleos.seat, GapStatus.TAKEN)


@in_a_turn
def test_between_two_offers_and_through_the_night_the_place_is_kept(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, _sams = full(work, here)
    wait(work, here.mallory, service)
    left(work, here.cleo, cleos)
    (gap,) = work.waitlist.running_in(cleos.session.id)
    night = NOON + 10 * HOUR
    assert go_on(work, gap.id, now=night)
    assert work.waitlist.offers(gap.id) == []
    assert gap.due_at == NOON + 20 * HOUR
    with pytest.raises(ClassFull):
        bookings.hold(work, here.cleo, service.id, TEN, now=night)
    assert cleos.session.live


@in_a_turn
def test_when_all_have_passed_the_place_is_open_to_everybody(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, _sams = full(work, here)
    wait(work, here.mallory, service)
    left(work, here.cleo, cleos)
    gap = offering(work, cleos)
    offered = work.bookings.held_by(here.mallory.id)
    assert offered is not None
    waitlist.pass_on(work, here.mallory, offered.id, now=NOON)
    assert gap.status is GapStatus.OPEN
    assert held(work, here.cleo, service).seat == cleos.seat


@in_a_turn
def test_a_place_that_was_only_held_is_offered_as_well(work: SqlWork) -> None:
    here = studio(work)
    service, _group = spin(work, here, 2)
    joined(work, here.sam, service)
    cleos = held(work, here.cleo, service)
    wait(work, here.mallory, service)
    bookings.expire_due(work, now=NOON + 10 * MINUTE)
    gap = offering(work, cleos, NOON + 10 * MINUTE)
    assert [each.client_id for each in work.waitlist.offers(gap.id)] == [here.mallory.id]


@in_a_turn
def test_a_place_left_for_another_date_is_offered(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, _sams = full(work, here)
    wait(work, here.mallory, service)
    was, seat = cleos.session, cleos.seat
    bookings.move(work, here.cleo, cleos.id, cleos.version, TEN + WEEK, now=NOON)
    (gap,) = work.waitlist.running_in(was.id)
    assert gap.seat == seat


@in_a_turn
def test_who_waits_for_a_session_alone_is_not_offered_a_class_nor_the_other_way_round(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, _sams = full(work, here)
    waitlist.join(work, here.mallory, here.training.id, TEN.date(), now=NOON)
    left(work, here.cleo, cleos)
    assert work.waitlist.running_in(cleos.session.id) == []
    wait(work, here.cleo, service)
    alone = bookings.hold(work, here.mallory, here.training.id, TEN + 3 * HOUR, now=NOON).booking
    bookings.confirm(work, here.mallory, alone.id, alone.version, now=NOON)
    give_up(work, here.mallory, alone)
    assert work.waitlist.fillable(here.ana.id, TEN + 3 * HOUR, TEN + 4 * HOUR) == []


@in_a_turn
def test_two_places_at_once_go_to_two_people(work: SqlWork) -> None:
    here = studio(work)
    service, cleos, sams = full(work, here)
    kim = client(work, "Kim", "1004")
    wait(work, here.mallory, service)
    wait(work, kim, service)
    left(work, here.cleo, cleos)
    left(work, here.sam, sams)
    gaps = work.waitlist.running_in(cleos.session.id)
    for gap in gaps:
        go_on(work, gap.id, now=NOON)
    asked = [offer.client_id for gap in gaps for offer in work.waitlist.offers(gap.id)]
    assert sorted(asked) == sorted([here.mallory.id, kim.id])
    assert {gap.seat for gap in gaps} == {1, 2}


@in_a_turn
def test_a_class_that_is_called_off_takes_its_offers_back(work: SqlWork) -> None:
    here = studio(work)
    service, group = spin(work, here, 2)
    cleos = joined(work, here.cleo, service)
    joined(work, here.sam, service)
    wait(work, here.mallory, service)
    left(work, here.cleo, cleos)
    gap = offering(work, cleos)
    first = dates(work, group)[0]
    running.call_off(work, here.ana.person, first.session_id, 1, now=NOON)
    (offer,) = work.waitlist.offers(gap.id)
    assert (offer.status, gap.status) == (OfferStatus.WITHDRAWN, GapStatus.STOPPED)
    assert work.bookings.held_by(here.mallory.id) is None
    assert not first.session.live
