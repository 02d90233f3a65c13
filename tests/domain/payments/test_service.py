"""Buying: one payment for one wish, one effect of one payment, and a time that waits for it once."""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.packages import service as packages
from domain.packages.errors import NotTraining
from domain.payments import errors, refunds
from domain.payments.model import PageState, Standing, Way
from domain.payments.pages import door, give_up, hear, see
from domain.payments.ports import Returned, Told
from domain.payments.service import PAYING, begin, sell, undo_sale
from domain.work import Work
from tests.domain.packages.given import TEN, booked, pack, stands
from tests.domain.payments.given import URL, money, opened, seen, told, wanted
from tests.factories import NOON, studio
from tests.turns import in_a_turn

MINUTE = timedelta(minutes=1)


@in_a_turn
def test_wanting_the_same_twice_is_one_payment_and_at_another_price_another(work: Work) -> None:
    here = studio(work)
    first = wanted(work, here)
    assert wanted(work, here) is first
    packages.change_package(work, here.ana.person, first.package_id or 0, {"price": "380"})
    assert wanted(work, here).price_minor == 38000
    assert first.price_minor == 40000
    packages.offer_package(work, here.ana.person, first.package_id or 0, on=False)
    with pytest.raises(errors.NotForSale):
        wanted(work, here)


@in_a_turn
def test_what_is_paid_is_entered_once_whoever_says_so(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    page = seen(opened(work, payment), PageState.PAID, payment)
    assert hear(work, told(1, page), now=NOON)
    assert not hear(work, told(1, page), now=NOON)  # the same event
    assert hear(work, told(2, page), now=NOON)  # another about the same
    see(work, page, now=NOON)  # and whoever came back from the page
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-40000, 0, 40000]
    assert stands(work, here) == (10, 0, 0, 0)
    assert payment.status is Standing.PAID


@in_a_turn
def test_news_that_come_backwards_go_no_step_back(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    key = opened(work, payment)
    states = (PageState.PAID, PageState.PROCESSING, PageState.EXPIRED, PageState.OPEN)
    for number, state in enumerate(states):
        hear(work, told(number, seen(key, state, payment)), now=NOON)
    assert work.payments.pages(payment.id)[0].state is PageState.PAID


@in_a_turn
def test_a_page_of_no_use_is_followed_by_the_next_and_any_other_is_asked_for_again(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    first = door(work, payment.token, public_url=URL, now=NOON)
    again = door(work, payment.token, public_url=URL, now=NOON)
    assert first
    assert again
    assert first.wanted == again.wanted  # whoever died in between asks the same
    key = opened(work, payment)
    see(work, seen(key, PageState.OPEN, payment), now=NOON)
    kept = door(work, payment.token, public_url=URL, now=NOON)
    assert kept
    assert (kept.wanted, kept.url) == (None, f"{URL}/page/{key}")
    see(work, seen(key, PageState.EXPIRED, payment), now=NOON)
    assert opened(work, payment) != key
    assert door(work, "nobody", public_url=URL, now=NOON) is None


@in_a_turn
def test_a_page_is_given_up_only_while_the_provider_has_not_made_it(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    first = opened(work, payment)
    give_up(work, first)
    second = opened(work, payment)
    assert second != first
    see(work, seen(second, PageState.OPEN, payment), now=NOON)
    give_up(work, second)
    give_up(work, "pay-elsewhere-1")
    assert opened(work, payment) == second
    assert work.payments.pages(payment.id)[-1].state is PageState.OPEN


@in_a_turn
def test_what_is_about_nothing_of_ours_is_only_noted(work: Work) -> None:
    assert hear(work, Told("evt_x", "customer.created", NOON, None), now=NOON)
    assert work.payments.known("stripe", ["evt_x", "evt_y"]) == {"evt_x"}


@in_a_turn
@pytest.mark.parametrize("key", ["pay-1-1", "pay-elsewhere-1", "pay-", "order 7", ""])
def test_anothers_page_at_the_same_provider_is_none_of_ours(work: Work, key: str) -> None:
    here = studio(work)
    payment = wanted(work, here)
    assert opened(work, payment) == f"pay-{payment.token}-1"
    assert hear(work, told(1, seen(key, PageState.PAID, payment)), now=NOON)
    assert hear(work, Told("evt_r", "refund.created", NOON, None, Returned(key, "re_1")), now=NOON)
    assert payment.status is Standing.OPEN


@in_a_turn
def test_a_held_time_waits_once_and_is_booked(work: Work) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    payment = wanted(work, here, held.id)
    assert held.until == NOON + PAYING
    packages.change_package(work, here.ana.person, payment.package_id or 0, {"price": "380"})
    begin(work, here.cleo, payment.package_id or 0, booking_id=held.id, now=NOON + 15 * MINUTE)
    assert held.until == NOON + PAYING
    see(work, seen(opened(work, payment), PageState.PAID, payment), now=NOON + 19 * MINUTE)
    assert (held.status, held.lot_id) == (Status.CONFIRMED, payment.lot_id)
    assert stands(work, here) == (9, 1, 0, 0)


@in_a_turn
def test_what_the_package_is_not_good_for_is_never_booked_at_its_price(work: Work) -> None:
    here = studio(work)
    here.training.name = "Strength"
    strength = pack(work, here, "services=Strength")
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    payment = begin(work, here.cleo, strength.id, booking_id=held.id, now=NOON)
    see(work, seen(opened(work, payment), PageState.PAID, payment), now=NOON)
    assert held.status is Status.HELD
    assert stands(work, here) == (10, 0, 0, 0)


@in_a_turn
def test_credits_are_good_for_what_they_were_when_the_link_was_made(work: Work) -> None:
    here = studio(work)
    here.training.name, here.check_in.name = "Strength", "Check"
    both = pack(work, here, "services=Strength,Check")
    first = begin(work, here.cleo, both.id, now=NOON)
    packages.change_package(work, here.ana.person, both.id, {"services": "Strength"})
    assert begin(work, here.cleo, both.id, now=NOON) is not first  # on other terms
    see(work, seen(opened(work, first), PageState.PAID, first), now=NOON)
    (held,) = work.packages.holdings(here.cleo.id, here.ana.id)
    assert held.services == {here.training.id, here.check_in.id}
    booked(work, here)
    assert stands(work, here) == (9, 1, 0, 0)


@in_a_turn
def test_nobody_makes_anothers_time_wait(work: Work) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    with pytest.raises(NotYours):
        begin(work, here.sam, pack(work, here).id, booking_id=held.id, now=NOON)


@in_a_turn
def test_a_late_payment_books_again_unless_another_time_is_held_meanwhile(work: Work) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    payment = wanted(work, here, held.id)
    later = NOON + 30 * MINUTE
    bookings.expire_due(work, now=later)
    other = bookings.hold(work, here.cleo, here.check_in.id, TEN + timedelta(hours=3), now=later).booking
    see(work, seen(opened(work, payment), PageState.PAID, payment), now=later)
    assert (held.status, other.status) == (Status.EXPIRED, Status.HELD)
    assert stands(work, here) == (10, 0, 0, 0)


@in_a_turn
def test_a_late_payment_books_the_same_time_anew(work: Work) -> None:
    here = studio(work)
    held = bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON).booking
    payment = wanted(work, here, held.id)
    later = NOON + 30 * MINUTE
    see(work, seen(opened(work, payment), PageState.PAID, payment), now=later)  # nobody has expired it yet
    assert payment.booking_id != held.id
    booking = work.bookings.sheet(payment.booking_id or 0).booking
    assert (booking.status, booking.starts) == (Status.CONFIRMED, TEN)


@in_a_turn
def test_at_the_desk_it_is_paid_and_within_a_minute_undone(work: Work) -> None:
    here = studio(work)
    ten, place = pack(work, here), booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert place.lot_id == sold.lot_id
    assert money(work, here, Kind.OWED, Kind.CASH) == [0, 40000]
    with pytest.raises(NotYours):
        undo_sale(work, here.tom.person, sold.id, now=NOON)
    undo_sale(work, here.ana.person, sold.id, now=NOON + timedelta(seconds=59))
    undo_sale(work, here.ana.person, sold.id, now=NOON + timedelta(seconds=59))
    assert place.lot_id is None
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CASH) == [0, 0, 0]
    assert stands(work, here) == (0, 0, 0, 0)
    assert sold.status is Standing.UNDONE


@in_a_turn
def test_the_same_tap_twice_is_one_sale_and_after_its_minute_another(work: Work) -> None:
    here = studio(work)
    ten, _place = pack(work, here), booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    again = NOON + timedelta(seconds=2)
    assert sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=again) is sold
    assert money(work, here, Kind.CASH) == [40000]
    undo_sale(work, here.ana.person, sold.id, now=again)
    assert sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=again) is not sold
    sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=again + MINUTE)
    assert money(work, here, Kind.CASH) == [80000]


@in_a_turn
def test_a_minute_later_or_once_used_it_is_not_undone(work: Work) -> None:
    here = studio(work)
    ten, place = pack(work, here), booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=place.session.ends)
    with pytest.raises(errors.TooLateToUndo):
        undo_sale(work, here.ana.person, sold.id, now=place.session.ends + MINUTE)
    asked = refunds.ask(work, here.cleo, sold.id, reason="I move", now=sold.made_at)
    refunds.approve(work, here.ana.person, asked.id, 10, now=sold.made_at)
    with pytest.raises(errors.AlreadyUsed):
        undo_sale(work, here.ana.person, sold.id, now=sold.made_at)


@in_a_turn
def test_nobody_is_sent_to_pay_a_trainer_who_left(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    here.ana.active = False
    assert door(work, payment.token, public_url=URL, now=NOON) is None
    here.ana.active = True
    key = opened(work, payment)
    see(work, seen(key, PageState.EXPIRED, payment), now=NOON)
    here.ana.active = False
    assert door(work, payment.token, public_url=URL, now=NOON) is None


@in_a_turn
def test_only_who_trains_with_one_pays_at_the_desk(work: Work) -> None:
    here = studio(work)
    ten = pack(work, here)
    with pytest.raises(NotTraining):
        sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    booked(work, here)
    with pytest.raises(NotYours):
        sell(work, here.tom.person, here.cleo, ten.id, Way.CASH, now=NOON)
