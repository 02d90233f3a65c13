"""Prices hold a tax: it is said before paying and on every paper, and goes back with each part."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, buys, file_of, sells_tens
from tests.stories.people import eventually
from tests.stories.test_given_back_elsewhere import paper_of

WHOLE, PART = "Net €333.33, VAT 20% €66.67.", "Net €100.00, VAT 20% €20.00."


async def test_a_taxed_sale_is_given_back_in_two_parts_and_the_papers_add_up(
    studio: Studio, cast: Cast
) -> None:
    await opens_with_tax(studio)
    await sells_tens(cast)
    await asks(cast, "package 1 tax exempt", "VAT exempt")
    await asks(cast, "package 1 tax studio", "€400.00 · VAT 20% included")
    await buys(studio, cast)
    await says_receipt(cast, WHOLE)
    charge = (await studio.outside.get("/sandbox/stripe"))["charges"][-1]
    part = {"payment_intent": charge["payment_intent"], "amount": 12000}
    await studio.outside.post("/sandbox/stripe/refunds", part)
    await cast.client.sees("€120.00 goes back to your card")
    if cast.taps:  # the same text again within a minute has the same answer
        await says_receipt(cast, "€120.00 given back.", PART)
    await cast.client.says("/refund" if cast.taps else "REFUND")
    await cast.client.says("I move away")
    await cast.ana.sees(f"{cast.name} asks for a refund")
    await cast.ana.presses("Approve")
    await cast.client.sees("€280.00 goes back to your card")
    await says_receipt(cast, "€400.00 given back.")
    link = await paper_of(studio)

    async def has_all_three() -> bool:
        async with studio.outside.http.get(link) as paper:
            return paper.status == 200 and (await paper.read()).count(b"/Type /Page\n") == 3

    await eventually(has_all_three)
    await asks(cast, "earnings week", "€400.00 given back")
    await cast.ana.presses("As a file")
    lines = await file_of(studio, cast, "earnings-2026-11-23")
    assert [line[-3:] for line in lines if line[3] in ("paid", "refunded")] == [
        ["333.33", "66.67", "VAT 20%"],
        ["-100.00", "-20.00", "VAT 20%"],
        ["-233.33", "-46.67", "VAT 20%"],
    ]


async def opens_with_tax(studio: Studio) -> None:
    """As of a deploy."""
    await studio.stop()
    studio.settings = studio.settings.model_copy(update={"studio_tax": "20", "studio_tax_number": "GB123"})
    await studio.start()


async def says_receipt(cast: Cast, *lines: str) -> None:
    said = await cast.client.says("/receipt" if cast.taps else "RECEIPT")
    for line in lines:
        assert line in said["text"]
    if not cast.taps:
        assert said["segments"] <= 2
