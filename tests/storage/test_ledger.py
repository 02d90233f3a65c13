"""Behind the services' backs: what was entered stays, nothing is made of nothing, and nobody has less than
nothing.
"""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.base import Entity
from domain.bookings import service as bookings
from domain.bookings.model import Booking
from domain.bookings.undo import undo
from domain.ledger.model import CREDIT, Kind, LedgerAccount, LedgerEntry, Step
from domain.ledger.sealed import BEGUN, Seal
from domain.ledger.service import enter, of_lot
from domain.packages import service as packages
from domain.packages.model import CreditLot, LotExtension, LotService
from storage.database import Database
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import DAY, booked, credited, pack
from tests.factories import NOON, Studio, booking, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn


def refused(work: SqlWork, statement: Any, why: str | None = None) -> None:
    with pytest.raises(DBAPIError, match=why), work.session.begin_nested():
        work.session.execute(statement)


def line(giver: LedgerAccount, taker: LedgerAccount, **other: object) -> Any:
    values = {
        "giver_id": giver.id,
        "taker_id": taker.id,
        "commodity": CREDIT,
        "amount": 1,
        "step": Step.GIVEN,
        "at": NOON,
        "reason": "",
    }
    return insert(table(LedgerEntry)).values(**(values | other))


@in_a_turn
def test_what_was_entered_is_not_replaced(work: SqlWork) -> None:
    credited(work, studio(work), 1)
    found = work.session.execute(select(table(LedgerEntry))).mappings().one()
    again = insert(table(LedgerEntry)).values(dict(found) | {"amount": 5})
    if work.session.get_bind().dialect.name == "sqlite":
        again = again.prefix_with("OR REPLACE")
    refused(work, again)


@in_a_turn
@pytest.mark.parametrize("kept", [LedgerEntry, LedgerAccount, LotExtension, LotService, CreditLot, Seal])
def test_what_was_entered_is_neither_changed_nor_deleted(work: SqlWork, kept: type[Entity]) -> None:
    here = studio(work)
    credited(work, here, 1)
    here.check_in.name = "Run"
    given = pack(work, here, "days=90;services=Run")
    lot = packages.give_package(work, here.ana.person, here.cleo, given.id, reason="paid", now=NOON)
    packages.extend(work, here.ana.person, lot.id, date(2027, 6, 1), reason="ill", now=NOON)
    work.ledger.store_seal({"night": NOON.date(), "at": NOON, "last_id": 1, "entries": 1, "digest": BEGUN})
    column = {LedgerEntry: "amount", LedgerAccount: "kind", LotExtension: "reason", LotService: "service_id"}
    name = (column | {Seal: "entries"}).get(kept, "client_id")
    value: Any = {"kind": Kind.FREE, "reason": "none"}.get(name, here.run.id)
    refused(work, update(table(kept)).values({name: value}), "only_added")
    refused(work, delete(table(kept)), "only_added")


@in_a_turn
def test_an_entry_that_does_not_balance_can_not_be_written(work: SqlWork) -> None:
    here = studio(work)
    lot = credited(work, here, 3)
    free, used = (of_lot(work, lot, kind) for kind in (Kind.FREE, Kind.USED))
    euros = work.ledger.account(Kind.OWED, "EUR", client_id=here.cleo.id, trainer_id=here.ana.id)
    refused(work, line(free, used, taker_id=None))  # given, and taken by nobody
    refused(work, line(free, used, amount=0))
    refused(work, line(free, used, amount=-1))
    refused(work, line(free, free))
    refused(work, line(free, euros))  # of one commodity into another
    refused(work, line(euros, free, commodity="EUR"))
    refused(work, line(free, used, commodity="EUR"))
    work.session.execute(line(free, used))
    assert work.ledger.balance(free) == 2


@in_a_turn
def test_no_account_gives_what_it_has_not(work: SqlWork) -> None:
    here = studio(work)
    lot = credited(work, here, 2)
    free, reserved, used = (of_lot(work, lot, kind) for kind in (Kind.FREE, Kind.RESERVED, Kind.USED))
    refused(work, line(free, reserved, amount=3), "below_zero")
    refused(work, line(reserved, used), "below_zero")
    refused(work, line(used, free), "below_zero")
    earned, owed = (
        work.ledger.account(kind, "EUR", client_id=here.cleo.id, trainer_id=here.ana.id)
        for kind in (Kind.EARNED, Kind.OWED)
    )
    refused(work, line(owed, earned, commodity="EUR"), "below_zero")  # more let off than was owed
    work.session.execute(line(earned, owed, commodity="EUR", amount=1500))


@in_a_turn
def test_nothing_goes_from_one_lot_or_client_to_another(work: SqlWork) -> None:
    here = studio(work)
    mine, sams, other = (
        of_lot(work, lot, Kind.FREE)
        for lot in (credited(work, here), credited(work, here, to=here.sam), credited(work, here))
    )
    refused(work, line(mine, sams), "another_s_account")
    refused(work, line(mine, other), "another_s_account")


@in_a_turn
def test_a_booking_is_paid_with_a_credit_of_its_own_client_and_trainer(work: SqlWork) -> None:
    here = studio(work)
    lot = credited(work, here)
    for someone, service in ((here.sam, here.check_in), (here.cleo, here.run)):
        other = booking(work, someone, service, NOON + DAY)
        paid = update(table(Booking)).where(Booking.id == other.id).values(lot_id=lot.id)
        refused(work, paid, "not_their_credit")


@in_a_turn
def test_a_change_of_a_booking_is_entered_once(work: SqlWork) -> None:
    here = studio(work)
    lot = credited(work, here, 3)
    place = booked(work, here)
    free, reserved = of_lot(work, lot, Kind.FREE), of_lot(work, lot, Kind.RESERVED)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        enter(work, Step.RESERVED, free, reserved, actor=None, now=NOON, booking=place)


async def test_two_that_take_the_last_one_at_once_past_the_services(database: Database) -> None:
    def furnish(work: SqlWork) -> int:
        here: Studio = studio(work)
        lot = credited(work, here)
        of_lot(work, lot, Kind.RESERVED)
        return lot.id

    lot_id = await database.run(furnish)

    def take(work: SqlWork) -> str:
        lot = work.packages.lot(lot_id)
        try:
            with work.session.begin_nested():
                free, reserved = of_lot(work, lot, Kind.FREE), of_lot(work, lot, Kind.RESERVED)
                enter(work, Step.RESERVED, free, reserved, actor=None, now=NOON)
        except DBAPIError as error:
            return "below_zero" if "below_zero" in str(error.orig) else str(error.orig)
        return "taken"

    answers = await asyncio.gather(*(database.run(take) for _ in range(6)))
    assert sorted(answers) == ["below_zero"] * 5 + ["taken"]


@in_a_turn
def test_credits_and_what_became_of_them_are_found_by_index(work: SqlWork) -> None:
    here = studio(work)
    owner = here.ana.person
    with statements(work) as ran:
        ten = pack(work, here)
        packages.change_package(work, owner, ten.id, {"price": "380"})
        credited(work, here, 1)
        lot = packages.give_package(work, owner, here.cleo, ten.id, reason="paid", now=NOON)
        place = booked(work, here)
        gone = bookings.cancel(work, here.cleo, place.id, place.version, now=NOON)
        undo(work, here.cleo, place.id, gone.booking.version, now=NOON)
        work.packages.holdings(here.cleo.id)
        work.packages.holders(here.ana.id)
        work.ledger.between(here.cleo.id, here.ana.id)
        work.packages.extensions(here.cleo.id, here.ana.id)
        packages.give_credits(work, owner, here.cleo, here.ana, 1, days=1, reason="so", now=NOON)
        packages.expire_due(work, now=NOON + 3 * DAY)
    assert lot.id
    assert len(ran) > 60
    assert scans(work, ran) == []
