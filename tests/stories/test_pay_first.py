"""What is agreed before money moves: a session is paid first, or with a deposit; the ledger ends right."""

from tests.stories.books import books, sale
from tests.stories.conftest import Studio
from tests.stories.people import labels
from tests.stories.test_payments import link_of, pays
from tests.stories.test_trainer_on_telegram import now_says, zoe_of


async def test_a_session_that_is_paid_first_is_booked_by_its_payment(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    alone = await zoe.says("policy pay first")
    assert "Clients cancel and move for free until it begins." in alone["text"]
    await studio.cleo.opens("t_zoe")
    asked = await studio.cleo.says("tue 17:00")
    assert "Zoe is asked once it is paid." in asked["text"]
    await zoe.says("service 1 approval off")
    told = await zoe.says("policy cancel 24 hours, late used, pay first")
    assert "It is booked once it is paid, or a credit pays for it." in told["text"]
    await studio.cleo.opens("t_zoe")
    held = await studio.cleo.says("tue 18:00")
    assert "It is booked once it is paid." in held["text"]
    assert "then" in held["text"] or "Later it counts as a session used." in held["text"]
    assert "Confirm" not in labels(held)
    card = await studio.cleo.presses("Pay €50.00")
    assert "Tue 24 Nov 18:00 is held for you until 09:20, and booked once this is paid." in card["text"]
    await pays(studio, link_of(card))
    paid = await studio.cleo.sees("Paid €50.00 by card")
    assert "Booked: Tue 24 Nov 18:00." in paid["text"]
    await zoe.sees("Booked: Cleo")
    assert await books(studio) == [*sale(5000, "EUR", "card", 1), "reserved 1 CREDIT: free to reserved"]


async def test_by_text_it_is_paid_first_too(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("policy cancel 24 hours, late used, pay first")
    await studio.sam.says("JOIN ZOE")
    held = await studio.sam.says("book tue 6pm")
    assert "Paid first." in held["text"]
    assert held["segments"] == 1, held["text"]
    linked = await studio.sam.says("PAY")
    assert "Tue 24 Nov 18:00 is yours until 09:20." in linked["text"]
    assert linked["segments"] <= 2
    await pays(studio, link_of(linked))
    told = await studio.sam.sees("Booked: Tue 24 Nov 18:00.")
    assert told["segments"] == 1
    assert await books(studio) == [*sale(5000, "EUR", "card", 1), "reserved 1 CREDIT: free to reserved"]


async def test_a_typed_yes_to_a_time_that_is_paid_first_brings_its_page(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("policy pay first")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.says("confirm")
    assert "Tue 24 Nov 18:00 is held for you until 09:20, and booked once this is paid." in card["text"]
    assert "Pay €50.00" in labels(card)
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book tue 4pm")
    linked = await studio.sam.says("C")
    assert "Tue 24 Nov 16:00 is yours until 09:20." in linked["text"]
    await pays(studio, link_of(linked))
    await studio.sam.sees("Booked: Tue 24 Nov 16:00.")


async def test_a_deposit_of_a_declined_request_goes_back(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("policy deposit 10")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("Pay €10.00")
    await pays(studio, link_of(card))
    await zoe.sees("Request from Cleo")
    await zoe.presses("Decline")
    await zoe.presses("Skip")
    await studio.cleo.sees("Zoe can't take this time; your €10.00 goes back.")
    receipt = await studio.cleo.says("/receipt")
    assert "€10.00 given back." in receipt["text"]


async def test_a_deposit_is_not_asked_for_once_its_time_was_let_go(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("policy deposit 10")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    card = await studio.cleo.presses("Pay €10.00")
    await studio.cleo.says("wed 18:00")
    said = "Tue 24 Nov 18:00 was let go, so nothing is to be paid."
    shown = await now_says(studio.cleo, card["message_id"], said)
    assert labels(shown) == ["Packages", "Menu"]
    await studio.sam.says("JOIN ZOE")
    await studio.sam.says("book thu 6pm")
    await studio.sam.says("PAY")
    await studio.sam.says("book fri 6pm")
    told = await studio.sam.sees("Thu 26 Nov 18:00 was let go, so nothing is to be paid.")
    assert "/pay/" not in told["text"]
    assert told["segments"] == 1


async def test_a_deposit_counts_and_comes_back_in_the_free_hours(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    told = await zoe.says("policy cancel 24 hours, late fee 15, deposit 20%")
    assert "It is booked with a deposit of 20 %; the rest is paid later." in told["text"]
    await studio.cleo.opens("t_zoe")
    held = await studio.cleo.says("tue 18:00")
    assert "It is booked with a deposit of €10.00; €40.00 is paid later." in held["text"]
    await pays(studio, link_of(await studio.cleo.presses("Pay €10.00")))
    paid = await studio.cleo.sees("Paid €10.00 by card for Deposit")
    assert "Booked: Tue 24 Nov 18:00." in paid["text"]
    shown = await studio.cleo.presses("The session")
    assert "€10.00 paid, €40.00 to pay." in shown["text"]
    assert "€10.00 paid, €40.00 to pay." in (await zoe.sees("Booked: Cleo"))["text"]
    await studio.cleo.presses("Cancel")
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("€10.00 goes back to your card")
    assert await books(studio) == [
        *_paid(1000),
        "refunded 1000 EUR: card to owed",
        "unsold 1000 EUR: owed to earned",
    ]


async def test_a_deposit_is_kept_for_the_fee_and_the_difference_has_a_link(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("policy cancel 3 days, late fee 15, deposit 10")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    await pays(studio, link_of(await studio.cleo.presses("Pay €10.00")))
    await studio.cleo.sees("Booked: Tue 24 Nov 18:00.")
    await studio.cleo.presses("The session")
    asked = await studio.cleo.presses("Cancel")
    assert "Cancelling now costs €15.00." in asked["text"]
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(seconds=61)
    owed = await studio.cleo.sees("For having cancelled late: Tue 24 Nov 18:00, Zoe.")
    await pays(studio, link_of(owed))
    await studio.cleo.sees("Paid €5.00 by card for Fee")
    assert await books(studio) == [
        *_paid(1000),
        "fee 1500 EUR: earned to owed",
        "kept 1000 EUR: owed to earned",
        "paid 500 EUR: owed to card",
    ]


async def test_the_rest_is_paid_at_the_desk(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("policy deposit 10")
    await studio.sam.says("JOIN ZOE")
    held = await studio.sam.says("book tue 6pm")
    assert "Deposit €10.00." in held["text"]
    assert held["segments"] == 1, held["text"]
    linked = await studio.sam.says("PAY")
    assert linked["segments"] <= 2
    await pays(studio, link_of(linked))
    await studio.sam.sees("Booked: Tue 24 Nov 18:00.")
    await zoe.says("sell sam")
    shown = await zoe.sees("pays here")
    assert "Rest for" in shown["text"]
    await zoe.presses("Cash")
    await studio.outside.advance(seconds=61)
    await studio.sam.sees("Paid €40.00 in cash for Rest")
    assert await books(studio) == [
        *_paid(1000),
        "sold 4000 EUR: earned to owed",
        "paid 4000 EUR: owed to cash",
    ]


async def test_a_no_show_fee_is_agreed_told_and_paid_by_link(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    told = await zoe.says("policy cancel 24 hours, no-show fee 20")
    assert "Not coming costs €20.00." in told["text"]
    await studio.cleo.opens("t_zoe")
    held = await studio.cleo.says("tue 18:00")
    assert "Not coming costs €20.00." in held["text"]
    await studio.cleo.presses("Confirm")
    await studio.outside.advance(hours=36)
    await zoe.says("today")
    asked = await zoe.presses("No-show")
    assert "It costs €20.00." in asked["text"]
    await zoe.presses("Yes, a no-show")
    await studio.outside.advance(seconds=61)
    owed = await studio.cleo.sees("For not having come: Tue 24 Nov 18:00, Zoe.")
    await pays(studio, link_of(owed))
    await studio.cleo.sees("Paid €20.00 by card for Fee")
    assert await books(studio) == [
        "fee 2000 EUR: earned to owed",
        "paid 2000 EUR: owed to card",
    ]


async def test_what_not_coming_costs_is_the_same_before_the_tap_and_after_it(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("service 1 approval off")
    await zoe.says("policy cancel 24 hours, no-show fee 20")
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("tue 18:00")
    await studio.cleo.presses("Confirm")
    await zoe.says("give cleo 2 credits welcome")
    await studio.cleo.sees("Zoe gave you 2 credits.")
    held = await studio.cleo.says("thu 18:00")
    assert "Not coming counts as a session used." in held["text"]
    assert "Not coming counts as a session used." in (await studio.cleo.presses("Confirm"))["text"]


def _paid(amount: int) -> list[str]:
    return [f"sold {amount} EUR: earned to owed", f"paid {amount} EUR: owed to card"]
