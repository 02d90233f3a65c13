"""Behind the services' backs: nothing is paid twice, no term of a sale changes, no step goes back."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.ledger.model import LedgerEntry
from domain.money import Money
from domain.payments import receipts, refunds
from domain.payments.agreed import Difference, Reconciliation
from domain.payments.agreeing import Comparison, Gap, record
from domain.payments.model import (
    PageState,
    Payment,
    PaymentService,
    PayPage,
    ProviderEvent,
    Receipt,
    Refund,
    RefundState,
    Standing,
    Way,
)
from domain.payments.pages import door, hear
from domain.payments.service import begin, sell, undo_sale
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import DAY, booked, pack
from tests.domain.payments.given import URL, opened, seen, told, wanted
from tests.factories import NOON, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn


def refused(work: SqlWork, statement: Any, why: str | None = None) -> None:
    with pytest.raises(DBAPIError, match=why), work.session.begin_nested():
        work.session.execute(statement)


def paid(work: SqlWork) -> Payment:
    payment = wanted(work, studio(work))
    hear(work, told(1, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
    return payment


@in_a_turn
@pytest.mark.parametrize("kept", [Payment, PayPage, ProviderEvent])
def test_nothing_of_a_payment_is_deleted(work: SqlWork, kept: type[Any]) -> None:
    paid(work)
    refused(work, delete(table(kept)), "only_added")


@in_a_turn
@pytest.mark.parametrize(
    "change", [{"price_minor": 1}, {"token": "x"}, {"client_id": 1}, {"sessions": 99}, {"currency": "USD"}]
)
def test_the_terms_of_a_sale_stay(work: SqlWork, change: dict[str, Any]) -> None:
    wanted(work, studio(work))
    refused(work, update(table(Payment)).values(change), "only_added")


@in_a_turn
def test_what_the_credits_are_good_for_stays(work: SqlWork) -> None:
    here = studio(work)
    here.training.name = "Strength"
    payment = begin(work, here.cleo, pack(work, here, "services=Strength").id, now=NOON)
    terms = table(PaymentService)
    another = {"payment_id": payment.id, "service_id": here.check_in.id}
    refused(work, update(terms).values(service_id=here.check_in.id), "only_added")
    refused(work, delete(terms), "only_added")
    key = opened(work, payment)
    refused(work, insert(terms).values(another), "too_late")
    hear(work, told(1, seen(key, PageState.PAID, payment)), now=NOON)
    refused(work, insert(terms).values(another), "too_late")


@in_a_turn
def test_what_is_paid_is_neither_open_again_nor_undone_where_a_card_was_charged(work: SqlWork) -> None:
    paid(work)
    open_again = {"status": Standing.OPEN, "way": None, "paid_at": None, "lot_id": None}
    for values in (open_again, {"status": Standing.UNDONE}):
        refused(work, update(table(Payment)).values(values), "no_such_step")


@in_a_turn
def test_a_page_that_was_paid_stays_so(work: SqlWork) -> None:
    paid(work)
    pages = update(table(PayPage))
    refused(work, pages.values(state=PageState.OPEN, intent_id=None), "no_such_step")
    refused(work, pages.values(intent_id="pi_other"), "no_such_step")
    refused(work, pages.values(session_id="cs_other"), "no_such_step")
    refused(work, pages.values(key="pay-1-1"), "only_added")


@in_a_turn
def test_money_is_entered_once_and_an_event_stored_once(work: SqlWork) -> None:
    payment = paid(work)
    line = work.ledger.of_payment(payment.id)[0]
    names = ("giver_id", "taker_id", "commodity", "amount", "step", "at", "payment_id", "cause", "reason")
    values = {name: getattr(line, name) for name in names}
    refused(work, insert(table(LedgerEntry)).values(values))
    event = work.session.query(ProviderEvent).one()
    kept = ("provider", "event_id", "kind", "said", "happened_at", "applied_at")
    refused(work, insert(table(ProviderEvent)).values({name: getattr(event, name) for name in kept}))
    refused(work, update(table(ProviderEvent)).values(kind="x"), "only_added")


@in_a_turn
def test_no_more_goes_back_than_came_and_a_decision_stays(work: SqlWork) -> None:
    payment = paid(work)
    client, owner = work.people.person(payment.client_id), work.trainers.trainer(payment.trainer_id).person
    first = refunds.ask(work, client, payment.id, reason="I move", now=NOON)
    others = update(table(Refund)).where(table(Refund).c.id == first.id)
    approved = {"status": RefundState.APPROVED, "decided_at": NOON}
    refused(work, others.values(approved | {"amount_minor": payment.price_minor + 1}), "more_than_paid")
    refunds.approve(work, owner, first.id, 10, now=NOON)
    refused(work, others.values(amount_minor=1), "no_such_step")
    refused(work, others.values(status=RefundState.ASKED, decided_at=None), "no_such_step")
    refused(work, delete(table(Refund)), "only_added")
    refused(work, others.values(key="refund-1"), "only_added")
    again = {
        "payment_id": payment.id,
        "key": "x",
        "credits": 1,
        "currency": "EUR",
        "reason": "",
        "answer": "",
    }
    again |= {"asked_at": NOON, "amount_minor": 1} | approved
    refused(work, insert(table(Refund)).values(again), "more_than_paid")


@in_a_turn
def test_receipts_are_numbered_without_a_gap_and_stay(work: SqlWork) -> None:
    payment = paid(work)
    row = {"year": 2026, "payment_id": payment.id, "issued_at": NOON}
    for number in (0, 2):
        refused(work, insert(table(Receipt)).values(row | {"number": number}), "a_gap")
    assert receipts.number_due(work, now=NOON) == 1
    refused(work, insert(table(Receipt)).values(row | {"number": 2}))  # a second one of the same payment
    refused(work, update(table(Receipt)).values(number=7), "only_added")
    refused(work, delete(table(Receipt)), "only_added")


@in_a_turn
def test_what_a_night_has_found_stays(work: SqlWork) -> None:
    key = work.payments.pages(paid(work).id)[0].key
    gap = Gap("pi_1", key, Money(2, "EUR"), Money(1, "EUR"))
    record(work, NOON.date(), Comparison({}, (gap,)), now=NOON)
    for kept in (Reconciliation, Difference):
        refused(work, delete(table(kept)), "only_added")
    refused(work, update(table(Reconciliation)).values(differences=0), "only_added")
    refused(work, update(table(Difference)).values(theirs_minor=3), "only_added")
    none = {
        "name": "x",
        "intent_id": "x",
        "currency": "EUR",
        "theirs_minor": 1,
        "ours_minor": 1,
        "payment_id": 1,
    }
    refused(work, insert(table(Difference)).values(none | {"seen_at": NOON, "payment_id": 1}), "differs")


@in_a_turn
def test_payments_are_found_by_index(work: SqlWork) -> None:
    here = studio(work)
    with statements(work) as ran:
        payment = wanted(work, here)
        opened(work, payment)
        place = booked(work, here)
        work.payments.for_booking(place.id)
        work.payments.known("stripe", ["evt_1"])
        door(work, payment.token, public_url=URL, now=NOON)
        hear(work, told(1, seen(opened(work, payment), PageState.PAID, payment)), now=NOON)
        sold = sell(work, here.ana.person, here.cleo, payment.package_id or 0, Way.CASH, now=NOON)
        undo_sale(work, here.ana.person, sold.id, now=NOON)
        work.payments.paid_of(here.cleo.id)
        asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
        for whose in (here.ana.id, None):
            assert work.payments.refunds_asked(whose) == [asked]
        assert work.payments.refunds_asked(here.tom.id) == []
        refunds.approve(work, here.ana.person, asked.id, asked.credits, now=NOON)
        work.payments.refunds_due()
        receipts.number_due(work, now=NOON)
        work.payments.receipts(payment.id)
    assert scans(work, ran) == []


@in_a_turn
def test_what_was_decided_about_money_stays_so(work: SqlWork) -> None:
    payment = paid(work)
    client, trainer = work.people.person(payment.client_id), work.trainers.trainer(payment.trainer_id)
    asked = refunds.ask(work, client, payment.id, reason="I move", now=NOON)
    refunds.approve(work, trainer.person, asked.id, 10, now=NOON)
    for status in (RefundState.DECLINED, RefundState.ASKED):
        refused(work, update(table(Refund)).values(status=status))
    for other in ({"way": Way.CASH}, {"paid_at": NOON + DAY}):
        refused(work, update(table(Payment)).values(other), "only_added")
    asked.status = RefundState.DONE
    work.flush()
    refused(work, update(table(Refund)).values(status=RefundState.APPROVED), "no_such_step")


@in_a_turn
def test_a_payment_is_entered_once_and_says_what_of(work: SqlWork) -> None:
    paid(work)
    entries = table(LedgerEntry)
    from_nothing = select(entries).where(entries.c.step.in_(("sold", "given")))  # what nothing else stops
    for found in work.session.execute(from_nothing).mappings().all():
        again = {name: value for name, value in found.items() if name != "id"}
        refused(work, insert(entries).values(again | {"cause": "pi_other"}), "(?i)unique")
        refused(work, insert(entries).values(again | {"cause": None, "step": "undone"}), "no_source")
