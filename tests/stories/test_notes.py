"""What a client wants known beforehand, and what the trainer plans."""

from tests.stories.conftest import Studio
from tests.stories.test_trainer_on_telegram import booked, now_says, request_of, zoe_of


async def test_a_note_from_the_card_is_on_the_trainers_card_without_a_ping(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await request_of(studio)
    request = await zoe.sees("Request from")
    asked = await studio.cleo.presses("Add a note")
    assert "What should your trainer know beforehand?" in asked["text"]
    card = await studio.cleo.says("New shoes, first time on them")
    assert "Your note: “New shoes, first time on them”" in card["text"]
    await now_says(zoe, request["message_id"], "notes: “New shoes, first time on them”")
    heard = len(await zoe.heard())
    await studio.cleo.presses("Change the note")
    await studio.cleo.says("Old shoes after all")
    await now_says(zoe, request["message_id"], "Old shoes after all")
    assert len(await zoe.heard()) == heard
    assert "Old shoes" not in (await zoe.says("requests"))["text"]


async def test_a_reply_to_the_card_is_a_note_and_read_by_the_trainer(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    card = await studio.cleo.sees("approved your session")
    said = await studio.cleo.sends(text="I will bring my brother’s bike", reply_to=card["message_id"])
    assert "Added to your session as a note, and Zoe reads it." in said["text"]
    await zoe.sees("I will bring my brother’s bike")
    assert "Your note: “I will bring my brother’s bike”" in (await studio.cleo.says("/next"))["text"]
    moved = await studio.cleo.sends(text="move", reply_to=card["message_id"])
    assert "Move to when?" in moved["text"]  # a word of ours is no note


async def test_by_text_a_note_is_one_message(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    assert "Nothing is booked yet" in (await studio.sam.says("NOTE"))["text"]
    await studio.sam.says("1")
    await studio.sam.says("C")
    noted = await studio.sam.says("NOTE new shoes")
    assert "Noted: Ana sees it." in noted["text"]
    await studio.ana.sees("notes: “new shoes”")
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("1")
    await studio.sam.says("C")
    which = await studio.sam.says("NOTE for the run")
    assert "Which one do you mean?" in which["text"]
    assert "Noted:" in (await studio.sam.says("NOTE 2"))["text"]


async def test_what_a_trainer_plans_is_on_the_clients_card(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    card = await studio.cleo.sees("approved your session")
    planned = await zoe.says("agenda squats 5x5, bring a towel")
    assert "You plan: “squats 5x5, bring a towel”" in planned["text"]
    await now_says(studio.cleo, card["message_id"], "Zoe plans: “squats 5x5, bring a towel”")
    named = await zoe.says("agenda cleo mobility")
    assert "You plan: “mobility”" in named["text"]
    listed = await zoe.says("agenda")
    assert "mobility" in listed["text"]
    await zoe.presses("Agenda")
    assert "You plan: “rest”" in (await zoe.says("rest"))["text"]
    assert "Nothing is planned any more." in (await zoe.says("agenda off"))["text"]


async def test_the_same_in_slack(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Request it")
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    card = await studio.cleo.sees("approved your session")
    await studio.ana.presses("Agenda")
    await studio.ana.submits(**{"What do you plan? (clients read it)": "Deadlifts"})
    await now_says(studio.cleo, card["message_id"], "Ana plans: “Deadlifts”")
