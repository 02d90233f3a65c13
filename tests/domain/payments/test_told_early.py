"""What is told before there is room for it waits for whatever makes room, and is entered then."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from domain.bookings import service as bookings
from domain.ledger.model import Kind, Step
from domain.payments import refunds
from domain.payments import service as payments
from domain.payments.model import PageState, Payment, RefundState
from domain.payments.pages import hear, hear_refusal
from domain.payments.ports import Disputed, Returned, Told
from storage.work import SqlWork
from tests.domain.packages.given import stands
from tests.domain.payments.given import money, opened, seen, told
from tests.domain.payments.test_disputes import BACK, LOST, OPEN, TAKEN, WON, lost, moved, story, won
from tests.domain.payments.test_dues import agreed
from tests.domain.payments.test_elsewhere import given_back
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

NUMBERS = count()
HOUR = timedelta(hours=1)


def hears(work: SqlWork, *news: Returned | Disputed) -> None:
    for each in news:
        number = next(NUMBERS)
        refund, dispute = (each, None) if isinstance(each, Returned) else (None, each)
        at = NOON + timedelta(seconds=number)
        hear(work, Told(f"evt_e{number}", "early", at, None, refund, dispute), now=NOON)


def in_books(work: SqlWork, here: Studio) -> list[int]:
    return money(work, here, Kind.OWED, Kind.CARD, Kind.DISPUTED)


def done(work: SqlWork, payment: Payment) -> list[str | None]:
    made = work.payments.refunds(payment.id)
    return [each.provider_id for each in made if each.status is RefundState.DONE]


@in_a_turn
def test_what_was_given_back_once_more_counts_when_the_first_is_heard_to_have_failed(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    first, second = given_back(work, payment, 40000), given_back(work, payment, 40000, "re_2")
    hears(work, first, second, replace(first, failed=True))
    assert done(work, payment) == ["re_2"]
    assert (in_books(work, here), stands(work, here)) == ([0, 0, 0], (0, 0, 0, 0))


@in_a_turn
def test_what_is_given_back_after_a_dispute_was_won_may_be_told_before_that(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    news = won(payment, work)
    hears(work, *news[:2], given_back(work, payment, 40000))
    assert done(work, payment) == []
    hears(work, *news[2:])
    assert done(work, payment) == ["re_1"]
    assert (in_books(work, here), stands(work, here)) == ([0, 0, 0], (0, 0, 0, 0))


@in_a_turn
def test_a_second_dispute_that_is_lost_may_be_told_before_the_first_was_won(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    first = story(payment, work, (OPEN, (TAKEN,)), (WON, (TAKEN, BACK)))
    taken = moved(-40000, 2000, "txn_3")
    second = [
        replace(each, provider_id="du_2") for each in story(payment, work, (OPEN, (taken,)), (LOST, (taken,)))
    ]
    hears(work, first[0], *second)
    assert in_books(work, here) == [0, 0, 40000]
    hears(work, first[1], *second)
    assert (in_books(work, here), stands(work, here)) == ([0, 0, 0], (0, 0, 0, 0))
    entered = [each.step for each in work.ledger.of_payment(payment.id)]
    assert [entered.count(step) for step in (Step.DISPUTED, Step.REINSTATED, Step.LOST)] == [2, 1, 1]


@in_a_turn
def test_a_dispute_takes_nothing_that_was_paid_for_something_else(work: SqlWork) -> None:
    """Of the same client with the same trainer."""
    here = studio(work)
    payment = paid(work, here)
    other = payments.begin(work, here.cleo, payment.package_id or 0, now=NOON)
    hear(work, told(7, seen(opened(work, other), PageState.PAID, other)), now=NOON)
    assert other is not payment
    back = given_back(work, payment, 40000)
    hears(work, back, *lost(payment, work)[:2])
    assert in_books(work, here) == [0, 40000, 0]
    hears(work, replace(back, failed=True))
    assert in_books(work, here) == [0, 40000, 40000]


@in_a_turn
def test_what_the_provider_will_not_give_back_leaves_room_for_what_it_did_instead(work: SqlWork) -> None:
    """Told before the money itself, of a deposit for a time that is gone."""
    here, held = agreed(work, "deposit 20%")
    begun = payments.begin_session(work, here.cleo, held.booking.id, now=NOON)
    assert begun
    key = opened(work, begun)
    here.ana.active = False
    hears(work, Returned("", "re_1", intent_id=f"pi_{key}", amount=begun.price))
    hear(work, told(7, seen(key, PageState.PAID, begun)), now=NOON + HOUR)
    (ours,) = work.payments.refunds_due()
    assert in_books(work, here) == [0, 0, 0]
    for _twice in range(2):
        hear_refusal(work, ours.id, now=NOON + HOUR)
    assert [each.status for each in work.payments.refunds(begun.id)] == [RefundState.FAILED, RefundState.DONE]
    assert in_books(work, here) == [0, 0, 0]


@in_a_turn
@pytest.mark.parametrize("late", [0, 1])  # told once more, after what it tells of is over
def test_what_is_told_of_a_lost_dispute_again_changes_nothing(work: SqlWork, late: int) -> None:
    here = studio(work)
    payment = paid(work, here)
    news = lost(payment, work)
    hears(work, *news, news[late])
    assert (in_books(work, here), stands(work, here)) == ([0, 0, 0], (0, 0, 0, 0))
    assert refunds.refundable(work, payment)[0] == 0


@in_a_turn
def test_what_is_refused_is_not_asked_for_again_by_what_was_told_before(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 20%")
    begun = payments.begin_session(work, here.cleo, held.booking.id, now=NOON)
    assert begun
    key = opened(work, begun)
    whole = begun.price_minor
    taken, back = moved(-whole, 2000, "txn_1"), moved(whole, -2000, "txn_2")
    hear(work, told(7, seen(key, PageState.PAID, begun)), now=NOON)
    hears(work, Disputed("du_1", f"pi_{key}", WON, "fraudulent", begun.price, None, (taken, back)))
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON)
    bookings.expire_due(work, now=NOON + HOUR)
    (due,) = work.payments.refunds_due()
    hear_refusal(work, due.id, now=NOON + HOUR)  # since it is disputed once more, of which nobody has heard
    assert work.payments.refunds_due() == []
