"""Reminders follow the booking: once each, never after the start, across restarts."""

import asyncio

from tests.stories.conftest import Studio
from tests.stories.people import Shown, labels


async def book_thursday_with_tom(studio: Studio) -> Shown:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    return await studio.cleo.presses("Confirm")


async def count(studio: Studio, words: str) -> int:
    return sum(words in each["text"] for each in await studio.cleo.heard())


async def test_a_day_and_an_hour_before_across_restarts(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)  # Wed 18:01, a day before
    first = await studio.cleo.sees("Your session tomorrow")
    assert labels(first) == ["Confirm", "Move", "Cancel"]
    await studio.restart()
    confirmed = await studio.cleo.presses("Confirm")
    assert "You said you will come" in confirmed["text"]
    await studio.stop()
    await studio.outside.advance(hours=23)
    await studio.start()
    second = await studio.cleo.sees("In an hour")
    assert labels(second) == ["Move", "Cancel"]
    await studio.restart()
    await asyncio.sleep(1.5)
    # The first one was pressed, so it is the living card now; the second came once.
    assert await count(studio, "In an hour") == 1
    assert await count(studio, "Your session tomorrow") == 0


async def test_a_reminder_that_comes_late_says_how_long_there_is(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.stop()
    await studio.outside.advance(hours=24 * 3 + 8, minutes=40)
    await studio.start()
    late = await studio.cleo.sees("At 18:00, in 20 minutes")
    assert labels(late) == ["Confirm", "Move", "Cancel"]


async def test_a_reminder_that_was_missed_is_not_sent_after_the_start(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.stop()
    await studio.outside.advance(hours=24 * 3 + 10)
    await studio.start()
    await asyncio.sleep(1.5)
    assert await count(studio, "In an hour") == await count(studio, "Your session tomorrow") == 0


async def test_a_moved_session_is_reminded_of_at_its_new_time(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.cleo.says("move to friday 18:00")
    moved = await studio.cleo.presses("Fri 27 Nov 18:00")
    assert "Fri 27 Nov 18:00" in moved["text"]
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    await asyncio.sleep(1.5)
    assert await count(studio, "Your session tomorrow") == 0
    await studio.outside.advance(hours=24)
    reminded = await studio.cleo.sees("Your session tomorrow")
    assert "Fri 27 Nov 18:00" in reminded["text"]


async def test_a_cancelled_session_is_not_reminded_of(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.cleo.presses("Cancel")
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    await asyncio.sleep(1.5)
    assert await count(studio, "Your session tomorrow") == 0


async def test_an_old_reminder_still_finds_its_way(studio: Studio) -> None:
    await book_thursday_with_tom(studio)
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    reminded = await studio.cleo.sees("Your session tomorrow")
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    data = next(b["data"] for row in reminded["buttons"] for b in row if b["label"] == "Confirm")
    answered = await studio.cleo.forges(reminded["message_id"], data)
    assert "already settled" in answered["answered"]["text"]
    assert "Cancelled" in (await studio.cleo.sees("Cancelled"))["text"]
