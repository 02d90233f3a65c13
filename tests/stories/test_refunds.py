"""Money back: asked for, waiting on the desk, withdrawn, approved or declined, on every channel."""

from tests.stories.books import books, sale
from tests.stories.cast import OnTelegram
from tests.stories.conftest import Studio
from tests.stories.people import data_of, eventually, labels
from tests.stories.test_packages import zoe_sells
from tests.stories.test_payments import buys, link_of, pays, zoe_books_at_once
from tests.stories.test_trainer_on_telegram import code_for, now_says


async def test_a_refund_is_asked_for_and_approved_and_may_still_fail(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    link = link_of(await buys(studio))
    await pays(studio, link)
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    await studio.cleo.says("/refund")
    assert "Zoe is asked to give you €324.00 back." in (await studio.cleo.says("I move away"))["text"]
    asked = await zoe.sees("Cleo asks for a refund")
    assert "10-pack · €324.00 · 9 credits not used · by card\n“I move away”" in asked["text"]
    await zoe.presses("Approve")
    await studio.cleo.sees("€324.00 goes back to your card")
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.\n€324.00 given back.\n0 credits left.")
    receipt = await studio.cleo.says("/receipt")
    assert receipt["text"] == "Paid €360.00 by card for 10-pack.\n€324.00 given back."
    refund = await returned(studio)
    assert (await books(studio))[4:] == [
        "returned 9 CREDIT: free to issued",
        "refunded 32400 EUR: card to owed",
        "unsold 32400 EUR: owed to earned",
    ]
    await studio.outside.post("/sandbox/stripe/refunds", {"refund": refund})
    await studio.cleo.sees("The refund did not go through, and you have your credits again.")
    assert (await books(studio))[7:] == [
        "undone 32400 EUR: earned to owed",
        "undone 32400 EUR: owed to card",
        "undone 9 CREDIT: issued to free",
    ]


async def test_what_was_given_is_not_given_back(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book thu 6pm")
    assert "Booked" in (await studio.sam.says("C"))["text"]
    await zoe.says("give cleo 2 credits welcome")
    await studio.cleo.sees("Zoe gave you 2 credits.")
    await zoe.says("give sam 2 credits welcome")
    await studio.sam.sees("Zoe gave you 2 credits.")
    assert "You have paid for nothing here yet." in (await studio.cleo.says("/refund"))["text"]
    said = await studio.sam.says("REFUND")
    assert "You have paid for nothing here yet." in said["text"]
    assert said["segments"] == 1


async def test_a_refund_waits_on_the_desk_until_it_is_answered(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await pays(studio, link_of(await buys(studio)))
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "No refund is waiting." in (await zoe.says("refunds"))["text"]
    await studio.cleo.presses("Ask for a refund")
    await studio.cleo.says("I move away")
    asked = await zoe.sees("Cleo asks for a refund")
    waits = "Cleo asks for a refund · 10-pack · €324.00 · 9 credits not used · by card\n“I move away”"
    for words in ("desk", "requests"):
        assert waits in (await zoe.says(words))["text"]
    shown = await zoe.says("reembolsos")
    assert waits in shown["text"]
    assert {"Approve", "Decline"} <= set(labels(shown))
    ada = OnTelegram(studio.outside, 2077)
    await ada.opens(f"join-{await code_for(studio, 'Ada King', admin=True)}")
    assert f"Zoe · {waits}" in (await ada.says("refunds"))["text"]
    await zoe.presses("Approve")
    await now_says(zoe, shown["message_id"], "No refund is waiting.")
    await now_says(zoe, asked["message_id"], "It goes back to the card.")
    assert waits not in (await zoe.says("desk"))["text"]
    assert "No refund is waiting." in (await ada.says("refunds"))["text"]


async def test_an_old_button_shows_how_it_stands_now(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await pays(studio, link_of(await buys(studio)))
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    await studio.cleo.presses("Ask for a refund")
    asked = await studio.cleo.says("I move away")
    hers = await zoe.sees("Cleo asks for a refund")
    decline, withdraw = data_of(hers, "Approve"), data_of(asked, "Withdraw it")
    await zoe.presses("Approve")
    await now_says(zoe, hers["message_id"], "It goes back to the card.")
    assert "already settled" in (await zoe.forges(hers["message_id"], decline))["answered"]["text"]
    await now_says(zoe, hers["message_id"], "It goes back to the card.")
    assert "already settled" in (await studio.cleo.forges(asked["message_id"], withdraw))["answered"]["text"]
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.\n€324.00 given back.")


async def test_an_admin_answers_and_the_trainer_sees_it(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await zoe.says("sell cleo 10-pack cash")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Paid €360.00 in cash for 10-pack.")
    await studio.cleo.says("/refund")
    await studio.cleo.says("I move away")
    asked = await zoe.sees("Cleo asks for a refund")
    ada = OnTelegram(studio.outside, 2077)
    await ada.opens(f"join-{await code_for(studio, 'Ada King', admin=True)}")
    await ada.says("refunds")
    await ada.presses("Approve")
    await ada.sees("No refund is waiting.")
    await now_says(zoe, asked["message_id"], "Please hand it back to Cleo, who is told.")


async def test_no_is_no_reason_and_a_request_that_waits_is_withdrawn(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await zoe.says("sell cleo 10-pack cash")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Paid €360.00 in cash for 10-pack.")
    for no in ("no", "No, thanks!", "nevermind", "no gracias"):
        await studio.cleo.says("/refund")
        assert "Nothing was asked for" in (await studio.cleo.says(no))["text"]
    await studio.cleo.says("/refund")
    assert "I could not read that." in (await studio.cleo.says("🤷"))["text"]
    assert "form is closed" in (await studio.cleo.says("never mind"))["text"]
    assert "No refund is waiting." in (await studio.cleo.says("withdraw"))["text"]
    assert "No refund is waiting." in (await zoe.says("refunds"))["text"]
    await studio.cleo.says("/refund")
    assert "Zoe is asked to give you" in (await studio.cleo.says("no time for it"))["text"]
    asked = await zoe.sees("Cleo asks for a refund")
    assert "Withdrawn: Zoe is no longer asked" in (await studio.cleo.presses("Withdraw it"))["text"]
    await now_says(zoe, asked["message_id"], "Cleo has withdrawn it.")


async def test_a_refund_is_withdrawn_by_text(studio: Studio) -> None:
    zoe = await zoe_books_at_once(studio)
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book thu 6pm")
    await studio.sam.says("C")
    await zoe.sees("Booked: Sam")
    await zoe.says("sell sam 10-pack cash")
    await studio.outside.advance(seconds=61)
    await studio.sam.sees("Paid €360.00 in cash for 10-pack.")
    await studio.sam.says("REFUND")
    waits = await studio.sam.says("I move away")
    assert "WITHDRAW" in waits["text"]
    assert waits["segments"] == 1
    asked = await zoe.sees("Sam asks for a refund")
    withdrawn = await studio.sam.says("WITHDRAW")
    assert "Withdrawn: Zoe is no longer asked" in withdrawn["text"]
    assert withdrawn["segments"] == 1
    await now_says(zoe, asked["message_id"], "Sam has withdrawn it.")


async def returned(studio: Studio) -> str:
    """What Stripe calls the refund, once it has made it."""

    async def made() -> str:
        accepted = await studio.outside.get("/sandbox/accepted/stripe")
        return next((each["raw"]["id"] for each in accepted if each["method"] == "refunds.create"), "")

    return await eventually(made)


async def test_in_slack_a_refund_is_declined_with_a_word_of_why(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.tom.commands("package new name 5-pack, sessions 5, price 200 gbp")
    await studio.tom.commands("sell cleo 5-pack cash")
    await studio.tom.is_told("5-pack · £200.00 · in cash")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Paid £200.00 in cash for 5-pack.")
    await studio.cleo.says("/refund")
    await studio.cleo.says("I move away")
    await studio.tom.sees("Cleo asks for a refund")
    waits = "Cleo asks for a refund · 5-pack · £160.00 · 4 credits not used · in cash"
    await studio.tom.commands("refunds")
    await studio.tom.is_told(waits)
    await studio.tom.opens_home()

    async def on_the_board() -> bool:
        return waits in str((await studio.tom.view())["home"])

    await eventually(on_the_board)
    await studio.tom.presses("Decline")
    await studio.tom.fills_in("A word of why (the client reads it, and it is kept)", "As we agreed")
    await studio.cleo.sees("Tom declined the refund: “As we agreed”")

    async def off_the_board() -> bool:
        return not await on_the_board()

    await eventually(off_the_board)
    assert (await books(studio))[:3] == sale(20000, "GBP", "cash", 5)
    assert len(await books(studio)) == 4  # and the credit of Thursday
