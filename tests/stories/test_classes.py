"""A class on Thursdays: made in Slack, joined by tap and by text, full, left, settled, called off."""

from tests.stories.conftest import Studio
from tests.stories.people import Client, Shown, eventually, labels
from tests.stories.test_family import sam_has_leo
from tests.stories.test_trainer_on_telegram import zoe_of

SPIN = "thu 18:00 2 spin, 45 min, £12"


async def tom_reads(studio: Studio, words: str) -> str:
    """What only he sees in Slack: the newest with these words."""

    async def found() -> str:
        seen = [each["text"] for each in (await studio.tom.view())["ephemeral"]]
        return next((text for text in reversed(seen) if words in text), "")

    return await eventually(found)


async def tom_fills(studio: Studio, **values: str) -> str:
    """The modal that opened, handed in; answers what it asked."""

    async def opened() -> str:
        modal = (await studio.tom.view())["modal"]
        return str(modal) if modal else ""

    asked = await eventually(opened)
    await studio.tom.submits(**values)
    return asked


async def given(studio: Studio, words: str = SPIN) -> None:
    """Tom gives Spin; he books at once."""
    await studio.tom.commands(f"class {words}")
    await tom_reads(studio, "I understood:")
    await studio.tom.presses("Save")
    await tom_reads(studio, "Saved. Clients can join now.")


async def joined(client: Client) -> Shown:
    await client.opens("t_tom")
    await client.presses("Spin · 45 minutes · £12.00")
    shown = (await client.heard())[-1]
    await client.presses(next(each for each in labels(shown) if each.startswith("Thu 26 Nov 18:00")))
    return await client.presses("Join")


async def test_a_class_is_made_in_slack_joined_by_tap_and_by_text_and_seen_live(studio: Studio) -> None:
    await studio.tom.commands(f"class {SPIN}")
    echoed = await tom_reads(studio, "I understood:")
    assert "Spin · every Thu 18:00–18:45" in echoed
    assert "2 places · 45 minutes · £12.00 each" in echoed
    assert "Thu 26 Nov · Thu 3 Dec" in echoed
    await studio.tom.presses("Save")
    await tom_reads(studio, "Saved. Clients can join now.")

    cleo = studio.client(1001)
    await cleo.opens("t_tom")
    await cleo.presses("Spin · 45 minutes · £12.00")
    offered = (await cleo.heard())[-1]
    assert "Thu 26 Nov 18:00 · 2 of 2 places left" in labels(offered)
    held = await cleo.presses("Thu 26 Nov 18:00 · 2 of 2 places left")
    assert "Held for you until 09:10." in held["text"]
    assert "Booked" in (await cleo.presses("Join"))["text"]
    roster = await studio.tom.sees("1 of 2 places taken")
    assert "Cleo" in roster["text"]

    named = await studio.sam.says("JOIN SPIN")
    assert "1 Thu 26 Nov 18:00, 1 left" in named["text"]
    assert named["segments"] <= 2, "the first text says who writes"
    held_by_text = await studio.sam.says("1")
    assert "C = Join" in held_by_text["text"]
    assert held_by_text["segments"] == 1
    assert "Booked" in (await studio.sam.says("C"))["text"]
    full = await studio.tom.sees("2 of 2 places taken")
    assert full["ts"] == roster["ts"], "one living card"
    assert "Sam" in full["text"]

    kim = studio.client(1007)
    await kim.opens("t_tom")
    listed = await kim.presses("Spin · 45 minutes · £12.00")
    assert not [each for each in labels(listed) if each.startswith("Thu 26 Nov 18:00 ·")]
    waits = await kim.presses("Thu 26 Nov 18:00 is full: tell me if a place frees up")
    assert "On the waitlist" in waits["text"]
    await studio.sam.says("DROP")
    await studio.outside.advance(seconds=61)
    await kim.sees("Thu 26 Nov 18:00 with Tom is free.")
    assert "Booked" in (await kim.presses("Take"))["text"]
    await studio.tom.sees("Guest 1007")


async def test_the_last_place_goes_while_another_looks_at_it(studio: Studio) -> None:
    await given(studio)
    await joined(studio.client(1001))
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.presses("Spin · 45 minutes · £12.00")
    assert "Booked" in (await joined(studio.client(1008)))["text"]
    lost = await kim.presses("Thu 26 Nov 18:00 · 1 of 2 places left")
    assert "The class is full." in lost["text"]
    assert "Tell me if one frees up" in labels(lost)
    assert [each for each in labels(lost) if each.startswith("Thu 3 Dec 18:00 · 2 of 2")]


async def test_words_find_a_class(studio: Studio) -> None:
    await given(studio)
    cleo = studio.client(1001)
    await cleo.opens("")
    assert "Spin · 45 minutes · £12.00 · Tom" in labels(await cleo.says("classes"))
    assert "Thu 26 Nov 18:00 · 2 of 2 places left" in labels(await cleo.says("spin"))
    held = await cleo.says("spin on 3 dec at 6pm")
    assert "Thu 3 Dec 18:00" in held["text"]
    await cleo.presses("Join")
    assert "You have a place in this class already." in (await cleo.says("spin on 3 dec at 6pm"))["text"]
    assert "Thu 10 Dec 18:00 · 2 of 2 places left" in labels(await cleo.says("book spin"))


async def test_the_trainer_settles_a_class_in_two_taps(studio: Studio) -> None:
    await given(studio)
    cleo, kim = studio.client(1001), studio.client(1007)
    await joined(cleo)
    await joined(kim)
    await studio.outside.advance(hours=24 * 3 + 10)
    await studio.tom.sees("Over: Spin · Thu 26 Nov 18:00")
    await studio.tom.presses("Who came?")
    asked = await tom_fills(studio, **{"Thu 26 Nov 18:00 · Guest 1007": "no-show"})
    assert "Cleo" in asked
    settled = await studio.tom.sees("The class is settled")
    assert "1 completed · 1 no-show" in settled["text"]
    await studio.tom.sees("Cleo · completed")
    await studio.outside.advance(minutes=2)
    await cleo.sees("Well done!")
    await kim.sees("marked this session as missed")


async def test_words_to_all_and_calling_off_reach_everybody_once(studio: Studio) -> None:
    await given(studio)
    cleo = studio.client(1001)
    await joined(cleo)
    await studio.sam.says("JOIN SPIN")
    await studio.sam.says("1")
    await studio.sam.says("C")
    await studio.tom.sees("2 of 2 places taken")
    await studio.tom.presses("Write to all")
    await tom_fills(studio, **{"Your words to everybody in it": "Bring a towel"})
    await studio.tom.sees("Passed on to 2 people.")
    await cleo.sees("Bring a towel")
    await studio.sam.sees("Bring a towel")
    await studio.tom.presses("Call it off")
    await tom_fills(studio, **{"A word for the client (they will read it)": "Burst pipe"})
    lost = await cleo.sees("Tom has called this class off.")
    assert "Burst pipe" in lost["text"]
    assert [each for each in labels(lost) if each.startswith("Thu 3 Dec 18:00 · 2 of 2")]
    texted = await studio.sam.sees("Tom has called this class off.")
    assert texted["segments"] <= 2
    await studio.tom.sees("Called off.")
    told = [each for each in await cleo.heard() if "called this class off" in each["text"]]
    assert len(told) == 1


async def test_a_trainer_on_telegram_gives_a_class_and_ends_it(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    assert "None yet." in (await zoe.says("classes"))["text"]
    assert "What is it called?" in (await zoe.presses("New class"))["text"]
    await zoe.says("Spin")
    await zoe.says("thu 18:00")
    await zoe.says("2")
    echoed = await zoe.says("skip")
    assert "Spin · every Thu 18:00–19:00" in echoed["text"]
    assert "free of charge" in echoed["text"]
    assert "add a price, such as 12 EUR" in echoed["text"]
    assert "Clients can join now." in (await zoe.presses("Save"))["text"]
    cleo = studio.client(1001)
    await cleo.opens("t_zoe")
    await cleo.says("spin thu 18:00")
    await cleo.presses("Join")
    await zoe.sees("Cleo")
    listed = await zoe.says("classes")
    assert "Next: Thu 26 Nov 18:00 · Spin · 1 of 2 places taken" in listed["text"]
    ended = await zoe.presses("End it")
    assert "1 date has people in it and stays:" in ended["text"]
    await zoe.presses("Go on with it")
    await zoe.sees("It goes on.")
    await studio.outside.advance(hours=24 * 3 + 10)
    await zoe.sees("Did they all come?")
    await zoe.presses("Who came?")
    await zoe.presses("Cleo 18:00 did not come")
    settled = await zoe.presses("Submit")
    assert "1 no-show" in settled["text"]
    assert "Taken back" in (await zoe.presses("Undo"))["text"]


async def test_a_clash_is_shown_before_it_is_saved_and_mended(studio: Studio) -> None:
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.says("thu 18:00")
    await kim.presses("Confirm")
    await studio.tom.commands("block 3 dec 17-19 dentist")
    await studio.tom.commands(f"class {SPIN}")
    echoed = await tom_reads(studio, "2 dates clash.")
    assert "Thu 26 Nov 18:00 · taken: Guest 1007" in echoed
    assert "Thu 3 Dec 18:00 · you blocked that time" in echoed
    await studio.tom.presses("Cancel session")
    await tom_fills(studio)
    await studio.tom.presses("Save")
    await tom_reads(studio, "Saved. Clients can join now.")
    await studio.outside.advance(minutes=6)
    cleo = studio.client(1001)

    async def comes_in_by_itself() -> bool:
        await cleo.opens("t_tom")
        return "Thu 26 Nov 18:00 · 2 of 2 places left" in labels(await cleo.says("spin"))

    await eventually(comes_in_by_itself)
    assert not [each for each in labels((await cleo.heard())[-1]) if each.startswith("Thu 3 Dec")]


async def test_too_few_come_forward_and_the_trainer_runs_it_anyway(studio: Studio) -> None:
    await given(studio, f"{SPIN}, at least 2")
    cleo = studio.client(1001)
    shown = await joined(cleo)
    assert "Takes place with 2 or more; that is known on Thu 26 Nov 06:00." in shown["text"]
    await studio.outside.advance(hours=24 * 2 + 21)
    asked = await studio.tom.sees("Spin · 1 of 2 for Thu 26 Nov 18:00")
    assert "Say so by 08:00 if it takes place; else it is called off." in asked["text"]
    await studio.tom.presses("Run anyway")
    await studio.outside.advance(hours=3)
    assert "Booked" in (await cleo.says("next session"))["text"]
    assert not [each for each in await cleo.heard() if "called this class off" in each["text"]]


async def test_too_few_come_forward_and_nobody_answers(studio: Studio) -> None:
    await given(studio, f"{SPIN}, at least 2")
    cleo = studio.client(1001)
    await joined(cleo)
    await studio.outside.advance(hours=24 * 2 + 21)
    await studio.tom.sees("Spin · 1 of 2 for Thu 26 Nov 18:00")
    await studio.restart()
    await studio.outside.advance(hours=2)
    lost = await cleo.sees("Tom has called this class off.")
    assert [each for each in labels(lost) if each.startswith("Thu 3 Dec 18:00 · 2 of 2")]
    await studio.tom.sees("Too few came forward, and you did not answer.")
    told = [each for each in await cleo.heard() if "called this class off" in each["text"]]
    assert len(told) == 1


async def test_a_parent_takes_a_place_for_each_of_the_family(studio: Studio) -> None:
    await given(studio)
    await sam_has_leo(studio)
    await studio.sam.says("JOIN SPIN")
    asked = await studio.sam.says("1")
    assert "For whom?" in asked["text"]
    assert "Leo: Thu 26 Nov 18:00" in (await studio.sam.says("leo"))["text"]
    assert "Leo: Booked" in (await studio.sam.says("C"))["text"]
    again = await studio.sam.says("book sam spin thu 6pm")
    assert again["text"].startswith("Thu 26 Nov 18:00")
    assert again["text"].count("Leo") <= 1, "it is Sam's own"
    assert "Booked" in (await studio.sam.says("C"))["text"]
    roster = await studio.tom.sees("2 of 2 places taken")
    assert "Leo (Sam)" in roster["text"]
