"""Once a day in one message: chosen with a tap or in words, and everything in it once."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.money import asks, sells_tens, trains
from tests.stories.people import Trainer, eventually, labels


async def test_what_is_given_in_a_day_comes_as_one_message(studio: Studio, cast: Cast) -> None:
    client = cast.client
    await sells_tens(cast)
    await trains(studio, cast)
    if cast.taps:
        await client.says("/notifications")
        chosen = await client.does("Credits and money: once a day", "")
        assert "In one message, at 18:00" in chosen["text"]
    else:
        chosen = await client.says("alerts money daily")
        assert "Credits and money: daily, 18:00" in chosen["text"]
        assert chosen["segments"] == 1
    for _each in range(2):
        await asks(cast, f"give {cast.name} 10-pack welcome", "10 credits left")
        await studio.outside.advance(minutes=2)
    why = await client.says("why this message")
    assert "waits with others until Mon 23 Nov 18:00" in why["text"] or not cast.taps
    assert not any("gave you" in each["text"] for each in await client.heard())
    await studio.outside.advance(hours=12)

    digest = await client.sees("Your digest: 2 new")
    assert digest["text"].count("Ana gave you 10 credits.") == 2
    if cast.taps:
        assert "Your credits" in labels(digest)
        await client.does("Your credits", "")
        kept = await client.sees("Your digest: 2 new")  # the rest of it is still to do
        assert (kept["message_id"], labels(kept)) == (digest["message_id"], labels(digest))
    else:
        assert digest["segments"] <= 2
        assert "CREDITS" in digest["text"]
    assert sum("gave you" in each["text"] for each in await client.heard()) == 1


async def test_who_wants_it_at_once_again_has_it_now(studio: Studio, cast: Cast) -> None:
    await sells_tens(cast)
    await trains(studio, cast)
    await cast.client.says("alerts money daily")
    assert "20:00" in (await cast.client.says("alerts at 20"))["text"]
    assert "I could not read" in (await cast.client.says("alerts at 27"))["text"]
    await asks(cast, f"give {cast.name} 10-pack welcome", "10 credits left")
    await cast.client.says("alerts money on")
    await cast.client.sees("Ana gave you 10 credits.")


async def test_a_desk_has_what_was_sold_once_a_day(studio: Studio, cast: Cast) -> None:
    await asks(cast, "alerts sales daily", "What was sold: once a day", "In one message, at 18:00")
    await asks(cast, "alerts sales off", "What was sold: off")
    await asks(cast, "avisos ventas diario", "What was sold: once a day")

    async def stands() -> bool:
        await cast.ana.types("alerts at 8")
        await cast.ana.is_told("In one message, at 08:00")
        return True

    assert await eventually(stands)


async def test_an_admin_sees_the_whole_life_of_one_message(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("send me a test")
    ada = Trainer(studio.outside, "UADA")
    await ada.types("notif soon")
    await ada.is_told("Say its number, such as: notif 123")
    await ada.types("notif 999999999")
    await ada.is_told("There is no message 999999999")
    await ada.types("notif 1")
    await ada.is_told("Priority: ")


async def test_what_cannot_be_chosen_or_read_is_said_so(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    unread = await cast.client.says("alerts at half past nine")
    assert "at half past nine" in unread["text"]
    assert "Try: alerts after daily, or: alerts at 18" in unread["text"]
    assert cast.taps or unread["segments"] == 1
    never = await cast.client.says("alerts reminders daily")
    assert "Reminders: at once or off, not once a day." in never["text"]
    money = await cast.client.says("alerts money off")
    assert "Credits and money: at once or once a day, never off." in money["text"]
