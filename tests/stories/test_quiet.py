"""Quiet hours: chosen with a tap or in words, kept on each channel, and nothing lost by them."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Client, Trainer, eventually
from tests.stories.test_trainer_on_telegram import zoe_of


async def test_what_is_early_in_the_morning_is_told_the_evening_before(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await client.comes_to("tom")
    before = client.spent
    if cast.taps:
        assert "Quiet from 22:00 to 08:00" in (await client.says("/settings"))["text"]
    chosen = await client.does("Quiet 22:00 to 07:00", "quiet 22-7")
    assert "Quiet from 22:00 to 07:00" in chosen["text"]
    assert client.spent - before == (2 if cast.taps else 1)
    await client.says("wed 7am")
    await client.does("Confirm", "C")  # on Monday at nine
    await studio.outside.advance(hours=36, minutes=1)  # Tuesday 21:01

    async def came() -> bool:  # that of a day before, and that of an hour
        return sum("Your session tomorrow" in each["text"] for each in await client.heard()) == 2

    await eventually(came)
    why = await client.says("why")
    assert "Reminder an hour before: sent Tue 24 Nov 21:0" in why["text"]
    assert "Due Wed 25 Nov 06:00: too late after quiet hours" in why["text"]
    assert cast.taps or why["segments"] == 1
    await cast.tom.types(f"whynot {cast.name}")
    await cast.tom.is_told("too late after quiet hours, so it goes before")
    await cast.ana.types(f"whynot {cast.name}")
    await cast.ana.is_told(f"Nobody called {cast.name} trains with you.")
    await studio.outside.advance(hours=9, minutes=30)
    await client.says("next")
    assert not any("In an hour" in each["text"] for each in await client.heard())


async def test_a_trainers_words_at_night_say_when_they_go(studio: Studio, cast: Cast) -> None:
    """They go at once or never, as the trainer taps; the rest waits for the morning."""
    client, tom = cast.client, cast.tom
    await client.comes_to("tom")
    await client.says("my knee hurts")
    opened = await tom.sees("my knee hurts")
    before = len(await tom.messages())
    await client.says("quiet 22-8")
    await tom.replies(opened, "Since when?")
    await client.sees("Since when?")
    assert not any("Goes to" in each["text"] for each in (await tom.messages())[before:]), (
        "by day it just goes"
    )
    await studio.outside.advance(hours=14)  # Monday 23:00
    await tom.replies(opened, "Try ice on it.")
    card = await tom.sees(f"Goes to {cast.name} at 08:00, after their quiet hours.")
    assert card.get("thread_ts") == opened.get("ts")
    await tom.presses("At 07:00")
    await tom.sees(f"Goes to {cast.name} at 07:00.")
    await tom.presses("Take it back")
    await tom.sees(f"Taken back: {cast.name} never got it.")
    await tom.replies(opened, "No run tomorrow, please.")
    await tom.sees(f"Goes to {cast.name} at 08:00")
    await tom.presses("Send now")
    await tom.sees(f"It is on its way to {cast.name}.")
    await client.sees("No run tomorrow")
    await tom.replies(opened, "Sleep well.")
    await tom.sees(f"Goes to {cast.name} at 08:00")
    await studio.outside.advance(hours=9, minutes=1)
    await client.sees("Sleep well.")
    await studio.outside.rests(str(studio.cleo.user) if cast.taps else studio.sam.phone)
    await tom.presses("Take it back")
    await tom.sees("It went at 08:0")
    assert not any("Try ice" in each["text"] for each in await client.heard())


async def test_a_trainer_is_asked_before_a_client_is_told_too_much(studio: Studio, cast: Cast) -> None:
    client, tom = cast.client, cast.tom
    await client.comes_to("tom")
    await client.says("my knee hurts")
    opened = await tom.sees("my knee hurts")
    await tom.replies(opened, "Since when?")
    await client.sees("Since when?")
    await studio.stop()
    studio.settings = studio.settings.model_copy(update={"messages_a_week": 1})
    await studio.start()
    await tom.replies(opened, "Any better?")
    await client.sees("Any better?")  # they wrote today
    await studio.outside.advance(hours=25)
    await tom.replies(opened, "Try ice on it.")
    await tom.sees(f"It would be message 3 for {cast.name} this week. Send it anyway?")
    assert not any("Try ice" in each["text"] for each in await client.heard())
    await tom.presses("Send anyway")
    await client.sees("Try ice on it.")


async def test_the_desk_has_them_too(studio: Studio, cast: Cast) -> None:
    await cast.ana.types("quiet 21-9")
    await cast.ana.is_told("Quiet from 21:00 to 09:00")
    await cast.ana.types("silencio no")
    await cast.ana.is_told("Quiet hours: off")


async def test_an_admin_asks_why_of_anybody_who_is_known(studio: Studio) -> None:
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("whynot zed")
    await ada.is_told("Nobody called zed is known here.")
    await Client(studio.outside, 7003).opens()
    await ada.commands("whynot guest7003")  # who has no trainer yet
    await ada.is_told("Why, for Guest 7003")


async def test_reminders_are_turned_off_and_on(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await client.comes_to("tom")
    if cast.taps:
        await client.says("/settings")
        await client.does("Notifications", "alerts")
        assert "Reminders: off" in (await client.does("Reminders: turn off", ""))["text"]
    else:
        await client.says("quiet 22-8")
        settings = await client.says("settings")
        assert settings["segments"] == 1, settings["text"]
        off = await client.says("alerts reminders off")
        assert "Reminders: off" in off["text"]
        assert off["segments"] == 1
    await client.says("thu 18:00")
    await client.does("Confirm", "C")
    await studio.outside.advance(hours=24 * 2 + 10)
    assert not any("tomorrow" in each["text"] for each in await client.heard())
    assert "Reminders: on" in (await client.says("alerts reminders on"))["text"]


async def test_a_trainer_turns_off_what_rings_after_a_session(studio: Studio, cast: Cast) -> None:
    await cast.ana.types("alerts after off")
    await cast.ana.is_told("After a session: off")


async def test_who_is_here_at_night_is_told_at_once(studio: Studio) -> None:
    """A request is answered while its client still looks at it."""
    await studio.outside.advance(hours=14)
    zoe = await zoe_of(studio)
    await studio.cleo.opens("t_zoe")
    await studio.cleo.says("quiet 22-8")
    await studio.cleo.says("fri 18:00")
    await studio.cleo.presses("Request it")
    await zoe.sees("Request from Cleo")
    await zoe.presses("Approve")
    await studio.cleo.sees("Zoe approved your session")


async def test_namesakes_are_told_apart_by_where_they_are_reached(studio: Studio) -> None:
    ada = Trainer(studio.outside, "UADA")
    for user in (7001, 7002):
        guest = Client(studio.outside, user)
        await guest.comes_to("tom")
        await guest.takes(1)
        await guest.presses("Confirm")
    await ada.commands("whynot guest")
    await ada.is_told("Which one do you mean?")
    await ada.presses("Guest 7002 · 7002")
    await ada.is_told("Why, for Guest 7002")
    await ada.commands("whynot guest7001")
    await ada.is_told("Why, for Guest 7001")
