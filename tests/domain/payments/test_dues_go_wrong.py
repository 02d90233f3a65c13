"""Deposits and fees whose money a bank takes, the provider won't give back, or arrives too late."""

from dataclasses import replace

import pytest

from domain.bookings import attendance, undo
from domain.bookings import service as bookings
from domain.bookings.costs import waive
from domain.bookings.holds import relate
from domain.ledger.model import Kind
from domain.money import Money
from domain.packages.errors import NotPaidThen
from domain.payments import dues, errors, refunds
from domain.payments import service as payments
from domain.payments.lost import still_owed
from domain.payments.model import PageState, Payment, Purpose, RefundState, Standing, Way
from domain.payments.pages import hear
from domain.payments.ports import Disputed, Returned, Told
from storage.work import SqlWork
from tests.domain.packages.given import DAY, TEN, booked, credited, pack, stands
from tests.domain.payments.given import money, opened, seen, told
from tests.domain.payments.test_disputes import LOST, OPEN, WON, hears, moved, story
from tests.domain.payments.test_dues import HOUR, SECOND, agreed, pay
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

ACCOUNTS = (Kind.EARNED, Kind.OWED, Kind.CARD, Kind.DISPUTED)
TAKEN, BACK = moved(-1000, 0, "txn_1"), moved(1000, 0, "txn_2")


def deposited(work: SqlWork, words: str = "deposit 10") -> tuple[Studio, Payment]:
    """Cleo has paid a deposit of ten euros for her session."""
    here, held = agreed(work, words, 1000)
    return here, pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))


def given_up(work: SqlWork, here: Studio, deposit: Payment) -> None:
    """The session that it was paid for, early, a minute ago."""
    bookings.cancel(work, here.cleo, deposit.booking_id or 0, 2, now=NOON)
    bookings.expire_due(work, now=NOON + HOUR)


@in_a_turn
def test_a_deposit_at_a_bank_goes_back_once_the_bank_has_given_it_to_us(work: SqlWork) -> None:
    here, deposit = deposited(work)
    news = story(deposit, work, (OPEN, (TAKEN,)), (WON, (TAKEN,)), (WON, (TAKEN, BACK)))
    hears(work, news[0])
    given_up(work, here, deposit)
    hears(work, news[1])
    assert work.payments.refunds(deposit.id) == []
    hears(work, news[2], news[2])
    assert [each.amount_minor for each in work.payments.refunds(deposit.id)] == [1000]
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
def test_a_deposit_that_a_bank_gave_back_is_not_owed_for_a_session_that_was_free_to_cancel(
    work: SqlWork,
) -> None:
    here, deposit = deposited(work)
    news = story(deposit, work, (OPEN, (TAKEN,)), (LOST, (TAKEN,)))
    hears(work, news[0])
    given_up(work, here, deposit)
    dispute = hears(work, news[1])
    assert still_owed(work, dispute) == Money(0, "EUR")
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
@pytest.mark.parametrize("takes", [True, False])  # or the bank only asks
def test_nobody_is_let_off_a_fee_that_a_bank_decides_about(work: SqlWork, takes: bool) -> None:
    here, held = agreed(work, "no-show used")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    fee = pay(work, dues.fee_due(work, held))
    moves = (moved(-fee.price_minor, 0, "txn_1"),) if takes else ()
    hears(work, *story(fee, work, (OPEN, moves)))
    with pytest.raises(errors.AtBank):
        waive(work, here.ana.person, held.booking.id, 3, now=TEN + HOUR, reason="the road was closed")


@in_a_turn
def test_a_fee_that_was_let_off_and_cannot_be_given_back_is_money_that_was_earned(work: SqlWork) -> None:
    here, held = agreed(work, "no-show used")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    fee = pay(work, dues.fee_due(work, held))
    waive(work, here.ana.person, held.booking.id, 3, now=TEN + HOUR, reason="the road was closed")
    [refund] = work.payments.refunds(fee.id)
    refunds.refuse(work, refund.id, now=TEN + HOUR)
    assert refund.status is RefundState.FAILED
    assert money(work, here, *ACCOUNTS) == [-fee.price_minor, 0, fee.price_minor, 0]


@in_a_turn
def test_a_no_show_that_a_deposit_paid_is_undone(work: SqlWork) -> None:
    here, deposit = deposited(work, "deposit 10, late fee 5, cancel 24 h")
    booking_id = deposit.booking_id or 0
    attendance.no_show(work, here.ana.person, booking_id, 2, now=TEN + HOUR)
    undo.undo(work, here.ana.person, booking_id, 3, now=TEN + HOUR + SECOND)
    assert money(work, here, *ACCOUNTS) == [-1000, 0, 1000, 0]
    assert work.payments.refunds(deposit.id) == []


@in_a_turn
def test_of_a_missed_session_the_deposit_goes_back_but_for_the_fee_once_the_mark_is_final(
    work: SqlWork,
) -> None:
    here, held = agreed(work, "deposit 30, late fee 15, cancel 24 h", 3000)
    deposit = pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))
    booking_id = deposit.booking_id or 0
    missed = TEN + HOUR
    attendance.no_show(work, here.ana.person, booking_id, 2, now=missed)
    bookings.expire_due(work, now=missed + 59 * SECOND)
    assert work.payments.refunds(deposit.id) == []
    for _twice in range(2):
        bookings.expire_due(work, now=missed + HOUR)
    [refund] = work.payments.refunds(deposit.id)
    assert refund.amount_minor == 1500
    assert money(work, here, *ACCOUNTS) == [-1500, 0, 1500, 0]


@in_a_turn
def test_a_deposit_that_a_bank_gave_back_is_not_owed_once_its_session_is_given_up(work: SqlWork) -> None:
    here, deposit = deposited(work)
    dispute = hears(work, *story(deposit, work, (OPEN, (TAKEN,)), (LOST, (TAKEN,))))
    assert still_owed(work, dispute) == Money(1000, "EUR")
    given_up(work, here, deposit)
    assert still_owed(work, dispute) == Money(0, "EUR")
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
def test_a_no_show_whose_fee_was_taken_at_once_is_undone_and_the_fee_handed_back(work: SqlWork) -> None:
    here, held = agreed(work, "no-show used")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    payments.take(work, here.ana.person, held.booking.id, Purpose.FEE, Way.CASH, now=TEN + HOUR)
    undo.undo(work, here.ana.person, held.booking.id, 3, now=TEN + HOUR + SECOND)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CASH) == [0, 0, 0]


@in_a_turn
def test_of_which_a_deposit_was_paid_no_credit_pays_once_more(work: SqlWork) -> None:
    here, deposit = deposited(work)
    credited(work, here, 1)
    assert stands(work, here) == (1, 0, 0, 0)
    assert dues.rest(work, work.bookings.sheet(deposit.booking_id or 0)) == Money(3000, "EUR")


@in_a_turn
def test_the_rest_that_is_paid_when_the_session_is_off_goes_back(work: SqlWork) -> None:
    here, deposit = deposited(work)
    rest = payments.begin_rest(work, here.cleo, deposit.booking_id or 0, now=NOON)
    assert rest
    key = opened(work, rest)
    given_up(work, here, deposit)
    hear(work, told(7, seen(key, PageState.PAID, rest)), now=NOON + HOUR)
    assert [each.amount for each in work.payments.refunds(rest.id)] == [rest.price]
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
def test_a_deposit_that_was_given_back_in_the_dashboard_is_not_given_back_again(work: SqlWork) -> None:
    here, deposit = deposited(work)
    intent = f"pi_{work.payments.pages(deposit.id)[0].key}"
    back = Returned("", "re_1", intent_id=intent, amount=Money(1000, "EUR"))
    hear(work, Told("evt_back", "refund.created", NOON, None, back), now=NOON)
    given_up(work, here, deposit)
    [refund] = work.payments.refunds(deposit.id)
    assert (refund.status, refund.credits) == (RefundState.DONE, 0)
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
def test_what_is_paid_before_by_a_credit_keeps_it_when_its_package_is_lost_or_undone(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 10", 1000)
    payment = paid(work, here)
    bookings.confirm(work, here.cleo, held.booking.id, held.booking.version, now=NOON, by_credit=True)
    hears(work, *story(payment, work, (OPEN, ()), (LOST, (moved(-40000, 0, "txn_1"),))))
    assert held.booking.lot_id is not None
    assert stands(work, here) == (0, 1, 0, 0)


@in_a_turn
def test_sold_at_the_desk_it_is_not_undone_from_beneath_what_is_paid_before(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 10", 1000)
    relate(work, here.cleo, here.ana, now=NOON)
    sold = payments.sell(work, here.ana.person, here.cleo, pack(work, here).id, Way.CASH, now=NOON)
    bookings.confirm(work, here.cleo, held.booking.id, held.booking.version, now=NOON, by_credit=True)
    with pytest.raises(errors.AlreadyUsed):
        payments.undo_sale(work, here.ana.person, sold.id, now=NOON + SECOND)


@in_a_turn
def test_behind_the_last_day_of_its_credit_what_is_paid_before_is_not_moved(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 10", 1000)
    credited(work, here, 1, days=(TEN - NOON).days + 1)
    bookings.confirm(work, here.cleo, held.booking.id, held.booking.version, now=NOON, by_credit=True)
    with pytest.raises(NotPaidThen):
        bookings.move(work, here.cleo, held.booking.id, 2, TEN + 7 * DAY, now=NOON)


@in_a_turn
def test_a_part_that_is_lost_releases_the_last_sessions_and_no_more_than_it_needs(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    places = [booked(work, here, TEN + day * DAY) for day in range(4)]
    hears(work, *story(payment, work, (OPEN, ()), (LOST, (moved(-32000, 0, "txn_1"),))))
    assert stands(work, here) == (0, 2, 0, 0)
    assert [each.lot_id is not None for each in places] == [True, True, False, False]


@in_a_turn
def test_two_disputes_of_one_payment_freeze_it_once(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    for name in ("du_1", "du_2"):
        hears(work, Disputed(name, intent, OPEN, "general", Money(20000, "EUR"), None))
    [held] = work.packages.holdings(here.cleo.id, here.ana.id)
    assert (held.free, held.frozen) == (0, 10)


@in_a_turn
def test_of_two_disputes_one_is_lost_and_the_other_won(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    half = Money(20000, "EUR")
    takes = {name: moved(-half.minor, 0, f"txn_{name}") for name in ("du_1", "du_2")}
    for name, taken in takes.items():
        hears(work, Disputed(name, intent, OPEN, "general", half, None, (taken,)))
    hears(work, Disputed("du_1", intent, LOST, "general", half, None, (takes["du_1"],)))
    assert money(work, here, *ACCOUNTS) == [-20000, 0, 0, 20000]
    [held] = work.packages.holdings(here.cleo.id, here.ana.id)
    assert (held.free, held.frozen) == (0, 5)
    back = moved(half.minor, 0, "txn_back")
    hears(work, Disputed("du_2", intent, WON, "general", half, None, (takes["du_2"], back)))
    assert money(work, here, *ACCOUNTS) == [-20000, 0, 20000, 0]
    assert stands(work, here) == (5, 0, 0, 0)


@in_a_turn
def test_a_fee_that_was_given_back_in_the_dashboard_is_owed_no_more(work: SqlWork) -> None:
    here, held = agreed(work, "no-show used")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    fee = pay(work, dues.fee_due(work, held))
    intent = f"pi_{work.payments.pages(fee.id)[0].key}"
    back = Returned("", "re_1", intent_id=intent, amount=fee.price)
    hear(work, Told("evt_back", "refund.created", NOON, None, back), now=TEN + HOUR)
    assert dues.fee_due(work, held) is None
    assert work.bookings.owed(held.booking.id) is None
    assert money(work, here, *ACCOUNTS) == [0, 0, 0, 0]


@in_a_turn
def test_the_rest_that_lands_when_the_fee_is_paid_by_itself_goes_back_whole(work: SqlWork) -> None:
    here, held = agreed(work, "cancel 10 days, late fee 15, deposit 10", 1000)
    pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))
    rest = payments.begin_rest(work, here.cleo, held.booking.id, now=NOON)
    assert rest
    key = opened(work, rest)
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON, at_cost=True)
    bookings.expire_due(work, now=NOON + HOUR)
    fee = pay(work, dues.fee_due(work, held), 2)
    hear(work, told(3, seen(key, PageState.PAID, rest)), now=NOON + HOUR)
    assert fee.price == Money(500, "EUR")
    assert [each.amount for each in work.payments.refunds(rest.id)] == [rest.price]
    assert money(work, here, *ACCOUNTS) == [-1500, 0, 1500, 0]


@in_a_turn
def test_of_a_fee_no_more_is_billed_once_what_was_given_back_is_here_again(work: SqlWork) -> None:
    here, held = agreed(work, "cancel 10 days, late fee 15")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON, at_cost=True)
    bookings.expire_due(work, now=NOON + HOUR)
    fee = pay(work, dues.fee_due(work, held))
    intent = f"pi_{work.payments.pages(fee.id)[0].key}"
    back = Returned("", "re_1", intent_id=intent, amount=Money(500, "EUR"))
    hear(work, Told("evt_re_1", "refund", NOON, None, back), now=NOON)
    dues.settle(work, held, now=NOON)
    bill = dues.fee_due(work, held)
    assert bill
    assert bill.price == Money(500, "EUR")
    hear(work, Told("evt_re_2", "refund", NOON, None, replace(back, failed=True)), now=NOON)
    assert (dues.fee_due(work, held), bill.status) == (None, Standing.DROPPED)


@in_a_turn
def test_the_rest_that_is_paid_within_the_minute_stays_where_that_is_undone(work: SqlWork) -> None:
    here, deposit = deposited(work)
    booking_id = deposit.booking_id or 0
    rest = payments.begin_rest(work, here.cleo, booking_id, now=NOON)
    assert rest
    key = opened(work, rest)
    bookings.cancel(work, here.cleo, booking_id, 2, now=NOON)
    hear(work, told(7, seen(key, PageState.PAID, rest)), now=NOON)
    undo.undo(work, here.cleo, booking_id, 3, now=NOON + SECOND)
    assert [work.payments.refunds(each.id) for each in (deposit, rest)] == [[], []]
    assert money(work, here, *ACCOUNTS) == [-4000, 0, 4000, 0]


@in_a_turn
def test_of_a_missed_session_the_fee_is_paid_and_no_rest_besides(work: SqlWork) -> None:
    here, deposit = deposited(work, "deposit 10, no-show used")
    booking_id = deposit.booking_id or 0
    attendance.no_show(work, here.ana.person, booking_id, 2, now=TEN + HOUR)
    missed = work.bookings.sheet(booking_id)
    fee = pay(work, dues.fee_due(work, missed), 2)
    assert fee.price == Money(3000, "EUR")
    assert dues.rest(work, missed) == Money(0, "EUR")
    assert payments.begin_rest(work, here.cleo, booking_id, now=TEN + HOUR) is None
    took = payments.take(work, here.ana.person, booking_id, Purpose.REST, Way.CASH, now=TEN + HOUR)
    assert took is None
