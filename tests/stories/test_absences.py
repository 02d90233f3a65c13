"""Ana is ill: one line and one tap, and every client has three times of their own."""

from tests.stories.conftest import Studio
from tests.stories.people import eventually, labels, times


async def booked_today(studio: Studio) -> None:
    """Cleo at four on Telegram and Sam at five by text, with Tom."""
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("today 16:00")
    await studio.cleo.presses("Confirm")
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("today 5:30pm")
    assert "Booked" in (await studio.sam.says("C"))["text"]
    await studio.tom.sees("Booked: Sam")


async def test_one_line_and_one_tap_and_the_answers_land_on_one_board(studio: Studio) -> None:
    await booked_today(studio)
    await studio.tom.commands("sick today")

    async def proposed() -> bool:
        return "Send to 2" in str((await studio.tom.view())["ephemeral"])

    await eventually(proposed)
    await studio.tom.presses("Send to 2")
    offered = await studio.cleo.sees("Tom can’t be there on Mon 23 Nov 16:00")
    assert len(times(offered)) == 3
    assert "None of these" in labels(offered)
    texted = await studio.sam.sees("Tom can't be there on Mon 23 Nov 17:30")
    assert texted["segments"] == 1
    board = await studio.tom.sees("0 of 2 settled")

    moved = await studio.cleo.presses(times(offered)[0])
    assert moved["text"].startswith("Booked")
    assert (await studio.tom.sees("1 of 2 settled"))["ts"] == board["ts"]
    assert "Booked" in (await studio.sam.says("TAKE 2"))["text"]
    done = await studio.tom.sees("2 of 2 settled")
    assert done["ts"] == board["ts"], "one living board"


async def test_none_of_them_reaches_the_trainer_and_silence_is_named(studio: Studio) -> None:
    await booked_today(studio)
    await studio.tom.commands("sick today")

    async def proposed() -> bool:
        return "Send to 2" in str((await studio.tom.view())["ephemeral"])

    await eventually(proposed)
    await studio.tom.presses("Send to 2")
    await studio.sam.sees("Tom can't be there")
    said = await studio.sam.says("NONE")
    assert "Tom is told that none of them suits" in said["text"]
    await studio.tom.sees("none of the times instead of Mon 23 Nov 17:30 suits")
    await studio.outside.advance(hours=2, minutes=1)
    rung = await studio.tom.sees("no answer yet")
    assert "none of the times suits" in rung["text"]
    await studio.tom.presses("Cancel what is left (2)")
    await studio.tom.sees("2 of 2 settled")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Tom had to cancel this session")
