"""Where a conversation may break: too late, twice at once, in the middle, over a restart."""

import asyncio

from domain.work import Work
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, labels, times
from tests.stories.test_after import over_with_tom

SOON = 1.5  # seconds in which an answer that is not to come would have come


async def held_by_sam(studio: Studio) -> Shown:
    await studio.sam.comes_to("tom")
    held = await studio.sam.says("thu 6pm")
    assert "Yours until 09:10" in held["text"]
    return held


async def is_free(studio: Studio, words: str = "thu 6pm") -> bool:
    """As somebody else is told it."""
    kim = studio.client(1007)
    await kim.comes_to("tom")
    return "Held for you" in (await kim.says(words))["text"]


async def test_a_word_that_comes_too_late_for_its_hold_offers_near_times(studio: Studio) -> None:
    await held_by_sam(studio)
    await studio.outside.advance(minutes=11)
    late = await studio.sam.says("C")
    assert "It is no longer held for you. Pick a time anew:" in late["text"]
    assert "Yours until" in (await studio.sam.takes(1))["text"]


async def test_the_same_word_three_times_at_once_books_once(studio: Studio) -> None:
    await held_by_sam(studio)
    told = len(await studio.sam.heard())
    await asyncio.gather(*(studio.sam.whispers("C") for _ in range(3)))
    await studio.tom.sees("Booked: Sam")
    listed = (await studio.sam.says("ME"))["text"]
    assert listed.count("Thu 26 Nov 18:00") == 1
    answers = (await studio.sam.heard())[told:-1]
    assert all(each["text"].startswith("Booked") for each in answers)


async def test_two_devices_that_ask_for_two_times_at_once_hold_one(studio: Studio) -> None:
    await studio.cleo.comes_to("tom")
    wanted = ("tue 10:00", "wed 10:00")
    await asyncio.gather(*(studio.cleo.whispers(text=words) for words in wanted))
    await studio.cleo.sees("Tue 24 Nov 10:00")
    await studio.cleo.sees("Wed 25 Nov 10:00")
    free = [await is_free(studio, words) for words in wanted]
    assert sorted(free) == [False, True]


async def test_stop_in_the_middle_of_booking_ends_the_texts_and_the_hold_by_itself(studio: Studio) -> None:
    await held_by_sam(studio)
    told = len(await studio.sam.heard())
    await studio.sam.whispers("STOP")
    assert not await is_free(studio)
    await studio.outside.advance(minutes=11)
    assert await is_free(studio, "thu 18:00")
    assert len(await studio.sam.heard()) == told
    back = await studio.sam.says("START")
    assert "Reply: ANA, TOM" in back["text"]


async def test_a_trainer_who_leaves_in_the_middle_leads_to_the_others(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("thu 18:00")
    assert studio.bot
    await studio.bot.database.run(tom_leaves)
    gone = await cast.client.does("Confirm", "C")
    assert "Tom takes no bookings at the moment." in gone["text"]
    assert "Tom takes no bookings" in (await cast.client.says("fri 6pm with tom"))["text"]
    offered = await cast.client.does("Train with Ana", "ANA")
    assert times(offered)


def tom_leaves(work: Work) -> None:
    tom = work.trainers.by_slug("tom")
    assert tom
    tom.active = False


async def test_a_mark_is_told_once_though_the_bot_was_away_when_its_minute_ended(
    studio: Studio, cast: Cast
) -> None:
    await over_with_tom(studio, cast)
    await cast.tom.presses("Complete")
    await cast.tom.sees("Completed by you")
    await studio.stop()
    await studio.outside.advance(minutes=3)
    await studio.start()
    await cast.client.sees("Well done!")
    await studio.restart()
    await asyncio.sleep(SOON)
    assert sum("Well done!" in each["text"] for each in await cast.client.heard()) == 1


async def test_a_code_that_is_none_is_answered_with_who_trains_here(studio: Studio) -> None:
    stranger = studio.client(3001)
    assert "I can't read what comes after /join." in (await stranger.says("/join what now"))["text"]
    answered = await stranger.says("/join WRONG")
    assert "Nobody called Wrong trains here." in answered["text"]
    assert "Train with Ana" in labels(answered)
    assert "Train with Ana" in labels(await stranger.says("/join"))
    assert "not valid any more" in (await stranger.says("/join abcdefghijklmnopqrstuv"))["text"]
