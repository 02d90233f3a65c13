"""A trainer is ill: one line and one tap, and every client has three times of their own."""

from tests.stories.cast import Cast, is_same
from tests.stories.conftest import Studio
from tests.stories.people import Client, Shown, labels, times


async def booked_today(studio: Studio, cast: Cast) -> Client:
    """The client at four and Kim at half past five, with Tom; a class of his at eight."""
    await cast.client.comes_to("tom")
    await cast.client.says("today 16:00")
    await cast.client.does("Confirm", "C")
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.says("today 17:30")
    await kim.presses("Confirm")
    return kim


async def sick(cast: Cast, words: str = "sick today") -> Shown:
    """Said by Tom, and sent to both; the board that follows."""
    await cast.tom.types(words)
    await cast.tom.is_told("three times that are kept for them")
    await cast.tom.presses("Send to 2")
    return await cast.tom.sees("0 of 2 settled")


async def test_one_line_and_one_tap_and_the_answers_land_on_one_board(studio: Studio, cast: Cast) -> None:
    kim = await booked_today(studio, cast)
    cast.tom.spent = 0
    board = await sick(cast)
    assert cast.tom.spent == 2
    offered = await cast.client.sees("t be there on Mon 23 Nov 16:00")
    kims = await kim.sees("Tom can’t be there on Mon 23 Nov 17:30")
    assert len(times(kims)) == 3
    assert {"Another day", "Cancel", "None of these"} <= set(labels(kims))
    if not cast.taps:
        assert offered["segments"] == 1
    await cast.client.does(times(kims)[0].replace("17:30", "16:00"), "TAKE 2")
    assert is_same(await cast.tom.sees("1 of 2 settled"), board), "one living board"
    assert (await kim.presses(times(kims)[0]))["text"].startswith("Booked")
    assert is_same(await cast.tom.sees("2 of 2 settled"), board)


async def test_none_of_them_reaches_the_trainer_and_silence_is_named(studio: Studio, cast: Cast) -> None:
    kim = await booked_today(studio, cast)
    await sick(cast)
    await cast.client.sees("t be there on")
    await cast.client.does("None of these", "NONE")
    await cast.client.sees("Tom is told that none of them suits")
    await cast.tom.sees("none of the times instead of Mon 23 Nov 16:00 suits")
    await studio.outside.advance(hours=2, minutes=1)
    rung = await cast.tom.sees("no answer yet")
    assert "none of the times suits" in rung["text"]
    await cast.tom.presses("Cancel what is left (2)")
    await cast.tom.sees("2 of 2 settled")
    await studio.outside.advance(seconds=61)
    await kim.sees("Tom had to cancel this session")


async def test_another_day_costs_nothing_however_late_it_is(studio: Studio, cast: Cast) -> None:
    await cast.tom.types("policy cancel 48 hours, late fee 15")
    await cast.tom.is_told("£15.00")
    kim = await booked_today(studio, cast)
    await sick(cast, "i'm sick today" if not cast.taps else "sick")
    await kim.sees("t be there on")
    await kim.presses("Another day")
    moving = (await kim.heard())[-1]
    assert "15" not in moving["text"], "no fee is named"
    await kim.presses(times(moving)[-1])
    await cast.tom.sees("1 of 2 settled")
    await cast.client.does("Cancel", "DROP")
    if cast.taps:
        assert "15" not in (await cast.client.heard())[-1]["text"]
        await cast.client.does("Yes, cancel it", "")
    await cast.tom.sees("2 of 2 settled")


async def test_a_class_that_day_is_called_off_and_a_button_leads_there_too(
    studio: Studio, cast: Cast
) -> None:
    await cast.tom.types("class tue 18:00 2 spin, 45 min, £12")
    await cast.tom.is_told("Spin")
    await cast.tom.presses("Save")
    await cast.client.comes_to("tom")
    await cast.client.says("spin tue 24 nov 18:00")
    await cast.client.does("Join", "C")
    await cast.client.sees("Booked")
    await cast.tom.types("sick")
    await cast.tom.is_told("Nothing is booked then.")
    await cast.tom.presses("Tomorrow")
    await cast.tom.is_told("1 person")
    await cast.tom.presses("Block the time")
    await cast.client.sees("Tom has called this class off")
