"""Behind the services' backs: what a bank disputes is not spent, and what was told of it stays."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from domain.ledger.model import Kind, LedgerEntry, Step
from domain.ledger.service import of_lot
from domain.payments import disputes
from domain.payments.disputed import Dispute, DisputeState
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.domain.payments.test_disputes import hears, lost, won
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.storage.test_payments import refused
from tests.turns import in_a_turn


def spending(work: SqlWork, lot_id: int, kind: Kind) -> Any:
    lot = work.packages.lot(lot_id)
    giver, taker = of_lot(work, lot, Kind.FREE), of_lot(work, lot, kind)
    return insert(table(LedgerEntry)).values(
        giver_id=giver.id, taker_id=taker.id, commodity="CREDIT", amount=1, step=Step.USED, at=NOON, reason=""
    )


@in_a_turn
@pytest.mark.parametrize("kind", [Kind.RESERVED, Kind.USED])
def test_what_is_disputed_is_not_spent_until_it_is_won(work: SqlWork, kind: Kind) -> None:
    payment = paid(work, studio(work))
    news = won(payment, work)
    hears(work, *news[:2])
    assert payment.lot_id
    refused(work, spending(work, payment.lot_id, kind), "frozen")
    hears(work, *news)
    work.session.execute(spending(work, payment.lot_id, kind))


@in_a_turn
def test_what_was_told_of_it_stays(work: SqlWork) -> None:
    here = studio(work)
    dispute = hears(work, *won(paid(work, here), work)[:2])
    row = table(Dispute)
    refused(work, delete(row), "only_added")
    for name, other in {"provider_id": "du_2", "amount_minor": 1, "currency": "USD"}.items():
        refused(work, update(row).values({name: other}), "only_added")
    disputes.prove(work, here.ana.person, dispute.id, {"customer_name": "Cleo"}, now=NOON)
    refused(work, update(row).values(proof={"customer_name": "Sam"}), "only_added")
    refused(work, update(row).values(proof=None, proof_at=None, proof_by=None), "only_added")
    disputes.proved(work, dispute.id, now=NOON)
    refused(work, update(row).values(state=DisputeState.OPEN), "no_such_step")
    refused(work, update(row).values(state=DisputeState.LOST))  # not closed


@in_a_turn
def test_what_a_bank_decided_stays(work: SqlWork) -> None:
    hears(work, *lost(paid(work, studio(work)), work))
    refused(work, update(table(Dispute)).values(state=DisputeState.WON), "no_such_step")


async def test_of_who_spends_and_a_bank_that_freezes_at_once_either_is_first(database: Database) -> None:
    """Both ways the credit is spent before, or not at all."""
    lots: list[int] = []

    def furnish(work: SqlWork) -> None:
        lots.append(paid(work, studio(work)).lot_id or 0)

    await database.run(furnish)

    def spend(work: SqlWork) -> bool:
        open_before = bool(work.disputes.open(None))
        try:
            with work.session.begin_nested():
                work.session.execute(spending(work, lots[0], Kind.RESERVED))
        except DBAPIError:
            return False
        assert not open_before
        return True

    def freeze(work: SqlWork) -> bool:
        hears(work, *won(work.payments.payment(1), work)[:2])
        return True

    await asyncio.gather(*(database.run(each) for each in (spend, spend, freeze, spend, spend)))
    assert not await database.run(spend)
