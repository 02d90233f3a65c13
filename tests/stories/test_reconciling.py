"""Each night the books are compared with Stripe: agreed in silence, or an admin learns what differs, once."""

from aiohttp import BasicAuth
from sqlalchemy import select

from domain.payments.agreed import Reconciliation
from integrations.stripe.subscriptions import KEY
from sandbox.people import STRIPE_API_KEY
from storage.work import SqlWork
from tests.stories.books import books
from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually
from tests.stories.test_payments import buys, link_of, opens, pays, zoe_books_at_once


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


async def test_money_that_the_books_do_not_have_is_told_once(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await pays(studio, link_of(await buys(studio)))
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    agreed = await night_falls(studio, 1)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 36000, "ours": 36000}})
    assert studio.bot
    page = (await studio.bot.database.read(lambda work: work.payments.pages(1)))[0]
    charged = {
        "amount": "6000",
        "currency": "eur",
        "payment_method": "pm_card_visa",
        "confirm": "true",
        f"metadata[{KEY}]": page.key,
    }
    url, key = f"{studio.outside.base}/stripe/v1/payment_intents", BasicAuth(STRIPE_API_KEY, "")
    async with studio.outside.http.post(url, data=charged, auth=key) as made:
        assert made.status == 200, await made.text()
    differs = await night_falls(studio, 2)
    assert (differs.differences, differs.totals) == (1, {"EUR": {"theirs": 42000, "ours": 36000}})
    ada = Trainer(studio.outside, "UADA")
    await ada.is_told("Stripe has €60.00 for 10-pack of Cleo, the books have €0.00.")
    assert (await night_falls(studio, 3)).differences == 1
    told = [each for each in (await ada.view())["messages"] if "Check a payment" in str(each)]
    assert len(told) == 1
    await gives_back(studio, ada)
    agreed = await night_falls(studio, 4)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 36000, "ours": 36000}})


async def gives_back(studio: Studio, ada: Trainer) -> None:
    """By one tap; the client is told, and the link to pay says so."""
    before = await books(studio)
    await ada.presses("Give €60.00 back")
    await studio.cleo.sees("You paid twice for 10-pack: €60.00 goes back to your card.")
    await ada.sees("It goes back to the card. Cleo is told.")
    seen = await studio.outside.get("/sandbox/stripe")
    assert [each["amount_refunded"] for each in seen["charges"]] == [0, 6000]
    assert studio.bot
    token = await studio.bot.database.read(lambda work: work.payments.payment(1).token)
    page = await opens(studio, f"{studio.settings.base_url}/pay/{token}")
    assert "It was paid twice: €60.00 goes back to your card." in page[1]
    assert await books(studio) == before
