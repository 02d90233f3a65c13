"""A package of Ana's is bought by card, on either cast; and what Stripe then has of it."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.test_payments import link_of, opens

PRICE = "€400.00"


async def buys_ten(studio: Studio, cast: Cast) -> str:
    """Ten sessions; answers what Stripe calls the money."""
    await cast.ana.types("package new name 10-pack, sessions 10, price 400 eur")
    await cast.ana.is_told("10-pack · 10 sessions")
    await cast.client.comes_to("ana")
    if cast.taps:
        await studio.cleo.says("/packages")
        card = await studio.cleo.presses(f"10-pack · {PRICE}")
    else:
        await studio.sam.says("BUY")
        card = await studio.sam.says("1")
    for address in (str(studio.cleo.user), studio.sam.phone):
        await studio.outside.rests(address)
    _status, session = await opens(studio, link_of(card))
    await studio.outside.post("/sandbox/stripe/payments", {"session": session})
    await cast.client.sees(f"Paid {PRICE} by card for 10-pack.")
    return (await charge_of(studio))["payment_intent"]


async def charge_of(studio: Studio) -> dict[str, str]:
    return dict((await studio.outside.get("/sandbox/stripe"))["charges"][-1])
