"""Killed at any point between our commit and Stripe's answer, and restarted: the books and Stripe agree."""

import asyncio
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.office import seed_demo
from domain.packages.service import add_package
from domain.payments import refunds
from domain.payments.model import RefundState
from domain.payments.service import begin
from storage.database import connect
from storage.work import SqlWork
from tests.factories import client
from tests.stories.conftest import MONDAY, Studio, settings_for
from tests.stories.people import Outside, eventually
from tests.stories.served import Served, ready, serving

WHILE_A_PAGE_IS_MADE = ["page_wanted", "page_made"]
WHILE_NEWS_ARE_APPLIED = ["event_heard", "event_applied"]


@pytest.mark.parametrize("failpoint", WHILE_A_PAGE_IS_MADE)
async def test_a_kill_while_the_page_is_made_makes_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        await ready(outside, dying)
        with suppress(aiohttp.ClientError):
            await opens(outside, dying, token)
        assert await asyncio.wait_for(dying.process.wait(), 30) == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await pays(outside, await opens(outside, steady, token))
        await opens(outside, steady, token)  # back from the page
        await paid_once(outside, migrated_url)


@pytest.mark.parametrize("failpoint", WHILE_NEWS_ARE_APPLIED)
async def test_a_kill_while_news_are_applied_applies_them_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        session = await opens(outside, first, token)
    await pays(outside, session)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await asyncio.wait_for(dying.process.wait(), 30) == -9  # as soon as it looks into the list
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await paid_once(outside, migrated_url)


@pytest.mark.parametrize("failpoint", ["refund_wanted", "refund_made"])
async def test_a_kill_while_money_is_given_back_gives_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await pays(outside, await opens(outside, first, token))
        await opens(outside, first, token)
        await paid_once(outside, migrated_url)
    await approved(migrated_url, token)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await asyncio.wait_for(dying.process.wait(), 30) == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await returned_once(outside, migrated_url, token)


async def approved(url: str, token: str) -> None:
    """Cleo asked for her money back, and Ana agreed."""
    database = connect(url)

    def unit(work: SqlWork) -> None:
        payment = work.payments.by_token(token)
        assert payment
        cleo, ana = work.people.person(payment.client_id), work.trainers.trainer(payment.trainer_id).person
        asked = refunds.ask(work, cleo, payment.id, reason="I move", now=MONDAY)
        refunds.approve(work, ana, asked.id, asked.credits, now=MONDAY)

    await database.run(unit)
    await database.close()


async def returned_once(outside: Outside, url: str, token: str) -> None:
    """All of it is back with Cleo, at Stripe and in our books."""
    database = connect(url)

    def states(work: SqlWork) -> list[RefundState]:
        payment = work.payments.by_token(token)
        assert payment
        return [each.status for each in work.payments.refunds(payment.id)]

    async def is_done() -> bool:
        return await database.read(states) == [RefundState.DONE]

    try:
        assert await eventually(is_done)
    finally:
        await database.close()
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount_refunded"] for each in seen["charges"]] == [40000]
    made = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in made].count("refunds.create") == 1


async def about_to_pay(outside: Outside, url: str) -> str:
    """The token of the link that Cleo has, for a package of Ana's."""
    settings = settings_for(outside.base, url)
    await seed_demo(settings)
    await Studio(outside, settings).cleo.whispers(start="t_ana")  # or nobody may write to her
    database = connect(url)

    def unit(work: SqlWork) -> str:
        cleo, ana = client(work), work.trainers.by_slug("ana")
        assert ana
        said = {"name": "10-pack", "sessions": "10", "price": "400"}
        package = add_package(work, ana.person, ana, said, currency="EUR", now=MONDAY)
        return begin(work, cleo, package.id, now=MONDAY).token

    token = await database.run(unit)
    await database.close()
    return token


async def opens(outside: Outside, bot: Served, token: str) -> str:
    """The session that the link leads to; "" where it is paid."""
    link = f"http://127.0.0.1:{bot.port}/pay/{token}"
    async with outside.http.get(link, allow_redirects=False) as answer:
        return answer.headers.get("Location", "").rpartition("/")[2]


async def pays(outside: Outside, session: str) -> None:
    await outside.post("/sandbox/stripe/payments", {"session": session})


async def paid_once(outside: Outside, url: str) -> None:
    """One page, one charge, one sale, its credits, and one receipt."""
    cleo = Studio(outside, settings_for(outside.base, url)).cleo
    await cleo.sees("Paid €400.00 by card for 10-pack.\n10 credits left.")
    database = connect(url)
    entered = text("SELECT step, count(*), sum(amount) FROM ledger_entry GROUP BY step ORDER BY step")

    async def is_entered() -> bool:
        rows = await database.read(lambda work: [tuple(each) for each in work.session.execute(entered)])
        return rows == [("given", 1, 10), ("paid", 1, 40000), ("sold", 1, 40000)]

    try:
        assert await eventually(is_entered)
    finally:
        await database.close()
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount"] for each in seen["charges"]] == [40000]
    assert len(seen["sessions"]) == 1
    assert len([each for each in await cleo.heard() if each["text"].startswith("Paid")]) == 1
