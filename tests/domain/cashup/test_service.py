"""Cashing up: a day at the desk by way, what should be in the drawer, and what was counted."""

import pytest
from sqlalchemy import delete, update

from domain.base import Role
from domain.cashup.model import CashCount
from domain.cashup.service import DeskDay, NotYet, TooMuch, count, desk_day
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.money import Money
from domain.payments import refunds
from domain.payments.model import Way
from domain.payments.service import sell, undo_sale
from domain.work import Work
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import DAY, credited, pack
from tests.factories import NOON, Studio, person, studio
from tests.storage.plans import scans, statements
from tests.storage.test_ledger import refused
from tests.turns import in_a_turn

TODAY = NOON.date()


def day_of(work: Work, here: Studio) -> DeskDay:
    return desk_day(work, here.ana.person, here.ana, TODAY, currency="EUR")


def sold(work: Work, here: Studio, way: Way, package: int = 0) -> int:
    """To Cleo, who trains with Ana."""
    if work.people.relationship(here.cleo.id, here.ana.id) is None:
        credited(work, here)
    package = package or pack(work, here, f"name=P{way}").id
    return sell(work, here.ana.person, here.cleo, package, way, now=NOON).id


@in_a_turn
def test_each_way_by_itself_and_cash_alone_is_in_the_drawer(work: Work) -> None:
    here = studio(work)
    for way in (Way.CASH, Way.TRANSFER, Way.TERMINAL):
        sold(work, here, way)
    known = day_of(work, here)
    assert known.sums() == dict.fromkeys(
        [(Kind.CASH, "EUR"), (Kind.TRANSFER, "EUR"), (Kind.TERMINAL, "EUR")], 40000
    )
    assert known.drawer("EUR") == Money(40000, "EUR")


@in_a_turn
def test_a_sale_that_was_undone_is_one_line_that_moved_nothing(work: Work) -> None:
    here = studio(work)
    payment = sold(work, here, Way.CASH)
    undo_sale(work, here.ana.person, payment, now=NOON)
    known = day_of(work, here)
    assert [(each.undone, each.signed) for each in known.lines] == [(True, 0)]
    assert known.drawer("EUR") == Money(0, "EUR")


@in_a_turn
def test_what_was_undone_after_midnight_leaves_the_drawer_of_that_day(work: Work) -> None:
    here = studio(work)
    sold(work, here, Way.CASH)
    late = NOON.replace(hour=23, minute=59, second=50)
    ten = work.packages.of_trainer(here.ana.id)[0]
    again = sell(work, here.ana.person, here.cleo, ten.id, Way.CASH, now=late)
    undo_sale(work, here.ana.person, again.id, now=late.replace(day=24, hour=0, minute=0, second=5))
    assert day_of(work, here).drawer("EUR").minor == 80000
    after = desk_day(work, here.ana.person, here.ana, TODAY + DAY, currency="EUR")
    assert [(each.undone, each.signed) for each in after.lines] == [(False, -40000)]


@in_a_turn
def test_cash_that_was_given_back_is_gone_from_the_drawer(work: Work) -> None:
    here = studio(work)
    payment = sold(work, here, Way.CASH)
    asked = refunds.ask(work, here.cleo, payment, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    assert [each.signed for each in day_of(work, here).lines] == [40000, -40000]
    assert day_of(work, here).drawer("EUR").minor == 0


@in_a_turn
def test_a_count_keeps_what_was_expected_then_and_the_float_is_remembered(work: Work) -> None:
    here = studio(work)
    sold(work, here, Way.CASH)
    boss = person(work, "Ada", roles=Role.ADMIN)
    short = count(work, boss, here.ana, TODAY, Money(44000, "EUR"), float_minor=5000, now=NOON)
    assert (short.expected_minor, short.over, short.actor_id) == (45000, -1000, boss.id)
    again = count(work, here.ana.person, here.ana, TODAY, Money(45000, "EUR"), note="found it", now=NOON)
    assert (again.float_minor, again.over) == (5000, 0)
    assert [(each.made.over, each.by) for each in day_of(work, here).counts] == [(-1000, "Ada"), (0, "Ana")]
    after = desk_day(work, here.ana.person, here.ana, TODAY + DAY, currency="EUR")
    assert after.drawer("EUR") == Money(5000, "EUR")


@in_a_turn
def test_nobody_counts_anothers_drawer_or_a_day_to_come(work: Work) -> None:
    here = studio(work)
    for other in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            desk_day(work, other, here.ana, TODAY, currency="EUR")
        with pytest.raises(NotYours):
            count(work, other, here.ana, TODAY, Money(1, "EUR"), now=NOON)
    with pytest.raises(NotYet):
        count(work, here.ana.person, here.ana, TODAY + DAY, Money(1, "EUR"), now=NOON)
    with pytest.raises(TooMuch):
        count(work, here.ana.person, here.ana, TODAY, Money(2**31, "EUR"), now=NOON)


@in_a_turn
def test_behind_the_services_a_count_stays_as_it_was_made(work: SqlWork) -> None:
    here = studio(work)
    count(work, here.ana.person, here.ana, TODAY, Money(100, "EUR"), now=NOON)
    refused(work, update(table(CashCount)).values(counted_minor=0), "only_added")
    refused(work, delete(table(CashCount)), "only_added")


@in_a_turn
def test_a_day_at_the_desk_is_found_by_index_in_few_statements(work: SqlWork) -> None:
    here = studio(work)
    sold(work, here, Way.CASH)
    with statements(work) as ran:
        day_of(work, here)
    assert len(ran) == 3
    assert scans(work, ran) == []
