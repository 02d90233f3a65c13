"""Two devices decide about money at once: one does, and the other is told what became of it."""

import asyncio

from domain.payments import refunds
from domain.payments.model import RefundState
from domain.work import Work
from storage.database import Database
from tests.domain.packages.given import stands
from tests.domain.packages.test_races import answer
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, Studio, studio


async def test_a_refund_is_approved_or_declined_and_never_both(database: Database) -> None:
    def furnish(work: Work) -> tuple[Studio, int]:
        here = studio(work)
        return here, refunds.ask(work, here.cleo, paid(work, here).id, reason="I move", now=NOON).id

    here, asked = await database.run(furnish)

    def approve(work: Work) -> None:
        refunds.approve(work, work.people.person(here.ana.person_id), asked, 10, now=NOON)

    def decline(work: Work) -> None:
        refunds.decline(work, work.people.person(here.ana.person_id), asked, reason="no", now=NOON)

    answers = await asyncio.gather(*(answer(database, unit) for unit in (approve, decline) * 3))
    assert sorted(answers) == [*["AlreadyAnswered"] * 5, "paid"]

    def came_of_it(work: Work) -> tuple[RefundState, int]:
        return work.payments.refund(asked).status, stands(work, here)[0]

    assert await database.run(came_of_it) in ((RefundState.APPROVED, 0), (RefundState.DECLINED, 10))
