"""Money given back in the provider's dashboard: a refund like any other, whenever it is told."""

from dataclasses import replace

import pytest

from domain.ledger.model import Kind
from domain.money import Money
from domain.payments import receipts, refunds
from domain.payments.elsewhere import TooSoon, is_elsewhere
from domain.payments.model import PageState, Payment, RefundState
from domain.payments.pages import hear
from domain.payments.ports import Returned, Told
from domain.work import Work
from tests.domain.packages.given import booked, stands
from tests.domain.payments.given import money, opened, seen, told, wanted
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.turns import in_a_turn


def given_back(work: Work, payment: Payment, minor: int, name: str = "re_1") -> Returned:
    key = work.payments.pages(payment.id)[0].key
    return Returned("", name, intent_id=f"pi_{key}", amount=Money(minor, "EUR"))


def hears(work: Work, *news: Returned) -> None:
    for number, each in enumerate(news):
        hear(work, Told(f"evt_{each.provider_id}_{number}", "refund.created", NOON, None, each), now=NOON)


@in_a_turn
@pytest.mark.parametrize(
    ("minor", "count"),
    [(40000, 9), (36000, 9), (12000, 3), (15900, 3), (3999, 0)],  # one of ten is booked; each costs 40 euros
)
def test_credits_go_with_it_as_far_as_it_pays_for_them_and_they_are_unused(
    work: Work, minor: int, count: int
) -> None:
    here = studio(work)
    payment = paid(work, here)
    booked(work, here)
    again = given_back(work, payment, minor)
    hears(work, again, again)
    (refund,) = work.payments.refunds(payment.id)
    assert (refund.credits, refund.amount_minor, refund.status) == (count, minor, RefundState.DONE)
    assert is_elsewhere(refund)
    assert stands(work, here) == (9 - count, 1, 0, 0)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [minor - 40000, 0, 40000 - minor]
    receipts.number_due(work, now=NOON)
    assert [each.refund_id for each in work.payments.receipts(payment.id)] == [None, refund.id]


@in_a_turn
def test_what_is_told_before_the_money_itself_is_entered_with_it(work: Work) -> None:
    here = studio(work)
    payment = wanted(work, here)
    key = opened(work, payment)
    early = Returned("", "re_1", intent_id=f"pi_{key}", amount=Money(8000, "EUR"))
    hears(work, early, replace(early, intent_id="pi_of_another_studio", provider_id="re_2"))
    assert work.payments.refunds(payment.id) == []
    hear(work, told(9, seen(key, PageState.PAID, payment)), now=NOON)
    assert [each.amount_minor for each in work.payments.refunds(payment.id)] == [8000]
    assert stands(work, here) == (8, 0, 0, 0)


@in_a_turn
def test_one_that_failed_gives_nothing_back_whichever_is_told_first(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    first, second = given_back(work, payment, 4000), given_back(work, payment, 8000, "re_2")
    hears(work, first, replace(first, failed=True), replace(second, failed=True), second)
    made = work.payments.refunds(payment.id)
    assert [each.status for each in made] == [RefundState.FAILED, RefundState.FAILED]
    assert stands(work, here) == (10, 0, 0, 0)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-40000, 0, 40000]


@in_a_turn
def test_less_than_was_asked_for_is_one_of_its_own_and_the_rest_is_still_asked_for(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    hears(work, given_back(work, payment, 8000))
    first, second = work.payments.refunds(payment.id)
    assert (first, asked.status, asked.credits, asked.amount_minor) == (asked, RefundState.ASKED, 8, 32000)
    assert (second.status, second.credits, second.amount_minor) == (RefundState.DONE, 2, 8000)
    refunds.approve(work, here.ana.person, asked.id, 8, now=NOON)
    assert stands(work, here) == (0, 0, 0, 0)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [0, 0, 0]


@in_a_turn
@pytest.mark.parametrize(("booked_since", "minor", "count"), [(0, 40000, 10), (1, 36000, 9), (1, 40000, 9)])
def test_it_answers_what_the_client_had_asked_for(
    work: Work, booked_since: int, minor: int, count: int
) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    if booked_since:
        booked(work, here)
    hears(work, given_back(work, payment, minor))
    assert work.payments.refunds(payment.id) == [asked]
    assert (asked.status, asked.credits, asked.amount_minor) == (RefundState.DONE, count, minor)


@in_a_turn
def test_while_ours_is_under_way_it_waits_and_more_than_was_paid_is_none(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    whole = given_back(work, payment, 40000)
    with pytest.raises(TooSoon):
        hears(work, whole)
    refunds.refuse(work, asked.id, now=NOON)
    hears(work, replace(whole, provider_id="re_9"), given_back(work, payment, 1, "re_10"))
    done = [each.provider_id for each in work.payments.refunds(payment.id) if each.status is RefundState.DONE]
    assert done == ["re_9"]
    assert money(work, here, Kind.CARD) == [0]
