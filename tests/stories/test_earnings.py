"""Money is seen as the ledger has it: earned with a refund in it, on each channel, and as a file."""

from tests.stories.books import books, fees, sale
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, buys, file_of, sells_tens
from tests.stories.people import Trainer

SALE_UNDONE = [
    "undone 10 CREDIT: free to issued",
    "undone 40000 EUR: cash to owed",
    "undone 40000 EUR: owed to earned",
]


async def test_earnings_with_a_refund_in_them(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await buys(studio, cast)
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await asks(cast, "undo", "Taken back, and nobody was told.")
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await studio.outside.advance(seconds=61)
    await cast.client.sees("Paid €400.00 in cash for 10-pack.")
    await cast.client.says("/refund" if cast.taps else "REFUND")
    await cast.client.says("I move away")
    await cast.ana.sees(f"{cast.name} asks for a refund")
    await cast.ana.presses("Approve")
    await cast.client.sees("Ana gives you €400.00 back.")
    await asks(
        cast,
        "earnings",
        "Earnings: November 2026",
        "€800.00 from 2 payments · €400.00 on average",
        "€400.00 given back",
        "€6.20 of provider’s fees",
        "€393.80 left",
        f"{cast.name}: €400.00",
    )
    await asks(cast, "earnings october", "Nothing came in.")
    await asks(cast, "earnings week", "Earnings: Mon 23 Nov – Sun 29 Nov 2026")
    await cast.ana.presses("As a file")
    lines = await file_of(studio, cast, "earnings-2026-11-23")
    assert [line[2:] for line in lines] == [
        [cast.name, "paid", "10-pack", "by card", "400.00", "EUR", "400.00", "0.00", ""],
        [cast.name, "provider’s fee", "10-pack", "by card", "-6.20", "EUR", "-6.20", "0.00", ""],
        [cast.name, "paid", "10-pack", "in cash", "400.00", "EUR", "400.00", "0.00", ""],
        [cast.name, "taken back", "10-pack", "in cash", "-400.00", "EUR", "-400.00", "0.00", ""],
        [cast.name, "paid", "10-pack", "in cash", "400.00", "EUR", "400.00", "0.00", ""],
        [cast.name, "refunded", "10-pack", "in cash", "-400.00", "EUR", "-400.00", "0.00", ""],
    ]
    assert await books(studio) == [
        *sale(40000, "EUR", "card", 10),
        *sale(40000, "EUR", "cash", 10),
        *SALE_UNDONE,
        *sale(40000, "EUR", "cash", 10),
        "returned 10 CREDIT: free to issued",
        "refunded 40000 EUR: cash to owed",
        "unsold 40000 EUR: owed to earned",
    ]
    assert await fees(studio) == ["charged 620 EUR: earned to fees"]


async def test_earnings_are_one_tap_from_home(studio: Studio, cast: Cast) -> None:
    if isinstance(cast.ana, Trainer):
        await cast.ana.opens_home()
    else:
        await cast.ana.types("desk")
    cast.ana.spent = 0
    await cast.ana.presses("Earnings")
    await cast.ana.is_told("Earnings: November 2026")
    assert cast.ana.spent == 1


async def test_an_admin_sees_what_all_took_and_nobody_else_does(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await buys(studio, cast)
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("revenue month")
    await ada.is_told("The studio’s revenue: November 2026")
    await ada.is_told("Ana: €393.80")
    await studio.tom.commands("earnings")
    if cast.taps:
        await studio.tom.is_told("Nothing came in.")
    assert "€" not in str(await studio.tom.view())
