"""A full day, a cancellation, and one after another is asked: Telegram, SMS and Slack on one place."""

import re

from tests.stories.cast import Cast, is_same
from tests.stories.conftest import Studio
from tests.stories.people import Client, eventually, labels


async def booked_by_kim(studio: Studio, when: str = "thu 18:00") -> Client:
    """Kim has Tom's Thursday at six; Tom books at once."""
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.says(when)
    await kim.presses("Confirm")
    return kim


async def cancelled(studio: Studio, kim: Client) -> None:
    """And the minute in which it can be undone is over."""
    await kim.says("/cancel")
    await kim.presses("Yes, cancel it")
    await studio.outside.advance(seconds=61)


async def waits_on_telegram(studio: Studio, user: int = 1001, when: str = "thu 18:00") -> Client:
    client = studio.client(user)
    await client.opens("t_tom")
    full = await client.says(when)
    assert "That time is not free" in full["text"]
    joined = await client.presses("Tell me if one frees up")
    assert "On the waitlist" in joined["text"]
    return client


async def test_a_freed_place_goes_to_one_after_another_until_somebody_takes_it(
    studio: Studio, cast: Cast
) -> None:
    kim = await booked_by_kim(studio)
    cleo = await waits_on_telegram(studio)
    await studio.sam.says("JOIN TOM")
    full = await studio.sam.says("thu 6pm")
    assert "WAIT = Tell me if one frees up" in full["text"]
    joined = await studio.sam.says("WAIT")
    assert "On the waitlist" in joined["text"]
    assert joined["segments"] == 1
    await cancelled(studio, kim)

    asked = await cast.tom.sees("Fill Thu 26 Nov 18:00?")
    assert "1. Cleo waits for this very time" in asked["text"]
    assert "2. Sam waits for this very time" in asked["text"]
    await cast.tom.presses("Offer it (2 waiting)")
    assert cast.tom.spent == 1
    offer = await cleo.sees("Thu 26 Nov 18:00 with Tom is free.")
    assert "Yours until 09:16." in offer["text"]
    assert labels(offer) == ["Take", "Pass"]
    live = await cast.tom.sees("offered to Cleo until 09:16; 1 more")
    assert is_same(live, asked), "one living card"

    await cleo.presses("Pass")
    texted = await studio.sam.sees("Thu 26 Nov 18:00 with Tom is free.")
    assert texted["segments"] == 1
    assert "TAKE" in texted["text"]
    assert not re.search(r"^\d ", texted["text"], re.MULTILINE), "no numbers unasked"
    await cast.tom.sees("offered to Sam until 09:16; Cleo passed")
    assert "Booked" in (await studio.sam.says("TAKE"))["text"]
    taken = await cast.tom.sees("Taken by Sam")
    assert is_same(taken, asked)
    assert "Waitlist" not in (await studio.sam.says("ME"))["text"], "whoever is booked waits no longer"
    assert "Waitlist: Thu 26 Nov 18:00" in (await cleo.says("/sessions"))["text"]


async def test_an_offer_that_nobody_answers_ends_after_its_quarter_of_an_hour(
    studio: Studio, cast: Cast
) -> None:
    kim = await booked_by_kim(studio)
    cleo = await waits_on_telegram(studio)
    await cancelled(studio, kim)
    await cast.tom.sees("Fill Thu 26 Nov 18:00?")
    await cast.tom.presses("Offer it (1 waiting)")
    offer = await cleo.sees("is free.")
    take = next(button["data"] for row in offer["buttons"] for button in row if button["label"] == "Take")
    outsider = studio.client(1008)
    await outsider.opens("t_tom")
    assert "not free" in (await outsider.says("thu 18:00"))["text"], "nobody else is offered it meanwhile"
    await studio.outside.advance(minutes=15)
    await cast.tom.sees("Nobody took it; it is open to all")
    await cleo.sees("The 15 minutes are over")
    await cleo.forges(offer["message_id"], take)
    await cleo.sees("That offer is over.")
    assert "Thu 26 Nov 18:00" in (await outsider.says("thu 18:00"))["text"]
    assert not [each for each in await kim.heard() if "is free." in each["text"]], "Kim gave it up"


async def test_nobody_is_asked_at_night_and_a_restart_forgets_nothing(studio: Studio, cast: Cast) -> None:
    kim = await booked_by_kim(studio)
    cleo = await waits_on_telegram(studio)
    await studio.outside.advance(hours=13)  # ten at night, for a session in two days
    await cancelled(studio, kim)
    await cast.tom.sees("Fill Thu 26 Nov 18:00?")
    await cast.tom.presses("Offer it (1 waiting)")
    await cast.tom.sees("goes on at Tue 24 Nov 08:00")
    outsider = studio.client(1008)
    await outsider.opens("t_tom")
    assert "not free" in (await outsider.says("thu 18:00"))["text"], "the place is kept through the night"
    await studio.restart()
    assert not [each for each in await cleo.heard() if "is free." in each["text"]]
    await studio.outside.advance(hours=10)
    await cleo.sees("Yours until 08:16.")
    await studio.restart()
    await cleo.presses("Take")
    await cleo.sees("Booked")
    await cast.tom.sees("Taken by Cleo")
    offers = [each for each in await cleo.heard() if "Yours until" in each["text"]]
    assert len(offers) <= 1


async def test_the_trainer_stops_it_and_who_had_the_offer_is_told(studio: Studio, cast: Cast) -> None:
    kim = await booked_by_kim(studio)
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("WAIT thu 6pm")
    await cancelled(studio, kim)
    await cast.tom.sees("Fill Thu 26 Nov 18:00?")
    await cast.tom.presses("Not now")

    async def later() -> bool:
        return labels(await cast.tom.sees("Fill Thu 26 Nov 18:00?")) == ["Offer it (1 waiting)"]

    await eventually(later)
    await cast.tom.presses("Offer it (1 waiting)")
    await studio.sam.sees("is free.")
    await cast.tom.presses("Stop")
    await cast.tom.sees("Stopped; it is open to all")
    await studio.sam.sees("Tom has taken this offer back")
    assert "offer is over" in (await studio.sam.says("TAKE"))["text"]


async def test_by_text_a_wait_is_listed_and_left(studio: Studio) -> None:
    await booked_by_kim(studio)
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 6pm")
    await studio.sam.says("wait")
    listed = await studio.sam.says("ME")
    assert "Waitlist: Thu 26 Nov 18:00, Tom" in listed["text"]
    assert "UNWAIT" in listed["text"]
    assert "no longer wait" in (await studio.sam.says("UNWAIT"))["text"]
    assert "Waitlist" not in (await studio.sam.says("ME"))["text"]
    assert "Nothing is offered" in (await studio.sam.says("TAKE"))["text"]


async def test_where_nobody_waits_nothing_is_asked(studio: Studio, cast: Cast) -> None:
    kim = await booked_by_kim(studio)
    await cancelled(studio, kim)

    async def told() -> bool:
        return any("Cancelled" in each["text"] for each in await cast.tom.messages())

    await eventually(told)
    assert not [each for each in await cast.tom.messages() if "Fill" in each["text"]]


async def test_words_that_only_sound_like_waiting_are_for_the_trainer(studio: Studio) -> None:
    cleo = studio.client(1001)
    await cleo.opens("t_tom")
    assert "Passed to Tom" in (await cleo.says("wait for me outside please"))["text"]


async def test_nobody_waits_for_a_day_that_is_their_own(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("wed 6pm")
    await studio.sam.says("C")
    for seen in ("wednesday", "ME"):
        await studio.sam.says(seen)
        assert "Say for when" in (await studio.sam.says("WAIT"))["text"]
