"""Somebody is late: the other side hears of it at once, and whoever comes after only where they will wait."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Client, labels


async def booked(studio: Studio, cast: Cast) -> tuple[Client, Client]:
    """With Tom, a quarter of an hour between: the client at four, Kim after them, then Lou."""
    await cast.client.comes_to("tom")
    await cast.client.says("today 16:00")
    await cast.client.does("Confirm", "C")
    others = []
    for user, when in ((1007, "17:30"), (1008, "19:00")):
        who = studio.client(user)
        await who.opens("t_tom")
        await who.says(f"today {when}")
        await who.presses("Confirm")
        others.append(who)
    await studio.outside.advance(hours=6, minutes=1)
    await cast.client.sees("In an hour")
    return others[0], others[1]


async def test_the_next_hears_of_the_trainers_delay_only_where_it_reaches_them(
    studio: Studio, cast: Cast
) -> None:
    kim, lou = await booked(studio, cast)
    cast.tom.spent = 0
    await cast.tom.types("late 20")
    assert cast.tom.spent == 1
    await cast.client.sees("You begin at about 16:20 instead of 16:00.")
    await cast.tom.is_told("is told: about 16:20")
    await cast.tom.types("late 45")
    await cast.client.sees("You begin at about 16:45 instead of 16:00.")
    waits = await kim.sees("Tom runs 15 minutes late. You begin at about 17:45 instead of 17:30.")
    assert labels(waits) == ["Another time", "Cancel"]
    await cast.tom.types("on time")
    await cast.client.sees("Tom is on time after all: 16:00.")
    await kim.sees("Tom is on time after all: 17:30.")
    assert not [each for each in await lou.heard() if "late" in each["text"]]


async def test_a_client_who_is_late_is_waited_for_and_the_trainer_chooses_how_it_ends(
    studio: Studio, cast: Cast
) -> None:
    kim, lou = await booked(studio, cast)
    if cast.taps:
        await cast.client.does("Running late", "")
        cast.client.spent = 1
        await cast.client.does("15 minutes", "")
    else:
        cast.client.spent = 1
        await cast.client.does("", "LATE 15")
    assert cast.client.spent == 2
    await cast.client.sees("Tom is told that you come 15 min")
    await cast.tom.sees("(comes 15 minutes late for 16:00)")
    await cast.tom.presses("Go on until 17:15")
    await cast.tom.is_told("Nobody after it has to wait.")
    await cast.client.says("late 40")
    await cast.tom.sees("If you go on, these wait and are told:")
    await cast.tom.presses("Go on until 17:40")
    await kim.sees("Tom runs 10 minutes late. You begin at about 17:40 instead of 17:30.")
    await cast.tom.presses("End at 17:00 as planned")
    await kim.sees("Tom is on time after all: 17:30.")
    assert not [each for each in await lou.heard() if "late" in each["text"]]


async def test_plain_words_of_a_delay_do_what_late_does(studio: Studio, cast: Cast) -> None:
    """Of the next session's trainer, whomever the talk is with."""
    await cast.client.comes_to("ana")
    await booked(studio, cast)
    await cast.client.comes_to("ana")
    await cast.client.says("I'm running 10 min late")
    await cast.client.sees("Tom is told that you come 10 min")
    await cast.tom.sees("(comes 10 minutes late for 16:00)")


async def test_days_before_a_session_a_delay_is_told_in_the_clients_own_words(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("thu 6pm")
    await cast.client.does("Confirm", "C")
    await cast.client.comes_to("ana")
    await cast.client.says("llego 10 minutos tarde")
    await cast.client.sees("Passed to Tom, who answers here.")
    await cast.tom.sees("llego 10 minutos tarde")
    await cast.client.comes_to("ana")
    await cast.client.says("I'm late, the bus broke down")
    await cast.tom.sees("the bus broke down")
