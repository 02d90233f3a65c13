"""Who has credits that will expire is told fourteen days and three before, once each, while they have any."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.bookings import service as bookings
from domain.errors import NotYours
from domain.notifications.model import Notification
from domain.packages import errors
from domain.packages import service as packages
from domain.packages.expiring import ask_longer, first_to_expire, still_expiring, warn_due
from domain.packages.model import CreditLot
from storage.work import SqlWork
from tests.domain.packages.given import DAY, booked, credited, pack
from tests.factories import NOON, Studio, address, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn


def house(work: SqlWork) -> Studio:
    here = studio(work)
    address(work, here.cleo, "1009")
    return here


def told(work: SqlWork, kind: str = "client_expiring") -> list[str]:
    keys = select(Notification.key).where(Notification.kind == kind).order_by(Notification.id)
    return list(work.session.scalars(keys))


def key(lot: CreditLot, days: int, whose: Studio) -> str:
    return f"expiring:{lot.id}:{lot.expires_on}:{days}:{whose.cleo.id}"


@in_a_turn
def test_two_warnings_once_each(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, 3, days=30)
    for hours in range(0, 31 * 24, 6):
        warn_due(work, now=NOON + timedelta(hours=hours))
    assert told(work) == [key(lot, 14, here), key(lot, 3, here)]
    assert lot.expires_on
    assert still_expiring(work, lot, lot.expires_on) == 3


@in_a_turn
def test_what_was_slept_through_is_said_once(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=30)
    warn_due(work, now=NOON + 28 * DAY)
    warn_due(work, now=NOON + 29 * DAY)
    assert told(work) == [key(lot, 3, here)]


@in_a_turn
def test_who_gets_ten_days_is_not_told_at_once_that_they_are_fourteen(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=10)
    warn_due(work, now=NOON)
    assert told(work) == []
    warn_due(work, now=NOON + 7 * DAY)
    assert told(work) == [key(lot, 3, here)]


@in_a_turn
def test_nobody_is_told_at_night(work: SqlWork) -> None:
    here = house(work)
    credited(work, here, days=30)
    warn_due(work, now=(NOON + 16 * DAY).replace(hour=2))
    row = work.session.scalars(select(Notification).where(Notification.kind == "client_expiring")).one()
    assert row.due_at == (NOON + 16 * DAY).replace(hour=8)  # in Lisbon, as in UTC


@in_a_turn
def test_what_is_all_reserved_is_told_once_it_comes_back(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=20)
    place = booked(work, here, NOON + 10 * DAY)
    assert place.lot_id == lot.id
    warn_due(work, now=NOON + 7 * DAY)
    assert told(work) == []
    bookings.cancel(work, here.cleo, place.id, place.version, now=NOON + 8 * DAY)
    warn_due(work, now=NOON + 8 * DAY)
    assert told(work) == [key(lot, 14, here)]


@in_a_turn
def test_what_lasts_longer_is_warned_of_anew(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=20)
    warn_due(work, now=NOON + 7 * DAY)
    was = lot.expires_on
    assert was
    packages.extend(work, here.ana.person, lot.id, was + 30 * DAY, reason="ill", now=NOON + 7 * DAY)
    assert still_expiring(work, lot, was) == 0
    warn_due(work, now=NOON + 8 * DAY)
    assert len(told(work)) == 1
    warn_due(work, now=NOON + 37 * DAY)
    assert told(work)[1:] == [key(lot, 14, here)]


@in_a_turn
def test_the_trainer_is_asked_once_and_only_by_whose_they_are(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=20)
    for _again in range(2):
        ask_longer(work, here.cleo, lot.id, now=NOON)
    assert told(work, "trainer_longer") == [f"longer:{lot.id}:2026-12-13:{here.ana.person.id}"]
    with pytest.raises(NotYours):
        ask_longer(work, here.sam, lot.id, now=NOON)
    with pytest.raises(errors.NeverExpires):
        ask_longer(work, here.cleo, credited(work, here).id, now=NOON)
    assert first_to_expire(work, here.cleo) is lot


@in_a_turn
def test_of_what_was_used_nothing_lasts_longer(work: SqlWork) -> None:
    here = house(work)
    lot = credited(work, here, days=20)
    booked(work, here, NOON + 10 * DAY)
    with pytest.raises(errors.NothingLeft):
        ask_longer(work, here.cleo, lot.id, now=NOON)


@in_a_turn
def test_holders_of_a_package_and_what_became_of_it(work: SqlWork) -> None:
    here = studio(work)
    ten = pack(work, here, "days=90")
    credited(work, here)  # none of the package's
    packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid", now=NOON)
    booked(work, here)
    booked(work, here, NOON + 5 * DAY)
    ((name, held),) = work.packages.held_by(ten)
    assert (name, held.free + held.reserved, held.lot.expires_on) == ("Cleo", 10, date(2027, 2, 21))


@in_a_turn
def test_they_are_found_by_index(work: SqlWork) -> None:
    here = studio(work)
    ten = pack(work, here, "days=30")
    credited(work, here)
    packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid", now=NOON)
    with statements(work) as ran:
        work.packages.held_by(ten)
        work.packages.expiring(NOON.date(), (3, 14))
    assert len(ran) == 3
    assert scans(work, ran) == []
