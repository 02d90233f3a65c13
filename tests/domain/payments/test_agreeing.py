"""The books and the provider: each difference is found, told once, and what is on its way is none."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.base import Role
from domain.errors import NotYours
from domain.money import Money
from domain.notifications.model import Notification
from domain.payments import refunds, surplus
from domain.payments.agreed import Difference
from domain.payments.agreeing import Comparison, Gap, both, compare, record
from domain.payments.model import PageState, ProviderEvent, Standing
from domain.payments.pages import Misfit, door, hear, see
from domain.payments.ports import Held, Returned, Told
from domain.people.model import Channel, Person
from domain.work import Work
from storage.database import Database
from storage.work import SqlWork
from tests.domain.packages.given import stands
from tests.domain.payments.given import opened, seen, told, wanted
from tests.domain.payments.test_refunds import paid
from tests.factories import NOON, address, person, studio
from tests.turns import in_a_turn

NIGHT = NOON.date()
EUR = {"theirs": 40000, "ours": 40000}


def ada(work: Work) -> None:
    """An admin, who is reached in Slack."""
    address(work, person(work, "Ada", roles=Role.ADMIN), "UADA", Channel.SLACK)


def held(minor: int = 40000, intent: str = "pi_pay-1-1", key: str = "pay-1-1") -> Held:
    return Held(key, intent, Money(minor, "EUR"))


def alerts(work: SqlWork) -> int:
    count = select(func.count()).where(Notification.kind == "admin_difference")
    return work.session.scalars(count).one()


@in_a_turn
def test_what_was_paid_and_given_back_in_part_agrees(work: SqlWork) -> None:
    here = studio(work)
    payment = paid(work, here)
    key = work.payments.pages(payment.id)[0].key
    there = held(key=key, intent=f"pi_{key}")
    assert compare(work, [there], now=NOON) == Comparison({"EUR": EUR}, ())
    asked = refunds.ask(work, here.cleo, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, 10, now=NOON)
    assert compare(work, [there], now=NOON).gaps == ()  # on its way
    refunds.learn(work, Returned(asked.key, "re_1"), now=NOON)
    assert [each.ours.minor for each in compare(work, [there], now=NOON).gaps] == [0]
    left = replace(there, money=Money(0, "EUR"))
    assert compare(work, [left], now=NOON) == Comparison({"EUR": {"theirs": 0, "ours": 0}}, ())


@in_a_turn
def test_what_only_one_of_both_has_is_found_and_nothing_of_others(work: SqlWork) -> None:
    key = work.payments.pages(paid(work, studio(work)).id)[0].key
    listed = [held(500, "pi_x", key), held(7, "pi_other", "pay-elsewhere-1")]
    found = compare(work, listed, now=NOON).gaps
    assert [(each.intent_id, each.theirs.minor, each.ours.minor) for each in found] == [
        (f"pi_{key}", 0, 40000),
        ("pi_x", 500, 0),
    ]
    later = NOON + timedelta(days=15)  # by then it may be older at the provider than its list reaches
    assert [each.intent_id for each in compare(work, listed, now=later).gaps] == ["pi_x"]


@in_a_turn
def test_a_night_is_recorded_once_and_a_difference_told_once(work: SqlWork) -> None:
    ada(work)
    key = work.payments.pages(paid(work, studio(work)).id)[0].key
    found = compare(work, [held(500, "pi_x", key)], now=NOON)
    assert record(work, NIGHT, found, now=NOON)
    assert not record(work, NIGHT, found, now=NOON)
    assert record(work, NIGHT + timedelta(days=1), found, now=NOON)
    last = work.payments.last_night()
    assert last
    assert (last.night, last.differences) == (NIGHT + timedelta(days=1), 2)
    assert alerts(work) == 2
    more = compare(work, [held(600, "pi_x", key)], now=NOON)
    record(work, NIGHT + timedelta(days=2), more, now=NOON)
    assert alerts(work) == 3  # another amount is another difference


def test_what_is_gone_at_the_second_look_was_on_its_way() -> None:
    gaps = tuple(Gap(name, "", Money(1, "EUR"), Money(0, "EUR")) for name in ("pi_a", "pi_b"))
    assert both(gaps[:1], Comparison({}, gaps)) == Comparison({}, gaps[:1])


async def test_of_several_replicas_one_records_the_night(database: Database) -> None:
    def furnish(work: SqlWork) -> Comparison:
        ada(work)
        paid(work, studio(work))
        return compare(work, [], now=NOON)

    found = await database.run(furnish)

    def unit(work: SqlWork) -> bool:
        return record(work, NIGHT, found, now=NOON)

    assert sorted(await asyncio.gather(*(database.run(unit) for _ in range(4)))) == [False] * 3 + [True]
    assert await database.read(alerts) == 1


@in_a_turn
def test_what_does_not_fit_is_kept_with_its_reason_and_told_once(work: SqlWork) -> None:
    ada(work)
    here = studio(work)
    payment = wanted(work, here)
    page = seen(opened(work, payment), PageState.PAID, payment)
    wrong = replace(page, paid=Money(39999, "EUR"))
    for number in (1, 1, 2):
        hear(work, told(number, wrong), now=NOON)
    assert payment.status is Standing.OPEN
    assert stands(work, here) == (0, 0, 0, 0)
    events = work.session.scalars(select(ProviderEvent)).all()
    assert [each.problem for each in events] == [Misfit.AMOUNT] * 2
    assert alerts(work) == 1
    found = compare(work, [Held(page.key, "pi_" + page.key, Money(39999, "EUR"))], now=NOON)
    record(work, NIGHT, found, now=NOON)
    assert alerts(work) == 1  # the night finds the same


def surplus_goes_back(work: SqlWork, cleo: Person) -> None:
    """By one tap of an admin's, once."""
    admin = next(iter(work.people.admins()))
    (difference,) = work.session.scalars(select(Difference))
    with pytest.raises(NotYours):
        surplus.give_back(work, cleo, difference.id, now=NOON)
    for _twice in range(2):
        surplus.give_back(work, admin, difference.id, now=NOON)
    ((_difference, due),) = work.payments.surpluses_due()
    money_back = Returned(due.key, "re_9", intent_id=difference.intent_id, amount=difference.theirs)
    for number in range(2):
        hear(work, Told(f"evt_s{number}", "refund.created", NOON, None, money_back), now=NOON)
    assert (due.is_back, work.payments.surpluses_due()) == (True, [])
    found = door(work, work.payments.payment(difference.payment_id).token, public_url="", now=NOON)
    assert found
    assert found.surplus == ((difference.theirs, True),)


@in_a_turn
def test_what_is_paid_at_two_pages_is_paid_once_and_the_other_told(work: SqlWork) -> None:
    ada(work)
    here = studio(work)
    payment = wanted(work, here)
    first = opened(work, payment)
    see(work, seen(first, PageState.EXPIRED, payment), now=NOON)
    second = opened(work, payment)
    for number, key in enumerate((second, first)):
        hear(work, told(number, seen(key, PageState.PAID, payment)), now=NOON)
    assert stands(work, here) == (10, 0, 0, 0)
    known = work.session.execute(select(ProviderEvent.event_id, ProviderEvent.problem))
    assert {tuple(each) for each in known} == {("evt_0", None), ("evt_1", Misfit.TWICE)}
    assert [each.payment_id for each in work.session.scalars(select(Difference))] == [payment.id]
    surplus_goes_back(work, here.cleo)
    given_back = [Held(key, f"pi_{key}", Money(left, "EUR")) for key, left in ((first, 0), (second, 40000))]
    assert compare(work, given_back, now=NOON).gaps == ()
