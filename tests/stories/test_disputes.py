"""A bank disputes a payment: won or lost, the books are right, and the night finds nothing."""

from typing import Any

from tests.stories.books import books, fees, sale
from tests.stories.buying import buys_ten
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import content_of
from tests.stories.people import eventually
from tests.stories.test_reconciling import night_after, night_falls

SOLD = sale(40000, "EUR", "card", 10)


async def disputes(studio: Studio, intent: str) -> str:
    """What Stripe calls it."""
    opened = {"payment_intent": intent, "reason": "fraudulent"}
    return str((await studio.outside.post("/sandbox/stripe/disputes", opened))["id"])


async def decides(studio: Studio, dispute: str, outcome: str) -> None:
    await studio.outside.post("/sandbox/stripe/disputes", {"dispute": dispute, "outcome": outcome})


async def deliveries(studio: Studio, **plan: Any) -> None:
    await studio.outside.post("/sandbox/stripe/deliveries", plan)


async def ends(studio: Studio, *lines: str) -> None:
    """The ledger, once these are its last lines."""

    async def entered() -> bool:
        return (await books(studio)) == [*SOLD, *lines]

    await eventually(entered)


async def charged(studio: Studio, *of_dispute: str) -> None:
    """The fees: the payment's, and these."""

    async def entered() -> bool:
        return sorted(await fees(studio)) == sorted(["charged 620 EUR: earned to fees", *of_dispute])

    await eventually(entered)


async def proves(studio: Studio, cast: Cast) -> None:
    """The same, as a paper and to the bank, which is told once."""
    await cast.ana.presses("Proof (PDF)")
    paper = await content_of(studio, cast, "proof")
    assert paper.startswith(b"%PDF")
    await cast.ana.presses("Send it to the bank")
    await cast.ana.sees("The bank has your answer. I tell you what it decides.")
    accepted = await studio.outside.get("/sandbox/accepted/stripe")
    (sent,) = [each["raw"] for each in accepted if each["method"] == "disputes.update"]
    said = sent["evidence"]
    assert said["customer_name"] == cast.name
    assert "10-pack · 10 sessions · €400.00" in said["product_description"]
    assert "Clients cancel and move for free" not in said.get("access_activity_log", "")
    assert "23 Nov 2026" in said["cancellation_policy_disclosure"]
    assert "never asked for money back" in said["refund_refusal_explanation"]
    assert "2026-0001" in said["uncategorized_text"]
    assert "payment received" in said["uncategorized_text"]
    assert sent["evidence_details"]["submission_count"] == 1


async def test_a_dispute_is_lost_and_what_was_not_used_is_gone(studio: Studio, cast: Cast) -> None:
    intent = await buys_ten(studio, cast)
    await night_after(studio, 1)
    await deliveries(studio, type="charge.dispute.created", lost=True)
    await deliveries(studio, type="charge.dispute.funds_withdrawn", repeat=3)
    dispute = await disputes(studio, intent)
    told = await cast.ana.sees(f"{cast.name}: the bank disputes a payment")
    assert "10-pack · €400.00 · the cardholder says it was not them" in told["text"]
    assert "10 credits can't be used until the bank decides." in told["text"]
    assert "Answer until Wed 2 Dec" in told["text"]
    await cast.client.sees("Your bank disputes it: 10 credits wait until it decides.")
    await ends(studio, "disputed 40000 EUR: card to disputed")
    await charged(studio, "charged 2000 EUR: earned to fees")
    agreed = await night_falls(studio, 1)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 0, "ours": 0}})
    await proves(studio, cast)
    await deliveries(studio, type="charge.dispute.closed", repeat=2)
    await decides(studio, dispute, "lost")
    await cast.client.sees("Your bank took the money back: 10 credits went with it.")
    await cast.ana.sees(f"Lost: {cast.name} has the money again, and 10 credits went with it.")
    agreed = await night_falls(studio, 2)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 0, "ours": 0}})
    await ends(
        studio,
        "disputed 40000 EUR: card to disputed",
        "lost 40000 EUR: disputed to owed",
        "taken 10 CREDIT: free to issued",
        "unsold 40000 EUR: owed to earned",
    )
    await charged(studio, "charged 2000 EUR: earned to fees")
    await cast.ana.types("earnings")
    await cast.ana.is_told("€400.00 taken back by a bank")


async def test_a_dispute_is_won_though_no_webhook_came(studio: Studio, cast: Cast) -> None:
    intent = await buys_ten(studio, cast)
    await night_after(studio, 1)
    await deliveries(studio, lost=True, times=20)
    dispute = await disputes(studio, intent)
    await night_falls(studio, 1)
    await cast.client.sees("Your bank disputes it: 10 credits wait until it decides.")
    await decides(studio, dispute, "won")
    agreed = await night_falls(studio, 2)
    assert (agreed.differences, agreed.totals) == (0, {"EUR": {"theirs": 40000, "ours": 40000}})
    await cast.ana.sees("Won: the money is yours, and the credits are good again.")
    won = await cast.client.sees("Your bank decided: the payment stands.")
    assert "10 credits left." in won["text"]
    await ends(
        studio,
        "disputed 40000 EUR: card to disputed",
        "reinstated 40000 EUR: disputed to card",
    )
    await charged(studio, "charged 2000 EUR: earned to fees", "charged 2000 EUR: fees to earned")
