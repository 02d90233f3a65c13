"""Behind the services' backs: no month is entered twice, no term changes, and what is over stays over."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from domain.base import Role
from domain.ledger.model import Kind, LedgerEntry, Step
from domain.memberships.desks import offer
from domain.memberships.model import Bill, BillState, Membership, MembershipService, State
from domain.money import Money
from domain.wallets import service as wallets
from domain.wallets.model import Wallet
from storage.tables import table
from storage.work import SqlWork
from tests.domain.memberships.given import MONTH, began, bill, sees, standing, wanted
from tests.factories import NOON, studio
from tests.storage.test_payments import refused
from tests.turns import in_a_turn


@in_a_turn
@pytest.mark.parametrize(
    "change", [{"price_minor": 1}, {"currency": "USD"}, {"token": "x"}, {"payer_id": 1}, {"sessions": 99}]
)
def test_the_terms_of_a_membership_stay(work: SqlWork, change: dict[str, Any]) -> None:
    began(work, studio(work))
    refused(work, update(table(Membership)).values(change), "only_added")


@in_a_turn
@pytest.mark.parametrize("kept", [Membership, MembershipService, Bill, Wallet])
def test_nothing_of_it_is_deleted(work: SqlWork, kept: type[Any]) -> None:
    here = studio(work)
    here.training.name = "Strength"
    began(work, here, "services=Strength")
    wallets.open_wallet(work, here.cleo.id)
    refused(work, delete(table(kept)), "only_added")


@in_a_turn
@pytest.mark.parametrize("over", [State.CANCELLED, State.EXPIRED])
@pytest.mark.parametrize("after", [each for each in State if each not in (State.CANCELLED, State.EXPIRED)])
def test_what_is_over_stays_over(work: SqlWork, over: State, after: State) -> None:
    found = began(work, studio(work))
    sees(work, found, standing(found, bill(0), state=over))
    assert found.state is over
    again = update(table(Membership)).values(state=after, ended_at=None, subscription_id=None)
    refused(work, again if after is State.OPEN else again.values(subscription_id="sub_1"), "no_such_step")


@in_a_turn
@pytest.mark.parametrize(
    "change",
    [
        {"state": "open"},  # a membership that began
        {"subscription_id": "sub_2"},  # is of one subscription
        {"subscription_id": None},
        {"state": "cancelled"},  # without the moment when
        {"period_end": None},
        {"state": "gone"},  # there is no such state
        {"done": 1},  # what nobody asked for
    ],
)
def test_no_step_but_those_there_are(work: SqlWork, change: dict[str, Any]) -> None:
    began(work, studio(work))
    refused(work, update(table(Membership)).values(change))


@in_a_turn
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"amount_minor": 1}, "only_added"),
        ({"ends": NOON + 3 * MONTH}, "only_added"),
        ({"intent_id": "pi_9"}, "no_such_step"),
        ({"state": "void", "intent_id": None, "payment_id": None}, "no_such_step"),
    ],
)
def test_a_bill_that_is_paid_stays_so(work: SqlWork, change: dict[str, Any], why: str) -> None:
    began(work, studio(work))
    refused(work, update(table(Bill)).values(change), why)


@in_a_turn
@pytest.mark.parametrize("same", ["invoice_id", "intent_id", "payment_id"])
def test_no_month_is_entered_twice(work: SqlWork, same: str) -> None:
    found = began(work, studio(work))
    first = work.memberships.bills(found.id)[0]
    row = {
        "membership_id": found.id,
        "invoice_id": "in_9",
        "amount_minor": 32000,
        "currency": "EUR",
        "starts": NOON,
        "ends": NOON + MONTH,
        "state": BillState.PAID,
        "intent_id": "pi_9",
        "payment_id": None,
    }
    refused(work, insert(table(Bill)).values(row | {same: getattr(first, same)}))


@in_a_turn
def test_the_services_of_a_membership_stay(work: SqlWork) -> None:
    here = studio(work)
    here.training.name = "Strength"
    found = wanted(work, here, "services=Strength")
    terms = table(MembershipService)
    another = {"membership_id": found.id, "service_id": here.check_in.id}
    refused(work, update(terms).values(service_id=here.check_in.id), "only_added")
    sees(work, found, standing(found, bill(0)))
    refused(work, insert(terms).values(another), "too_late")


@in_a_turn
def test_a_customer_stays_the_payer_s(work: SqlWork) -> None:
    here = studio(work)
    wallets.is_made(work, here.cleo.id, "cus_1")
    work.flush()
    refused(work, update(table(Wallet)).values(customer_id="cus_2"), "no_such_step")
    refused(work, update(table(Wallet)).values(customer_id=None), "no_such_step")


@in_a_turn
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sessions": 0}, "credits"),  # of a package there are some
        ({"package_id": None, "sessions": 0}, "another_s_desk"),  # which Cleo has none of
    ],
)
def test_it_gives_credits_or_is_its_trainer_s_desk(work: SqlWork, change: dict[str, Any], says: str) -> None:
    found = began(work, studio(work))
    row = {each.name: getattr(found, each.name) for each in table(Membership).c if each.name != "id"}
    new = {"token": "another", "subscription_id": "sub_2", "session_id": None}
    refused(work, insert(table(Membership)).values(row | new | change), says)


@in_a_turn
@pytest.mark.parametrize("desk", [True, False])
def test_rent_and_earnings_never_meet(work: SqlWork, *, desk: bool) -> None:
    here = studio(work)
    admin = here.sam
    admin.roles |= Role.ADMIN
    found = (
        offer(work, admin, here.ana, "Room 2", Money(32000, "EUR"), now=NOON) if desk else began(work, here)
    )
    if desk:
        sees(work, found, standing(found, bill(0)))
    (paid,) = work.memberships.bills(found.id)
    of = {"client_id": found.payer_id, "trainer_id": here.ana.id}
    kinds = (Kind.EARNED, Kind.OWED) if desk else (Kind.RENT, Kind.RENT_OWED)
    giver, taker = (work.ledger.account(each, "EUR", **of) for each in kinds)
    work.flush()
    entry = {"giver_id": giver.id, "taker_id": taker.id, "commodity": "EUR", "amount": 1, "step": Step.FEE}
    entry |= {"at": NOON, "payment_id": paid.payment_id, "reason": ""}
    refused(work, insert(table(LedgerEntry)).values(entry), "not_the_studio_s")
