"""What a booking leaves to be paid or given back, and what the database refuses of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from domain.bookings import attendance, undo
from domain.bookings import service as bookings
from domain.bookings.costs import waive
from domain.bookings.errors import PaidFirst
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.ledger.model import Kind
from domain.money import Money
from domain.payments import dues
from domain.payments import service as payments
from domain.payments.model import PageState, Payment, Purpose, RefundState, Standing, Way
from domain.payments.pages import hear
from domain.policies.model import Late, Pay, Policy
from domain.policies.rules import deposit, pays
from domain.policies.service import set_policy
from domain.policies.words import parse_policy
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import TEN, credited
from tests.domain.payments.given import money, opened, seen, told
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def agreed(work: SqlWork, words: str, minor: int | None = None) -> tuple[Studio, Sheet]:
    """Cleo holds a time with Ana on these terms; an amount in them is of so many minor units."""
    here = studio(work)
    terms = parse_policy(words)
    set_policy(
        work,
        here.ana.person,
        here.ana,
        terms,
        fee_minor=1500 if terms.fee else None,
        deposit_minor=minor if terms.deposit else None,
        missed_minor=minor if terms.missed_fee else None,
        now=NOON,
    )
    here.training.approval = here.check_in.approval
    return here, bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON)


def pay(work: SqlWork, payment: Payment | None, number: int = 1) -> Payment:
    assert payment
    hear(work, told(number, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
    return payment


@in_a_turn
@pytest.mark.parametrize("words", ["pay first", "deposit 20%"])
def test_nobody_confirms_what_is_paid_first_nor_does_the_database(work: SqlWork, words: str) -> None:
    here, held = agreed(work, words)
    with pytest.raises(PaidFirst):
        bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    change = update(table(Booking)).values(status=Status.CONFIRMED, version=2, until=None)
    with pytest.raises(DBAPIError, match="not_paid"), work.session.begin_nested():
        work.session.execute(change)
    with pytest.raises(DBAPIError, match="pay_frozen"), work.session.begin_nested():
        work.session.execute(update(table(Booking)).values(pay=Pay.LATER))


@in_a_turn
def test_a_credit_pays_for_it_as_well(work: SqlWork) -> None:
    here, held = agreed(work, "pay first")
    credited(work, here, 1)
    assert payments.begin_session(work, here.cleo, held.booking.id, now=NOON) is None
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON, by_credit=True)
    assert held.booking.lot_id is not None


@in_a_turn
def test_asking_for_the_page_twice_gives_the_same_and_keeps_the_time_once(work: SqlWork) -> None:
    here, held = agreed(work, "pay first")
    first = payments.begin_session(work, here.cleo, held.booking.id, now=NOON)
    until = held.booking.until
    later = payments.begin_session(work, here.cleo, held.booking.id, now=NOON + SECOND)
    assert first is later
    assert held.booking.until == until == NOON + payments.PAYING


@in_a_turn
def test_a_deposit_that_lands_when_the_time_is_gone_goes_back(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 20%")
    begun = payments.begin_session(work, here.cleo, held.booking.id, now=NOON)
    assert begun
    key = opened(work, begun)
    here.ana.active = False
    bookings.expire_due(work, now=NOON + HOUR)
    hear(work, told(1, seen(key, PageState.PAID, begun)), now=NOON + HOUR)
    [refund] = work.payments.refunds(begun.id)
    assert (refund.status, refund.amount) == (RefundState.APPROVED, begun.price)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [0, 0, 0]


@in_a_turn
def test_a_deposit_that_lands_when_nobody_has_ended_the_hold_yet_books_the_time_again(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 20%")
    begun = payments.begin_session(work, here.cleo, held.booking.id, now=NOON)
    assert begun
    hear(work, told(1, seen(opened(work, begun), PageState.PAID, begun)), now=NOON + HOUR)
    assert work.payments.refunds(begun.id) == []
    again = work.bookings.sheet(begun.booking_id or 0).booking
    assert (again.status, again.starts, held.booking.status) == (Status.CONFIRMED, TEN, Status.EXPIRED)


@in_a_turn
def test_undone_within_the_minute_the_deposit_stays(work: SqlWork) -> None:
    here, held = agreed(work, "deposit 20%")
    paid = pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON)
    undo.undo(work, here.cleo, held.booking.id, 3, now=NOON + SECOND)
    assert work.payments.refunds(paid.id) == []
    assert dues.rest(work, held) == held.booking.price.share(80, of=100)


@in_a_turn
def test_let_off_the_fee_goes_back_wherever_it_was_paid_from(work: SqlWork) -> None:
    here, held = agreed(work, "cancel 10 days, late fee 15, deposit 10", 1000)
    paid = pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON, at_cost=True)
    bookings.expire_due(work, now=NOON + HOUR)
    owed = dues.fee_due(work, held)
    assert owed
    assert owed.price == Money(500, "EUR")
    fee = pay(work, owed, 2)
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [-1500, 0, 1500]
    waive(work, here.ana.person, held.booking.id, 3, now=NOON + HOUR, reason="the road was closed")
    back = [each.amount_minor for payment in (paid, fee) for each in work.payments.refunds(payment.id)]
    assert back == [1000, 500]
    assert money(work, here, Kind.EARNED, Kind.OWED, Kind.CARD) == [0, 0, 0]


@in_a_turn
def test_who_came_after_all_owes_nothing(work: SqlWork) -> None:
    here, held = agreed(work, "no-show fee 20", 2000)
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    owed = dues.fee_due(work, held)
    assert owed
    attendance.set_right(work, here.ana.person, held.booking.id, 3, now=TEN + 2 * HOUR)
    assert owed.status is Standing.DROPPED
    assert money(work, here, Kind.EARNED, Kind.OWED) == [0, 0]


@in_a_turn
def test_at_the_desk_a_fee_is_taken_once_and_owed_again_when_that_is_undone(work: SqlWork) -> None:
    here, held = agreed(work, "no-show used")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=TEN + HOUR)
    taken, twice = (
        payments.take(work, here.ana.person, held.booking.id, Purpose.FEE, Way.CASH, now=TEN + 2 * HOUR)
        for _tap in range(2)
    )
    assert taken
    assert taken is twice
    assert money(work, here, Kind.OWED, Kind.CASH) == [0, held.booking.price_minor]
    payments.undo_sale(work, here.ana.person, taken.id, now=TEN + 2 * HOUR + SECOND)
    again = dues.fee_due(work, held)
    assert again
    assert again.id != taken.id
    assert money(work, here, Kind.OWED, Kind.CASH) == [held.booking.price_minor, 0]


@pytest.mark.parametrize(
    ("minor", "share", "price", "first"),
    [
        (None, 20, Money(4999, "EUR"), Money(1000, "EUR")),
        (None, 1, Money(10, "EUR"), Money(1, "EUR")),  # never nothing
        (None, 33, Money(5000, "JPY"), Money(1650, "JPY")),
        (None, 33, Money(12345, "KWD"), Money(4080, "KWD")),  # cards take whole tens of thousandths
        (1500, None, Money(1000, "EUR"), Money(1000, "EUR")),  # all of it
    ],
)
def test_a_deposit_is_what_cards_can_take(
    minor: int | None, share: int | None, price: Money, first: Money
) -> None:
    policy = Policy(
        cancel_minutes=0,
        move_minutes=0,
        late=Late.FREE,
        pay=Pay.DEPOSIT,
        deposit_minor=minor,
        deposit_share=share,
        made_by=1,
        made_at=NOON,
    )
    assert deposit(policy, price) == first
    assert pays(policy, price) is (Pay.FIRST if first == price else Pay.DEPOSIT)
