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
