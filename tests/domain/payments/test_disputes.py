"""A bank's dispute: each of its effects is entered once, and what is not used is frozen until it decides."""

from collections.abc import Sequence
from itertools import count, permutations

import pytest

from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.money import Money
from domain.payments import disputes, errors, refunds
from domain.payments.disputed import Dispute, DisputeState
from domain.payments.elsewhere import TooSoon
from domain.payments.lost import still_owed
from domain.payments.model import PageState, Payment
from domain.payments.pages import hear
from domain.payments.ports import Disputed, Moved, Told
from domain.work import Work
from storage.work import SqlWork
from tests.domain.packages.given import DAY, TEN, booked, stands
from tests.domain.payments.given import money, opened, seen, told, wanted
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.turns import in_a_turn

DUE = int((NOON + 9 * DAY).timestamp())
ACCOUNTS = (Kind.EARNED, Kind.OWED, Kind.CARD, Kind.DISPUTED, Kind.FEES)
NUMBERS = count()
OPEN, SENT, WON, LOST = DisputeState


def moved(minor: int, fee: int, name: str) -> Moved:
    return Moved(name, Money(minor, "EUR"), Money(fee, "EUR"))


TAKEN = moved(-40000, 2000, "txn_1")
BACK = moved(40000, -2000, "txn_2")


def story(payment: Payment, work: Work, *steps: tuple[DisputeState, Sequence[Moved]]) -> list[Disputed]:
    """The dispute of the whole payment, as each event tells it."""
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    whole = payment.price
    return [Disputed("du_1", intent, state, "fraudulent", whole, DUE, tuple(moves)) for state, moves in steps]


def won(payment: Payment, work: Work) -> list[Disputed]:
    steps = ((OPEN, ()), (OPEN, (TAKEN,)), (SENT, (TAKEN,)), (WON, (TAKEN,)), (WON, (TAKEN, BACK)))
    return story(payment, work, *steps)


def lost(payment: Payment, work: Work) -> list[Disputed]:
    return story(payment, work, (OPEN, ()), (OPEN, (TAKEN,)), (LOST, (TAKEN,)))


def hears(work: Work, *news: Disputed) -> Dispute:
    for each in news:
        hear(work, Told(f"evt_d{next(NUMBERS)}", "charge.dispute", NOON, None, None, each), now=NOON)
    found = work.disputes.called("du_1")
    assert found
    return found


@in_a_turn
def test_while_it_is_open_nothing_unused_is_spent_nor_given_back(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    place = booked(work, here)
    dispute = hears(work, *won(payment, work)[:3])
    assert (dispute.state, dispute.due_at) == (SENT, NOON + 9 * DAY)
    assert money(work, here, *ACCOUNTS) == [-42000, 0, 0, 40000, 2000]
    (held,) = work.packages.holdings(here.cleo.id, here.ana.id)
    assert (held.free, held.frozen, held.reserved) == (0, 9, 1)
    other = booked(work, here, TEN + DAY)
    assert other.lot_id is None  # at its price
    assert refunds.refundable(work, payment)[0] == 0
    with pytest.raises(errors.NothingToRefund):
        refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    bookings.cancel(work, here.cleo, place.id, place.version, now=NOON)
    (held,) = work.packages.holdings(here.cleo.id, here.ana.id)
    assert (held.free, held.frozen) == (0, 10)  # what comes back is frozen, too


@in_a_turn
def test_won_in_any_order_all_is_as_it_was(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    news = won(payment, work)
    for order in list(permutations(news))[::17]:
        hears(work, *order)
    assert hears(work).state is WON
    assert money(work, here, *ACCOUNTS) == [-40000, 0, 40000, 0, 0]
    assert stands(work, here) == (10, 0, 0, 0)
    entered = [each.step.value for each in work.ledger.of_payment(payment.id)]
    assert entered[3:].count("disputed") == entered[3:].count("reinstated") == 1


@in_a_turn
def test_won_what_was_booked_at_its_price_meanwhile_is_paid_with_credits_again(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    news = won(payment, work)
    hears(work, *news[:2])
    meanwhile = booked(work, here)
    assert meanwhile.lot_id is None
    assert hears(work, *news[2:], *news).state is WON
    assert meanwhile.lot_id == payment.lot_id
    assert stands(work, here) == (9, 1, 0, 0)


@in_a_turn
def test_lost_the_unused_credits_go_and_what_was_used_is_owed(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    used, coming = booked(work, here), booked(work, here, TEN + DAY)
    bookings.complete(work, here.ana.person, used.id, used.version, now=used.session.ends)
    news = lost(payment, work)
    dispute = hears(work, news[2], news[0], news[1], news[2])
    assert dispute.state is LOST
    assert stands(work, here) == (0, 0, 1, 0)
    assert (coming.lot_id, coming.status) == (None, Status.CONFIRMED)  # booked at its price again
    assert money(work, here, *ACCOUNTS) == [-6000, 4000, 0, 0, 2000]
    assert (disputes.taken(work, dispute), still_owed(work, dispute)) == (9, Money(4000, "EUR"))
    assert refunds.refundable(work, payment)[0] == 0


@in_a_turn
def test_a_part_takes_as_many_credits_as_it_pays_for(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    part = moved(-9000, 2000, "txn_1")
    (opened_,) = story(payment, work, (LOST, (part,)))
    hears(work, opened_)
    assert stands(work, here) == (8, 0, 0, 0)
    assert money(work, here, *ACCOUNTS) == [-34000, 1000, 31000, 0, 2000]


@in_a_turn
def test_an_inquiry_moves_no_money_and_freezes_all_the_same(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked, over = story(payment, work, (OPEN, ()), (WON, ()))
    hears(work, asked)
    assert stands(work, here) == (0, 0, 0, 0)
    hears(work, over)
    assert stands(work, here) == (10, 0, 0, 0)
    assert money(work, here, *ACCOUNTS) == [-40000, 0, 40000, 0, 0]


@in_a_turn
def test_one_that_is_told_before_the_money_itself_is_entered_with_it(work: SqlWork) -> None:
    here = studio(work)
    payment = wanted(work, here)
    key = opened(work, payment)
    for each in lost(payment, work)[:2]:
        hear(work, Told(f"evt_d{next(NUMBERS)}", "charge.dispute", NOON, None, None, each), now=NOON)
    assert work.disputes.called("du_1") is None
    hear(work, told(1, seen(key, PageState.PAID, payment)), now=NOON)
    assert money(work, here, *ACCOUNTS) == [-42000, 0, 0, 40000, 2000]
    assert stands(work, here) == (0, 0, 0, 0)


@in_a_turn
def test_a_refund_under_way_is_answered_first(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    with pytest.raises(TooSoon):
        hears(work, *lost(payment, work)[1:2])
    refunds.refuse(work, asked.id, now=NOON)
    hears(work, *lost(payment, work)[1:2])
    assert money(work, here, Kind.CARD, Kind.DISPUTED) == [0, 40000]


@in_a_turn
def test_its_trainer_answers_once_and_in_time(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    dispute = hears(work, *won(payment, work)[:2])
    words = {"customer_name": "Cleo"}
    with pytest.raises(NotYours):
        disputes.prove(work, here.tom.person, dispute.id, words, now=NOON)
    with pytest.raises(AlreadyAnswered):
        disputes.prove(work, here.ana.person, dispute.id, words, now=NOON + 9 * DAY)
    disputes.prove(work, here.ana.person, dispute.id, words, now=NOON)
    disputes.prove(work, here.ana.person, dispute.id, {"customer_name": "Sam"}, now=NOON)
    assert dispute.proof == words
    assert work.disputes.to_prove() == [dispute]
    for _twice in range(2):
        disputes.proved(work, dispute.id, now=NOON)
    assert (dispute.state, work.disputes.to_prove()) == (SENT, [])
