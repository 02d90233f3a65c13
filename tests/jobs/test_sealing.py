"""The books are sealed once a night; what is done to them past their triggers is found, and told once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from domain.base import Role
from domain.ledger.sealed import Seal
from domain.ledger.sealing import Chain, read_on
from domain.notifications.model import Notification
from domain.packages.service import give_credits
from domain.people.model import Channel
from jobs.sealing import Sealer
from storage.database import Database
from storage.work import SqlWork
from tests.domain.packages.given import DAY, credited
from tests.factories import NOON, address, person, studio
from tests.jobs.post import HandClock
from tests.turns import in_a_turn

LISBON = "Europe/Lisbon"


async def opened(database: Database) -> None:
    def unit(work: SqlWork) -> None:
        address(work, person(work, "Ada", roles=Role.ADMIN), "UADA", Channel.SLACK)
        here = studio(work)
        for _ in range(3):
            credited(work, here, 1)

    await database.run(unit)


async def one_more(database: Database) -> None:
    def unit(work: SqlWork) -> None:
        lot = work.packages.lot(1)
        ana, cleo = work.trainers.trainer(lot.trainer_id), work.people.person(lot.client_id)
        give_credits(work, ana.person, cleo, ana, 1, days=None, reason="one more", now=NOON)

    await database.run(unit)


async def night(database: Database, number: int) -> bool:
    sealer = Sealer(database, HandClock(NOON + number * DAY), LISBON, settling=0)
    return await sealer.look() or await sealer.look()


async def broken(database: Database) -> list[Seal]:
    return await Sealer(database, HandClock(NOON), LISBON, settling=0).broken()


async def seals(database: Database) -> list[Seal]:
    return await database.read(lambda work: work.ledger.seals())


async def told(database: Database) -> int:
    count = select(func.count()).where(Notification.kind == "admin_seal")
    return await database.read(lambda work: work.session.scalars(count).one())


async def tamper(database: Database, statement: str) -> None:
    """As whoever owns the database can."""

    def unit(work: SqlWork) -> None:
        if work.session.get_bind().dialect.name == "postgresql":
            work.session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            rules = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'"
            for name in work.session.scalars(text(rules)).all():
                work.session.execute(text(f"DROP TRIGGER {name}"))
        work.session.execute(text(statement))

    await database.run(unit)


async def test_a_night_is_sealed_once_and_the_next_goes_on_from_it(database: Database) -> None:
    await opened(database)
    assert [await night(database, 0), await night(database, 0)] == [True, False]
    await one_more(database)
    assert await night(database, 1)
    one, other = await seals(database)
    assert (one.entries, other.entries) == (3, 4)
    assert one.digest != other.digest
    assert await broken(database) == []
    assert await told(database) == 0


async def test_a_night_without_an_entry_is_sealed_as_the_one_before(database: Database) -> None:
    assert await night(database, 0)
    assert await night(database, 1)
    one, other = await seals(database)
    assert (one.entries, one.digest) == (other.entries, other.digest) == (0, "0" * 64)


async def test_of_two_replicas_one_seals_the_night(database: Database) -> None:
    await opened(database)
    assert sorted(await asyncio.gather(night(database, 0), night(database, 0))) == [False, True]
    assert len(await seals(database)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET amount = 9 WHERE id = 2",
        "UPDATE ledger_entry SET at = '2020-01-01 00:00:00+00:00' WHERE id = 1",
        "DELETE FROM ledger_entry WHERE id = 3",
        "UPDATE ledger_entry SET id = 99 WHERE id = 2",
        "UPDATE ledger_account SET kind = 'expired' WHERE kind = 'free' AND lot_id = 1",
    ],
)
async def test_whatever_is_changed_behind_a_seal_is_told_once(database: Database, change: str) -> None:
    await opened(database)
    await night(database, 0)
    await one_more(database)
    await night(database, 1)
    await tamper(database, change)
    found = [each.night for each in await broken(database)]
    assert found[0] == NOON.date()
    assert [await night(database, 2), await night(database, 3)] == [True, True]
    assert await told(database) == len(found)


async def test_a_seal_made_anew_does_not_fit_the_next_one(database: Database) -> None:
    await opened(database)
    await night(database, 0)
    await one_more(database)
    await night(database, 1)
    await tamper(database, f"UPDATE ledger_seal SET digest = '{'a' * 64}' WHERE id = 1")
    assert [each.night - NOON.date() for each in await broken(database)] == [timedelta(0), DAY]


@in_a_turn
def test_books_read_in_pieces_have_the_digest_of_the_whole(work: SqlWork) -> None:
    here = studio(work)
    for _ in range(4):
        credited(work, here, 1)
    last = work.ledger.last_id()
    whole, pieces = read_on(work, Chain(), last), Chain()
    for until in range(last - 3, last + 1):
        pieces = read_on(work, pieces, until)
    assert (whole, whole.entries) == (pieces, 4)


async def test_what_is_still_being_entered_is_waited_for(database: Database) -> None:
    await opened(database)
    sealer = Sealer(database, HandClock(NOON), LISBON, settling=0)
    assert not await sealer.look()
    await one_more(database)
    assert await sealer.look()
    (sealed,) = await seals(database)
    assert sealed.entries == 3
    patient = Sealer(database, HandClock(NOON + DAY), LISBON)
    assert [await patient.look(), await patient.look()] == [False, False]
