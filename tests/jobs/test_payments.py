"""What the provider is asked for in the background: one row that can't be done keeps none behind it."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import aiohttp
from sqlalchemy import select, text

from domain.payments import refunds
from domain.payments.model import PageState, Payment, ProviderEvent, RefundState
from domain.payments.pages import hear
from domain.payments.service import begin
from domain.people.model import Person
from domain.work import Work
from integrations.stripe.calls import Stripe
from jobs.memberships import Members
from jobs.payments import Till
from sandbox.app import create
from sandbox.people import STRIPE_API_KEY
from sandbox.server import running
from sandbox.world import World
from storage.database import Database
from storage.work import SqlWork
from tests.domain.packages.given import pack
from tests.domain.payments.given import URL, opened, seen, told
from tests.factories import NOON, Studio, studio
from tests.jobs.post import HandClock

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_a_refund_that_cannot_be_entered_keeps_none_behind_it(database: Database) -> None:
    await database.run(_two_are_owed_money_back)
    async with running(create(World())) as base:
        stripe = Stripe(STRIPE_API_KEY, f"{base}/stripe")
        await _till(database, stripe).give_back()  # it knows of no such money, and refuses both
        await stripe.close()
    first, second = await database.read(lambda work: [work.payments.refund(each).status for each in (1, 2)])
    assert (first, second) == (RefundState.APPROVED, RefundState.FAILED)


async def test_news_that_cannot_be_entered_are_tried_twice_and_keep_none_behind_them(
    database: Database,
) -> None:
    async with running(create(World())) as base:
        stripe = Stripe(STRIPE_API_KEY, f"{base}/stripe")
        intents = [await _charged(base) for _ in range(2)]
        await database.run(partial(_are_paid, intents=intents))
        for intent in intents:
            await _asks(base, "refunds", payment_intent=intent, amount="4000")
        till = _till(database, stripe)
        tried = [await till.fetch(LONG_AGO) for _ in range(3)]
        await stripe.close()
    assert tried[0] > tried[1] > tried[2] == 0
    back = await database.read(lambda work: [len(work.payments.refunds(each)) for each in (1, 2)])
    assert back == [0, 1]
    problems = await database.read(lambda work: set(work.session.scalars(select(ProviderEvent.problem))))
    assert problems == {None, "UnknownZone"}


async def _charged(base: str) -> str:
    """Four hundred euros, for which Stripe knows no page of ours; what it calls them."""
    card = {"payment_method": "pm_card_visa", "confirm": "true"}
    return await _asks(base, "payment_intents", amount="40000", currency="eur", **card)


async def _asks(base: str, path: str, **asked: str) -> str:
    key = aiohttp.BasicAuth(STRIPE_API_KEY, "")
    url = f"{base}/stripe/v1/{path}"
    async with aiohttp.ClientSession() as http, http.post(url, data=asked, auth=key) as made:
        assert made.status == 200, await made.text()
        return str((await made.json())["id"])


def _are_paid(work: SqlWork, intents: list[str]) -> None:
    here = studio(work)
    for number, (who, intent) in enumerate(zip((here.cleo, here.sam), intents, strict=True), 1):
        _paid(work, here, who, number, intent)
    _lives_nowhere(work, here.cleo)


def _till(database: Database, stripe: Stripe) -> Till:
    where = (HandClock(NOON), URL, lambda _point: None)
    return Till(database, stripe, *where, Members(database, stripe.billing, stripe.billing, *where))


def _two_are_owed_money_back(work: SqlWork) -> None:
    here = studio(work)
    for number, who in enumerate((here.cleo, here.sam), 1):
        _approved(work, here, who, number)
    _lives_nowhere(work, here.cleo)


def _lives_nowhere(work: SqlWork, who: Person) -> None:
    """So that nothing can be told to them."""
    nowhere = "UPDATE person SET zone = 'Nowhere/Here' WHERE id = :id"
    work.session.execute(text(nowhere), {"id": who.id})
    by_night = (
        "INSERT INTO preferences (person_id, quiet_from, quiet_until, modes, digest_at)"
        " VALUES (:id, 1320, 480, '{}', 1080)"
    )
    work.session.execute(text(by_night), {"id": who.id})


def _approved(work: Work, here: Studio, who: Person, number: int) -> None:
    payment = _paid(work, here, who, number, f"pi_{number}")
    asked = refunds.ask(work, who, payment.id, reason="I move", now=NOON)
    refunds.approve(work, here.ana.person, asked.id, asked.credits, now=NOON)


def _paid(work: Work, here: Studio, who: Person, number: int, intent: str) -> Payment:
    sold = next(iter(work.packages.of_trainer(here.ana.id)), None) or pack(work, here)
    payment = begin(work, who, sold.id, booking_id=None, now=NOON)
    page = seen(opened(work, payment), PageState.PAID, payment)
    hear(work, told(number, replace(page, intent_id=intent)), now=NOON)
    return payment
