"""Earnings: what came in, what was given back, what the provider kept, each currency by itself."""

from datetime import date

import pytest

from domain.base import Role
from domain.earnings import service as earnings
from domain.earnings.service import Takings, takings
from domain.earnings.words import UnreadableDays, read_days
from domain.errors import NotYours
from domain.intervals import Interval
from domain.money import Money
from domain.payments import refunds
from domain.payments.fees import enter_fees
from domain.payments.model import Payment, Way
from domain.payments.ports import Kept, Returned
from domain.payments.service import sell, undo_sale
from domain.work import Work
from storage.work import SqlWork
from tests.domain.packages.given import DAY, pack
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, Studio, person, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn

ALL = Interval(NOON - DAY, NOON + DAY)


def given_back(work: Work, here: Studio, payment: Payment) -> None:
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)


def mine(work: Work, here: Studio, span: Interval = ALL) -> list[Takings]:
    return takings(earnings.earned(work, here.ana.person, here.ana, span))


@in_a_turn
def test_refunds_and_fees_stand_apart_and_all_adds_up(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    fee = Kept("txn_1", f"pi_pay-{payment.token}-1", Money(620, "EUR"))
    other = Kept("txn_2", "pi_another_studio_s", Money(99, "EUR"))
    assert enter_fees(work, [fee, other], now=NOON) == 1
    assert enter_fees(work, [fee, other], now=NOON) == 0
    assert mine(work, here) == [Takings("EUR", count=1, taken=40000, fees=620)]
    assert mine(work, here)[0].left == 39380
    given_back(work, here, payment)
    assert mine(work, here) == [Takings("EUR", count=1, taken=40000, back=40000, fees=620)]
    refund = work.payments.refunds(payment.id)[0]
    refunds.learn(work, Returned(refund.key, "re_1", failed=True), now=NOON)
    assert mine(work, here) == [Takings("EUR", count=1, taken=40000, fees=620)]
    returned = Kept("txn_3", fee.intent_id, Money(-620, "EUR"))
    assert enter_fees(work, [returned], now=NOON) == 1
    assert mine(work, here) == [Takings("EUR", count=1, taken=40000)]


@in_a_turn
def test_what_was_undone_never_came(work: Work) -> None:
    here = studio(work)
    paid(work, here)
    ten = work.packages.of_trainer(here.ana.id)[0]
    sold = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=NOON)
    assert mine(work, here) == [Takings("EUR", count=2, taken=80000)]
    assert mine(work, here)[0].average == 40000
    undo_sale(work, here.ana.person, sold.id, now=NOON)
    assert mine(work, here) == [Takings("EUR", count=1, taken=40000)]


@in_a_turn
def test_two_currencies_are_never_added(work: Work) -> None:
    here = studio(work)
    paid(work, here)
    pounds = pack(work, here, "name=UK;price=100 GBP")
    sell(work, here.ana.person, here.cleo, pounds.id, Way.TRANSFER, now=NOON)
    euros, sterling = mine(work, here)
    assert (euros.currency, euros.taken, sterling.currency, sterling.taken) == ("EUR", 40000, "GBP", 10000)


@in_a_turn
def test_a_line_counts_on_the_day_on_which_it_was_entered(work: Work) -> None:
    here = studio(work)
    paid(work, here)
    assert mine(work, here, Interval(NOON, NOON + DAY))
    assert mine(work, here, Interval(NOON - DAY, NOON)) == []


@in_a_turn
def test_nobody_sees_what_another_earned_but_an_admin(work: Work) -> None:
    here = studio(work)
    paid(work, here)
    boss = person(work, "Ada", roles=Role.ADMIN)
    for other in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            earnings.earned(work, other, here.ana, ALL)
        with pytest.raises(NotYours):
            earnings.lines(work, other, here.ana, ALL)
    for actor in (here.ana.person, here.cleo):
        with pytest.raises(NotYours):
            earnings.revenue(work, actor, ALL)
        with pytest.raises(NotYours):
            earnings.lines(work, actor, None, ALL)
    assert takings(earnings.revenue(work, boss, ALL)) == mine(work, here)
    assert len(earnings.lines(work, boss, None, ALL)) == 1


@in_a_turn
def test_the_lines_of_a_file_add_up_to_what_is_said(work: Work) -> None:
    here = studio(work)
    payment = paid(work, here)
    enter_fees(work, [Kept("txn_1", f"pi_pay-{payment.token}-1", Money(620, "EUR"))], now=NOON)
    given_back(work, here, payment)
    found = earnings.lines(work, here.ana.person, here.ana, ALL)
    signed = [earnings.signed(each.kind, inward=each.inward, minor=each.minor) for each in found]
    assert signed == [40000, -620, -40000]
    assert sum(signed) == mine(work, here)[0].left
    assert {each.name for each in found} == {"10-pack"}


@in_a_turn
def test_sums_are_found_by_index_in_one_statement_each(work: SqlWork) -> None:
    here = studio(work)
    paid(work, here)
    boss = person(work, "Ada", roles=Role.ADMIN)
    with statements(work) as ran:
        earnings.earned(work, here.ana.person, here.ana, ALL)
        earnings.lines(work, here.ana.person, here.ana, ALL)
        earnings.revenue(work, boss, ALL)
        earnings.lines(work, boss, None, ALL)
        work.payments.of_intents(["pi_1"])
        work.payments.causes_known(["pi_1"])
    assert len(ran) == 6
    assert scans(work, ran) == []


NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("", NOVEMBER),
        ("month", NOVEMBER),
        ("november", NOVEMBER),
        ("oct", (date(2026, 10, 1), date(2026, 10, 31))),
        ("octubre", (date(2026, 10, 1), date(2026, 10, 31))),
        ("dec", (date(2025, 12, 1), date(2025, 12, 31))),  # the latest that was
        ("oct 2024", (date(2024, 10, 1), date(2024, 10, 31))),
        ("last month", (date(2026, 10, 1), date(2026, 10, 31))),
        ("week", (date(2026, 11, 23), date(2026, 11, 29))),
        ("semana", (date(2026, 11, 23), date(2026, 11, 29))),
        ("last week", (date(2026, 11, 16), date(2026, 11, 22))),
        ("year", (date(2026, 1, 1), date(2026, 12, 31))),
        ("este año", (date(2026, 1, 1), date(2026, 12, 31))),
        ("last year", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("today", (date(2026, 11, 23), date(2026, 11, 23))),
        ("yesterday", (date(2026, 11, 22), date(2026, 11, 22))),
        ("1-15 oct", (date(2026, 10, 1), date(2026, 10, 15))),
        ("last 30 days", (date(2026, 10, 24), date(2026, 11, 23))),
    ],
)
def test_days_are_read(words: str, days: tuple[date, date]) -> None:
    assert read_days(words, NOON.date()) == days


@pytest.mark.parametrize("words", ["much", "cleo october", "31 feb", "cancelled last month x"])
def test_what_is_no_days_is_said_so(words: str) -> None:
    with pytest.raises(UnreadableDays):
        read_days(words, NOON.date())
