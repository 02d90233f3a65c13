"""What a trainer sells and gives: read from words, kept as it was given, and ending on its day."""

from datetime import date, timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.costs import waive
from domain.errors import NotYours, Unreadable
from domain.money import Money
from domain.packages import errors, words
from domain.packages import service as packages
from domain.packages.words import parse_package, read_bundle
from domain.policies.model import Late
from domain.policies.service import set_policy
from domain.policies.words import Terms
from storage.work import SqlWork
from tests.domain.packages.given import DAY, HOUR, TEN, booked, credited, pack, stands
from tests.factories import NOON, studio
from tests.turns import in_a_turn

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("line", "bundle"),
    [
        (
            "name 10-pack, sessions 10, price 400 gbp, valid 90 days, discount 10 %",
            words.Bundle("10-pack", 10, Money(40000, "GBP"), 90, 10),
        ),
        ("nombre Bono 10, sesiones 10, precio 400", words.Bundle("Bono 10", 10, Money(40000, "EUR"))),
        ("valid 2 months", words.Bundle(days=60)),
        ("valid 6 weeks discount no", words.Bundle(days=42, discount=0)),
        ("valid for ever", words.Bundle(days=0)),
        ("services all", words.Bundle(services=())),
    ],
)
def test_a_line_names_what_it_changes(line: str, bundle: words.Bundle) -> None:
    assert read_bundle(parse_package(line), currency="EUR", services=[]) == bundle


@pytest.mark.parametrize(
    "line",
    ["", "cheap", "sessions none", "sessions 0", "sessions 501", "price 0", "valid 11 years", "discount 91",
     "services chess"],
)  # fmt: skip
def test_what_can_not_be_read_is_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        read_bundle(parse_package(line), currency="EUR", services=[])


@in_a_turn
def test_what_was_given_stays_as_it_was_given(work: SqlWork) -> None:
    here = studio(work)
    credited(work, here, 1)
    ten = pack(work, here, "days=90;discount=10")
    lot = packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid", now=NOON)
    packages.change_package(
        work, here.ana.person, ten.id, {"name": "12-pack", "sessions": "12", "price": "500"}
    )
    assert (lot.name, lot.price_minor, lot.expires_on) == ("10-pack", 36000, TODAY + timedelta(days=90))
    assert stands(work, here) == (11, 0, 0, 0)
    packages.offer_package(work, here.ana.person, ten.id, on=False)
    with pytest.raises(errors.NotOffered):
        packages.give_package(work, here.ana.person, here.cleo, ten.id, reason="paid", now=NOON)


@in_a_turn
def test_only_the_trainer_gives_and_only_to_their_own_clients_with_a_reason(work: SqlWork) -> None:
    here = studio(work)
    ten = pack(work, here)
    for actor in (here.tom.person, here.cleo):
        with pytest.raises(NotYours):
            packages.give_package(work, actor, here.cleo, ten.id, reason="paid", now=NOON)
        with pytest.raises(NotYours):
            packages.change_package(work, actor, ten.id, {"price": "1"})
    with pytest.raises(errors.NotTraining):
        packages.give_package(work, here.ana.person, here.mallory, ten.id, reason="paid", now=NOON)
    credited(work, here, 1)
    with pytest.raises(errors.ReasonNeeded):
        packages.give_credits(work, here.ana.person, here.cleo, here.ana, 1, reason=" ", now=NOON)
    with pytest.raises(errors.SameName):
        pack(work, here)


@in_a_turn
def test_what_is_booked_already_is_paid_first(work: SqlWork) -> None:
    here = studio(work)
    places = [booked(work, here, TEN + n * DAY) for n in range(3)]
    lot = credited(work, here, 2)
    assert [each.lot_id for each in places] == [lot.id, lot.id, None]


@in_a_turn
def test_credits_end_with_their_last_day_and_come_back_when_it_is_put_off(work: SqlWork) -> None:
    here = studio(work)
    lot = credited(work, here, 3, days=2)  # until Wednesday
    assert packages.expire_due(work, now=NOON + 2 * DAY) == 0
    assert packages.expire_due(work, now=NOON + 3 * DAY) == 1
    assert packages.expire_due(work, now=NOON + 3 * DAY) == 0
    assert stands(work, here) == (0, 0, 0, 3)
    later = TODAY + timedelta(days=30)
    packages.extend(work, here.ana.person, lot.id, later, reason="was ill", now=NOON + 3 * DAY)
    assert (lot.expires_on, stands(work, here)) == (later, (3, 0, 0, 0))
    assert packages.expire_due(work, now=NOON + 4 * DAY) == 0
    with pytest.raises(errors.NotLonger):
        packages.extend(work, here.ana.person, lot.id, later, reason="was ill", now=NOON)
    with pytest.raises(NotYours):
        packages.extend(work, here.cleo, lot.id, later + DAY, reason="please", now=NOON)
    with pytest.raises(errors.NeverExpires):
        packages.extend(work, here.ana.person, credited(work, here).id, later, reason="x", now=NOON)


@in_a_turn
def test_what_comes_back_after_the_last_day_expires_as_well(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(1440, late=Late.USED), now=NOON)
    credited(work, here, 1, days=3)
    place = booked(work, here)
    bookings.cancel(work, here.cleo, place.id, place.version, now=TEN - HOUR, at_cost=True)
    assert packages.expire_due(work, now=TEN + DAY) == 1
    assert stands(work, here) == (0, 0, 1, 0)
    waive(work, here.ana.person, place.id, place.version, now=TEN + DAY, reason="the road was closed")
    assert stands(work, here) == (1, 0, 0, 0)
    assert packages.expire_due(work, now=TEN + DAY) == 1
    assert stands(work, here) == (0, 0, 0, 1)
