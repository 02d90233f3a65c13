"""A trainer's week is irregular: every second Saturday, open for once, away with bookings in it."""

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually, labels, times
from tests.stories.test_requests import approved
from tests.stories.test_trainer_on_telegram import booked, zoe_of


async def test_every_second_saturday_is_offered_and_the_one_between_is_not(cast: Cast) -> None:
    await cast.ana.types("hours sat 9-13 every 2 weeks from 5 dec")
    await cast.ana.is_told("Sat 09:00–13:00 every 2 weeks from Sat 5 Dec")
    await cast.ana.presses("Save")
    await cast.ana.is_told("16:00–20:00")
    await cast.client.comes_to("ana")
    assert (await cast.client.says("5 dec 10:00"))["text"].startswith("Sat 5 Dec 10:00")
    assert "not free" in (await cast.client.says("12 dec 10:00"))["text"]


async def test_open_for_once_and_taken_back(cast: Cast) -> None:
    await cast.ana.types("open sat 28 nov 9-12")
    await cast.ana.is_told("Clients can book it now.")
    await cast.client.comes_to("ana")
    assert (await cast.client.says("saturday 10:00"))["text"].startswith("Sat 28 Nov 10:00")
    await cast.ana.types("hours")
    await cast.ana.is_told("Open besides")
    await cast.ana.presses("Take it back")
    await cast.ana.is_told("No longer open besides: Sat 28 Nov 09:00 to 12:00.")
    await cast.client.does("Another time", "DROP")
    assert "not free" in (await cast.client.says("sat 10:00"))["text"]


async def test_a_block_over_an_opening_is_shown_with_its_mend(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("block sat 28 nov")
    clash = await zoe.says("open sat 9-12")
    assert "still blocks" in clash["text"]
    assert "Open again" in labels(clash)
    assert "From when until when" in (await zoe.says("open sat"))["text"]
    assert "another weekday" in (await zoe.says("open fri 28 nov 9-12"))["text"]


async def test_time_off_offers_everybody_another_time_and_cancels_nothing(cast: Cast) -> None:
    await approved(cast)
    before = cast.ana.spent
    await cast.ana.types("block thu wedding")
    await cast.ana.is_told("1 booking lies in it and stays")
    await cast.ana.presses("Offer other times")
    assert cast.ana.spent == before + 2
    await cast.ana.is_told("1 client is asked to pick another time.")
    offered = await cast.client.sees("be there on Thu 26 Nov 18:00")
    assert "wedding" not in offered["text"]
    if not cast.taps:
        offered = await cast.client.says("MOVE")
    assert len(times(offered)) == 3
    moved = await cast.client.takes(1)
    assert moved["text"].startswith("Booked")
    await cast.ana.sees(f"Moved by {cast.name}")


async def test_who_was_asked_for_another_time_sees_it_in_the_same_message(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await zoe.says("block thu wedding")
    await zoe.presses("Offer other times")
    offered = await studio.cleo.sees("Zoe can’t be there on Thu 26 Nov 18:00")
    await studio.cleo.presses(times(offered)[0])
    assert sum("can’t be there" in each["text"] for each in await studio.cleo.heard()) == 0


async def test_hours_that_leave_a_booking_outside_say_so_and_mend_it(cast: Cast) -> None:
    await approved(cast)
    await cast.ana.types("hours thu 7-12")
    await cast.ana.is_told("1 booking lies outside these hours")
    await cast.ana.presses("Save")
    await cast.ana.is_told("Booked outside your time")
    await cast.ana.presses("Offer other times")
    await cast.client.sees("be there on Thu 26 Nov 18:00")


async def test_hours_are_not_blamed_for_a_booking_that_lies_in_time_off(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await zoe.says("block thu wedding")
    await zoe.presses("Offer other times")
    await studio.cleo.sees("Zoe can’t be there on Thu 26 Nov 18:00")
    echoed = await zoe.says("hours sat 9-13")
    assert "outside these hours" not in echoed["text"]
    assert "Booked outside your time" not in (await zoe.presses("Save"))["text"]


async def test_a_full_day_is_gone_from_what_clients_are_offered(studio: Studio, cast: Cast) -> None:
    await cast.ana.types("limits")
    await cast.ana.is_told("Sessions a day: no limit")
    await cast.ana.types("limits day 1, client 1")
    await cast.ana.is_told("Sessions a day: 1")
    await approved(cast)
    assert "Ana takes 1 bookings ahead" in (await cast.client.comes_to("ana"))["text"]
    dan = studio.client(1003)
    await dan.opens("t_ana")
    assert "not free" in (await dan.says("thu 10:00"))["text"]
    await cast.ana.types("limits day many")
    await cast.ana.is_told("I could not read")
    await cast.ana.types("limits day off")
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
    offered = await studio.cleo.sees("The studio is shut on Thu 26 Nov 18:00")
    assert len(times(offered)) == 3
    assert not any("Thu 26" in label for label in times(offered))
    assert "not free" in (await studio.cleo.says("book thu 17:00"))["text"]
    await ada.commands("closures")
    await shows("works in the house")


async def test_other_hours_for_some_days_are_echoed_saved_and_ended(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    echoed = await zoe.says("schedule holidays 25 nov - 27 nov: mon-fri 9-13")
    assert "holidays\nWed 25 Nov to Fri 27 Nov\nMon–Fri 09:00–13:00" in echoed["text"]
    assert "1 booking lies outside these hours" in echoed["text"]
    saved = await zoe.presses("Save")
    assert "Booked outside your time" in saved["text"]
    assert "Wed 25 Nov to Fri 27 Nov" in saved["text"]
    await studio.cleo.opens("t_zoe")
    assert "not free" in (await studio.cleo.says("book fri 17:00"))["text"]
    assert (await studio.cleo.says("book fri 12:00"))["text"].startswith("Fri 27 Nov 12:00")
    clash = await zoe.says("schedule summer 27 nov: mon-fri 7-8")
    assert "“holidays” holds on some of those days already" in clash["text"]
    await zoe.says("schedule")
    ended = await zoe.presses("End it")
    assert "Booked outside your time" not in ended["text"]
    again = await zoe.says("schedule holidays 30 nov")
    assert "On these days they count instead of the usual hours." in again["text"]
    assert "The usual hours count again" in (await zoe.says("schedule holidays off"))["text"]
    assert "There is no schedule of that name yet" in (await zoe.says("schedule summer 24 dec"))["text"]


async def test_other_hours_in_a_form_on_both_channels(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await zoe.says("schedule")
    await zoe.presses("Other hours for some days")
    await zoe.says("away")
    await zoe.says("mon-sun off")
    await zoe.presses("Thu 26 Nov")
    echoed = await zoe.says("fri")
    assert "away\nThu 26 Nov to Fri 27 Nov\nMon–Sun off" in echoed["text"]
    await zoe.presses("Save")
    await studio.cleo.opens("t_zoe")
    assert "not free" in (await studio.cleo.says("thu 18:00"))["text"]

    await studio.ana.commands("schedule")
    await studio.ana.presses("Other hours for some days")
    named = {
        "What to call these hours": "holidays",
        "The hours of a week then, or off": "mon-fri 9-13",
        "The first day": "2026-11-26",
    }
    refused = await studio.ana.submits(**named, **{"The last day": "2026-11-25"})
    assert "before the first" in str(refused["errors"])
    await studio.ana.submits(**named, **{"The last day": "2026-11-26"})

    async def shown() -> bool:
        return "Thu 26 Nov" in str((await studio.ana.view())["ephemeral"])

    await eventually(shown)
    await studio.ana.presses("Save")
    await studio.cleo.opens("t_ana")

    async def closed() -> bool:
        return "not free" in (await studio.cleo.says("thu 18:00"))["text"]

    await eventually(closed)


async def test_days_are_read_as_people_write_them(cast: Cast) -> None:
    await cast.ana.types("block mon 7/12 16-20 dentist")
    await cast.ana.is_told("Mon 7 Dec 16:00 to 20:00")
    await cast.ana.types("open sat 12.12. 9-12")
    await cast.ana.is_told("Sat 12 Dec 09:00 to 12:00")
    await cast.ana.types("block next monday")
    await cast.ana.is_told("Mon 30 Nov, all day")
    await cast.client.comes_to("ana")
    assert "not free" in (await cast.client.says("7.12. 18:00"))["text"]
    assert (await cast.client.says("12/12 10:00"))["text"].startswith("Sat 12 Dec 10:00")


async def test_on_a_trip_hours_are_kept_there_and_both_see_the_zone(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    gone = await zoe.says("trip New York 26-27 nov")
    assert gone["text"].startswith("In New York\n\nThu 26 Nov to Fri 27 Nov")
    assert "Booked outside your time" in gone["text"]  # 18:00 in Lisbon is in her break there
    assert "Thu 26 Nov 1:00 pm (New York time)" in gone["text"]
    assert "Thu 26 Nov 18:00 (Lisbon time)" in (await studio.cleo.says("/next"))["text"]
    assert "not free" in (await studio.cleo.says("book fri 10am"))["text"]
    assert (await studio.cleo.says("book fri 14:00"))["text"].startswith("Fri 27 Nov 14:00 (Lisbon time)")
    await studio.outside.post("/sandbox/clock", {"now": "2026-11-26T14:00:00+00:00"})

    async def there() -> bool:
        return "Thu 26 Nov 1:00 pm" in (await zoe.says("today"))["text"]

    await eventually(there)
    called_off = await zoe.says("trip off")
    assert "No trip to New York: times are in Lisbon time." in called_off["text"]
    assert "Thu 26 Nov 18:00" in (await zoe.says("today"))["text"]


async def test_a_client_is_away_this_week(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    away = await studio.sam.says("I'm in Tokyo this week")
    assert away["text"].startswith("In Tokyo\nMon 23 Nov to Sun 29 Nov")
    assert "JST" in (await studio.sam.says("thu 6pm"))["text"]
    assert "Lisbon" in (await studio.sam.says("TRIP OFF"))["text"]
    assert "JST" not in (await studio.sam.says("thu 6pm"))["text"]
    assert "I could not read" in (await studio.sam.says("trip to the moon"))["text"]
    assert not (await studio.sam.says("I'm in bed this week"))["text"].startswith("In ")


async def test_times_after_a_trip_are_those_of_home(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    assert "In Tokyo" in (await cast.client.says("I'm in Tokyo this week"))["text"]
    there, home = [(await cast.client.says(words))["text"] for words in ("thu 6pm", "mon 30 nov 10am")]
    assert there.startswith("Thu 26 Nov 18:00")
    assert home.startswith("Mon 30 Nov 10:00")
    assert "JST" in there or "Tokyo time" in there or "Lisbon time" in there
    assert "WET" in home or "Lisbon time" in home
    assert "JST" not in home


async def test_a_trip_in_a_form(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("/settings")
    await studio.cleo.presses("I am away")
    await studio.cleo.says("Porto Velho")
    await studio.cleo.presses("Tue 24 Nov")
    planned = await studio.cleo.presses("Thu 26 Nov")
    assert planned["text"].startswith("In Porto Velho\n\nTue 24 Nov to Thu 26 Nov")
    assert "Porto Velho: Tue 24 Nov to Thu 26 Nov" in (await studio.cleo.says("/trips"))["text"]
    await studio.cleo.presses("Call the trip off")
    assert "None to come." in (await studio.cleo.says("/trips"))["text"]


async def test_who_keeps_a_session_while_the_studio_is_shut_reads_why_by_text(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    for each in ("fri 5pm", "thu 6pm"):
        await studio.sam.says(each)
        await studio.sam.says("c")
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("closure thu works in the house")
    await ada.is_told("1 booking lies in it and stays")
    await ada.presses("Offer other times")
    told = await studio.sam.sees("Your session stays booked until you pick.")
    assert "The studio is shut on Thu 26 Nov 18:00." in told["text"]
    kept = await studio.sam.says("KEEP")
    assert "Kept: Thu 26 Nov 18:00" in kept["text"]
    assert "The studio is shut" in kept["text"]
    assert told["segments"] == kept["segments"] == 1
