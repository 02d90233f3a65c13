"""What is sold keeps its tax, on every paper; what goes back takes its part, and all of it in the end."""

from dataclasses import replace

import pytest

from bot.dialogue.words import Voice, speaking
from bot.packages import bought
from bot.papers import receipt_sheets
from domain.bookings import service as bookings
from domain.money import Money
from domain.packages import service as packages
from domain.payments import dues, receipts, refunds
from domain.payments import service as payments
from domain.payments.disputed import DisputeState
from domain.payments.disputes import hear_of
from domain.payments.elsewhere import adopt
from domain.payments.model import Payment, Way
from domain.payments.ports import Disputed, Moved, Returned
from domain.payments.taxed import tax_of, tax_returned
from domain.tax import Tax, Taxation
from domain.trainers.offers import change_service
from domain.work import Work
from storage.work import SqlWork
from tests.domain.earnings.test_service import mine
from tests.domain.memberships.given import bill, sees, standing
from tests.domain.memberships.given import wanted as joining
from tests.domain.packages.given import DAY, booked, pack
from tests.domain.payments.given import wanted
from tests.domain.payments.test_dues import agreed, pay
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.turns import in_a_turn

UK, LATER = Taxation(20_000, "VAT", "GB123"), Taxation(5_500, "GST", "99")
VAT = Tax(20_000, "VAT")


def papers(work: Work, payment: Payment) -> list[list[str]]:
    receipts.number_due(work, now=NOON + DAY)
    return receipt_sheets(work, payment, "Studio")


def taxes(work: Work, payment: Payment) -> list[int]:
    return [tax_of(work, each) for each in work.payments.refunds(payment.id)]


@in_a_turn
def test_no_old_paper_changes_with_the_setting(work: SqlWork) -> None:
    work.tax = UK
    here = studio(work)
    payment = paid(work, here)
    before = papers(work, payment)
    assert {"Tax number GB123", "Net €333.33, VAT 20% €66.67."} <= set(before[0])
    work.tax = LATER
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    refunds.learn(work, Returned(asked.key, "re_1"), now=NOON)
    receipt, note = papers(work, payment)
    assert receipt == before[0]
    assert {"Tax number 99", "Net -€333.33, VAT 20% -€66.67."} <= set(note)
    refunds.learn(work, Returned(asked.key, "re_1", failed=True), now=NOON)
    assert "Net €333.33, VAT 20% €66.67." in papers(work, payment)[2]
    assert wanted(work, here).tax == Tax(5_500, "GST")


@in_a_turn
def test_a_link_on_older_terms_is_not_given_again(work: SqlWork) -> None:
    work.tax = UK
    here = studio(work)
    first = wanted(work, here)
    assert wanted(work, here) is first
    work.tax = LATER
    assert wanted(work, here) is not first
    assert first.tax == VAT


@in_a_turn
@pytest.mark.parametrize(
    ("price", "currency", "rate"),
    [("100.01", "EUR", 19_000), ("1001", "JPY", 10_000), ("10.010", "KWD", 5_125)],
)
def test_the_credits_of_a_sale_bear_all_its_tax_though_one_of_them_fails(
    work: SqlWork, price: str, currency: str, rate: int
) -> None:
    work.tax = Taxation(rate)
    here = studio(work)
    pack(work, here, f"price={price} {currency}")
    payment = paid(work, here)
    whole, part = payment.tax.within(payment.price_minor), payment.price_minor // 3
    adopt(work, payment, Returned("", "re_1"), Money(part, currency), now=NOON)
    adopt(work, payment, Returned("", "re_2"), Money(part, currency), now=NOON)
    refunds.learn(work, Returned("re_1", "re_1", failed=True), now=NOON)
    last = Money(payment.price_minor - part, currency)
    adopt(work, payment, Returned("", "re_3"), last, now=NOON)
    first, second, third = taxes(work, payment)
    assert second + third == whole
    assert all(abs(each * 3 - whole) <= 3 for each in (first, second))
    (sums,) = mine(work, here)
    assert (sums.currency, sums.tax, sums.net) == (currency, 0, 0)
    assert tax_returned(work, payment) == whole


@in_a_turn
def test_what_a_bank_takes_bears_tax_and_brings_it_back(work: SqlWork) -> None:
    work.tax = UK
    here = studio(work)
    payment = paid(work, here)
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    taken, back = (Moved(f"txn_{each}", Money(each, "EUR"), Money(0, "EUR")) for each in (-40000, 40000))
    dispute = Disputed("du_1", intent, DisputeState.OPEN, "fraudulent", payment.price, None, (taken,))
    hear_of(work, dispute, now=NOON)
    assert [each.tax for each in mine(work, here)] == [0]
    hear_of(work, replace(dispute, state=DisputeState.WON, moves=(taken, back)), now=NOON)
    assert [(each.tax, each.net) for each in mine(work, here)] == [(6667, 33333)]


@in_a_turn
def test_deposit_rest_and_fee_have_the_rate_that_the_session_was_booked_with(work: SqlWork) -> None:
    work.tax = UK
    here, held = agreed(work, "cancel 10 days, late fee 15, deposit 10", 1000)
    work.tax = LATER
    deposit = pay(work, payments.begin_session(work, here.cleo, held.booking.id, now=NOON))
    rest = payments.begin_rest(work, here.cleo, held.booking.id, now=NOON)
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON, at_cost=True)
    bookings.expire_due(work, now=NOON + DAY)
    fee = dues.fee_due(work, held)
    assert rest
    assert fee
    assert [each.tax for each in (deposit, rest, fee)] == [VAT, VAT, VAT]


@in_a_turn
def test_fees_may_be_exempt_and_so_may_a_service_or_a_package(work: SqlWork) -> None:
    work.tax = replace(UK, on_fees=False)
    here, held = agreed(work, "cancel 10 days, late fee 15")
    bookings.confirm(work, here.cleo, held.booking.id, 1, now=NOON)
    bookings.cancel(work, here.cleo, held.booking.id, 2, now=NOON, at_cost=True)
    bookings.expire_due(work, now=NOON + DAY)
    fee = dues.fee_due(work, held)
    assert fee
    assert fee.tax == Tax(0, "VAT")
    pay(work, fee)
    assert "VAT exempt." in papers(work, fee)[0]
    change_service(work, here.ana.person, here.check_in.id, {"tax": "5.5"})
    assert booked(work, here).tax == Tax(5_500, "VAT")
    reduced = pack(work, here, "name=Kids;tax=exempt")
    assert payments.begin(work, here.cleo, reduced.id, now=NOON).tax == Tax(0, "VAT")
    packages.change_package(work, here.ana.person, reduced.id, {"tax": "studio"})
    assert payments.begin(work, here.cleo, reduced.id, now=NOON).tax == VAT


@in_a_turn
def test_each_month_is_a_sale_at_the_rate_of_its_day(work: SqlWork) -> None:
    work.tax = UK
    here = studio(work)
    found = joining(work, here)
    sees(work, found, standing(found, bill(0)))
    work.tax = replace(UK, rate=21_000)
    sees(work, found, standing(found, bill(0), bill(1)))
    months = reversed(work.payments.paid_of(here.cleo.id))
    assert [(each.tax.rate, each.tax.within(each.price_minor)) for each in months] == [
        (20_000, 5333),
        (21_000, 5554),
    ]


@in_a_turn
def test_a_gift_is_taxed_when_it_is_bought_and_the_desk_and_undo_agree(work: SqlWork) -> None:
    work.tax = UK
    here = studio(work)
    ten = pack(work, here)
    gift = pay(work, payments.begin(work, here.cleo, ten.id, as_gift=True, now=NOON))
    booked(work, here)
    sold = payments.sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert (gift.tax, sold.tax) == (VAT, VAT)
    assert [each.tax for each in mine(work, here)] == [2 * 6667]
    payments.undo_sale(work, here.ana.person, sold.id, now=NOON)
    assert [(each.tax, each.net) for each in mine(work, here)] == [(6667, 33333)]


@in_a_turn
def test_it_is_said_before_paying_and_a_text_says_it_in_short(work: SqlWork) -> None:
    work.tax = UK
    payment = wanted(work, studio(work))
    assert bought(payment).endswith("€400.00 · VAT 20% included")
    with speaking(Voice(terse=True)):
        assert bought(payment).endswith("10 sessions, with VAT 20%")
