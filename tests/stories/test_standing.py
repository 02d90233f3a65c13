"""Thursdays at six, week by week: made in two taps or two texts, and a thing that its client owns."""

from datetime import datetime

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Client, Shown, eventually, labels

DAY = 24  # hours


async def booked(cast: Cast, trainer: str = "tom") -> None:
    """Thursday at six; Tom books at once."""
    await cast.client.comes_to(trainer)
    await cast.client.says("thu 18:00")
    await cast.client.does("Confirm", "C")


async def owned(cast: Cast) -> Shown:
    await booked(cast)
    await cast.client.does("Make it weekly", "AGAIN WEEKLY")
    return await cast.client.does("Book all 10", "1")


async def rivals_hour(studio: Studio, when: str) -> Client:
    """Kim has that time of Tom's."""
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.says(when)
    await kim.presses("Confirm")
    return kim


async def test_it_takes_two_taps_or_two_texts_and_every_date_is_checked(studio: Studio, cast: Cast) -> None:
    await cast.tom.types("block 24 dec")
    await rivals_hour(studio, "10 dec 18:00")
    await booked(cast)
    cast.client.spent = 0
    shown = await cast.client.does("Make it weekly", "AGAIN WEEKLY")
    if cast.taps:
        assert "Of 10 dates from Thu 26 Nov to Thu 28 Jan, 8 are free." in shown["text"]
        assert "Thu 10 Dec: taken → Thu 10 Dec 16:30" in shown["text"]
        assert "Thu 24 Dec: Tom is away → Wed 23 Dec 18:00" in shown["text"]
    else:
        assert "8 of 10 free to Thu 28 Jan. Not Thu 10 Dec (taken), Thu 24 Dec (away)." in shown["text"]
    made = await cast.client.does("Book 8, leave out 2", "1")
    assert cast.client.spent == 2
    assert "8 dates" in made["text"]
    board = await cast.tom.sees(f"{cast.name}: Thu 18:00 every week")
    assert "Left out: Thu 10 Dec · Thu 24 Dec" in board["text"]


async def test_what_clashes_is_shown_where_it_would_be_before_it_is_saved(studio: Studio, cast: Cast) -> None:
    await cast.tom.types("block 24 dec")
    await booked(cast)
    shown = await cast.client.does("Make it weekly", "AGAIN WEEKLY")
    if not cast.taps:
        shown = await cast.client.says("2")
    assert "Wed 23 Dec 18:00" in shown["text"]
    made = await cast.client.does("Book 10, 1 moved", "3")
    assert "10 dates" in made["text"]
    dates = await cast.client.does("Dates", "DATES")
    assert "Wed 23 Dec 18:00" in (str(labels(dates)) if cast.taps else (await more(cast))["text"])


async def more(cast: Cast) -> Shown:
    return await cast.client.says("MORE")


async def test_a_trainer_makes_it_weekly_for_a_client_in_two_taps(studio: Studio, cast: Cast) -> None:
    await booked(cast)
    await cast.tom.sees(f"Booked: {cast.name}")
    cast.tom.spent = 0
    await cast.tom.presses("Make it weekly")
    await cast.tom.sees("10 dates from Thu 26 Nov to Thu 28 Jan, all free.")
    await cast.tom.presses("Book all 10")
    told = await cast.client.sees("Tom booked this time for you, week by week.")
    assert cast.tom.spent == 2
    assert "10 dates" in told["text"]


async def test_where_the_trainer_approves_one_answer_is_for_all_dates(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("ana")
    shown = await cast.client.says("every thursday at 6 with ana")
    assert "Thu 18:00" in shown["text"]
    asked = await cast.client.does("Request all 10", "1")
    assert "Ana answers" in asked["text"]
    await cast.ana.sees(f"Weekly request from {cast.name}")
    cast.ana.spent = 0
    await cast.ana.presses("Approve all 10")
    told = await cast.client.sees("Ana approved all dates.")
    assert cast.ana.spent == 1
    assert "10 dates" in told["text"]
    about = [each for each in await cast.ana.messages() if "Thu 26 Nov" in each["text"]]
    assert len(about) == 1, "one card, not ten"


async def test_a_time_that_is_taken_between_the_look_and_the_tap_books_nothing(
    studio: Studio, cast: Cast
) -> None:
    await booked(cast)
    await cast.client.does("Make it weekly", "AGAIN WEEKLY")
    await rivals_hour(studio, "10 dec 18:00")
    lost = await cast.client.does("Book all 10", "1")
    assert "Something changed in the meantime, so nothing was done." in lost["text"]
    made = await cast.client.does("Book 9, leave out 1", "2")
    assert "9 dates" in made["text"]


async def test_one_date_that_is_given_up_leaves_the_others(studio: Studio, cast: Cast) -> None:
    await owned(cast)
    if cast.taps:
        await cast.client.does("Dates", "DATES")
        await cast.client.does("Thu 3 Dec 18:00", "")
        await cast.client.does("Cancel", "")
        await cast.client.does("Yes, cancel it", "")
    else:
        await cast.client.says("DATES")
        await cast.client.says("2")
        assert "Cancelled" in (await cast.client.says("DROP"))["text"]
    left = await cast.client.says("weekly")
    assert "9 dates" in left["text"]


async def test_a_pause_gives_its_dates_to_others_and_what_is_left_is_taken_again(
    studio: Studio, cast: Cast
) -> None:
    await owned(cast)
    asked = await cast.client.says("pause 1 dec to 20 dec")
    assert "3 dates are given back" in asked["text"]
    paused = await cast.client.does("Pause it", "PAUSE")
    assert "Paused from Tue 1 Dec to Sun 20 Dec." in paused["text"]
    await rivals_hour(studio, "10 dec 18:00")
    again = await cast.client.does("Resume", "RESUME")
    assert ("Thu 10 Dec: taken" if cast.taps else "Not Thu 10 Dec (taken)") in again["text"]
    on = await cast.client.does("Book 2, leave out 1", "1")
    assert "9 dates" in on["text"]


async def test_all_dates_move_as_one_act_and_the_trainer_reads_it_once(studio: Studio, cast: Cast) -> None:
    await owned(cast)
    plan = await cast.client.says("move all wed 6pm")
    assert "Wed" in plan["text"]
    moved = await cast.client.does("Move all 10", "1")
    assert "Wed 18:00" in moved["text"]
    await cast.tom.sees(f"{cast.name}: Wed 18:00 every week")


async def looked_after(studio: Studio) -> datetime:
    """When the clock looks at the slot next."""
    assert studio.bot
    series = await studio.bot.database.read(lambda work: work.standing.series(1))
    assert series.slot.due_at
    return series.slot.due_at


async def test_a_date_that_clashes_when_its_turn_comes_is_told_once_with_the_next_step(
    studio: Studio, cast: Cast
) -> None:
    await owned(cast)
    await cast.tom.types("block 4 feb")
    await cast.tom.is_told("Thu 4 Feb, all day")
    await studio.outside.advance(hours=11 * DAY)
    told = await cast.client.sees("Thu 4 Feb is left out")
    assert ("Another time" in labels(told)) if cast.taps else ("OTHER" in told["text"])
    await cast.tom.sees("Thu 4 Feb is left out: Tom is away.")
    await studio.restart()
    before = await looked_after(studio)
    await studio.outside.advance(hours=DAY)

    async def looked_at_again() -> bool:
        return await looked_after(studio) > before

    await eventually(looked_at_again)
    said = [each for each in await cast.client.heard() if "is left out" in each["text"]]
    assert len(said) == 1, "said once"
    other = await cast.client.does("Another time", "OTHER")
    assert "Another time around Thu 4 Feb?" in other["text"]
    filled = await cast.client.takes(1)
    assert "Booked." in filled["text"] or "10 dates" in filled["text"]


async def test_ending_it_frees_every_date_to_come(studio: Studio, cast: Cast) -> None:
    await owned(cast)
    await cast.client.does("Give it up", "DROP ALL")
    ended = await cast.client.does("Yes, give it up", "DROP ALL")
    assert "This weekly time has ended." in ended["text"]
    kim = await rivals_hour(studio, "10 dec 18:00")
    assert "Booked" in (await kim.heard())[-1]["text"]

    async def told() -> bool:
        return any("has ended" in each["text"] for each in await cast.tom.messages())

    await eventually(told)


async def test_what_is_owned_is_shown_rather_than_made_again(studio: Studio, cast: Cast) -> None:
    made = await owned(cast)
    again = await cast.client.says("again weekly")
    assert "10 dates" in made["text"]
    assert "10 dates" in again["text"], "what is owned is shown"


async def test_who_has_no_weekly_time_reads_how_to_have_one(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    for words in ("weekly", "pause", "pause 24 dec to 6 jan"):
        told = await studio.sam.says(words)
        assert "Nothing is yours every week yet." in told["text"]
        assert told["segments"] == 1
