"""What a client says in a sentence: nothing of it is silently left out, and there is always a way on."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import labels, times


async def test_a_name_that_nobody_has_is_said_and_the_wish_is_kept(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    answer = await cast.client.says("book with Bogus thu 6pm")
    assert "Nobody called Bogus trains here" in answer["text"]
    held = await cast.client.does("Train with Tom", "TOM")
    assert held["text"].startswith("Thu 26 Nov 18:00")
    assert cast.names("Tom") in held["text"]


async def test_a_time_that_was_said_first_outlives_the_choice_of_a_trainer(cast: Cast) -> None:
    answer = await cast.client.says("thu 6pm")
    assert "With whom would you like to train?" in answer["text"]
    held = await cast.client.does("Train with Ana", "ANA")
    assert held["text"].startswith("Thu 26 Nov 18:00")
    assert "until 09:10" in held["text"]


async def test_a_length_in_a_sentence_picks_the_session_of_that_length(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    short = "Check-in" if cast.taps else "30 min"
    assert short in (await cast.client.says("thu 6pm for 30 minutes"))["text"]
    assert short in (await cast.client.says("book half an hour with Ana"))["text"]


async def test_a_length_that_there_is_not_is_said_with_those_there_are(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    answer = await studio.cleo.says("thu 6pm for 90 minutes")
    assert "Ana has no session of 90 minutes" in answer["text"]
    await studio.cleo.presses(next(label for label in labels(answer) if label.startswith("Check-in")))
    assert (await studio.cleo.heard())[-1]["text"].startswith("Thu 26 Nov 18:00")


async def test_a_length_said_to_nobody_in_particular_finds_who_has_it(studio: Studio) -> None:
    answer = await studio.cleo.says("thu 6pm for 30 minutes")
    assert labels(answer) == ["Train with Ana · 30 minutes", "Menu"]
    answer = await studio.cleo.says("thu 6pm for 50 minutes")
    assert "Nobody has a session of 50 minutes" in answer["text"]
    assert labels(answer) == ["Train with Ana", "Train with Tom", "Menu"]


async def test_moving_by_words_names_the_session_and_both_its_times(cast: Cast) -> None:
    await _booked_with_tom(cast, "thu 18:00")
    before = cast.client.spent
    asked = await cast.client.says("move it to friday 18:00")
    assert "Your session with Tom is on Thu 26 Nov 18:00" in asked["text"]
    assert "Move it to Fri 27 Nov 18:00?" in asked["text"]
    assert "Keep it as it is" in labels(asked) if cast.taps else "KEEP" in asked["text"]
    moved = await cast.client.does("Fri 27 Nov 18:00", "1")
    assert "Fri 27 Nov 18:00" in moved["text"]
    assert cast.client.spent == before + 2


async def test_past_the_horizon_the_last_day_is_said(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    answer = await cast.client.says("15 jan 10:00")
    assert "Tom takes bookings until Mon 21 Dec" in answer["text"]
    assert times(answer)


async def test_the_calendar_goes_on_to_the_last_day_and_back(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    first = await studio.cleo.presses("More times")
    assert labels(first)[-2:] == ["Later days", "Menu"]
    last = await studio.cleo.presses("Later days")
    assert "Tom takes bookings until Mon 21 Dec" in last["text"]
    assert labels(last)[-2:] == ["First days", "Menu"]
    assert not set(labels(first)[:-2]) & set(labels(last)[:-2])
    day = await studio.cleo.presses(labels(last)[0])
    assert labels(day)[-2:] == ["Other days", "Menu"]
    await studio.cleo.presses("Menu")
    assert (await studio.cleo.heard())[-1]["text"].startswith("Welcome")


async def test_two_sessions_at_once_are_pointed_out_before_they_are_booked(cast: Cast) -> None:
    await _booked_with_tom(cast, "thu 18:00")
    await cast.client.comes_to("ana")
    held = await cast.client.says("thu 18:30")
    assert "you have a session with Tom then" in held["text"]
    assert "Book both?" in held["text"]
    apart = await cast.client.says("thu 19:00")
    assert "Book both?" not in apart["text"]


async def _booked_with_tom(cast: Cast, words: str) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says(words)
    await cast.client.does("Confirm", "C")
