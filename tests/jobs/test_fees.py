"""What the provider keeps is asked for again until it is entered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import pytest
from sqlalchemy.exc import IntegrityError

from domain.money import Money
from domain.payments.ports import Cashier, Kept
from jobs.fees import Fees
from jobs.payments import FARTHEST
from storage.database import Database
from storage.work import SqlWork
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, studio
from tests.jobs.post import HandClock


@dataclass
class Books:
    """A provider's lines, and since when each look has asked for them."""

    lines: list[Kept]
    asked: list[datetime] = field(default_factory=list)

    async def kept_since(self, moment: datetime) -> list[Kept]:
        self.asked.append(moment)
        return self.lines


async def test_what_could_not_be_entered_is_asked_for_again(database: Database) -> None:
    def sold(work: SqlWork) -> str:
        return f"pi_{work.payments.pages(paid(work, studio(work)).id)[0].key}"

    intent = await database.run(sold)
    given_back = Kept("txn_2", intent, Money(-620, "EUR"))  # before anything was kept
    books, clock = Books([given_back]), HandClock(NOON)
    fees = Fees(database, cast("Cashier", books), clock)
    with pytest.raises(IntegrityError):
        await fees.look()
    assert await fees.look() == 0  # not at once
    books.lines.insert(0, Kept("txn_1", intent, Money(620, "EUR")))
    clock.advance(days=1)
    assert await fees.look() == 2
    assert books.asked == [NOON - FARTHEST, NOON - FARTHEST]
