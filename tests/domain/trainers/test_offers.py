"""What a trainer offers changes for bookings to come, and for nobody else's services."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.bookings import service as bookings
from domain.errors import NotYours
from domain.money import Money
from domain.notifications.preferences import quiet_of
from domain.trainers.model import Approval
from domain.trainers.offers import (
    NoRate,
    NotSaid,
    SameName,
    add_service,
    change_service,
    offer_service,
    set_rate,
)
from domain.trainers.service import services_for, take_on
from domain.trainers.service_words import parse_service
from storage.work import SqlWork
from tests.factories import NOON, booking, person, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)


@in_a_turn
def test_a_change_of_everything_leaves_what_is_booked_as_it_was(work: SqlWork) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
    said = parse_service(
        "name Strength, lengths 30-90 by 30 usual 90, price 12.500 KWD, approve off, buffers 5 10, starts 15"
    )
    changed = change_service(work, here.ana.person, here.training.id, said)
    assert (changed.name, changed.price, changed.approval) == (
        "Strength", Money(12_500, "KWD"), Approval.AT_ONCE,
    )  # fmt: skip
    assert (list(changed.lengths), changed.minutes) == ([30, 60, 90], 90)
    assert (changed.buffer_before, changed.buffer_after, changed.step_minutes) == (5, 10, 15)
    work.session.expire_all()
    sheet = work.bookings.sheet(held.id)
    assert (sheet.booking.price, sheet.service.minutes) == (Money(4000, "EUR"), 60)
    confirmed = bookings.confirm(work, here.cleo, held.id, 1, now=NOON).booking
    assert (confirmed.price, confirmed.approval) == (Money(4000, "EUR"), Approval.FIRST)
    fresh = bookings.hold(work, here.sam, here.training.id, TEN + timedelta(hours=3), minutes=30, now=NOON)
    assert fresh.booking.price == Money(4167, "KWD")


@in_a_turn
def test_another_usual_length_keeps_the_rate(work: SqlWork) -> None:
    here = studio(work)
    changed = change_service(work, here.ana.person, here.training.id, {"lengths": "30-90 usual 90"})
    assert changed.price == Money(6000, "EUR")


@in_a_turn
def test_only_the_trainer_changes_what_they_offer(work: SqlWork) -> None:
    here = studio(work)
    for who in (here.tom.person, here.cleo):
        with pytest.raises(NotYours):
            change_service(work, who, here.training.id, {"price": "1"})
        with pytest.raises(NotYours):
            offer_service(work, who, here.training.id, on=False)
        with pytest.raises(NotYours):
            add_service(work, who, here.ana, {"name": "Yoga", "lengths": "60"}, currency="EUR")
        with pytest.raises(NotYours):
            set_rate(work, who, "50", currency="EUR", now=NOON)


@in_a_turn
def test_a_new_service_has_a_name_of_its_own_and_a_length(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(NotSaid):
        add_service(work, here.ana.person, here.ana, {"name": "Yoga", "price": "50"}, currency="EUR")
    with pytest.raises(SameName):
        change_service(work, here.ana.person, here.training.id, {"name": "personal TRAINING"})
    yoga = {"name": "Yoga", "lengths": "75", "price": "30"}
    made = add_service(work, here.ana.person, here.ana, yoga, currency="GBP")
    assert (made.minutes, made.price) == (75, Money(3000, "GBP"))
    with pytest.raises(SameName):
        add_service(work, here.ana.person, here.ana, {**yoga, "name": "YOGA"}, currency="EUR")


@in_a_turn
def test_what_is_no_longer_offered_keeps_its_place_in_the_list(work: SqlWork) -> None:
    here = studio(work)
    offer_service(work, here.ana.person, here.training.id, on=False)
    work.flush()
    assert [each.id for each in work.trainers.services(here.ana.id)] == [here.check_in.id]
    assert [each.id for each in work.trainers.all_services(here.ana.id)] == [
        here.training.id,
        here.check_in.id,
    ]


@in_a_turn
def test_the_studios_rate_is_what_an_hour_costs_where_no_price_is_set(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    yoga = {"name": "Yoga", "lengths": "90"}
    with pytest.raises(NoRate):
        add_service(work, here.ana.person, here.ana, yoga, currency="EUR")
    set_rate(work, ada, "6000 JPY", currency="EUR", now=NOON)
    made = add_service(work, here.ana.person, here.ana, yoga, currency="EUR")
    assert made.price == Money(9000, "JPY")
    held = bookings.hold(work, here.cleo, made.id, TEN, now=NOON).booking
    set_rate(work, ada, "40", currency="EUR", now=NOON)
    assert (made.price, held.price) == (Money(6000, "EUR"), Money(9000, "JPY"))
    assert here.training.price == Money(4000, "EUR")  # a price of its own
    change_service(work, here.ana.person, made.id, {"lengths": "60"})
    assert made.price == Money(4000, "EUR")
    change_service(work, here.ana.person, made.id, {"price": "55"})
    set_rate(work, ada, "70", currency="EUR", now=NOON)
    assert made.price == Money(5500, "EUR")
    change_service(work, here.ana.person, made.id, {"price": "studio"})
    assert made.price == Money(7000, "EUR")


@in_a_turn
@pytest.mark.parametrize(("currency", "minor"), [("EUR", 5000), ("JPY", 50), ("KWD", 50_000)])
def test_a_new_trainer_begins_at_the_rate_or_at_fifty(work: SqlWork, currency: str, minor: int) -> None:
    zoe = take_on(work, "Zoe Ray", "Europe/Lisbon", currency, quiet=(22 * 60, 8 * 60), now=NOON)
    assert quiet_of(zoe.person) == (22 * 60, 8 * 60)
    work.flush()
    assert work.trainers.services(zoe.id)[0].price == Money(minor, currency)
    set_rate(work, person(work, "Ada", roles=Role.ADMIN), "44", currency="GBP", now=NOON)
    kim = take_on(work, "Kim", "Europe/London", currency, now=NOON)
    work.flush()
    assert work.trainers.services(kim.id)[0].price == Money(4400, "GBP")


@in_a_turn
def test_an_intro_comes_first_for_who_is_new_and_last_for_who_is_not(work: SqlWork) -> None:
    here = studio(work)
    said = parse_service("name Intro, length 30, price 10, intro on")
    intro = add_service(work, here.ana.person, here.ana, said, currency="EUR")
    booking(work, here.cleo, here.training, TEN)
    asked = [services_for(work, here.ana, each.id) for each in (here.sam, here.cleo)]
    assert [each[0].id for each in asked] == [intro.id, here.training.id]
    assert asked[1][-1].id == intro.id
    change_service(work, here.ana.person, intro.id, parse_service("intro off"))
    assert services_for(work, here.ana, here.sam.id)[0].id == here.training.id
