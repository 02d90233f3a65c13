"""On Sunday evening a trainer is told what the week was, settles the rest by one tap, and keeps a file."""

from tests.stories.books import books, sale
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, booked, file_of, sells_tens
from tests.stories.people import eventually

TO_SUNDAY = 6 * 24 + 9.2  # hours, from Monday at nine to Sunday past six


async def test_the_week_is_told_once_settled_by_one_tap_and_kept_as_a_file(
    studio: Studio, cast: Cast
) -> None:
    await sells_tens(cast)
    await booked(studio, cast)
    await asks(cast, f"payer {cast.name} Acme Ltd", f"Acme Ltd pays for {cast.name} from now on")
    await asks(cast, f"sell {cast.name} 10-pack transfer", f"{cast.name}: paid")
    await studio.outside.advance(seconds=61)
    await cast.client.sees("Paid €400.00 by transfer for 10-pack.")
    await studio.outside.advance(hours=TO_SUNDAY)
    told = await cast.ana.sees("The week to Sun 29 Nov")
    for words in (
        "€400.00 from 1 payment",
        "Acme Ltd: €400.00",
        f"{cast.name} · 10-pack · 10 bought · 1 reserved · 9 left",
        "Still to settle",
    ):
        assert words in str(told)
    rows = await file_of(studio, cast, "week-2026-11-29")
    assert rows == [[cast.name, "Acme Ltd", "10-pack", "10", "0", "", "1", "9", "2027-02-21"]]
    await studio.restart()
    await cast.ana.presses("All took place")
    await cast.ana.is_told("The day is closed")
    await studio.outside.advance(seconds=61)
    await asks(cast, "report sunday", "10 bought · 1 used: Tue 24 Nov · 9 left")
    await studio.outside.advance(hours=3)

    async def used() -> bool:
        return "used 1 CREDIT: reserved to used" in await books(studio)

    await eventually(used)
    reports = [each for each in await cast.ana.messages() if "Still to settle" in str(each)]
    assert len(reports) <= 1
    assert await books(studio) == [
        *sale(40000, "EUR", "transfer", 10),
        "reserved 1 CREDIT: free to reserved",
        "used 1 CREDIT: reserved to used",
    ]
