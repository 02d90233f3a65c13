"""A promo lowers a price once, a gift is redeemed once; the ledger ends right."""

import asyncio

from tests.stories.books import books, sale
from tests.stories.conftest import Studio
from tests.stories.people import labels
from tests.stories.test_packages import zoe_sells
from tests.stories.test_payments import link_of, pays
from tests.stories.test_trainer_on_telegram import zoe_of

FIVE = "package new name 5-pack, sessions 5, price 200"


async def test_a_promo_lowers_the_price_once_for_each_client(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    made = await zoe.says("promo summer 25%, for 10-pack, uses 2, until 2026-12-31")
    assert "SUMMER · 25 % off · 10-pack · 0 of 2 used" in made["text"]
    assert "I know no code" in (await studio.cleo.says("code sommer"))["text"]
    found = await studio.cleo.says("code summer")
    assert "10-pack · €270.00" in labels(found)
    card = await studio.cleo.presses("10-pack · €270.00")
    assert "€90.00 off by your code." in card["text"]
    await pays(studio, link_of(card))
    await studio.cleo.sees("Paid €270.00 by card for 10-pack.")
    assert "was used already" in (await studio.cleo.says("code SUMMER"))["text"]
    await studio.sam.says("JOIN ZOE")
    assert "€270.00" in (await studio.sam.says("CODE SUMMER"))["text"]
    assert await books(studio) == [*sale(27000, "EUR", "card", 10), "reserved 1 CREDIT: free to reserved"]


async def test_a_gift_is_bought_by_one_and_redeemed_by_another_once(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says(FIVE)
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("/packages")
    await studio.cleo.presses("5-pack · €200.00")
    card = await studio.cleo.presses("As a gift")
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("The gift code is ")
    word = paid["text"].partition("The gift code is ")[2][:8]
    taken, other = await asyncio.gather(
        studio.sam.says(f"CODE {word.lower()}"), studio.cleo.says(f"code {word}")
    )
    said = [taken["text"], other["text"]]
    assert sum("is yours" in each or "are yours" in each for each in said) == 1
    assert sum("was used already" in each for each in said) == 1
    assert await books(studio) == sale(20000, "EUR", "card", 5)


async def test_a_trainer_gives_a_gift_and_guessing_is_slow(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says(FIVE)
    word = (await zoe.says("gift 5-pack won the raffle"))["text"].partition("The gift code is ")[2][:8]
    for guess in range(5):
        assert "I know no code" in (await studio.sam.says(f"CODE GUESS{guess}"))["text"]
    assert "Try again in ten minutes." in (await studio.sam.says(f"CODE {word}"))["text"]
    await studio.outside.advance(minutes=11)
    told = await studio.sam.says(f"CODE {word}")
    assert "5 sessions with Zoe are yours: 5-pack." in told["text"]
    assert told["segments"] == 1
    assert await books(studio) == ["given 5 CREDIT: issued to free"]


async def test_of_two_at_once_with_the_last_use_one_pays_less_and_the_other_may_pay_the_full_price(
    studio: Studio,
) -> None:
    zoe = await zoe_sells(studio)
    assert "takes 1 to 90 % off" in (await zoe.says("promo sumer 200%"))["text"]
    await zoe.says("promo summer 25%, for 10-pack, uses 1")
    await studio.sam.says("JOIN ZOE")
    await studio.cleo.says("code summer")
    await studio.sam.says("CODE SUMMER")
    shown, told = await asyncio.gather(studio.cleo.presses("10-pack · €270.00"), studio.sam.says("1"))
    both = [f"{each['text']} {each.get('buttons', '')}" for each in (shown, told)]
    assert sum("/pay/" in each for each in both) == 1
    (late,) = [each for each in both if "At the full price it is still to be had." in each]
    assert "10-pack" in late
    assert "€360.00" in late
    assert "0 of 1 used" not in (await zoe.says("promo"))["text"]
    assert "ended" in (await zoe.says("promo summer off"))["text"]
    assert "ended" not in (await zoe.says("promo summer on"))["text"]
