"""After the session: the trainer is asked once as it ends, and closes the day in two taps."""

import asyncio

from tests.stories.cast import Cast, is_same
from tests.stories.conftest import Studio
from tests.stories.people import Shown, data_of, eventually, labels
from tests.stories.test_trainer_on_telegram import booked, now_says, zoe_of

TO_THURSDAY_AT_SIX = 24 * 3 + 9  # hours


async def two_with_tom(studio: Studio) -> None:
    """Cleo on Thursday at six, Sam an hour and a half before."""
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 16:30")
    await studio.sam.says("C")


async def over(studio: Studio, who: str) -> int:
    return sum(f"Over: {who}" in each["text"] for each in await studio.tom.messages())


async def test_the_card_comes_once_as_the_session_ends_across_restarts(studio: Studio) -> None:
    await two_with_tom(studio)
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX, minutes=50)
    await studio.tom.sees("Over: Sam")
    assert await over(studio, "Cleo") == 0, "it is still on"
    await studio.stop()
    await studio.outside.advance(minutes=15)
    await studio.start()
    asked = await studio.tom.sees("Over: Cleo")
    assert [each["label"] for each in asked["buttons"]] == ["Complete", "No-show", "Close my day"]
    await studio.restart()
    await asyncio.sleep(1.5)
    assert await over(studio, "Cleo") == 1
    await studio.tom.presses("Complete", ts=asked["ts"])
    done = await studio.tom.sees("Completed by you")
    assert done["ts"] == asked["ts"], "one living card"


async def test_a_session_that_was_settled_before_its_end_is_not_asked_about(studio: Studio) -> None:
    await two_with_tom(studio)
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX, minutes=10)
    await studio.tom.opens_home()

    async def begun() -> bool:
        return str((await studio.tom.view())["home"]).count("'Complete'") == 2

    await eventually(begun)
    await studio.tom.presses("Close my day")

    async def modal() -> object:
        return (await studio.tom.view())["modal"]

    assert await eventually(modal)
    assert (await studio.tom.submits())["errors"] is None
    await studio.tom.sees("2 completed")
    await studio.outside.advance(hours=1)
    await asyncio.sleep(1.5)
    assert await over(studio, "Cleo") == 0


async def test_two_taps_close_the_day_in_slack(studio: Studio) -> None:
    await two_with_tom(studio)
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX + 1, minutes=5)
    asked = await studio.tom.sees("Over: Cleo")
    assert "Close my day" in [each["label"] for each in asked["buttons"]]
    await studio.tom.presses("Close my day", ts=asked["ts"])

    async def modal() -> object:
        return (await studio.tom.view())["modal"]

    shown = str(await eventually(modal))
    assert "Thu 26 Nov 18:00 · Cleo" in shown
    label = next(part for part in shown.split("'") if part.endswith("· Sam"))
    assert (await studio.tom.submits(**{label: "no-show"}))["errors"] is None
    closed = await studio.tom.sees("The day is closed")
    assert "1 completed · 1 no-show" in closed["text"]
    await studio.tom.sees("Completed by you")
    await studio.tom.sees("Marked as a no-show by you")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Well done!")
    await studio.sam.sees("marked this session as missed")


async def test_the_day_is_closed_on_telegram_too(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    card = await booked(studio, zoe)
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX + 1, minutes=5)
    asked = await zoe.sees("Over: Cleo")
    assert asked["message_id"] > card["message_id"], "a new message, so that it rings"
    assert labels(asked) == ["Complete", "No-show"], "one is settled by its own buttons"
    closing = await zoe.says("/close")
    assert "completed" in closing["text"]
    assert labels(closing) == ["Cleo 18:00 did not come", "Submit"]
    missed = await zoe.presses("Cleo 18:00 did not come")
    assert "no-show" in missed["text"]
    await zoe.presses("Cleo 18:00 came")
    closed = await zoe.presses("Submit")
    assert "1 completed" in closed["text"]
    await now_says(zoe, asked["message_id"], "Completed by you")
    assert "Everything is settled." in (await zoe.says("close my day"))["text"]


async def test_a_list_that_has_changed_is_shown_anew_and_settles_nothing(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await booked(studio, zoe, "thu 16:30")
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX, minutes=5)
    asked = await zoe.sees("Over: Cleo")
    closing = await zoe.says("/close")
    submit = data_of(closing, "Submit")
    complete = data_of(asked, "Complete")
    await zoe.forges(asked["message_id"], complete)
    pressed = await zoe.forges(closing["message_id"], submit)
    assert "The list has changed" in pressed["answered"]["text"]

    async def one_left() -> bool:
        heard = {each["message_id"]: each for each in await zoe.heard()}
        return labels(heard[closing["message_id"]]) == ["Cleo 18:00 did not come", "Submit"]

    await eventually(one_left)


async def over_with_tom(studio: Studio, cast: Cast) -> Shown:
    """Thursday at six has been; the card asks how it went."""
    await cast.client.comes_to("tom")
    await cast.client.says("thu 18:00")
    await cast.client.does("Confirm", "C")
    await studio.outside.advance(hours=TO_THURSDAY_AT_SIX + 1, minutes=5)
    asked = await cast.tom.sees(f"Over: {cast.name}")
    assert labels(asked) == ["Complete", "No-show"], "one is settled by its own buttons"
    return asked


async def test_undo_within_the_minute_tells_nobody(studio: Studio, cast: Cast) -> None:
    asked = await over_with_tom(studio, cast)
    await cast.tom.presses("Complete")
    done = await cast.tom.sees("Completed by you")
    assert (is_same(asked, done), labels(done)) == (True, ["Undo"])
    await cast.tom.presses("Undo")
    back = await cast.tom.sees("Taken back by you")
    assert (is_same(asked, back), labels(back)) == (True, ["Complete", "No-show"])
    await cast.tom.presses("Complete")
    await cast.tom.types("undo")
    await cast.tom.is_told("Taken back, and nobody was told.")
    await studio.outside.advance(seconds=61)
    await asyncio.sleep(1.5)
    assert not any("marked this session" in each["text"] for each in await cast.client.heard())
    await cast.tom.types("UNDO")
    await cast.tom.is_told("nothing to undo")


async def test_a_client_who_was_there_says_so_and_the_trainer_sets_it_right(
    studio: Studio, cast: Cast
) -> None:
    await over_with_tom(studio, cast)
    await cast.tom.presses("No-show")
    await cast.tom.sees(f"Did {cast.name} not come?")
    await cast.tom.presses("Yes, a no-show")
    await cast.tom.sees("Marked as a no-show by you")
    await studio.outside.advance(seconds=61)
    missed = await cast.client.sees("marked this session as missed")
    assert "I was there" in labels(missed) if cast.taps else "I WAS THERE" in missed["text"]
    said = await cast.client.does("I was there", "I WAS THERE")
    assert "You said that you were there." in said["text"]
    told = await cast.tom.sees(f"“I was there”, said by {cast.name}")
    assert labels(told) == ["They came"]
    await cast.tom.presses("They came")
    await cast.tom.sees("Completed by you")
    await studio.outside.advance(seconds=61)
    await cast.client.sees("Well done!")
