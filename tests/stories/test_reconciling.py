"""Each night the books are compared with Stripe: agreed in silence, or an admin learns what differs, once."""

from aiohttp import BasicAuth
from sqlalchemy import select

from domain.payments.agreed import Reconciliation
from sandbox.people import STRIPE_API_KEY
from storage.work import SqlWork
from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually
from tests.stories.test_payments import buys, link_of, pays, zoe_books_at_once


async def night_after(studio: Studio, nights: int) -> Reconciliation:
    """The newest, once so many have been recorded."""
    bot = studio.bot
    assert bot

    def recorded(work: SqlWork) -> list[Reconciliation]:
        found = list(work.session.scalars(select(Reconciliation).order_by(Reconciliation.night.desc())))
        return found if len(found) == nights else []

    return (await eventually(lambda: bot.database.read(recorded)))[0]


async def night_falls(studio: Studio, nights: int) -> Reconciliation:
    await night_after(studio, nights)
    await studio.outside.advance(hours=24)
    return await night_after(studio, nights + 1)


async def test_a_refund_that_the_books_do_not_have_is_told_once(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await pays(studio, link_of(await buys(studio)))
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    agreed = await night_falls(studio, 1)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 36000, "ours": 36000}})
    charge = (await studio.outside.get("/sandbox/stripe"))["charges"][0]
    refund = {"payment_intent": charge["payment_intent"], "amount": "6000"}
    url, key = f"{studio.outside.base}/stripe/v1/refunds", BasicAuth(STRIPE_API_KEY, "")
    async with studio.outside.http.post(url, data=refund, auth=key) as made:
        assert made.status == 200, await made.text()
    differs = await night_falls(studio, 2)
    assert (differs.differences, differs.totals) == (1, {"EUR": {"theirs": 30000, "ours": 36000}})
    ada = Trainer(studio.outside, "UADA")
    await ada.is_told("Stripe has €300.00 for 10-pack of Cleo, the books have €360.00.")
    assert (await night_falls(studio, 3)).differences == 1
    told = [each for each in (await ada.view())["messages"] if "Check a payment" in str(each)]
    assert len(told) == 1
