"""A fee is charged to a saved card once its minute is over; until that is answered nobody lets it off."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from domain.bookings import attendance, undo
from domain.bookings import service as bookings
from domain.bookings.costs import waive
from domain.bookings.rules import UNDO
from domain.ledger.model import Kind
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.payments import charges, errors
from domain.payments import service as payments
from domain.payments.model import PageState, Payment, PayPage, Purpose, RefundState, Standing, Way
from domain.payments.pages import door, hear, see
from domain.payments.ports import Seen
from domain.wallets import service as wallets
from domain.wallets.ports import Card
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import TEN
from tests.domain.payments.given import URL, money, told, wanted
from tests.domain.payments.test_dues import HOUR, SECOND, agreed
from tests.factories import NOON, Studio, studio
from tests.storage.test_payments import refused
from tests.turns import in_a_turn

MISSED = TEN + HOUR
DUE = MISSED + UNDO
ACCOUNTS = (Kind.EARNED, Kind.OWED, Kind.CARD)


def missed(work: SqlWork) -> tuple[Studio, Payment]:
    """Cleo has agreed, keeps two cards, and did not come: the whole price is owed."""
    here, held = agreed(work, "no-show used")
    wallets.is_made(work, here.cleo.id, "cus_1")
    wallets.agree(work, here.cleo.id, on=True, now=NOON)
    cards = [Card("visa", "1881", default=False, method_id="pm_0"), Card("visa", "4242", True, "pm_1")]
    wallets.see(work, here.cleo.id, cards, look=wallets.take_look(work, here.cleo.id))
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    attendance.no_show(work, here.ana.person, held.booking.id, 2, now=MISSED)
    (fee,) = work.payments.open_of(here.cleo.id)
    return here, fee


def answer(fee: Payment, state: PageState) -> Seen:
    paid = state is PageState.PAID
    return Seen(f"charge-{fee.token}", "pi_1", state, fee.price if paid else None, "pi_1" if paid else None)


@in_a_turn
def test_who_no_longer_agrees_when_it_is_due_gets_a_link(work: SqlWork) -> None:
    here, fee = missed(work)
    wallets.agree(work, here.cleo.id, on=False, now=MISSED)
    (key,) = work.payments.charges_due(DUE)
    assert charges.begin(work, key, now=DUE) is None
    assert work.payments.charges_due(DUE) == []
    assert not charges.awaits_card(work, fee)
    assert work.outbox.find(f"unpaid:{work.payments.pages(fee.id)[0].id}:failed:{here.cleo.id}")


@in_a_turn
def test_it_is_charged_after_its_minute_and_once_whoever_tells_first(work: SqlWork) -> None:
    here, fee = missed(work)
    assert work.payments.charges_due(DUE - SECOND) == []
    (key,) = work.payments.charges_due(DUE)
    first, again = charges.begin(work, key, now=DUE), charges.begin(work, key, now=DUE)
    assert first
    assert again
    assert (first.method_id, first.customer_id, first.price) == ("pm_1", "cus_1", fee.price)
    assert not first.again
    assert again.again, "its answer may have been lost"
    assert work.payments.charges_due(DUE) == [key]
    for number in (1, 2):
        hear(work, told(number, answer(fee, PageState.PAID), "payment_intent.succeeded"), now=DUE)
    see(work, answer(fee, PageState.PAID), now=DUE)
    see(work, answer(fee, PageState.FAILED), now=DUE)
    assert money(work, here, *ACCOUNTS) == [-fee.price_minor, 0, fee.price_minor]
    assert charges.begin(work, key, now=DUE) is None
    assert work.payments.charges_due(DUE) == []


@in_a_turn
def test_what_is_undone_or_let_off_in_time_is_not_charged(work: SqlWork) -> None:
    here, fee = missed(work)
    undo.undo(work, here.ana.person, fee.booking_id or 0, 3, now=MISSED + SECOND)
    assert fee.status is Standing.DROPPED
    assert work.payments.charges_due(DUE) == []
    assert charges.begin(work, f"charge-{fee.token}", now=DUE) is None


@in_a_turn
def test_until_the_answer_nobody_lets_it_off_and_afterwards_it_goes_back(work: SqlWork) -> None:
    here, fee = missed(work)
    charges.begin(work, f"charge-{fee.token}", now=DUE)
    booking_id = fee.booking_id or 0
    with pytest.raises(errors.AtBank):
        waive(work, here.ana.person, booking_id, 3, now=DUE, reason="the road was closed")
    with pytest.raises(errors.AtBank):
        payments.take(work, here.ana.person, booking_id, Purpose.FEE, Way.CASH, now=DUE)
    see(work, answer(fee, PageState.PAID), now=DUE)
    waive(work, here.ana.person, booking_id, 3, now=DUE, reason="the road was closed")
    assert [each.status for each in work.payments.refunds(fee.id)] == [RefundState.APPROVED]
    assert money(work, here, *ACCOUNTS) == [0, 0, 0]


@in_a_turn
@pytest.mark.parametrize("refuses", [True, False])  # such as for a card that is gone; or the bank declines
def test_a_card_that_can_t_be_charged_leaves_a_link(work: SqlWork, refuses: bool) -> None:
    _here, fee = missed(work)
    key = f"charge-{fee.token}"
    waiting = door(work, fee.token, public_url=URL, now=DUE)
    assert waiting
    assert waiting.is_charged
    assert (waiting.url, waiting.wanted, waiting.session_id) == (None, None, None)
    charges.begin(work, key, now=DUE)
    if refuses:
        charges.refuse(work, key, now=DUE)
    else:
        see(work, answer(fee, PageState.FAILED), now=DUE)
    assert work.payments.charges_due(DUE + timedelta(days=3)) == []
    then = door(work, fee.token, public_url=URL, now=DUE)
    assert then
    assert then.wanted
    assert (then.wanted.key, then.wanted.keeps) == (f"pay-{fee.token}-2", True)


@in_a_turn
def test_who_has_not_agreed_gets_a_link(work: SqlWork) -> None:
    here = studio(work)
    wallets.is_made(work, here.cleo.id, "cus_1")
    card = Card("visa", "4242", default=True, method_id="pm_1")
    wallets.see(work, here.cleo.id, [card], look=wallets.take_look(work, here.cleo.id))
    assert wallets.charged_card(work, here.cleo.id) is None
    wallets.agree(work, here.cleo.id, on=True, now=NOON)
    assert wallets.charged_card(work, here.cleo.id) == "pm_1"
    wallets.agree(work, here.cleo.id, on=False, now=NOON)
    assert wallets.charged_card(work, here.cleo.id) is None


@in_a_turn
def test_the_database_charges_a_card_once_for_a_fee_and_for_nothing_else(work: SqlWork) -> None:
    here, fee = missed(work)
    refused(work, update(table(PayPage)).values(method_id="pm_2"), "only_added")
    row = {"number": 7, "begun_at": NOON, "state": PageState.OPEN, "method_id": "pm_1"}
    refused(work, insert(table(PayPage)).values(row | {"payment_id": fee.id, "key": "another"}))
    package = wanted(work, here)
    refused(work, insert(table(PayPage)).values(row | {"payment_id": package.id, "key": "b"}), "no_fee")


@in_a_turn
@pytest.mark.parametrize("state", [PageState.PAID, PageState.FAILED])
def test_who_sleeps_hears_in_the_morning_that_a_card_was_charged(work: SqlWork, state: PageState) -> None:
    """They did nothing just now: whoever pays at a page has, and hears of it at any hour."""
    here, fee = missed(work)
    keep_quiet(work, here.cleo, Quiet(0, 16 * 60), now=MISSED)
    charges.begin(work, f"charge-{fee.token}", now=DUE)
    see(work, answer(fee, state), now=DUE)
    kind = "client_paid" if state is PageState.PAID else "client_unpaid"
    (told_of,) = (each for each in work.outbox.waiting_for(here.cleo.id) if each.kind == kind)
    assert told_of.due_at == DUE.replace(hour=16, minute=0, second=0)
