"""Cancelled by mistake: for a minute it is undone with a tap or a word, and nobody has heard of it."""

from pathlib import Path

from bot.office import seed_demo
from tests.stories.cast import Cast
from tests.stories.conftest import Studio, settings_for
from tests.stories.people import Outside, eventually, labels
from tests.stories.served import ready, serving
from tests.stories.test_requests import REASON


async def booked(studio: Studio) -> None:
    """Cleo has Thursday at six with Tom, who is not asked first."""
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.tom.sees("Booked: Cleo")


async def cancelled(studio: Studio) -> None:
    await studio.cleo.presses("Cancel")
    gone = await studio.cleo.presses("Yes, cancel it")
    assert labels(gone) == ["Undo", "Other times", "Menu"]


async def heard_by_tom(studio: Studio) -> list[str]:
    return [each["text"] for each in await studio.tom.messages()]


async def test_a_tap_takes_it_back_and_nobody_was_told(studio: Studio) -> None:
    await booked(studio)
    await cancelled(studio)
    kept = await studio.cleo.presses("Undo")
    assert kept["text"].startswith("Booked")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Also news and offers?")  # what was due by then has been said
    assert not any("Cancelled" in each for each in await heard_by_tom(studio))


async def test_when_the_minute_is_over_the_card_has_no_undo_and_its_trainer_knows(studio: Studio) -> None:
    await booked(studio)
    await cancelled(studio)
    await studio.outside.advance(seconds=61)
    await studio.tom.sees("Cancelled by Cleo")

    async def sealed() -> bool:
        card = (await studio.cleo.heard())[-1]
        return labels(card) == ["Other times", "Menu"]

    assert await eventually(sealed)


async def test_one_text_drops_and_one_takes_it_back(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 6pm")
    await studio.sam.says("C")
    dropped = await studio.sam.says("DROP")
    assert "UNDO" in dropped["text"]
    assert "Booked" in (await studio.sam.says("UNDO"))["text"]
    assert dropped["segments"] == 1


async def test_what_costs_takes_two_texts_and_names_the_price_first(studio: Studio) -> None:
    await studio.tom.commands("policy cancel 6 days, late fee 15")

    async def saved() -> bool:
        return "Cancelling is free until 6 days before" in str((await studio.tom.view())["ephemeral"])

    await eventually(saved)
    await studio.sam.says("JOIN TOM")
    held = await studio.sam.says("thu 6pm")
    assert "Cancelling costs £15.00." in held["text"]
    await studio.sam.says("C")
    asked = await studio.sam.says("DROP")
    assert "Cancelling now costs £15.00." in asked["text"]
    assert "DROP 1" in asked["text"]
    gone = await studio.sam.says("DROP 1")
    assert "It costs £15.00." in gone["text"]
    assert {held["segments"], asked["segments"], gone["segments"]} == {1}


async def test_a_trainer_who_took_that_time_off_meanwhile_sees_so_and_the_mend(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("thu 18:00")
    await cast.client.does("Confirm", "C")
    await cast.tom.sees(f"Booked: {cast.name}")
    await cast.tom.presses("Cancel session")
    await cast.tom.fills_in(REASON, "The dentist.")
    await cast.tom.sees("Cancelled by you")
    await cast.tom.types("block thu 17-20 dentist")
    await cast.tom.is_told("dentist")
    await cast.tom.types("undo")
    await cast.tom.is_told("It lies outside your time now, and stays.")
    await cast.tom.presses("Offer other times")
    await cast.tom.is_told("1 client is asked to pick another time.")


async def test_a_bot_that_ends_within_the_minute_loses_nothing(
    outside: Outside, migrated_url: str, tmp_path: Path
) -> None:
    settings = settings_for(outside.base, migrated_url)
    await seed_demo(settings)
    studio = Studio(outside, settings)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await booked(studio)
        await cancelled(studio)
        await first.end()
    await outside.advance(seconds=61)
    async with serving(outside, migrated_url, tmp_path / "second.log") as second:
        await ready(outside, second)
        await studio.tom.sees("Cancelled by Cleo", patience=40)
        await studio.client(1007).opens("t_tom")
        free = await studio.client(1007).says("thu 18:00")
        assert "Held for you" in free["text"]
