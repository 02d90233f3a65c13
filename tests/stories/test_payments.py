"""A package is bought in two taps and turns paid by itself, on every channel; the ledger ends right."""

from tests.stories.books import books, sale
from tests.stories.conftest import Studio
from tests.stories.people import Client, Shown, eventually, labels
from tests.stories.test_packages import TEN, zoe_sells
from tests.stories.test_trainer_on_telegram import now_says, zoe_of


def link_of(shown: Shown) -> str:
    """The page of ours to pay at."""
    rows: list[list[dict[str, str]]] = shown.get("buttons", [])
    urls = [button["url"] for row in rows for button in row if "/pay/" in button.get("url", "")]
    words: list[str] = [*urls, *(word for word in shown["text"].split() if "/pay/" in word)]
    return words[0]


async def opens(studio: Studio, link: str) -> tuple[int, str]:
    """Where a link leads: our own words, or the session of the provider's page."""
    async with studio.outside.http.get(link, allow_redirects=False) as answer:
        there = answer.headers.get("Location", "")
        return answer.status, there.rpartition("/")[2] or await answer.text()


async def pays(studio: Studio, link: str, act: str = "pay") -> str:
    """On the provider's page; answers what ours says afterwards. By then the card has been read."""
    for address in (str(studio.cleo.user), studio.sam.phone):
        await studio.outside.rests(address)
    status, session = await opens(studio, link)
    assert status == 303, session
    landed = await studio.outside.post("/sandbox/stripe/payments", {"session": session, "act": act})
    assert landed["landed"] == link
    return (await opens(studio, link))[1]


async def test_two_taps_and_a_page_and_the_card_turns_paid(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    await studio.cleo.opens()
    studio.cleo.spent = 0
    await studio.cleo.presses("Packages")
    card = await studio.cleo.presses("10-pack · €360.00")
    assert studio.cleo.spent == 2
    assert "Pay €360.00" in labels(card)
    link = link_of(card)
    assert "Paid" in await pays(studio, link)
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert paid["message_id"] == card["message_id"]
    assert "9 credits left." in paid["text"]  # Tuesday is paid with them, too
    await zoe.sees("Cleo bought 10-pack: €360.00 by card.")
    assert "Paid" in (await opens(studio, link))[1]
    lines = (await studio.cleo.says("/why"))["text"]
    assert "bought for €360.00" in lines
    assert "paid €360.00 by card" in lines
    assert "+10 10-pack" in lines
    assert await books(studio) == [*sale(36000, "EUR", "card", 10), "reserved 1 CREDIT: free to reserved"]


async def test_by_text_the_link_comes_and_the_receipt_follows(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says(TEN)
    await zoe.says("package new name 5-pack, sessions 5, price 200")
    await studio.sam.says("JOIN ZOE")
    studio.sam.spent = 0
    offered = await studio.sam.says("BUY")
    assert "1 10-pack, €360.00" in offered["text"]
    linked = await studio.sam.says("2")
    assert studio.sam.spent == 2
    assert linked["segments"] == 1
    assert "5-pack, 5 sessions" in linked["text"]
    await pays(studio, link_of(linked))
    told = await studio.sam.sees("Paid €200.00 by card for 5-pack.")
    assert told["segments"] == 1
    assert "5 credits left." in told["text"]
    assert (await studio.sam.says("WHY"))["text"].startswith("+5 5-pack")
    assert await books(studio) == sale(20000, "EUR", "card", 5)


async def zoe_books_at_once(studio: Studio) -> Client:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says(TEN)
    await studio.cleo.opens("t_zoe")
    return zoe


async def test_paying_while_booking_keeps_the_time_and_books_it(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    held = await studio.cleo.says("tue 18:00")
    assert "Held for you until 09:10" in held["text"]
    card = await studio.cleo.presses("10-pack · €360.00")
    assert "Tue 24 Nov 18:00 is held for you until 09:20, and booked once this is paid." in card["text"]
    await studio.outside.advance(minutes=15)  # the ten minutes of any hold are long over
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "9 credits left.\nBooked: Tue 24 Nov 18:00." in paid["text"]
    assert "-1 reserved" in (await studio.cleo.says("/why"))["text"]
    assert await books(studio) == [*sale(36000, "EUR", "card", 10), "reserved 1 CREDIT: free to reserved"]


async def test_where_the_trainer_answers_first_the_card_promises_no_booking(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says(TEN)
    await studio.cleo.opens("t_zoe")
    nothing = await studio.cleo.says("/credits")
    assert "Buy a package, or your trainer gives you some." in nothing["text"]
    assert "Buy a package" in (await studio.cleo.says("/why"))["text"]
    await studio.sam.says("JOIN ZOE")
    said = await studio.sam.says("WHY")
    assert "You have no credits yet." in said["text"]
    assert said["segments"] == 1
    assert "You have paid for nothing here yet." in (await studio.cleo.says("/refund"))["text"]
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("10-pack · €360.00")
    assert "until 09:20. Once this is paid, Zoe is asked about it." in card["text"]
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "9 credits left.\nZoe is asked about Tue 24 Nov 18:00." in paid["text"]
    assert "Menu" in labels(await studio.cleo.says("/receipt"))


async def test_a_payment_that_lands_late_books_the_time_again_where_it_is_free(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("10-pack · €360.00")
    await studio.outside.advance(minutes=30)
    await studio.cleo.sees("so nothing is booked")
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "9 credits left.\nBooked: Tue 24 Nov 18:00." in paid["text"]


async def test_where_another_took_it_meanwhile_the_credits_wait(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("10-pack · €360.00")
    await studio.outside.advance(minutes=30)
    await studio.cleo.sees("so nothing is booked")
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book tue 6pm")
    assert "Booked" in (await studio.sam.says("C"))["text"]
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "10 credits left.\nTue 24 Nov 18:00 was gone by then" in paid["text"]
    assert await books(studio) == sale(36000, "EUR", "card", 10)


async def test_where_the_time_is_only_held_the_card_says_what_is_next(studio: Studio) -> None:
    zoe = await zoe_books_at_once(studio)
    await studio.sam.says("JOIN ZOE")
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("10-pack · €360.00")
    await studio.sam.says("book wed 6pm")
    await studio.sam.says("BUY")
    linked = await studio.sam.says("1")
    await zoe.says("block tue 12:00-22:00")
    await zoe.says("block wed 12:00-22:00")
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "10 credits left.\nTue 24 Nov 18:00 is not booked yet. Go back to it until 09:20." in paid["text"]
    await studio.cleo.presses("Back to the time")
    await pays(studio, link_of(linked))
    told = await studio.sam.sees("Paid €360.00 by card for 10-pack.")
    assert "10 credits left.\nWed 25 Nov 18:00 is not booked yet. Text me that time by 09:20." in told["text"]
    assert told["segments"] == 1
    assert "Zoe" in (await studio.sam.says("wed 18:00"))["text"]


async def test_a_time_waits_once_however_many_packages_are_looked_at(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await studio.cleo.says("tue 18:00")
    await studio.cleo.presses("10-pack · €360.00")
    await studio.outside.advance(minutes=15)
    await studio.cleo.says("/packages")
    again = await studio.cleo.presses("10-pack · €360.00")
    assert "until 09:20" not in again["text"]  # of no time at all
    await studio.outside.advance(minutes=6)
    await studio.cleo.sees("so nothing is booked")


async def test_a_card_says_that_its_time_was_let_go(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("10-pack · €360.00")
    await studio.cleo.says("wed 18:00")
    said = "Tue 24 Nov 18:00 was let go. This is good for any other time."
    shown = await now_says(studio.cleo, card["message_id"], said)
    assert "Pay €360.00" in labels(shown)
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book thu 6pm")
    await studio.sam.says("BUY")
    linked = await studio.sam.says("1")
    await studio.sam.says("book fri 6pm")
    told = await studio.sam.sees("Thu 26 Nov 18:00 was let go.")
    assert told["segments"] == 1
    assert link_of(told) == link_of(linked)
    await pays(studio, link_of(linked))
    assert "10 credits left." in (await studio.sam.sees("Paid €360.00 by card for 10-pack."))["text"]


async def test_by_text_buy_keeps_the_held_time(studio: Studio) -> None:
    zoe = await zoe_books_at_once(studio)
    await studio.sam.says("JOIN ZOE")
    held = await studio.sam.says("book tue 6pm")
    assert "BUY" in held["text"]
    assert held["segments"] == 1
    await zoe.says("service new name Yoga, length 45, price 30")
    await zoe.says("package new name 3-yoga, sessions 3, price 60, services Yoga")
    offered = await studio.sam.says("BUY")
    assert "10-pack" in offered["text"]
    assert "yoga" not in offered["text"]  # it pays for no training
    linked = await studio.sam.says("1")
    assert linked["segments"] <= 2
    assert "Tue 24 Nov 18:00 is yours until 09:20." in linked["text"]
    await pays(studio, link_of(linked))
    told = await studio.sam.sees("Paid €360.00 by card")
    assert "Booked: Tue 24 Nov 18:00." in told["text"]
    assert told["segments"] == 1


async def test_a_bank_that_takes_days_and_one_that_sends_nothing(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    card = await buys(studio)
    link = link_of(card)
    assert "Your bank is sending the money." in await pays(studio, link, "bank")
    sent = await now_says(studio.cleo, card["message_id"], "Your bank is sending the money")
    assert not [each for each in labels(sent) if each.startswith("Pay")]
    assert not [each for each in labels(await buys(studio)) if each.startswith("Pay")]
    await settles(studio, arrives=False)
    failed = await studio.cleo.sees("The payment didn't go through, and nothing was taken.")
    assert "Pay €360.00" in labels(failed)
    assert "Your bank is sending the money." in await pays(studio, link, "bank")
    await settles(studio, arrives=True)
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")


async def test_a_bank_that_takes_days_is_told_of_once_by_text(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("BUY")
    link = link_of(await studio.sam.says("1"))
    await pays(studio, link, "bank")
    told = await studio.sam.sees("Your bank is sending the money")
    assert told["segments"] == 1
    assert link not in told["text"]
    await settles(studio, arrives=True)
    await studio.sam.sees("Paid €360.00 by card for 10-pack.")
    assert sum("Your bank" in each["text"] for each in await studio.sam.heard()) == 1


async def buys(studio: Studio) -> Shown:
    await studio.cleo.says("/packages")
    return await studio.cleo.presses("10-pack · €360.00")


async def settles(studio: Studio, *, arrives: bool) -> None:
    """The newest payment by bank is there at last, or never comes."""
    accepted = await studio.outside.get("/sandbox/wire")
    intents = [
        each["payload"]["data"]["object"]["payment_intent"]
        for each in accepted
        if each["provider"] == "stripe" and each["method"] == "checkout.session.completed"
    ]
    body = {"payment_intent": intents[-1], "arrives": arrives}
    await studio.outside.post("/sandbox/stripe/settlements", body)


async def test_news_that_no_webhook_brought_are_fetched_at_the_start(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    card = await buys(studio)
    _status, session = await opens(studio, link_of(card))
    await studio.stop()
    await studio.outside.post("/sandbox/stripe/deliveries", {"times": 9, "lost": True})
    await studio.outside.post("/sandbox/stripe/payments", {"session": session})
    await studio.start()
    await studio.cleo.sees("Paid €360.00 by card for 10-pack.")


async def test_news_that_come_backwards_and_again_and_again_are_entered_once(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    card = await buys(studio)
    _status, session = await opens(studio, link_of(card))
    await studio.outside.post("/sandbox/stripe/deliveries", {"hold": True})
    await studio.outside.post("/sandbox/stripe/payments", {"session": session, "act": "bank"})
    await settles(studio, arrives=True)
    await studio.outside.post("/sandbox/stripe/deliveries", {"release": "reversed"})
    paid = await studio.cleo.sees("Paid €360.00 by card for 10-pack.")
    assert "10 credits left." in paid["text"]
    told = {each["event"] for each in await studio.outside.get("/sandbox/stripe/deliveries")}
    for event in told:
        await studio.outside.post("/sandbox/stripe/redeliver", {"event_id": event, "times": 3})

    async def all_heard() -> bool:
        attempts = await studio.outside.get("/sandbox/stripe/deliveries")
        return len(attempts) >= 4 * len(told) and all(each["status"] == 200 for each in attempts)

    await eventually(all_heard)
    assert (await studio.cleo.says("/why"))["text"].count("paid €360.00") == 1
    assert await books(studio) == sale(36000, "EUR", "card", 10)


async def test_a_forged_event_is_turned_away(studio: Studio) -> None:
    url = f"{studio.outside.bot_url}/stripe/webhook"
    signed = {"Stripe-Signature": "t=1,v1=" + "0" * 64}
    for headers in (signed, {}):
        async with studio.outside.http.post(url, data=b'{"id": "evt_1"}', headers=headers) as answer:
            assert answer.status == 401


async def test_a_link_that_nobody_made_and_a_provider_that_is_away(studio: Studio) -> None:
    await zoe_books_at_once(studio)
    nobody, said = await opens(studio, f"{studio.outside.bot_url}/pay/whatever")
    assert (nobody, "This link leads nowhere" in said) == (404, True)
    card = await buys(studio)
    await studio.outside.fault("500", provider="stripe", times=9)
    away, said = await opens(studio, link_of(card))
    assert (away, "Nothing was paid." in said) == (503, True)
    await studio.outside.post("/sandbox/faults", {"clear": True})
    await studio.outside.advance(hours=25)  # until when Stripe remembers that it had failed
    assert "Paid" in await pays(studio, link_of(card))


async def test_at_the_desk_it_is_marked_and_taken_back_within_a_minute(studio: Studio) -> None:
    zoe = await zoe_sells(studio)
    assert "sell cleo 10-pack cash" in (await zoe.says("help"))["text"]
    assert "Who pays for what?" in (await zoe.says("sell"))["text"]
    sold = await zoe.says("sell cleo 10-pack cash")
    assert "10-pack · €360.00 · in cash" in sold["text"]
    taken = await zoe.presses("Undo")
    assert "nobody was told" in taken["text"]
    assert "No credits left." in (await zoe.says("credits cleo"))["text"]
    await zoe.presses("Paid at the desk")
    again = await zoe.presses("Transfer")
    assert "10-pack · €360.00 · by transfer" in again["text"]
    await studio.outside.advance(seconds=61)
    told = await studio.cleo.sees("Paid €360.00 by transfer for 10-pack.")
    assert "9 credits left." in told["text"]
    assert not [each for each in await studio.cleo.heard() if "in cash" in each["text"]]
    late = await zoe.presses("Undo")
    assert "The minute to take it back is over." in late["text"] or any(
        "The minute to take it back is over." in toast for toast in zoe.toasts
    )
    why = (await studio.cleo.says("/why"))["text"]
    assert why.count("paid €360.00 by transfer") == 1
    assert why.count("€360.00 taken back") == 1
    assert await books(studio) == [
        *sale(36000, "EUR", "cash", 10),
        "reserved 1 CREDIT: free to reserved",
        "undone 1 CREDIT: reserved to free",
        "undone 10 CREDIT: free to issued",
        "undone 36000 EUR: cash to owed",
        "undone 36000 EUR: owed to earned",
        *sale(36000, "EUR", "transfer", 10),
        "reserved 1 CREDIT: free to reserved",
    ]


async def test_in_slack_a_package_is_paid_at_the_desk(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.tom.commands("package new name 5-pack, sessions 5, price 200 gbp")
    await studio.tom.commands("credits cleo")
    await studio.tom.is_told("No credits left.")
    await studio.tom.presses("Paid at the desk")
    await studio.tom.is_told("Which package, and how?")
    await studio.tom.presses("My terminal")
    await studio.tom.is_told("5-pack · £200.00 · at the terminal")
    await studio.outside.advance(seconds=61)
    assert "4 credits left." in (await studio.cleo.sees("Paid £200.00 at the terminal for 5-pack."))["text"]


async def test_the_receipt_comes_as_a_paper_also_by_text(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("package new name 5-pack, sessions 5, price 200")
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("BUY")
    linked = await studio.sam.says("1")
    await pays(studio, link_of(linked))
    await studio.sam.sees("Paid €200.00 by card for 5-pack.")
    told = await studio.sam.says("RECEIPT")
    assert told["segments"] == 1
    paper = link_of(told)

    async def numbered() -> bytes:
        async with studio.outside.http.get(paper) as answer:
            return await answer.read() if answer.content_type == "application/pdf" else b""

    assert (await eventually(numbered)).startswith(b"%PDF-")
    async with studio.outside.http.get(f"{studio.outside.bot_url}/pay/nobody/receipt") as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")
