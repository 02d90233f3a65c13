"""An admin writes to many: a text, one tap, a card that goes along, and only who asked for it hears."""

import pytest

from tests.stories.announcing import ada_of, drafts, furnish, heard, modal, writes
from tests.stories.conftest import Studio
from tests.stories.people import Client, Trainer, eventually


async def test_a_campaign_goes_to_those_who_asked_by_day_and_its_card_goes_along(
    studio: Studio, engine_kind: str
) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    for each in (1001, 1002, 1003):
        await studio.client(each).opens()
    await studio.sam.says("hello")
    ada = await ada_of(studio, engine_kind)
    await ada.types("campaign")
    await ada.is_told("None yet.")
    ada.spent = 0
    await ada.presses("New campaign")
    await ada.is_told("4 − 1 never asked for news − 1 quiet (later) = 2")
    await ada.presses("Write the text")
    if isinstance(ada, Trainer):
        assert (await modal(ada))["submit"] == "Save"
    await writes(ada, "Hi {name}, the autumn classes of {studio} are here.")
    await ada.sees("By SMS: 1, in 1 part")
    await ada.presses("Send to 3")
    # Four taps, the text, and its modal's Save; on Telegram two skips instead.
    assert ada.spent <= (6 if isinstance(ada, Trainer) else 7)
    text = "the autumn classes of Studio Demo are here."
    cleo, zoe = studio.cleo, studio.client(1003)
    await cleo.sees(f"Hi Cleo, {text}")
    said = await studio.sam.sees(f"Hi Sam, {text}")
    assert "STOP NEWS" in said["text"]
    await ada.sees("2 of 3")
    await ada.sees("1 waits for their hours: it goes on ")
    await cleo.presses("Book")
    await studio.sam.says("STOP NEWS")
    for silent in (studio.client(1002), zoe):
        assert not any(text in each for each in await heard(silent))
    await studio.outside.advance(hours=9)
    await zoe.sees(f"Hi Zoe, {text}")
    await ada.sees("3 of 3")
    await ada.presses("How it went")
    await ada.is_told("Tapped: 1")
    await ada.is_told("Opted out: 1")
    told = [each for who in (cleo, zoe, studio.sam) for each in await heard(who) if text in each]
    assert len(told) == 3


async def test_half_of_them_read_a_second_text_and_both_are_compared(
    studio: Studio, engine_kind: str
) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    cleo, mallory = studio.cleo, studio.client(1002)
    for each in (cleo, mallory):
        await each.opens()
    assert "Thank you" in (await mallory.says("news on"))["text"]
    ada = await ada_of(studio, engine_kind)
    await drafts(ada)
    await ada.presses("Try a second text")
    await ada.fills_in("Another text, which half of them get; “no” for none", "{name}, come and try.")
    await ada.is_told("Half of them get: “{name}, come and try.”")
    await ada.presses("Send to 4")
    texts = ("Hi {}, autumn is here.", "{}, come and try.")
    read = [
        [each for each in await said(who) if each in [text.format(name) for text in texts]]
        for who, name in ((cleo, "Cleo"), (mallory, "Mallory"))
    ]
    assert [len(each) for each in read] == [1, 1]
    assert read[0][0].startswith("Hi") != read[1][0].startswith("Hi")  # their numbers follow each other
    await ada.is_told("2 of 4")
    await ada.presses("How it went")
    await ada.is_told("Second text: 1 delivered, 0 tapped, 0 replied, 0 booked")


async def said(who: Client) -> list[str]:
    """What their chat shows, once the campaign has come."""

    async def came() -> list[str] | None:
        texts = await heard(who)
        return texts if any("autumn" in each or "come and try" in each for each in texts) else None

    return await eventually(came) or []


@pytest.mark.parametrize("engine_kind", ["sqlite"])  # it is Slack's alone
async def test_what_is_sent_from_a_private_answer_goes_on_in_one_message(studio: Studio) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    ada = Trainer(studio.outside, "UADA")
    await ada.types("campaign Winter")
    await ada.presses("Write the text")
    await modal(ada)
    await writes(ada, "Hi {name}, winter is here.")
    await ada.is_told("Hi {name}, winter is here.")
    await ada.presses("Send to 3")
    await ada.sees("0 of 3")  # none of them has written yet, so no lane is theirs
    await studio.rests(ada.user)
    view = await ada.view()
    cards = [each for each in (*view["messages"], *view["ephemeral"]) if "Winter" in each["text"]]
    assert len(cards) == 1
