"""A text that is refused is mended rather than typed anew, and both of two are tested."""

import pytest

from tests.stories.announcing import ada_of, ada_on_telegram, drafts, furnish
from tests.stories.conftest import Studio


@pytest.mark.parametrize("engine_kind", ["sqlite"])  # Slack keeps its modal open by itself
async def test_a_refused_text_is_shown_again_and_nothing_else_is_asked_anew(studio: Studio) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    ada = await ada_on_telegram(studio)
    await ada.types("campaign")
    await ada.presses("New campaign")
    await ada.presses("Write the text")
    await ada.fills_in("The text, with", "Hi {name}, see bit.ly/autumn for all of it")
    await ada.fills_in("What do you call it?", "Autumn classes")
    await ada.presses("Skip")
    await ada.is_told("bit.ly/autumn hides where it leads")
    await ada.is_told("Now: Hi {name}, see bit.ly/autumn for all of it")
    await ada.fills_in("The text, with", "Hi {name}, see https://example.org for all of it")
    await ada.is_told("“Hi {name}, see https://example.org for all of it”")
    await ada.is_told("Autumn classes")  # was kept
    await ada.presses("Try a second text")
    await ada.fills_in("Another text, which half of them get", "{name}, see http://example.org")
    await ada.is_told("Now: {name}, see http://example.org")
    await ada.types("{name}, see https://example.org")
    await ada.is_told("Half of them get: “{name}, see https://example.org”")
    await ada.presses("Write the text")
    await ada.fills_in("The text, with", "Hi {name}, autumn")
    await ada.presses("Skip")
    for hours in ("soon", "22-23"):
        await ada.fills_in("Between which hours", hours)
        await ada.is_told("Campaigns go out between 8:00 and 21:00")
    await ada.fills_in("Between which hours", "10-18")
    await ada.is_told("Between 10:00 and 18:00")
    await ada.is_told("“Hi {name}, autumn”")
    await ada.presses("Add a follow-up")
    await ada.fills_in("What follows", "{nme}, there are places left.")
    await ada.is_told("There is no field {nme}.")
    await ada.fills_in("What follows", "{name}, there are places left.")
    await ada.is_told("Step 2 of 2")
    await ada.presses("Other days")
    await ada.fills_in("After how many days", "31")
    await ada.is_told("Say after how many days, from 1 to 30.")
    await ada.fills_in("After how many days", "5")
    await ada.is_told("5 days after each person’s step 1")


async def test_a_preview_has_everybodys_first_text_above_what_follows(studio: Studio) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    await studio.sam.says("hello")
    ada = await ada_on_telegram(studio)
    await drafts(ada)
    await ada.presses("Add a follow-up")
    await ada.fills_in("What follows", "{name}, there are places left.")
    await ada.presses("Back")
    await ada.presses("Preview")
    shown = (await ada.sees("As they read it: Autumn"))["text"]
    assert shown.count("autumn is here.") == 3
    assert shown.rindex("autumn is here.") < shown.index("Step 2 of 2") < shown.index("places left.")


async def test_both_texts_are_tested_and_saved_people_are_asked_about_before_they_go(
    studio: Studio, engine_kind: str
) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    ada = await ada_of(studio, engine_kind)
    await drafts(ada)
    await ada.presses("Try a second text")
    await ada.fills_in("Another text, which half of them get; “no” for none", "{name}, come and try.")
    await ada.is_told("Half of them get: “{name}, come and try.”")
    await ada.presses("Test to me")
    await ada.sees("Hi Sam, autumn is here.")
    await ada.sees("Sam, come and try.")
    await ada.types("campaigns")
    await ada.presses("Open")
    await ada.presses("Save these people")
    await ada.fills_in("A name for these people", "Everybody")
    await ada.presses("Saved people")
    await ada.presses("Delete")
    await ada.is_told("Delete “Everybody”?")
    await ada.presses("Keep it")
    await ada.is_told("Everybody")
    await ada.presses("Delete")
    await ada.is_told("Campaigns that were made of it keep their people.")
    await ada.presses("Delete")
    await ada.is_told("None are saved.")
