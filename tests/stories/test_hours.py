"""A trainer's week is irregular: every second Saturday, open for once, away with bookings in it."""

from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually, labels, times
from tests.stories.test_trainer_on_telegram import booked, zoe_of


async def test_every_second_saturday_is_offered_and_the_one_between_is_not(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    echoed = await zoe.says("hours sat 9-13 every 2 weeks from 5 dec")
    assert "Sat 09:00–13:00 every 2 weeks from Sat 5 Dec" in echoed["text"]
    saved = await zoe.presses("Save")
    assert "Mon–Fri 07:00–12:00, 16:00–20:00" in saved["text"]
    await studio.cleo.opens("t_zoe")
    assert (await studio.cleo.says("5 dec 10:00"))["text"].startswith("Sat 5 Dec 10:00")
    assert "not free" in (await studio.cleo.says("12 dec 10:00"))["text"]


async def test_open_for_once_and_taken_back(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    opened = await zoe.says("open sat 28 nov 9-12")
    assert "Sat 28 Nov 09:00 to 12:00" in opened["text"]
    await studio.cleo.opens("t_zoe")
    assert (await studio.cleo.says("saturday 10:00"))["text"].startswith("Sat 28 Nov 10:00")
    assert "Sat 28 Nov 09:00 to 12:00" in (await zoe.says("hours"))["text"]
    await zoe.presses("Take it back")
    await studio.cleo.presses("Another time")
    assert "not free" in (await studio.cleo.says("saturday 10:00"))["text"]


async def test_a_block_over_an_opening_is_shown_with_its_mend(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("block sat 28 nov")
    clash = await zoe.says("open sat 9-12")
    assert "still blocks" in clash["text"]
    assert "Open again" in labels(clash)
    assert "From when until when" in (await zoe.says("open sat"))["text"]
    assert "another weekday" in (await zoe.says("open fri 28 nov 9-12"))["text"]


async def test_time_off_offers_everybody_another_time_and_cancels_nothing(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    blocked = await zoe.says("block thu wedding")
    assert "1 booking lies in it and stays" in blocked["text"]
    asked = await zoe.presses("Offer other times")
    assert "1 client is asked to pick another time." in asked["text"]
    offered = await studio.cleo.sees("Zoe can’t be there on Thu 26 Nov 18:00")
    assert "wedding" not in offered["text"]
    assert len(times(offered)) == 3
    moved = await studio.cleo.presses(times(offered)[0])
    assert moved["text"].startswith("Booked")
    assert sum("can’t be there" in each["text"] for each in await studio.cleo.heard()) == 0


async def test_hours_that_leave_a_booking_outside_say_so_and_mend_it(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    echoed = await zoe.says("hours thu 7-12")
    assert "1 booking lies outside these hours" in echoed["text"]
    saved = await zoe.presses("Save")
    assert "Booked outside your time" in saved["text"]
    await zoe.presses("Offer other times")
    assert len(times(await studio.cleo.sees("Another time?"))) == 3


async def test_the_same_in_slack(studio: Studio) -> None:
    async def shows(words: str) -> None:
        async def shown() -> bool:
            return words in str((await studio.ana.view())["ephemeral"])

        await eventually(shown)

    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Request it")
    await studio.ana.commands("hours sat 9-13 every 2 weeks from 5 dec")
    await shows("every 2 weeks from Sat 5 Dec")
    await studio.ana.presses("Save")
    await studio.ana.commands("open sat 12 dec 9-12")
    await shows("Sat 12 Dec 09:00 to 12:00")
    await studio.ana.presses("Take it back")
    await studio.ana.commands("block thu 16-20 dentist")
    await shows("1 booking lies in it")
    await studio.ana.presses("Offer other times")
    assert len(times(await studio.cleo.sees("Ana can’t be there"))) == 3


async def test_a_full_day_is_gone_from_what_clients_are_offered(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    assert "Sessions a day: no limit" in (await zoe.says("limits"))["text"]
    assert "Sessions a day: 1" in (await zoe.says("limits day 1, client 1"))["text"]
    await booked(studio, zoe)
    assert "Zoe takes 1 bookings ahead" in (await studio.cleo.opens("t_zoe"))["text"]
    dan = studio.client(2002)
    await dan.opens("t_zoe")
    assert "not free" in (await dan.says("thu 10:00"))["text"]
    assert "I could not read" in (await zoe.says("limits day many"))["text"]
    await zoe.presses("Set limits")
    assert "Sessions a day: no limit" in (await zoe.says("day off"))["text"]
    assert (await dan.says("thu 10:00"))["text"].startswith("Thu 26 Nov 10:00")


async def test_the_studio_shuts_for_everybody_and_all_are_offered_other_times(studio: Studio) -> None:
    ada = Trainer(studio.outside, "UADA")

    async def shows(words: str) -> None:
        async def shown() -> bool:
            return words in str((await ada.view())["ephemeral"])

        await eventually(shown)

    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Request it")
    await ada.commands("closure thu works in the house")
    await shows("1 booking lies in it and stays")
    await ada.presses("Offer other times")
    offered = await studio.cleo.sees("Ana can’t be there on Thu 26 Nov 18:00")
    assert len(times(offered)) == 3
    assert not any("Thu 26" in label for label in times(offered))
    assert "not free" in (await studio.cleo.says("book thu 17:00"))["text"]
    await ada.commands("closures")
    await shows("works in the house")
