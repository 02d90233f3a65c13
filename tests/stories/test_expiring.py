"""Credits that will expire: the client is warned, asks for more time, and gets it by one tap."""

from tests.stories.books import books
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, file_of, sells_tens, trains


async def test_a_warning_leads_to_more_time(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await trains(studio, cast)
    await asks(cast, "package 1 valid 20 days", "good for 20 days")
    await asks(cast, f"give {cast.name} 10-pack welcome", "10-pack · 10 credits left · until Sun 13 Dec")
    await cast.client.sees("Ana gave you 10 credits.")
    await asks(cast, f"extend {cast.name} 3o days", "I could not read “3o days”.")
    await studio.outside.advance(hours=6 * 24)
    warned = await cast.client.sees("10-pack: 10 credits can be used until Sun 13 Dec.")
    if not cast.taps:
        assert warned["segments"] == 1
        assert "EXTEND" in warned["text"]
        assert "BOOK" in warned["text"]
    asked = await cast.client.does("Ask to extend", "EXTEND")
    assert "Ana is asked to let 10-pack last longer." in asked["text"]
    await cast.ana.sees(f"{cast.name} asks for more time")
    await cast.ana.presses("Until Tue 12 Jan")
    await cast.ana.is_told("Good until Tue 12 Jan now.")
    await cast.client.sees("Ana let your credits last longer.\nGood until Tue 12 Jan.")
    await studio.outside.advance(hours=12 * 24)
    told = [each["text"] for each in await cast.client.heard() if "can be used until" in each["text"]]
    assert len(told) == (0 if cast.taps else 1)  # a card that was pressed has become the answer
    assert await books(studio) == ["given 10 CREDIT: issued to free"]


async def test_who_holds_a_package_stands_in_a_table_and_in_a_file(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await trains(studio, cast)
    await asks(cast, "package 10-pack", "Nobody holds it now.")
    await asks(cast, f"give {cast.name} 10-pack welcome", "10 credits left")
    await asks(cast, "package 10-pack", "10-pack: who holds it", f"{cast.name} · 10 left · until Sun 21 Feb")
    await cast.ana.presses("As a file")
    rows = await file_of(studio, cast, "package-1")
    assert rows == [[cast.name, "2026-11-23", "10", "0", "0", "0", "2027-02-21"]]
