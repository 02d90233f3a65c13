"""Killed at any point between our commit and Stripe's answer about a membership: books and Stripe agree."""

from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.office import seed_demo
from domain.memberships import service as memberships
from domain.memberships.model import Membership, State
from domain.packages.service import add_package
from storage.database import connect
from storage.work import SqlWork
from tests.factories import client
from tests.stories.conftest import MONDAY, Studio, settings_for
from tests.stories.people import Outside, eventually
from tests.stories.served import Served, ready, serving
from tests.stories.test_memberships import MONTH

BEGINNING = ["customer_wanted", "customer_made", "join_wanted", "join_made"]
RENEWING = ["event_heard", "membership_looked", "event_applied"]


@pytest.mark.parametrize("failpoint", BEGINNING)
async def test_a_kill_while_it_begins_begins_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_join(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        await ready(outside, dying)
        with suppress(aiohttp.ClientError):
            await opens(outside, dying, token)
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await joins(outside, steady, token)
        await entered(migrated_url, months=1)
    seen = await outside.get("/sandbox/stripe")
    assert [len(seen[each]) for each in ("sessions", "subscriptions", "charges")] == [1, 1, 1]
    made = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in made].count("customers.create") == 1


@pytest.mark.parametrize("failpoint", RENEWING)
async def test_a_kill_while_a_month_is_entered_enters_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_join(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await joins(outside, first, token)
        await entered(migrated_url, months=1)
    await outside.post("/sandbox/clock", {"advance_seconds": MONTH * 3600})
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9  # as soon as it looks into the list
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await entered(migrated_url, months=2)
    charges = (await outside.get("/sandbox/stripe"))["charges"]
    assert [each["amount"] for each in charges] == [32000, 32000]


@pytest.mark.parametrize("failpoint", ["wish_wanted", "wish_made"])
async def test_a_kill_while_it_is_ended_ends_it(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_join(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await joins(outside, first, token)
        await entered(migrated_url, months=1)
    database = connect(migrated_url)
    await database.run(lambda work: leaves(work, token))
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await eventually(lambda: database.read(lambda work: is_told(work, token)))
    await database.close()
    found = (await outside.get("/sandbox/stripe"))["subscriptions"]
    assert [each["cancel_at_period_end"] for each in found] == [True]


def leaves(work: SqlWork, token: str) -> None:
    found = of(work, token)
    memberships.leave(work, work.people.person(found.payer_id), found.id, now=MONDAY)


def is_told(work: SqlWork, token: str) -> bool:
    found = of(work, token)
    return (found.state, found.leaves, found.done) == (State.ACTIVE, True, found.asked)


def of(work: SqlWork, token: str) -> Membership:
    found = work.memberships.by_token(token)
    assert found
    return found


async def about_to_join(outside: Outside, url: str) -> str:
    """The token of the link that Cleo has."""
    settings = settings_for(outside.base, url)
    await seed_demo(settings)
    await Studio(outside, settings).cleo.whispers(start="t_ana")  # or nobody may write to her
    database = connect(url)

    def unit(work: SqlWork) -> str:
        cleo, ana = client(work), work.trainers.by_slug("ana")
        assert ana
        said = {"name": "Gold", "sessions": "8", "price": "320", "monthly": "monthly"}
        package = add_package(work, ana.person, ana, said, currency="EUR", now=MONDAY)
        return memberships.begin(work, cleo, package.id, now=MONDAY).token

    token = await database.run(unit)
    await database.close()
    return token


async def opens(outside: Outside, bot: Served, token: str) -> str:
    """The session that the link leads to; "" where it is paid. A person opens it again where it says that
    the page to pay at does not answer.
    """
    link = f"http://127.0.0.1:{bot.port}/member/{token}"

    async def led() -> list[str]:
        async with outside.http.get(link, allow_redirects=False) as answer:
            assert answer.status in (200, 303, 503), await answer.text()
            return [] if answer.status == 503 else [answer.headers.get("Location", "").rpartition("/")[2]]

    return (await eventually(led))[0]


async def joins(outside: Outside, bot: Served, token: str) -> None:
    await outside.post("/sandbox/stripe/payments", {"session": await opens(outside, bot, token)})
    await opens(outside, bot, token)  # back from the page


async def entered(url: str, *, months: int) -> None:
    """Each month once: sold, paid, and its credits given."""
    database = connect(url)

    async def is_so() -> bool:
        return await database.read(_entered) == [
            ("given", months, 8 * months),
            ("paid", months, 32000 * months),
            ("sold", months, 32000 * months),
        ]

    try:
        assert await eventually(is_so)
    finally:
        await database.close()


def _entered(work: SqlWork) -> list[tuple[object, ...]]:
    of_money = text(
        "SELECT step, count(*), sum(amount) FROM ledger_entry "
        "WHERE step <> 'charged' GROUP BY step ORDER BY step"
    )
    return [tuple(each) for each in work.session.execute(of_money)]
