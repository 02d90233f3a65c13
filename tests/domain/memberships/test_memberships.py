"""Each month that was paid is entered once, however it is heard of; and what a payer wants of it."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from domain.base import Role
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.memberships import service as memberships
from domain.memberships.errors import NotNow
from domain.memberships.model import BillState, State
from domain.memberships.pages import gate, see_page
from domain.memberships.ports import JoinPage
from domain.memberships.report import report
from domain.memberships.seeing import is_told, take_look, unknown
from domain.money import Money
from domain.packages.errors import Monthly
from domain.packages.service import change_package, give_package
from domain.payments import receipts
from domain.payments import service as payments
from domain.payments.errors import NotForSale
from domain.payments.model import Way
from domain.payments.pages import hear
from domain.payments.ports import Returned, Told
from domain.wallets import service as wallets
from domain.wallets.ports import Card
from storage.work import SqlWork
from tests.domain.memberships.given import MONTH, began, bill, sees, standing, wanted
from tests.domain.packages.given import pack
from tests.domain.payments.given import URL, money
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn


def credits_of(work: SqlWork, here: Studio) -> int:
    return sum(each.free for each in work.packages.holdings(here.cleo.id, here.ana.id))


@in_a_turn
def test_asking_again_is_the_same_until_the_terms_change(work: SqlWork) -> None:
    here = studio(work)
    first = wanted(work, here)
    assert memberships.begin(work, here.cleo, first.package_id or 0, now=NOON) is first
    change_package(work, here.ana.person, first.package_id or 0, {"price": "350"})
    second = memberships.begin(work, here.cleo, first.package_id or 0, now=NOON)
    assert (first.price_minor, second.price_minor) == (32000, 35000)
    sees(work, first, standing(first, bill(0)))
    assert memberships.begin(work, here.cleo, first.package_id or 0, now=NOON) is first  # who has one has it


@in_a_turn
@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_months_are_entered_once_whatever_order_they_are_seen_in(
    work: SqlWork, order: tuple[int, ...]
) -> None:
    here = studio(work)
    found = wanted(work, here)
    shots = [
        standing(found, bill(0)),
        standing(found, bill(0), bill(1, BillState.OPEN), state=State.PAST_DUE),
        standing(found, bill(0), bill(1)),
        standing(found, bill(0), bill(1), state=State.CANCELLED),
    ]
    looks = [take_look(work, found.token) for _shot in shots]
    for each in (*order, *order):
        sees(work, found, shots[each], look=looks[each])
    assert found.state is State.CANCELLED
    assert credits_of(work, here) == 16
    assert money(work, here, Kind.CARD, Kind.OWED, Kind.EARNED) == [64000, 0, -64000]
    assert [each.state for each in work.memberships.bills(found.id)] == [BillState.PAID, BillState.PAID]


@in_a_turn
@pytest.mark.parametrize(("more", "lasts"), [("", MONTH), ("days=90", timedelta(days=90))])
def test_credits_last_their_month_or_as_long_as_was_said(work: SqlWork, more: str, lasts: timedelta) -> None:
    here = studio(work)
    began(work, here, more)
    held = work.packages.holdings(here.cleo.id, here.ana.id)
    assert [each.lot.expires_on for each in held] == [(NOON + lasts).date()]


@in_a_turn
def test_each_month_has_its_receipt(work: SqlWork) -> None:
    here = studio(work)
    found = began(work, here)
    sees(work, found, standing(found, bill(0), bill(1)))
    assert receipts.number_due(work, now=NOON + MONTH) == 2


@in_a_turn
def test_what_is_wanted_waits_for_the_provider_and_an_older_look_does_not_take_it_back(work: SqlWork) -> None:
    here = studio(work)
    found = began(work, here)
    memberships.leave(work, here.cleo, found.id, now=NOON)
    memberships.leave(work, here.cleo, found.id, now=NOON)
    assert (found.leaves, found.asked, found.next_charge) == (True, 1, None)
    sees(work, found, standing(found, bill(0)))  # which knows nothing of it yet
    assert found.leaves
    assert work.memberships.to_tell() == [found]
    is_told(work, found.token, 1)
    assert work.memberships.to_tell() == []
    sees(work, found, standing(found, bill(0), leaves=True))
    memberships.stay(work, here.cleo, found.id, now=NOON)
    assert found.next_charge == NOON + MONTH


@in_a_turn
def test_what_can_not_be_is_refused(work: SqlWork) -> None:
    here = studio(work)
    found = began(work, here)
    with pytest.raises(NotYours):
        memberships.leave(work, here.sam, found.id, now=NOON)
    memberships.leave(work, here.cleo, found.id, now=NOON)
    with pytest.raises(NotNow):
        memberships.rest(work, here.cleo, found.id, now=NOON)
    sees(work, found, standing(found, bill(0), state=State.CANCELLED, leaves=True))
    with pytest.raises(NotNow):
        memberships.stay(work, here.cleo, found.id, now=NOON)


@in_a_turn
def test_a_month_is_neither_given_nor_sold_at_the_desk(work: SqlWork) -> None:
    here = studio(work)
    package = work.packages.package(began(work, here).package_id or 0)
    with pytest.raises(Monthly):
        give_package(work, here.ana.person, here.cleo, package.id, reason="kind", now=NOON)
    with pytest.raises(Monthly):
        payments.sell(work, here.ana.person, here.cleo, package.id, Way.CASH, now=NOON)
    with pytest.raises(NotForSale):
        memberships.begin(work, here.cleo, pack(work, here).id, now=NOON)


@in_a_turn
def test_a_page_that_is_of_no_use_is_followed_by_the_next(work: SqlWork) -> None:
    here = studio(work)
    found = wanted(work, here)
    lacking = gate(work, found.token, public_url=URL)
    assert lacking
    assert lacking.lacks_customer
    wallets.is_made(work, here.cleo.id, "cus_1")
    first = gate(work, found.token, public_url=URL)
    assert first
    assert first.wanted
    see_page(work, found.token, 1, JoinPage("cs_1", "https://page", None))
    there = gate(work, found.token, public_url=URL)
    assert there
    assert there.url == "https://page"
    see_page(work, found.token, 1, JoinPage("cs_1", None, None))
    second = gate(work, found.token, public_url=URL)
    assert second
    assert second.wanted
    assert second.wanted.key != first.wanted.key
    see_page(work, found.token, 1, JoinPage("cs_1", "https://page", None))  # late news of the first
    assert found.session_id is None


@in_a_turn
def test_what_was_billed_and_is_not_entered_is_found(work: SqlWork) -> None:
    here = studio(work)
    found = began(work, here)
    paid = [(found.token, "sub_1", "in_0"), (found.token, "sub_1", "in_1"), ("another's", "sub_2", "in_2")]
    assert unknown(work, paid[:1]) == []
    assert unknown(work, paid) == [(found.token, "sub_1")]


@in_a_turn
def test_cards_are_as_the_latest_look_has_them(work: SqlWork) -> None:
    here = studio(work)
    wallet = wallets.open_wallet(work, here.cleo.id)
    first, second = (wallets.take_look(work, here.cleo.id) for _ in range(2))
    wallets.see(work, here.cleo.id, [Card("visa", "4242", True)], look=second)
    wallets.see(work, here.cleo.id, [], look=first)
    assert wallets.cards_of(wallet) == [Card("visa", "4242", True)]
    assert wallets.is_made(work, here.cleo.id, "cus_1").customer_id == "cus_1"
    assert wallets.is_made(work, here.cleo.id, "cus_2").customer_id == "cus_1"


@in_a_turn
def test_a_month_given_back_in_the_dashboard_before_anybody_heard_of_it_is_entered_with_it(
    work: SqlWork,
) -> None:
    here = studio(work)
    found = began(work, here)
    back = Returned("", "re_1", intent_id="pi_1", amount=Money(32000, "EUR"))
    hear(work, Told("evt_back", "refund.created", NOON, None, back), now=NOON)
    sees(work, found, standing(found, bill(0), bill(1)))
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-32000, 0, 32000]


@in_a_turn
def test_a_report_never_adds_up_currencies(work: SqlWork) -> None:
    here = studio(work)
    found = began(work, here)
    other = memberships.begin(
        work, here.sam, pack(work, here, "name=Pounds;price=90 GBP;monthly=yes").id, now=NOON
    )
    sees(work, other, replace(standing(other), subscription_id="sub_2"))
    third = memberships.begin(work, here.mallory, found.package_id or 0, now=NOON)
    sees(work, third, replace(standing(third), subscription_id="sub_3", state=State.PAUSED))
    here.ana.person.roles |= Role.ADMIN
    stands = report(work, here.ana.person, now=NOON)
    assert (stands.active, stands.paused, stands.over) == (2, 1, 0)
    assert stands.monthly == (Money(32000, "EUR"), Money(9000, "GBP"))
    sees(work, other, replace(standing(other), subscription_id="sub_2", state=State.PAST_DUE))
    memberships.leave(work, here.cleo, found.id, now=NOON)
    stands = report(work, here.ana.person, now=NOON + MONTH)
    assert (stands.active, stands.unpaid, stands.leaving, stands.lost) == (2, 1, 1, 0)
    assert stands.monthly == (Money(9000, "GBP"),)
    sees(work, other, replace(standing(other), subscription_id="sub_2", state=State.EXPIRED))
    stands = report(work, here.ana.person, now=NOON + timedelta(days=20))
    assert (stands.active, stands.over, stands.monthly) == (1, 1, ())
    with pytest.raises(NotYours):
        report(work, here.cleo, now=NOON)


@in_a_turn
def test_who_joins_once_more_at_an_older_page_has_the_money_back_and_is_charged_no_more(
    work: SqlWork,
) -> None:
    here = studio(work)
    older = wanted(work, here)
    change_package(work, here.ana.person, older.package_id or 0, {"price": "350"})
    newer = memberships.begin(work, here.cleo, older.package_id or 0, now=NOON)
    sees(work, newer, standing(newer, bill(0)))
    again = replace(bill(0), invoice_id="in_again", intent_id="pi_again")
    seen = replace(standing(older, again), subscription_id="sub_2")
    for _told_twice in range(2):
        sees(work, older, seen)
    assert (older.state, older.leaves, older in work.memberships.to_tell()) == (State.CANCELLED, True, True)
    [refund] = work.payments.refunds_due()
    assert (refund.amount, refund.credits) == (Money(32000, "EUR"), 8)
    assert credits_of(work, here) == 8
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-32000, 0, 32000]
    assert newer.state is State.ACTIVE
