"""A client books, in the fewest taps, and whatever may come between."""

import asyncio
from datetime import timedelta

from icalendar import Calendar

from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.crowd import one_wins
from tests.stories.people import data_of, eventually, labels, times


async def test_a_first_booking_takes_three_taps_or_texts(cast: Cast) -> None:
    offered = await cast.client.comes_to("ana")  # 1: Start, or JOIN ANA
    assert len(times(offered)) == 3
    held = await cast.client.takes(2)  # 2: a time
    assert "until 09:10" in held["text"]
    requested = await cast.client.does("Request it", "C")  # 3
    assert "Requested" in requested["text"]
    assert cast.client.spent == 3
    # R1: one living card; what was tapped is still one message long.
    assert len(await cast.client.heard()) == (1 if cast.taps else 3)


async def test_a_cold_start_takes_one_more(cast: Cast) -> None:
    await cast.client.comes()
    await cast.client.does("Train with Tom", "TOM")
    await cast.client.takes(1)
    assert "Booked" in (await cast.client.does("Confirm", "C"))["text"]
    assert cast.client.spent == 4


async def test_by_the_calendar_route_it_takes_five(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    days = await studio.cleo.presses("More times")
    day = await studio.cleo.presses(labels(days)[2])
    await studio.cleo.presses(times(day)[-1])
    booked = await studio.cleo.presses("Confirm")
    assert booked["text"].startswith("Booked")


async def test_words_hold_the_time_that_they_name(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    held = await cast.client.says("thu 6pm")
    assert held["text"].startswith("Thu 26 Nov 18:00")
    other = await cast.client.says("and friday?")
    assert "Fri 27 Nov 18:00" in other["text"]
    elsewhere = await cast.client.says("tomorrow morning with Tom")
    assert elsewhere["text"].startswith("Tom")
    assert all(each.startswith("Tue 24 Nov") for each in times(elsewhere))


async def test_a_slip_in_a_day_is_read_all_the_same(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    asked = await cast.client.says("tomorow 6")
    assert "Tue 24 Nov 18:00" in asked["text"]


async def test_an_ambiguous_hour_is_asked_about_once(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    asked = await cast.client.says("tuesday 7")  # 07:00 and 19:00 are both free
    assert "Which one do you mean?" in asked["text"]
    assert times(asked) == ["Tue 24 Nov 07:00", "Tue 24 Nov 19:00"]
    held = await cast.client.takes(2)
    assert "until 09:10" in held["text"]
    again = await cast.client.says("and wednesday at 7")
    assert again["text"].startswith("Wed 25 Nov 19:00"), "they have said which 7 they mean"


async def test_an_expired_hold_says_so_and_offers_near_times(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_ana")
    await studio.cleo.presses(times(offered)[0])
    await studio.outside.advance(minutes=11)
    lapsed = await studio.cleo.sees("It is no longer held for you")
    assert times(lapsed)
    assert len(await studio.cleo.heard()) == 1, "the card itself says so"


async def test_confirming_too_late_by_an_old_button_offers_near_times(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_ana")
    held = await studio.cleo.presses(times(offered)[0])
    data = data_of(held, "Request it")
    await studio.outside.advance(minutes=11)
    await studio.cleo.sees("It is no longer held for you")
    await studio.cleo.forges(held["message_id"], data)
    assert times((await studio.cleo.heard())[-1])


async def test_a_lost_race_is_told_kindly_and_offered_near_times(studio: Studio, cast: Cast) -> None:
    dora = studio.client(1002)
    offered = times(await cast.client.comes_to("tom"))
    assert times(await dora.opens("t_tom")) == offered
    await dora.takes(1)
    lost = await cast.client.takes(1)
    assert "just taken" in lost["text"]
    assert times(lost)
    assert offered[0] not in times(lost)


async def test_a_double_tap_books_once(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_tom")
    held = await studio.cleo.presses(times(offered)[0])
    data = data_of(held, "Confirm")
    await asyncio.gather(*(studio.cleo.forges(held["message_id"], data) for _ in range(3)))
    listed = await studio.cleo.says("/sessions")
    assert listed["text"].count("Tom") == 1


async def test_nobody_presses_another_persons_button(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_tom")
    held = await studio.cleo.presses(times(offered)[0])
    mallory = studio.client(1666)
    hers = await mallory.opens()
    data = data_of(held, "Confirm")
    answered = await mallory.forges(hers["message_id"], data)
    assert "somebody else" in answered["answered"]["text"]
    assert (await studio.cleo.heard())[-1]["text"] == held["text"]
    booked = await studio.cleo.presses("Confirm")
    assert booked["text"].startswith("Booked")


async def test_moving_takes_two_taps_or_texts(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.takes(1)
    await cast.client.does("Confirm", "C")
    before = cast.client.spent
    other = times(await cast.client.does("Move", "MOVE"))  # 1
    assert len(other) == (6 if cast.taps else 3)
    moved = await cast.client.takes(3)  # 2
    assert moved["text"].startswith("Booked")
    assert other[2] in moved["text"]
    assert cast.client.spent == before + 2


async def test_cancelling_takes_two_taps_or_one_text_and_frees_the_time(studio: Studio, cast: Cast) -> None:
    first = times(await cast.client.comes_to("tom"))[0]
    await cast.client.takes(1)
    await cast.client.does("Confirm", "C")
    before = cast.client.spent
    shown = await cast.client.does("Cancel", "DROP")
    if cast.taps:
        assert "costs nothing" in shown["text"]
        shown = await cast.client.does("Yes, cancel it", "")
    assert shown["text"].startswith("Cancelled")
    assert cast.client.spent == before + (2 if cast.taps else 1)
    await studio.outside.advance(seconds=61)  # until then it can be undone

    async def is_free() -> bool:
        return first in times(await studio.client(1002).opens("t_tom"))

    assert await eventually(is_free)


async def test_the_calendar_file_reads_back(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_tom")
    await studio.cleo.presses(times(offered)[0])
    await studio.cleo.presses("Confirm")
    sent = await studio.cleo.presses("Add to calendar")
    async with studio.outside.http.get(studio.outside.base + sent["file"]["url"]) as answer:
        (event,) = Calendar.from_ical(await answer.text()).walk("VEVENT")
    assert event["SUMMARY"] == "Running session with Tom"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)


async def test_a_new_client_has_one_request_pending(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_ana")
    await studio.cleo.presses(times(offered)[0])
    await studio.cleo.presses("Request it")
    again = await studio.cleo.opens("t_ana")
    refused = await studio.cleo.taps(times(again)[0])
    assert "already waiting" in refused["answered"]["text"]
    assert "Requested" in (await studio.cleo.heard())[-1]["text"]


async def test_language_and_zone_follow_the_person(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    asked = await cast.client.says("zone")
    assert "Which city" in asked["text"]
    # A message in the middle of the form is read as a command first, and the form is kept.
    await cast.client.says("sessions")
    changed = (await cast.client.says("New York"))["text"]
    assert ("New York time" if cast.taps else "Time zone: New York") in changed
    offered = times(await cast.client.comes_to("tom"))
    assert ("(New York time)" if cast.taps else "am EST") in offered[0]
    assert "A partir de ahora en español" in (await cast.client.says("español"))["text"]
    assert (await cast.client.says("jueves 12h"))["text"].startswith("jue 26 nov 12:00")


async def test_odd_things_get_a_kind_answer_and_change_nothing(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_ana")
    held = await studio.cleo.presses(times(offered)[0])
    await studio.cleo.whispers(text="👍")  # an emoji alone needs no answer
    for odd in ({"sticker": "🙂"}, {"photo": "knee.jpg"}, {"voice": "hm.ogg"}, {"text": "x" * 4000}):
        answer = await studio.cleo.sends(**odd)
        assert answer["text"]
    await studio.cleo.presses("Request it")
    requested = await studio.cleo.sees("Requested – waiting for Ana")
    assert requested["message_id"] == held["message_id"] == offered["message_id"]


async def test_an_unknown_command_is_answered_with_the_way_on(studio: Studio) -> None:
    answer = await studio.cleo.says("/fly")
    assert "I don't know /fly" in answer["text"]
    assert "Train with Ana" in labels(answer)


async def test_a_forged_press_is_answered(studio: Studio) -> None:
    shown = await studio.cleo.opens()
    for forged in ("", "zz_1", "bc_999_1", "bt_1_0", "sx_1_-1", "t_" + "a" * 61, "bt_99_29923620"):
        answered = await studio.cleo.forges(shown["message_id"], forged or "x")
        assert answered["answered"] is not None


async def test_whoever_blocks_us_can_come_back(studio: Studio) -> None:
    await studio.cleo.opens()
    await studio.cleo.whispers(blocked=True)
    await asyncio.sleep(0.1)
    await studio.cleo.whispers(blocked=False)
    assert "Welcome" in (await studio.cleo.opens())["text"]


async def test_each_event_has_one_effect_however_often_it_comes(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_tom")
    pressed = await studio.cleo.taps(times(offered)[0])
    assert pressed["answered"] is not None
    held = await studio.cleo.sees("Held for you")
    wire = await studio.outside.get("/sandbox/wire?last=500")
    updates = [
        update["update_id"]
        for entry in wire
        if entry["direction"] == "to_bot" and entry["method"] == "getUpdates"
        for update in (entry["payload"] if isinstance(entry["payload"], list) else [])
    ]
    for update_id in sorted(set(updates), reverse=True):
        await studio.outside.post("/sandbox/telegram/redeliver", {"update_id": update_id, "times": 4})
    await studio.cleo.says("/sessions")  # comes after all of them
    heard = await studio.cleo.heard()
    assert [each["revision"] for each in heard] == [held["revision"], 1]


async def test_two_hundred_press_one_slot_and_one_wins(studio: Studio) -> None:
    await one_wins([studio.client(2000 + i) for i in range(200)])


async def test_the_same_conversation_in_spanish(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("/settings")
    spanish = await studio.cleo.presses("Español")
    assert spanish["text"].startswith("Ajustes")
    held = await studio.cleo.says("jueves 18h")
    assert "Apartada para ti hasta las 09:10" in held["text"]
    requested = await studio.cleo.presses("Solicitarla")
    assert requested["text"].startswith("Solicitada: esperando a Ana")


async def test_a_session_that_is_over_is_past_though_nobody_marked_it(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("tomorrow 10:00")
    await cast.client.does("Confirm", "C")
    assert "Tue 24 Nov 10:00" in (await cast.client.says("me"))["text"]
    await studio.outside.advance(hours=27)
    assert "Nothing is booked yet" in (await cast.client.says("sessions"))["text"]
    assert "Tue 24 Nov 10:00" in (await cast.client.does("Past", "PAST"))["text"]
    assert "Next:" not in (await cast.client.says("menu"))["text"]


async def test_an_emoji_goes_to_a_human_unless_it_only_means_thanks(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    await cast.client.whispers(text="🙏🏽")
    assert "Passed to Ana" in (await cast.client.says("🤕"))["text"]
    await cast.ana.sees("🤕")
    assert "🙏" not in str(await cast.ana.messages())


async def test_the_words_that_spanish_speakers_type(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("idioma español")
    for said, heard in (("hola", "Studio Demo"), ("ayuda", "funciona"), ("sesiones", "Próximas")):
        assert heard in str(await studio.cleo.says(said))
    assert "12 horas" in (await studio.cleo.says("humano"))["text"]


async def test_a_bare_yes_answers_the_last_question_and_no_other(studio: Studio) -> None:
    offered = await studio.cleo.opens("t_tom")
    await studio.cleo.presses(times(offered)[0])
    await studio.cleo.says("/help")
    again = await studio.cleo.says("ok")  # to nothing: the hold is not confirmed by it, but shown
    assert "Held for you" in again["text"]
    await studio.cleo.says("tomorrow 10:00")
    assert (await studio.cleo.says("yes"))["text"].startswith("Booked")
    assert "Cancel this session?" in (await studio.cleo.says("cancel"))["text"]
    assert (await studio.cleo.says("yes"))["text"].startswith("Cancelled")


async def test_in_the_middle_of_a_form_a_human_is_still_reached(cast: Cast) -> None:
    await cast.client.comes_to("ana")
    await cast.client.says("zone")
    await cast.client.says("human")
    await cast.client.whispers(text="is anybody there?")
    await cast.ana.sees("is anybody there?")


async def test_words_go_to_the_trainer_who_spoke_last(cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("my knee hurts")
    opened = await cast.tom.sees("my knee hurts")
    await cast.client.comes_to("ana")
    await cast.tom.replies(opened, "Since when?")
    asked = await cast.client.sees("Since when?")
    assert asked["text"].endswith("Since when?"), "nothing takes the place of a person's words"
    await cast.client.whispers(text="since sunday evening or so, after the swim")
    await cast.tom.sees("after the swim")


async def test_a_trainer_learns_that_nobody_reads_what_they_write(studio: Studio, cast: Cast) -> None:
    await cast.client.comes_to("tom")
    await cast.client.says("my knee hurts")
    opened = await cast.tom.sees("my knee hurts")
    if cast.taps:
        await studio.cleo.whispers(blocked=True)
    else:
        await studio.sam.whispers("STOP")
    await asyncio.sleep(0.2)
    await cast.tom.replies(opened, "Since when?")
    await cast.tom.sees("can't be reached in a chat")


async def test_the_menu_of_commands_speaks_every_language(studio: Studio) -> None:
    bot = studio.bot
    assert bot
    assert bot.telegram
    for language, said in (("", "Book a session"), ("en", "Book a session"), ("es", "Reservar una sesión")):
        menu = await bot.telegram.bot.get_my_commands(language_code=language or None)
        assert menu[0].description == said


async def test_a_yes_to_something_newer_does_not_answer_the_old_question(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.outside.advance(hours=2 * 24 + 8, minutes=55)
    await studio.cleo.presses("Cancel")
    await studio.outside.advance(minutes=6)
    await studio.cleo.sees("Your session tomorrow")
    await studio.cleo.says("yes")
    await studio.cleo.says("/sessions")
    await studio.cleo.sees("Thu 26 Nov 18:00")


async def test_a_reminder_of_the_old_time_confirms_nothing(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    reminder = await studio.cleo.sees("Your session tomorrow")
    old = next(each for row in reminder["buttons"] for each in row if each["label"] == "Confirm")
    await studio.cleo.opens("s_1")
    moved = await studio.cleo.presses("Move")
    await studio.cleo.presses(times(moved)[0])
    pressed = await studio.cleo.forges(reminder["message_id"], old["data"])
    assert "This changed in the meantime" in pressed["answered"]["text"]
    assert not any("You said you will come" in each["text"] for each in await studio.cleo.heard())


async def test_the_card_of_a_time_that_was_let_go_promises_it_no_longer(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    first = await studio.cleo.says("thu 6pm")
    second = await studio.cleo.says("and friday?")
    let_go = await studio.cleo.sees("no longer held")
    assert let_go["message_id"] == first["message_id"], "the card itself says so"
    assert labels(let_go) == ["Other times", "Menu"]
    offered = await studio.cleo.presses("Another time")
    await studio.cleo.presses(times(offered)[0])
    await studio.cleo.presses(times(await studio.cleo.opens("t_tom"))[0])
    third = await studio.cleo.sees("Held for you")
    await eventually(lambda: _shows(studio, second["message_id"], "no longer held"))
    assert (await studio.cleo.heard())[-1]["text"] == third["text"], "what is held now stands as it was"


async def _shows(studio: Studio, message_id: int, words: str) -> bool:
    heard = {each["message_id"]: each["text"] for each in await studio.cleo.heard()}
    return words in heard[message_id]
