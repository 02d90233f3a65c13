"""Reminders follow the booking: once each, never after the start, across restarts."""

import asyncio

from tests.stories.cast import Booker, Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, labels


async def book_thursday_with_tom(client: Booker) -> Shown:
    await client.comes_to("tom")
    await client.says("thu 18:00")
    return await client.does("Confirm", "C")


async def count(client: Booker, words: str) -> int:
    return sum(words in each["text"] for each in await client.heard())


async def test_a_day_and_an_hour_before_across_restarts(studio: Studio, cast: Cast) -> None:
    await book_thursday_with_tom(cast.client)
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)  # Wed 18:01, a day before
    first = await cast.client.sees("Your session tomorrow")
    assert labels(first) == ["Confirm", "Move", "Cancel"] if cast.taps else "C = Confirm" in first["text"]
    await studio.restart()
    before = cast.client.spent
    assert "You said you will come" in (await cast.client.does("Confirm", "C"))["text"]
    assert cast.client.spent == before + 1
    await studio.stop()
    await studio.outside.advance(hours=23)
    await studio.start()
    second = await cast.client.sees("In an hour")
    assert labels(second) == ["Move", "Cancel", "Running late"] if cast.taps else "C =" not in second["text"]
    await studio.restart()
    await asyncio.sleep(1.5)
    assert await count(cast.client, "In an hour") == 1
    # Who tapped has the first one as the living card now; a text stays as it was.
    assert await count(cast.client, "Your session tomorrow") == (0 if cast.taps else 1)


async def test_a_reminder_that_comes_late_says_how_long_there_is(studio: Studio, cast: Cast) -> None:
    await book_thursday_with_tom(cast.client)
    await studio.stop()
    await studio.outside.advance(hours=24 * 3 + 8, minutes=40)
    await studio.start()
    late = await cast.client.sees("At 18:00, in 20 minutes")
    assert (
        labels(late) == ["Confirm", "Move", "Cancel", "Running late"] if cast.taps else late["segments"] == 1
    )


async def test_a_reminder_that_was_missed_is_not_sent_after_the_start(studio: Studio, cast: Cast) -> None:
    await book_thursday_with_tom(cast.client)
    await studio.stop()
    await studio.outside.advance(hours=24 * 3 + 10)
    await studio.start()
    await asyncio.sleep(1.5)
    assert await count(cast.client, "In an hour") == await count(cast.client, "Your session tomorrow") == 0


async def test_a_moved_session_is_reminded_of_at_its_new_time(studio: Studio, cast: Cast) -> None:
    await book_thursday_with_tom(cast.client)
    await cast.client.says("move to friday 18:00")
    moved = await cast.client.does("Fri 27 Nov 18:00", "1")
    assert "Fri 27 Nov 18:00" in moved["text"]
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    await asyncio.sleep(1.5)
    assert await count(cast.client, "Your session tomorrow") == 0
    await studio.outside.advance(hours=24)
    reminded = await cast.client.sees("Your session tomorrow")
    assert "Fri 27 Nov 18:00" in reminded["text"]


async def test_a_cancelled_session_is_not_reminded_of(studio: Studio) -> None:
    await book_thursday_with_tom(studio.cleo)
    await studio.cleo.presses("Cancel")
    await studio.cleo.presses("Yes, cancel it")
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    await asyncio.sleep(1.5)
    assert await count(studio.cleo, "Your session tomorrow") == 0


async def test_an_old_reminder_still_finds_its_way(studio: Studio) -> None:
    await book_thursday_with_tom(studio.cleo)
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    reminded = await studio.cleo.sees("Your session tomorrow")
    await studio.cleo.says("/cancel")
    await studio.cleo.presses("Yes, cancel it")
    data = next(b["data"] for row in reminded["buttons"] for b in row if b["label"] == "Confirm")
    answered = await studio.cleo.forges(reminded["message_id"], data)
    assert "already settled" in answered["answered"]["text"]
    assert "Cancelled" in (await studio.cleo.sees("Cancelled"))["text"]


async def test_the_word_of_an_old_reminder_confirms_nothing(studio: Studio) -> None:
    await book_thursday_with_tom(studio.sam)
    await studio.outside.advance(hours=24 * 2 + 9, minutes=1)
    await studio.sam.sees("Your session tomorrow")
    await studio.sam.says("DROP")
    assert "nothing to confirm" in (await studio.sam.says("C"))["text"]
    assert not any("Thank you, see you then" in each["text"] for each in await studio.sam.heard())
