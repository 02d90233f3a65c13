"""A membership: joined in two taps, used, renewed, made good, paused, ended; the ledger ends right."""

from typing import Any

from aiohttp import BasicAuth

from sandbox.people import STRIPE_API_KEY
from tests.stories.books import books, sale
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, eventually

GOLD = "package new name Gold, sessions 8, price 320, renews monthly"
MONTH = 24 * 30 + 3  # hours from 23 November, with the hour in which a bill can still be changed


def link_of(shown: Shown) -> str:
    """The link of ours to a membership."""
    rows: list[list[dict[str, str]]] = shown.get("buttons", [])
    urls = [button["url"] for row in rows for button in row if "/member/" in button.get("url", "")]
    words: list[str] = [*urls, *(word for word in shown["text"].split() if "/member/" in word)]
    return words[0]


async def follows(studio: Studio, link: str) -> tuple[int, str]:
    """Where a link leads: the provider's page by its name, or our own words."""
    async with studio.outside.http.get(link, allow_redirects=False) as answer:
        there = answer.headers.get("Location", "")
        return answer.status, there.rpartition("/")[2] or await answer.text()


async def pays_monthly(studio: Studio, link: str) -> str:
    """On the provider's page; answers what ours says afterwards."""
    for address in (str(studio.cleo.user), studio.sam.phone):
        await studio.outside.rests(address)
    status, session = await follows(studio, link)
    assert status == 303, session
    landed = await studio.outside.post("/sandbox/stripe/payments", {"session": session})
    assert landed["landed"] == link
    return (await follows(studio, link))[1]


async def asks_stripe(studio: Studio, path: str, **said: str) -> Any:
    """As the studio's bookkeeper does in Stripe's dashboard."""
    url, key = f"{studio.outside.base}/stripe/v1/{path}", BasicAuth(STRIPE_API_KEY, "")
    async with studio.outside.http.post(url, data=said, auth=key) as made:
        assert made.status == 200, await made.text()
        return await made.json()


async def card_fails(studio: Studio) -> None:
    """From now on, whatever the subscription charges."""
    found = (await studio.outside.get("/sandbox/stripe"))["subscriptions"][-1]
    bad = await asks_stripe(
        studio, "payment_methods/pm_card_chargeCustomerFail/attach", customer=found["customer"]
    )
    await asks_stripe(studio, f"subscriptions/{found['id']}", default_payment_method=bad["id"])


async def gold_is_sold(studio: Studio, cast: Cast) -> Shown:
    """By Ana, who books at once; the client is about to join."""
    await cast.ana.types("service 1 approval off")
    await cast.ana.types(GOLD)
    await cast.ana.is_told("Gold")
    await cast.client.comes_to("ana")
    await cast.client.comes()
    cast.client.spent = 0
    await cast.client.does("Packages", "BUY")
    card = await cast.client.does("Gold · €320.00 a month", "1")
    assert cast.client.spent == 2
    return card


async def joined(studio: Studio, cast: Cast) -> None:
    assert "Paid" in await pays_monthly(studio, link_of(await gold_is_sold(studio, cast)))
    begun = await cast.client.sees("Paid €320.00 by card for Gold.")
    assert "8 credits left." in begun["text"]
    assert "Next: €320.00 on Wed 23 Dec." in begun["text"]


async def test_a_membership_is_joined_used_and_renewed(studio: Studio, cast: Cast) -> None:
    await joined(studio, cast)
    await cast.ana.sees(f"{cast.name} joined: €320.00 a month.")
    first = sale(32000, "EUR", "card", 8)
    assert await books(studio) == first
    await cast.client.says("tue 18:00")
    await cast.client.does("Confirm", "C")
    await studio.outside.advance(hours=34)
    await cast.ana.sees("Over")
    await cast.ana.presses("Complete")
    await cast.ana.sees("Completed by you")
    spent = ["reserved 1 CREDIT: free to reserved", "used 1 CREDIT: reserved to used"]
    assert await books(studio) == [*first, *spent]
    await studio.outside.advance(hours=MONTH - 34)
    renewed = await cast.client.sees("Next: €320.00 on Sat 23 Jan.")
    assert "Paid €320.00 by card for Gold.\n8 credits left." in renewed["text"]
    await studio.outside.advance(hours=24)
    await books_are(studio, [*first, *spent, *first, "expired 7 CREDIT: free to expired"])


async def test_nobody_joins_twice_by_a_link_on_older_terms(studio: Studio, cast: Cast) -> None:
    older = link_of(await gold_is_sold(studio, cast))
    await cast.ana.types("package 1 price 350")
    await cast.ana.is_told("€350.00")
    await cast.client.says("packages")
    newer = link_of(await cast.client.does("Gold · €350.00 a month", "1"))
    assert newer != older
    assert "Paid" in await pays_monthly(studio, newer)
    await cast.client.sees("Paid €350.00 by card for Gold.")
    status, said = await follows(studio, older)
    assert (status, "You have Gold already" in said) == (200, True)
    assert len((await studio.outside.get("/sandbox/stripe"))["subscriptions"]) == 1


async def test_a_month_that_fails_is_made_good_and_then_it_is_given_up(studio: Studio, cast: Cast) -> None:
    await joined(studio, cast)
    await card_fails(studio)
    await studio.outside.advance(hours=MONTH)
    unpaid = await cast.client.sees("€320.00 could not be charged.")
    await cast.ana.sees(f"{cast.name} has a link to pay")
    status, invoice = await follows(studio, link_of(unpaid))
    assert status == 303
    await studio.outside.post("/sandbox/stripe/invoices", {"invoice": invoice})
    made_good = await cast.client.sees("Next: €320.00 on Sat 23 Jan.")
    assert "Paid €320.00 by card for Gold.\n8 credits left." in made_good["text"]
    await cast.client.says("membership")
    left = await cast.client.does("Finish membership", "MEMBERSHIP OFF")
    assert "It ends on Sat 23 Jan. Nothing more is charged." in left["text"]
    await cast.ana.sees(f"{cast.name} ends it on Sat 23 Jan.")
    await stripe_has(studio, "cancel_at_period_end", True)
    await studio.outside.advance(hours=24 * 32)
    await cast.client.sees("It is over, and nothing more is charged.")
    await cast.ana.sees(f"{cast.name} is no longer a member.")
    assert (await studio.outside.get("/sandbox/stripe"))["subscriptions"][-1]["status"] == "canceled"
    first, eight = sale(32000, "EUR", "card", 8), "expired 8 CREDIT: free to expired"
    await books_are(studio, [*first, *first, eight, eight])


async def books_are(studio: Studio, entered: list[str]) -> None:
    """Once what is due by now is done."""

    async def are() -> bool:
        return await books(studio) == entered

    try:
        await eventually(are)
    except AssertionError:
        assert await books(studio) == entered


async def test_paused_nothing_is_charged_and_taken_up_again_it_goes_on(studio: Studio, cast: Cast) -> None:
    await pays_monthly(studio, link_of(await gold_is_sold(studio, cast)))
    await cast.client.sees("Paid €320.00 by card for Gold.")
    await cast.client.says("membership")
    paused = await cast.client.does("Pause it", "MEMBERSHIP PAUSE")
    assert "Paused: nothing is charged and no credits come" in paused["text"]
    await cast.ana.sees(f"{cast.name} has paused it.")
    await stripe_has(studio, "pause_collection", {"behavior": "void", "resumes_at": None})
    await studio.outside.advance(hours=MONTH + 24)
    over = [*sale(32000, "EUR", "card", 8), "expired 8 CREDIT: free to expired"]
    await books_are(studio, over)  # before the clock jumps again: which job is first after that, nobody says
    assert "Paused" in (await cast.client.says("membership"))["text"]
    again = await cast.client.does("Take it up again", "MEMBERSHIP ON")
    assert "Next: €320.00 on Sat 23 Jan." in again["text"]
    await cast.ana.sees(f"{cast.name} takes it up again.")
    await stripe_has(studio, "pause_collection", None)
    assert len((await studio.outside.get("/sandbox/stripe"))["charges"]) == 1
    await studio.outside.advance(hours=24 * 31)
    await cast.client.sees("Next: €320.00 on Tue 23 Feb.")
    await books_are(studio, [*over, *sale(32000, "EUR", "card", 8)])
    await cast.client.says("membership off")
    kept = await cast.client.says("membership on")
    assert "Next: €320.00 on Tue 23 Feb." in kept["text"]
    await cast.ana.types("members")
    await cast.ana.is_told(f"{cast.name} · Gold · €320.00 · next Tue 23 Feb")


async def stripe_has(studio: Studio, field: str, value: object) -> None:
    """Once our wish has arrived there."""
    name = (await studio.outside.get("/sandbox/stripe"))["subscriptions"][-1]["id"]
    url, key = f"{studio.outside.base}/stripe/v1/subscriptions/{name}", BasicAuth(STRIPE_API_KEY, "")

    async def has() -> bool:
        async with studio.outside.http.get(url, auth=key) as answer:
            return bool((await answer.json())[field] == value)

    await eventually(has)


async def test_news_of_a_month_come_in_any_order_again_or_never(studio: Studio, cast: Cast) -> None:
    link = link_of(await gold_is_sold(studio, cast))
    await studio.outside.post("/sandbox/stripe/deliveries", {"hold": True})
    _status, session = await follows(studio, link)
    await studio.outside.post("/sandbox/stripe/payments", {"session": session})
    await studio.outside.post("/sandbox/stripe/deliveries", {"release": "reversed"})
    await cast.client.sees("Paid €320.00 by card for Gold.")
    told = {each["event"] for each in await studio.outside.get("/sandbox/stripe/deliveries")}
    for event in told:
        await studio.outside.post("/sandbox/stripe/redeliver", {"event_id": event, "times": 2})

    async def all_heard() -> bool:
        attempts = await studio.outside.get("/sandbox/stripe/deliveries")
        return len(attempts) >= 3 * len(told) and all(each["status"] == 200 for each in attempts)

    await eventually(all_heard)
    first = sale(32000, "EUR", "card", 8)
    assert await books(studio) == first
    await studio.outside.post("/sandbox/stripe/deliveries", {"times": 50, "lost": True})
    await studio.stop()
    await studio.outside.advance(hours=MONTH)
    await studio.start()  # which looks into the list
    await cast.client.sees("Next: €320.00 on Sat 23 Jan.")
    assert await books(studio) == [*first, *first]


async def test_what_is_ended_in_stripe_s_dashboard_is_ended_here(studio: Studio, cast: Cast) -> None:
    await pays_monthly(studio, link_of(await gold_is_sold(studio, cast)))
    await cast.client.sees("Paid €320.00 by card for Gold.")
    found = (await studio.outside.get("/sandbox/stripe"))["subscriptions"][-1]
    await asks_stripe(studio, f"subscriptions/{found['id']}", cancel_at_period_end="true")
    await cast.client.sees("It ends on Wed 23 Dec. Nothing more is charged.")
    await cast.ana.sees(f"{cast.name} ends it on Wed 23 Dec.")


async def test_cards_are_kept_with_stripe_and_said_in_words(studio: Studio, cast: Cast) -> None:
    await gold_is_sold(studio, cast)
    nothing = await cast.client.says("billing")
    assert "No card is kept yet." in nothing["text"]
    link = portal_link(nothing)
    status, portal = await follows(studio, link)
    assert status == 303
    url = f"{studio.outside.base}/stripe/portal/{portal}"
    for card in ("pm_card_visa", "pm_card_mastercard"):
        async with studio.outside.http.post(url, data={"act": "add", "card": card}) as page:
            assert page.status == 200
    status, said = await follows(studio, f"{link}/back")
    assert (status, "Your cards are up to date" in said) == (200, True)
    kept = await cast.client.says("cards")
    assert "Mastercard ending 4444" in kept["text"]
    assert "default" in kept["text"]
    assert ("Visa ending 4242" in kept["text"]) is cast.taps  # a text has room for the default
    await cast.ana.types("package new name 5-pack, sessions 5, price 200")
    await cast.ana.is_told("5-pack")
    await cast.client.says("packages")
    shown = await cast.client.does("5-pack · €200.00", "2")
    words = [*shown["text"].split(), *(b.get("url", "") for row in shown.get("buttons", []) for b in row)]
    _status, session = await follows(studio, next(each for each in words if "/pay/" in each))
    async with studio.outside.http.get(f"{studio.outside.base}/stripe/pay/{session}") as page:
        saved = [each for each in (await page.text()).split('value="') if "4444: saved" in each]
    chosen = {"session": session, "card": saved[0].partition('"')[0]}
    await studio.outside.post("/sandbox/stripe/payments", chosen)
    await cast.client.sees("Paid €200.00 by card for 5-pack.")
    assert await books(studio) == sale(20000, "EUR", "card", 5)
    nobody, said = await follows(studio, f"{studio.outside.bot_url}/billing/whoever")
    assert (nobody, "This link leads nowhere" in said) == (404, True)


def portal_link(shown: Shown) -> str:
    words = [*shown["text"].split(), *(b.get("url", "") for row in shown.get("buttons", []) for b in row)]
    return str(next(each for each in words if "/billing/" in each))
