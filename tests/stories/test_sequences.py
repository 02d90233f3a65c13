"""A campaign with what follows it: written in one go, and who booked hears nothing more of it."""

import pytest

from tests.stories.announcing import ada_of, drafts, furnish, heard
from tests.stories.conftest import Studio
from tests.stories.people import Client, Texter

FOLLOWS = "What follows, with {name}, {trainer}, {studio}, {credits}, {last_visit}"


@pytest.mark.timeout(180)
async def test_a_second_message_goes_to_those_who_did_not_book_and_a_third_to_nobody_who_said_stop(
    studio: Studio, engine_kind: str
) -> None:
    assert studio.bot
    await studio.bot.database.run(furnish)
    cleo, zoe, sam = studio.cleo, studio.client(1003), studio.sam
    for each in (cleo, studio.client(1002), zoe):
        await each.opens()
    await sam.says("hello")
    ada = await ada_of(studio, engine_kind)
    await drafts(ada)
    ada.spent = 0
    for words in ("{name}, there are places left.", "{name}, these are the last."):
        await ada.presses("Add a follow-up")
        await ada.fills_in(FOLLOWS, words)
        await ada.is_told(f"“{words}”")
    await ada.is_told("Step 3 of 3")
    assert ada.spent <= 4  # a tap and the text of each
    await ada.presses("1 day later")
    await ada.presses("Everyone")
    await ada.is_told("1 day after each person’s step 2, to everyone")
    await ada.presses("Back")
    await ada.is_told("3 days after each person’s step 1, to those who have not booked")
    await ada.is_told("At most 3 people · By SMS: 1, in 1 part")
    await ada.presses("Send to 3")
    await cleo.sees("Hi Cleo, autumn is here.")
    await sam.sees("Hi Sam, autumn is here.")
    await ada.sees("░ 2 of 3")  # which is written down by now
    await ada.sees("Nobody has come to it yet.")  # to the third step
    await studio.outside.advance(hours=9)
    await zoe.sees("Hi Zoe, autumn is here.")
    await ada.sees("3 wait for their day: it goes on ")
    await books(cleo)
    await studio.outside.advance(hours=64)
    await sam.sees("Sam, there are places left.")
    assert not any("places left" in each for each in [*await heard(cleo), *await heard(zoe)])
    await sam.says("STOP NEWS")
    await studio.outside.advance(hours=9)
    await zoe.sees("Zoe, there are places left.")
    await studio.outside.advance(hours=25)
    await zoe.sees("Zoe, these are the last.")
    await ada.sees("Autumn · sent")
    await ada.sees("Left out: 1 booked")
    await ada.sees("Left out: 1 opted out")
    for who, texts in ((cleo, 1), (sam, 2), (zoe, 3)):
        assert await told(who) == texts


async def books(cleo: Client) -> None:
    await cleo.opens("t_tom")
    await cleo.says("fri 6pm")
    await cleo.presses("Confirm")
    await cleo.sees("Booked")


async def told(who: Client | Texter) -> int:
    """How many of the sequence somebody got."""
    said = ("autumn is here", "places left", "these are the last")
    return sum(any(words in each for words in said) for each in await heard(who))
