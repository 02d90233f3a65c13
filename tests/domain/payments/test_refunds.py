"""Money back: only for what was not used, never more than was paid, and the credits go with it."""

import pytest

from domain.bookings.errors import AlreadyAnswered
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.packages.errors import ReasonNeeded
from domain.payments import errors, refunds
from domain.payments.model import PageState, Payment, RefundState, Way
from domain.payments.pages import hear
from domain.payments.ports import Returned, Told
from domain.payments.service import sell
from domain.work import Work
from tests.domain.packages.given import DAY, TEN, booked, pack, stands
from tests.domain.payments.given import money, opened, seen, told, wanted
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn


def paid(work: Work, here: Studio) -> Payment:
    payment = wanted(work, here)
    hear(work, told(1, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
    return payment


@in_a_turn
def test_what_is_not_used_is_given_back_and_its_credits_with_it(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    booked(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    assert (asked.credits, asked.amount_minor) == (9, 36000)
    assert refunds.ask(work, here.cleo, payment.id, reason="again", now=NOON) is asked
    refunds.approve(work, here.ana.person, asked.id, 9, now=NOON)
    assert stands(work, here) == (0, 1, 0, 0)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-4000, 0, 4000]
    with pytest.raises(AlreadyAnswered):
        refunds.approve(work, here.ana.person, asked.id, 9, now=NOON)
    with pytest.raises(errors.NothingToRefund):
        refunds.ask(work, here.cleo, payment.id, reason="more", now=NOON)


@in_a_turn
def test_who_used_some_meanwhile_is_given_less_and_only_once_that_was_shown(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    booked(work, here, TEN + DAY)
    with pytest.raises(errors.FewerLeft):
        refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 9, now=NOON)
    assert asked.amount_minor == 36000


@in_a_turn
def test_only_its_client_asks_and_only_its_trainer_decides_and_both_say_why(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    with pytest.raises(NotYours):
        refunds.ask(work, here.sam, payment.id, reason="mine", now=NOON)
    with pytest.raises(ReasonNeeded):
        refunds.ask(work, here.cleo, payment.id, reason=" ", now=NOON)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    for other in (here.tom.person, here.cleo):
        with pytest.raises(NotYours):
            refunds.approve(work, other, asked.id, 10, now=NOON)
    with pytest.raises(ReasonNeeded):
        refunds.decline(work, here.ana.person, asked.id, reason="", now=NOON)
    refunds.decline(work, here.ana.person, asked.id, reason="as agreed", now=NOON)
    assert stands(work, here) == (10, 0, 0, 0)
    assert refunds.ask(work, here.cleo, payment.id, reason="please", now=NOON) is not asked


@in_a_turn
def test_its_client_withdraws_it_before_it_is_answered(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    for wordless in ("🤷", "...", "12"):
        with pytest.raises(ReasonNeeded):
            refunds.ask(work, here.cleo, payment.id, reason=wordless, now=NOON)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    for other in (here.sam, here.ana.person):
        with pytest.raises(NotYours):
            refunds.withdraw(work, other, asked.id, now=NOON)
    for _twice in range(2):
        assert refunds.is_withdrawn(refunds.withdraw(work, here.cleo, asked.id, now=NOON), payment)
    with pytest.raises(AlreadyAnswered):
        refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    again = refunds.ask(work, here.cleo, payment.id, reason="I do move", now=NOON)
    refunds.decline(work, here.ana.person, again.id, reason="as agreed", now=NOON)
    assert not refunds.is_withdrawn(again, payment)
    with pytest.raises(AlreadyAnswered):
        refunds.withdraw(work, here.cleo, again.id, now=NOON)


@in_a_turn
def test_one_that_fails_later_gives_the_credits_back_once(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    done, failed = Returned(asked.key, "re_1"), Returned(asked.key, "re_1", failed=True)
    for number, each in enumerate((done, failed, done, failed)):
        hear(work, Told(f"evt_r{number}", "refund.updated", NOON, None, each), now=NOON)
    assert asked.status is RefundState.FAILED
    assert asked.key == f"refund-{payment.token}-1"
    assert refunds.ask(work, here.cleo, payment.id, reason="again", now=NOON).key != asked.key
    assert stands(work, here) == (10, 0, 0, 0)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-40000, 0, 40000]


@in_a_turn
def test_what_was_paid_at_the_desk_is_handed_back_there(work: Work) -> None:
    here = studio(work)
    ten = pack(work, here)
    booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    asked = refunds.ask(work, here.cleo, sold.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 9, now=NOON)
    assert asked.status is RefundState.DONE
    assert work.payments.refunds_due() == []
    assert money(work, here, Kind.OWED, Kind.CASH) == [0, 4000]


@in_a_turn
def test_parts_that_are_rounded_up_never_add_up_to_more_than_was_paid(work: Work) -> None:
    here = studio(work)
    four = pack(work, here, "price=0.50", 4)
    booked(work, here)
    sold = sell(work, here.ana.person, here.cleo, four.id, Way.CASH, now=NOON)
    count, amount = refunds.refundable(work, sold)
    assert (count, amount.minor) == (3, 38)
    asked = refunds.ask(work, here.cleo, sold.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 3, now=NOON)
    assert refunds.refundable(work, sold)[1].minor == 0
