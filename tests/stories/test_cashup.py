"""At the end of a day the drawer is counted, and what is missing stands in the books of the desk."""

from tests.stories.books import books, sale
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, file_of, sells_tens, trains
from tests.stories.people import Trainer
from tests.stories.test_earnings import SALE_UNDONE


async def test_a_drawer_is_counted_and_what_was_undone_stands_there_once(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await trains(studio, cast)
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await asks(cast, "undo", "Taken back, and nobody was told.")
    await asks(cast, f"sell {cast.name} 10-pack cash", f"{cast.name}: paid")
    await studio.outside.advance(seconds=61)
    await asks(cast, f"sell {cast.name} 10-pack transfer", f"{cast.name}: paid")
    await asks(
        cast,
        "cashup",
        "Cash-up: Mon 23 Nov",
        "in cash: €400.00",
        "by transfer: €400.00",
        "The drawer should hold €400.00.",
        "€400.00 in cash · taken back",
    )
    await asks(
        cast,
        "cashup 440 float 50",
        "The drawer should hold €450.00. €50.00 of it was there before.",
        "Ana counted €440.00 · €10.00 missing",
    )
    await cast.ana.presses("As a file")
    rows = await file_of(studio, cast, "cash-up-2026-11-23")
    assert [row[3:] for row in rows] == [
        ["in cash", "0.00", "EUR", "taken back"],
        ["in cash", "400.00", "EUR", ""],
        ["by transfer", "400.00", "EUR", ""],
        ["", "440.00", "EUR", "difference -10.00"],
    ]
    await asks(cast, "arqueo 450", "Ana counted €450.00 · that is right", "€10.00 missing")
    await asks(cast, "cashup 2025", "Ana counted €2,025.00 · €1,575.00 too much")  # no year
    await asks(cast, "cashup abc", "I could not read “abc” as what is in the drawer. Try: cashup 240")
    assert await books(studio) == [
        *sale(40000, "EUR", "cash", 10),
        *SALE_UNDONE,
        *sale(40000, "EUR", "cash", 10),
        *sale(40000, "EUR", "transfer", 10),
    ]


async def test_an_admin_counts_the_drawer_of_a_trainer(studio: Studio, cast: Cast) -> None:
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("cashup ana 20")
    await ada.is_told("Cash-up: Mon 23 Nov · Ana")
    await ada.is_told("Ada counted €20.00 · €20.00 too much")
    await asks(cast, "cashup", "Nothing was paid at the desk.", "Ada counted €20.00 · €20.00 too much")
