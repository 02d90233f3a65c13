"""A month that was paid is given back elsewhere or disputed like any payment, though that is told first."""

from dataclasses import replace

import pytest

from domain.ledger.model import Kind
from domain.memberships.service import begin
from domain.money import Money
from domain.packages.service import change_package
from domain.payments.disputed import DisputeState
from domain.payments.pages import hear
from domain.payments.ports import Disputed, Moved, Returned, Told
from storage.work import SqlWork
from tests.domain.memberships.given import began, bill, sees, standing, wanted
from tests.domain.payments.given import money
from tests.factories import NOON, studio
from tests.turns import in_a_turn

MONTH_S = Money(32000, "EUR")
TAKEN = Moved("txn_1", Money(-32000, "EUR"), Money(2000, "EUR"))
DISPUTED = Disputed("du_1", "pi_0", DisputeState.OPEN, "fraudulent", MONTH_S, None, (TAKEN,))
RETURNED = Returned("", "re_1", intent_id="pi_0", amount=MONTH_S)


@in_a_turn
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("news", "stands", "credits_left"),
    [
        (Told("evt_1", "charge.dispute", NOON, None, None, DISPUTED), [0, 32000], (0, 8)),
        (Told("evt_1", "refund", NOON, None, RETURNED), [0, 0], (0, 0)),
    ],
)
def test_either_order_ends_the_same(
    work: SqlWork, news: Told, stands: list[int], credits_left: tuple[int, int], *, first: bool
) -> None:
    here = studio(work)
    if first:
        hear(work, news, now=NOON)
        began(work, here)
    else:
        began(work, here)
        hear(work, news, now=NOON)
    assert money(work, here, Kind.CARD, Kind.DISPUTED) == stands
    (held,) = work.packages.holdings(here.cleo.id, here.ana.id)
    assert (held.free, held.frozen) == credits_left


@in_a_turn
def test_of_one_joined_once_more_no_more_goes_back_than_is_left(work: SqlWork) -> None:
    here = studio(work)
    older = wanted(work, here)
    change_package(work, here.ana.person, older.package_id or 0, {"price": "350"})
    newer = begin(work, here.cleo, older.package_id or 0, now=NOON)
    sees(work, newer, standing(newer, bill(1)))
    part = replace(RETURNED, amount=Money(12000, "EUR"))
    hear(work, Told("evt_1", "refund", NOON, None, part), now=NOON)
    sees(work, older, replace(standing(older, bill(0)), subscription_id="sub_2"))
    months = [each for each in work.payments.paid_of(here.cleo.id) if work.payments.refunds(each.id)]
    assert [[each.amount_minor for each in work.payments.refunds(month.id)] for month in months] == [
        [12000, 20000]
    ]
    assert money(work, here, Kind.CARD) == [32000]
