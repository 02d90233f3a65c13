"""Two devices of one client spend the last credit at once: one does, the other is told kindly."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial

from domain.bookings import service as bookings
from domain.bookings.holds import relate
from domain.bookings.model import Status
from domain.errors import Refusal
from domain.packages import service as packages
from domain.packages.spending import require_credit, reserve
from domain.work import Work
from storage.database import Database
from tests.domain.packages.given import DAY, TEN, credited, sum_of
from tests.factories import NOON, booking, studio


async def test_the_last_credit_is_spent_once(database: Database) -> None:
    def furnish(work: Work) -> tuple[int, list[int]]:
        here = studio(work)
        credited(work, here, 1)
        placed = [booking(work, here.cleo, here.check_in, TEN + n * DAY, Status.CONFIRMED) for n in range(3)]
        held = bookings.hold(work, here.cleo, here.check_in.id, TEN + 4 * DAY, now=NOON).booking
        return held.id, [each.id for each in placed]

    held, placed = await database.run(furnish)

    async def confirm() -> str:
        def unit(work: Work) -> None:
            client = work.people.person(work.bookings.client_of(held) or 0)
            bookings.confirm(work, client, held, 1, now=NOON, by_credit=True)

        return await answer(database, unit)

    async def pay(booking_id: int) -> str:
        def unit(work: Work) -> None:
            sheet = work.bookings.sheet(booking_id)
            require_credit(work, sheet)
            reserve(work, sheet, actor=sheet.client, now=NOON)

        return await answer(database, unit)

    answers = await asyncio.gather(*map(pay, placed), confirm())
    assert sorted(answers) == ["NoCreditLeft"] * 3 + ["paid"]

    def paid(work: Work) -> list[int]:
        return [each for each in (held, *placed) if work.bookings.sheet(each).booking.lot_id is not None]

    assert len(await database.run(paid)) == 1


async def test_a_session_is_paid_once_whoever_gives_at_the_same_moment(database: Database) -> None:
    def furnish(work: Work) -> tuple[int, int]:
        here = studio(work)
        relate(work, here.cleo, here.ana, now=NOON)
        booking(work, here.cleo, here.check_in, TEN, Status.CONFIRMED)
        return here.cleo.id, here.ana.id

    client_id, trainer_id = await database.run(furnish)

    def give(work: Work, days: int) -> None:
        trainer = work.trainers.trainer(trainer_id)
        client = work.people.person(client_id)
        packages.give_credits(work, trainer.person, client, trainer, 2, days=days, reason="a gift", now=NOON)

    # Each of them would take its own lot, if it did not look again.
    devices = (partial(give, days=days) for days in (60, 30, 50, 40, 20, 10))
    await asyncio.gather(*(answer(database, each) for each in devices))

    def stands(work: Work) -> tuple[int, int, int, int]:
        return sum_of(work.packages.holdings(client_id))

    assert await database.run(stands) == (11, 1, 0, 0)


async def test_of_several_who_extend_at_once_nobody_shortens(database: Database) -> None:
    def furnish(work: Work) -> tuple[int, date]:
        lot = credited(work, studio(work), 1, days=10)
        assert lot.expires_on
        return lot.id, lot.expires_on

    lot_id, before = await database.run(furnish)

    def extend(work: Work, days: int) -> None:
        trainer = work.trainers.trainer(work.packages.lot(lot_id).trainer_id)
        packages.extend(work, trainer.person, lot_id, before + days * DAY, reason="ill", now=NOON)

    devices = (partial(extend, days=days) for days in (40, 10, 30, 20, 50, 5))
    await asyncio.gather(*(answer(database, each) for each in devices))

    def until(work: Work) -> tuple[date, list[date]]:
        lot = work.packages.lot(lot_id)
        assert lot.expires_on
        kept = work.packages.extensions(lot.client_id, lot.trainer_id)
        assert [each.was for each in kept] == [before, *(each.until for each in kept[:-1])]
        return lot.expires_on, [each.until for each in kept[-1:]]

    last = before + 50 * DAY
    assert await database.run(until) == (last, [last])


async def answer(database: Database, unit: Callable[[Work], None]) -> str:
    try:
        await database.run(unit)
    except Refusal as refusal:
        return type(refusal).__name__
    return "paid"
