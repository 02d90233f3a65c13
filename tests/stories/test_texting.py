"""The main job by text, at its fewest messages; the trainer answers in Slack."""

from tests.stories.conftest import Studio


async def test_three_texts_book_a_session(studio: Studio) -> None:
    offered = await studio.sam.says("JOIN ANA")
    assert "HELP for help, STOP to end" in offered["text"]
    assert offered["segments"] <= 2
    held = await studio.sam.says("2")
    assert "C = Request it" in held["text"]
    asked = await studio.sam.says("C")
    assert "Requested" in asked["text"]
    assert held["segments"] == asked["segments"] == 1
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    told = await studio.sam.sees("Ana approved your session")
    assert told["segments"] == 1


async def booked(studio: Studio) -> None:
    """Sam has Thursday at six with Tom, who is not asked first."""
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 6pm")
    assert "Booked" in (await studio.sam.says("c"))["text"]


async def test_one_text_drops_and_another_takes_it_back(studio: Studio) -> None:
    await booked(studio)
    dropped = await studio.sam.says("DROP")
    assert "For a minute you can undo it." in dropped["text"]
    again = await studio.sam.says("AGAIN")
    assert "Booked" in again["text"]
    assert "Thu 26 Nov 18:00" in again["text"]


async def test_moving_takes_two_texts(studio: Studio) -> None:
    await booked(studio)
    offered = await studio.sam.says("MOVE")
    assert "2 " in offered["text"]
    assert "Moved. Tom is told." in (await studio.sam.says("2"))["text"]


async def test_more_goes_on_counting_so_that_no_number_changes_its_meaning(studio: Studio) -> None:
    first = (await studio.sam.says("JOIN TOM"))["text"].splitlines()
    more = (await studio.sam.says("MORE"))["text"].splitlines()
    assert [line[0] for line in more if line[0].isdecimal()] == ["4", "5", "6"]
    second = next(line for line in first if line.startswith("2 ")).removeprefix("2 ")
    assert second in (await studio.sam.says("2"))["text"]


async def test_a_number_that_no_list_has_gets_a_fresh_list(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    assert "a number from 1 to 3" in (await studio.sam.says("9"))["text"]
    await studio.outside.advance(minutes=31)
    fresh = await studio.sam.says("2")
    assert "That number is from an older list." in fresh["text"]
    numbers = [line.split(" ")[0] for line in fresh["text"].splitlines() if line[:1].isdecimal()]
    assert numbers == ["4", "5", "6"], "a 2 or a 3 may come once more"


async def test_the_same_text_again_gets_the_same_answer_and_does_nothing_twice(studio: Studio) -> None:
    await booked(studio)
    first = await studio.sam.says("DROP")
    again = await studio.sam.says("drop!")
    assert again["text"] == first["text"]
    heard = [each["text"] for each in (await studio.tom.view())["messages"]]
    assert sum("cancelled" in text.lower() for text in heard) <= 1


async def test_a_reminder_is_answered_by_a_word(studio: Studio) -> None:
    await booked(studio)
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    reminder = await studio.sam.sees("Your session tomorrow")
    assert reminder["segments"] == 1
    assert not any(line[:1].isdecimal() for line in reminder["text"].splitlines()), "no numbers unasked"
    assert "Thank you, see you then." in (await studio.sam.says("C"))["text"]


async def test_a_word_that_two_sessions_could_mean_asks_which(studio: Studio) -> None:
    await booked(studio)
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("fri 6pm")
    await studio.sam.says("c")
    await studio.sam.says("hello there")
    asked = await studio.sam.says("DROP")
    assert "DROP 1 = Thu 26 Nov 18:00" in asked["text"]
    assert "DROP 2 = Fri 27 Nov 18:00" in asked["text"]
    assert "Fri 27 Nov 18:00" in (await studio.sam.says("DROP 2"))["text"]
    assert "Thu 26 Nov 18:00" in (await studio.sam.says("NEXT"))["text"]


async def test_stop_is_heard_before_anything_else_and_nothing_follows(studio: Studio) -> None:
    await booked(studio)
    told = len(await studio.sam.heard())
    await studio.sam.whispers("STOP")
    await studio.tom.opens_home()
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    await studio.sam.whispers("my knee hurts")
    await studio.tom.sees("wants no texts from us")
    assert len(await studio.sam.heard()) == told
    back = await studio.sam.says("START")
    assert "Next: Thu 26 Nov 18:00 with Tom." in back["text"]


async def test_cancel_by_text_keeps_the_session_and_tells_the_trainer(studio: Studio) -> None:
    await booked(studio)
    told = len(await studio.sam.heard())
    await studio.sam.whispers("Cancel")
    asked = await studio.tom.sees("CANCEL")
    assert any("Cancel" in button["label"] for button in asked["buttons"])
    assert len(await studio.sam.heard()) == told
    back = await studio.sam.says("START")
    assert "Your session on Thu 26 Nov 18:00 is kept. Tom is told." in back["text"]
    assert back["segments"] == 1
    card = await studio.tom.sees("Kept by")
    assert "gets no texts" not in card["text"]


async def test_words_reach_the_trainer_and_come_back(studio: Studio) -> None:
    await booked(studio)
    passed = await studio.sam.says("is there parking near you?")
    assert "Passed to Tom" in passed["text"]
    opened = await studio.tom.sees("is there parking")
    await studio.tom.says("Yes, behind the house.", opened["ts"])
    await studio.sam.sees("Yes, behind the house.")


async def test_a_text_that_no_webhook_brought_is_answered_after_the_restart(studio: Studio) -> None:
    await booked(studio)
    await studio.stop()
    await studio.sam.whispers("NEXT")
    await studio.start()
    await studio.sam.sees("Booked\nThu 26 Nov 18:00")


async def test_in_spanish_from_the_first_text_of_a_spanish_phone(studio: Studio) -> None:
    lucia = studio.texter("+34600000001")
    offered = await lucia.says("hola")
    assert "¿Con quién" in offered["text"] or "Con quien" in offered["text"]
    assert "STOP" in offered["text"]
    await lucia.says("ana")
    held = await lucia.says("jue 18h")
    assert "C = " in held["text"]
    assert "Solicitada" in (await lucia.says("c"))["text"]
    assert "English" in (await lucia.says("ENGLISH"))["text"]


async def test_what_a_late_cancellation_costs_is_said_before_anything_is_booked(studio: Studio) -> None:
    await studio.tom.commands("policy cancel 24 hours, late fee 15")
    await studio.sam.says("JOIN TOM")
    held = await studio.sam.says("thu 6pm")
    assert "Free to cancel until Wed 25 Nov 18:00, then £15.00." in held["text"]
    await studio.sam.says("c")
    weekly = await studio.sam.says("again weekly")
    assert "£45.00 each" in weekly["text"]
    assert "Free to cancel until 1 day before, then £15.00." in weekly["text"]
    assert held["segments"] == weekly["segments"] == 1


async def test_the_terms_fit_into_one_text_in_spanish_too(studio: Studio) -> None:
    await studio.tom.commands("policy cancel 24 hours, late fee 15")
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("español")
    held = await studio.sam.says("jue 18:00")
    assert "hasta mié 25 nov 18:00; luego 15,00 GBP." in held["text"]
    await studio.sam.says("c")
    weekly = await studio.sam.says("repetir semanal")
    assert "45,00 GBP c/u" in weekly["text"]
    assert "Anular tarde: 15,00 GBP." in weekly["text"]
    assert held["segments"] == weekly["segments"] == 1
