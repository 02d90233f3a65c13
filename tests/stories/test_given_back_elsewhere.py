"""A refund in Stripe's dashboard: it is in the books, both are told, and the night finds nothing."""

from tests.stories.books import books, sale
from tests.stories.buying import buys_ten
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import eventually, labels
from tests.stories.test_reconciling import night_after, night_falls


async def test_what_is_given_back_in_the_dashboard_is_a_refund_like_any_other(
    studio: Studio, cast: Cast
) -> None:
    intent = await buys_ten(studio, cast)
    await night_after(studio, 1)
    given = {"payment_intent": intent, "amount": 12000}
    await studio.outside.post("/sandbox/stripe/deliveries", {"type": "refund.created", "repeat": 3})
    await studio.outside.post("/sandbox/stripe/refunds", given)
    said = await cast.client.sees("€120.00 goes back to your card; banks take a few days.")
    assert "3 credits go with it." in said["text"]
    await cast.ana.sees(f"Given back in Stripe. {cast.name} is told.")
    entered = [
        *sale(40000, "EUR", "card", 10),
        "returned 3 CREDIT: free to issued",
        "refunded 12000 EUR: card to owed",
        "unsold 12000 EUR: owed to earned",
    ]
    assert await books(studio) == entered
    agreed = await night_falls(studio, 1)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 28000, "ours": 28000}})
    assert await books(studio) == entered


async def test_less_than_was_asked_for_leaves_the_rest_to_be_answered(studio: Studio, cast: Cast) -> None:
    intent = await buys_ten(studio, cast)
    await night_after(studio, 1)
    await cast.client.says("REFUND")
    asked = await cast.client.says("I move away")
    assert "Ana is asked to give you €400.00 back." in asked["text"]
    await cast.ana.is_told("€400.00 · 10 credits not used")
    await studio.outside.post("/sandbox/stripe/refunds", {"payment_intent": intent, "amount": 9000})
    said = await cast.client.sees("€90.00 goes back to your card; banks take a few days.")
    assert "2 credits go with it. Ana is still asked for €310.00." in said["text"]
    assert said.get("segments", 1) == 1
    await cast.ana.is_told("€310.00 · 8 credits not used")
    if cast.taps:
        card = await cast.client.sees("is asked to give you €310.00 back.")
        assert card["message_id"] == asked["message_id"]
        assert "Withdraw it" in labels(card)


async def test_one_that_no_webhook_tells_is_found_by_the_night(studio: Studio, cast: Cast) -> None:
    intent = await buys_ten(studio, cast)
    await night_after(studio, 1)
    await studio.outside.post("/sandbox/stripe/deliveries", {"lost": True, "times": 9})
    await studio.outside.post("/sandbox/stripe/refunds", {"payment_intent": intent})
    agreed = await night_falls(studio, 1)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 0, "ours": 0}})
    await cast.client.sees("€400.00 goes back to your card")
    assert (await books(studio))[3:] == [
        "returned 10 CREDIT: free to issued",
        "refunded 40000 EUR: card to owed",
        "unsold 40000 EUR: owed to earned",
    ]
    link = await paper_of(studio)

    async def is_there() -> bool:
        async with studio.outside.http.get(link) as paper:
            return paper.status == 200 and (await paper.read()).count(b"/Type /Page\n") == 2

    await eventually(is_there)  # the receipt, and the credit note


async def paper_of(studio: Studio) -> str:
    assert studio.bot
    token = await studio.bot.database.read(lambda work: work.payments.payment(1).token)
    return f"{studio.settings.base_url}/pay/{token}/receipt"
