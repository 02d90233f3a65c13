"""One studio for two trainers: whoever has it, the other is not booked in it, and no client hears of it."""

from tests.stories.conftest import Studio
from tests.stories.people import Trainer, eventually, labels, times


async def whispered(trainer: Trainer, words: str) -> str:
    """What only they see in Slack: the newest with these words."""

    async def found() -> str:
        seen = [each["text"] for each in (await trainer.view())["ephemeral"]]
        return next((text for text in reversed(seen) if words in text), "")

    return await eventually(found)


async def one_room_for_both(studio: Studio) -> Trainer:
    ada = Trainer(studio.outside, "UADA")
    await ada.commands("room Studio 1")
    await whispered(ada, "Studio 1 can be needed now.")
    await studio.tom.commands("needs running session studio 1")
    await whispered(studio.tom, "Running session · needs: Studio 1")
    await studio.ana.commands("needs check-in studio 1")
    await whispered(studio.ana, "Check-in · needs: Studio 1")
    return ada


async def test_a_time_without_the_room_is_not_offered_and_no_client_is_told_why(studio: Studio) -> None:
    ada = await one_room_for_both(studio)
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("half an hour thu 18:00")
    assert "Booked" in (await studio.cleo.presses("Confirm"))["text"]
    await studio.sam.says("JOIN TOM")
    refused = await studio.sam.says("thu 6pm")
    assert "That time is not free. Nearest are:" in refused["text"]
    kim = studio.client(1007)
    shown = await kim.opens("t_tom")
    assert "not free" in (await kim.says("thu 18:00"))["text"]
    said = [each["text"] for each in [*await studio.sam.heard(), *await kim.heard(), shown]]
    assert not [text for text in said if "Studio 1" in text]
    await ada.commands("room Studio 1")
    seen = await whispered(ada, "Ana · Check-in")
    assert "Thu 26 Nov 18:00" in seen


async def test_a_session_without_its_room_is_mended_by_another_one(studio: Studio) -> None:
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("half an hour thu 18:00")
    await studio.cleo.presses("Confirm")
    kim = studio.client(1007)
    await kim.opens("t_tom")
    await kim.says("thu 18:00")
    await kim.presses("Confirm")
    ada = Trainer(studio.outside, "UADA")
    for name in ("Studio 1", "Studio 2"):
        await ada.commands(f"room {name}")
        await whispered(ada, f"{name} can be needed now.")
    await studio.ana.commands("needs check-in studio 1")
    await whispered(studio.ana, "Check-in · needs: Studio 1")
    await studio.tom.commands("needs running session studio 1")
    lacks = await whispered(studio.tom, "1 session has not what it needs:")
    assert "Studio 1 is taken: Ana (Check-in)" in lacks
    await studio.tom.presses("Use Studio 2")
    await whispered(studio.tom, "It has Studio 2 now.")
    await ada.commands("room studio 2")
    await whispered(ada, "Tom · Running session")
    offered = await studio.client(1008).opens("t_tom")
    assert times(offered)
    assert "Studio" not in offered["text"] + "".join(labels(offered))
