"""After the session: stars in one tap or one text, words if wished, and the same time again."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import data_of, eventually, labels
from tests.stories.test_after import over_with_tom

STARS = ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]


async def completed(studio: Studio) -> None:
    """Thursday at six with Tom took place: for Cleo on Telegram, for Sam on a plain phone an hour before."""
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 16:30")
    await studio.sam.says("C")
    await studio.outside.advance(hours=24 * 3 + 10, minutes=5)
    await studio.tom.sees("Over: Cleo")
    await studio.tom.presses("Close my day")

    async def modal() -> object:
        return (await studio.tom.view())["modal"]

    assert await eventually(modal)
    assert (await studio.tom.submits())["errors"] is None
    await studio.tom.sees("The day is closed")
    await studio.outside.advance(seconds=61)


async def test_one_tap_rates_and_words_may_follow(studio: Studio) -> None:
    await completed(studio)
    asked = await studio.cleo.sees("How was it?")
    assert labels(asked) == [*STARS, "Thu 18:00 again?", "Menu"]
    given = await studio.cleo.presses("5 ★")
    assert given["message_id"] == asked["message_id"], "one living card"
    assert "You gave it 5 of 5 stars." in given["text"]
    assert labels(given) == ["Change my rating", "Thu 18:00 again?", "Menu"]
    await studio.tom.sees("Cleo gave it 5 of 5 stars")
    said = await studio.cleo.says("Loved the hill sprints, my legs are jelly")
    assert "Added to your rating" in said["text"]
    await studio.tom.sees("5 of 5 stars: “Loved the hill sprints")
    await studio.cleo.presses("Change my rating")
    await studio.cleo.presses("4 ★")
    assert (await studio.cleo.sees("4 of 5 stars: “Loved"))["message_id"] == asked["message_id"]


async def test_one_text_rates_with_words(studio: Studio) -> None:
    await completed(studio)
    asked = await studio.sam.sees("How was it?")
    assert "such as RATE 5" in asked["text"]
    assert asked["segments"] <= 2
    given = await studio.sam.says("RATE 5 great hour")
    assert "Thank you. Tom sees it." in given["text"]
    assert 'You gave it 5 of 5 stars: "great hour"' in given["text"]
    await studio.tom.sees("“great hour”")


async def test_the_same_time_again_is_one_tap_and_twice_is_once(studio: Studio) -> None:
    await completed(studio)
    asked = await studio.cleo.sees("How was it?")
    booked = await studio.cleo.presses("Thu 18:00 again?")
    assert booked["text"].startswith("Booked\n\nThu 3 Dec 18:00")
    assert booked["message_id"] > asked["message_id"], "the stars stay where they are"
    again = data_of(asked, "Thu 18:00 again?")
    await studio.cleo.forges(asked["message_id"], again)
    sessions = await studio.cleo.says("/sessions")
    assert sessions["text"].count("Thu 3 Dec 18:00") == 1
    assert "Thu 10 Dec" not in sessions["text"]


async def test_again_by_text_books_at_once(studio: Studio) -> None:
    await completed(studio)
    await studio.sam.sees("AGAIN")
    booked = await studio.sam.says("AGAIN")
    assert "Booked" in booked["text"]
    assert "Thu 3 Dec 16:30" in booked["text"]


async def test_an_average_is_shown_from_three_ratings_on(studio: Studio) -> None:
    await completed(studio)
    await studio.cleo.sees("How was it?")
    await studio.cleo.presses("5 ★")
    await studio.sam.says("rate 4")
    await studio.tom.commands("ratings")

    async def two() -> bool:
        said = [each["text"] for each in (await studio.tom.view())["ephemeral"]]
        return any("from 3 ratings on" in text and "Cleo · 5 of 5 stars" in text for text in said)

    await eventually(two)
    assert "★" not in (await studio.cleo.opens("t_tom"))["text"]
    await studio.cleo.presses("Thu 18:00 again?")
    await studio.outside.advance(hours=24 * 7)
    over = await studio.tom.sees("Did it take place? · Thu 3 Dec")
    await studio.tom.presses("Complete", over["ts"])
    await studio.tom.sees("Completed: Cleo · Thu 3 Dec")
    await studio.outside.advance(seconds=61)
    await studio.cleo.sees("Thu 3 Dec 18:00\nWith Tom\nRunning session · 60 minutes · £45.00\nHow was it?")
    await studio.cleo.presses("5 ★")
    assert "★ 4.7 from 3 ratings" in (await studio.cleo.opens("t_tom"))["text"]


async def test_two_stars_reach_the_trainer_at_once_and_can_be_answered(studio: Studio, cast: Cast) -> None:
    await over_with_tom(studio, cast)
    await cast.tom.presses("Complete")
    await cast.tom.sees("Completed by you")
    await studio.outside.advance(seconds=61)
    await cast.client.sees("How was it?")
    before = cast.client.spent
    await cast.client.does("2 ★", "2 stars")
    assert cast.client.spent == before + 1
    low = await cast.tom.sees(f"{cast.name} gave Thu 26 Nov 18:00 2 stars of 5.")
    assert (await cast.client.says("It hurt more than it should"))["text"].startswith("Added")
    words = await cast.tom.sees("It hurt more than it should")
    assert words.get("thread_ts") == low.get("ts"), "in Slack one thread for each client"
    await cast.tom.replies(low, "Sorry to hear it. We go easy next time.")
    await cast.client.sees("We go easy next time.")
