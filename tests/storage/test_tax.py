"""Behind the services' backs: no rate is beyond a hundred per cent, and none of a sale changes."""

from typing import Any

import pytest
from sqlalchemy import insert, update

from domain.base import Entity
from domain.bookings.model import Booking
from domain.ledger.model import Kind, LedgerEntry, Step
from domain.packages.model import Package
from domain.payments import receipts
from domain.payments.model import Payment, Receipt
from domain.tax import Taxation
from domain.trainers.model import Service
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import booked
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.storage.test_payments import refused
from tests.turns import in_a_turn

OFFERED, SOLD = (Service, Package), (Booking, Payment)


def sold(work: SqlWork) -> Payment:
    work.tax = Taxation(20_000, "VAT", "GB123")
    here = studio(work)
    payment = paid(work, here)
    booked(work, here)
    return payment


@in_a_turn
@pytest.mark.parametrize("rate", [-1, 100_001])
def test_a_rate_is_a_hundred_per_cent_at_most(work: SqlWork, rate: int) -> None:
    payment = sold(work)
    for offered in OFFERED:
        refused(work, update(table(offered)).values(tax_rate=rate), "tax_rate")
    of = {"client_id": payment.client_id, "trainer_id": payment.trainer_id, "made_at": NOON}
    priced = {"name": "x", "price_minor": 1, "currency": "EUR", "sessions": 0, "status": "open", "token": "x"}
    fee = {"purpose": "fee", "booking_id": 1, "tax_rate": rate}
    refused(work, insert(table(Payment)).values(**of, **priced, **fee), "tax_rate")


@in_a_turn
@pytest.mark.parametrize("kept", SOLD)
@pytest.mark.parametrize("change", [{"tax_rate": 5_000}, {"tax_rate": None}, {"tax_name": "GST"}])
def test_what_is_sold_keeps_its_tax(work: SqlWork, kept: type[Entity], change: dict[str, Any]) -> None:
    sold(work)
    refused(work, update(table(kept)).values(**change), "only_added")


@in_a_turn
def test_a_paper_keeps_the_number_that_was_on_it(work: SqlWork) -> None:
    sold(work)
    assert receipts.number_due(work, now=NOON) == 1
    refused(work, update(table(Receipt)).values(tax_number="x"), "only_added")


@in_a_turn
@pytest.mark.parametrize(
    ("amount", "tax", "why"), [(10_000, 10_001, "tax"), (10_000, -1, "tax"), (10_000, 6_668, "more_tax")]
)
def test_no_more_tax_goes_back_than_came(work: SqlWork, amount: int, tax: int, why: str) -> None:
    payment = sold(work)
    of = {"client_id": payment.client_id, "trainer_id": payment.trainer_id}
    card, owed = (work.ledger.account(each, "EUR", **of) for each in (Kind.CARD, Kind.OWED))
    values = {
        "giver_id": card.id,
        "taker_id": owed.id,
        "commodity": "EUR",
        "step": Step.REFUNDED,
        "reason": "",
    }
    entry = values | {"amount": amount, "at": NOON, "payment_id": payment.id, "cause": "x", "tax_minor": tax}
    refused(work, insert(table(LedgerEntry)).values(**entry), why)


@in_a_turn
def test_a_seal_covers_the_tax_and_reads_what_has_none_as_before_there_was_any(work: SqlWork) -> None:
    sold(work)
    rows = work.ledger.rows(0, work.ledger.last_id(), limit=100)
    taxed = [row for row in rows if row[3] is Step.PAID]
    assert [row[-1] for row in taxed] == [6667]
    assert {len(row) - len(taxed[0]) for row in rows if row[3] is not Step.PAID} == {-1}
