"""A fee goes to the saved card of who agreed to that, once the minute is over; where its bank declines there
is a link. The ledger ends right, and Stripe has one charge for each.
"""

from aiohttp import BasicAuth
from sqlalchemy import select

from domain.wallets.model import Wallet
from sandbox.people import STRIPE_API_KEY
from storage.work import SqlWork
from tests.stories.books import books
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, eventually, labels
from tests.stories.test_memberships import asks_stripe
from tests.stories.test_payments import link_of, pays

DEPOSIT = ["sold 1000 EUR: earned to owed", "paid 1000 EUR: owed to card"]
MISSED = [
    "fee 2000 EUR: earned to owed",
    "kept 1000 EUR: owed to earned",  # the deposit is a part of the fee now
    "paid 1000 EUR: owed to card",
]


async def test_a_missed_session_goes_to_the_saved_card_and_its_decline_to_a_link(
    studio: Studio, cast: Cast
) -> None:
    await cast.ana.types("service 1 approval off")
    await cast.ana.types("policy cancel 24 hours, no-show fee 20, deposit 10")
    await cast.ana.is_told("Not coming costs €20.00.")
    await cast.client.comes_to("ana")
    await cast.client.says("tue 18:00")
    await pays(studio, link_of(await _agrees(cast)))
    await cast.client.sees("Paid €10.00 by card for Deposit")
    await _is_kept(studio, "4242")
    await studio.outside.advance(hours=34)
    await _did_not_come(studio, cast)
    charged = await cast.client.sees("It was charged to your saved card, as agreed.")
    assert "For not having come: Tue 24 Nov 18:00, Ana." in charged["text"]
    if cast.taps:
        missed = await cast.client.sees("marked this session as missed")
        assert "Pay €10.00" not in labels(missed)  # which the card has paid, or is about to
    await cast.ana.is_told(f"{cast.name} paid €10.00 by card: Fee for")
    assert await books(studio) == [*DEPOSIT, *MISSED]
    await cast.ana.types("policy cancel 24 hours, no-show fee 30, pay later")
    await cast.ana.is_told("Not coming costs €30.00.")
    await cast.client.says("thu 18:00")
    await cast.client.does("Confirm", "C")
    await _bank_wants_to_ask(studio)
    await studio.outside.advance(hours=48)
    await _did_not_come(studio, cast)
    owed = await cast.client.sees("Your card was not charged. Pay here:")
    await pays(studio, link_of(owed))
    await cast.client.sees("Paid €30.00 by card for Fee")
    owed_then_paid = ["fee 3000 EUR: earned to owed", "paid 3000 EUR: owed to card"]
    assert await books(studio) == [*DEPOSIT, *MISSED, *owed_then_paid]
    charges = (await studio.outside.get("/sandbox/stripe"))["charges"]
    assert [each["amount"] for each in charges if each["status"] == "succeeded"] == [1000, 1000, 3000]


async def _agrees(cast: Cast) -> Shown:
    """Once the rule was shown; the card of the deposit, with its link."""
    if not cast.taps:
        assert "CARDS ON: fees for cancelling late" in (await cast.client.says("cards"))["text"]
        assert "Until one is, fees come with a link" in (await cast.client.says("cards on"))["text"]
        return await cast.client.says("PAY")
    card = await cast.client.does("Pay €10.00", "PAY")
    assert "If you agree, the card is kept" in card["text"]
    agreed = await cast.client.does("I agree: keep the card", "CARDS ON")
    assert "a fee for cancelling late or not coming is charged to it." in agreed["text"]
    return agreed


async def _did_not_come(studio: Studio, cast: Cast) -> None:
    await cast.ana.sees("Over")
    await cast.ana.presses("No-show")
    await cast.ana.presses("Yes, a no-show")
    await cast.ana.sees("Marked as a no-show by you")
    await studio.outside.advance(seconds=61)


async def _bank_wants_to_ask(studio: Studio) -> None:
    """Of the card that is the default from now on."""
    wallet = await _wallet(studio)
    card = await asks_stripe(
        studio, "payment_methods/pm_card_authenticationRequired/attach", customer=wallet.customer_id or ""
    )
    url = f"{studio.outside.base}/stripe/v1/customers/{wallet.customer_id}"
    said, key = {"invoice_settings[default_payment_method]": card["id"]}, BasicAuth(STRIPE_API_KEY, "")
    async with studio.outside.http.post(url, data=said, auth=key) as made:
        assert made.status == 200, await made.text()
    await _is_kept(studio, "3184")


async def _is_kept(studio: Studio, last4: str) -> None:
    async def known() -> bool:
        return any(each["last4"] == last4 and each["default"] for each in (await _wallet(studio)).cards)

    await eventually(known)


async def _wallet(studio: Studio) -> Wallet:
    def one(work: SqlWork) -> Wallet:
        return work.session.scalars(select(Wallet)).one()

    assert studio.bot
    return await studio.bot.database.read(one)
