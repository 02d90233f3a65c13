"""What a trainer has prepared is booked for a client, and what goes along is shared once it took place."""

from tests.stories.conftest import Studio
from tests.stories.people import eventually, labels
from tests.stories.test_trainer_on_telegram import booked, zoe_of

AFTER = "Stretches: https://videos.example.com/knee"


async def test_prepared_booked_done_and_shared(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)  # since then Cleo trains with her
    assert "Nothing yet" in (await zoe.says("templates"))["text"]
    await zoe.presses("New template")
    for answer in ("Knee rehab", "After an injury", "45", "40 EUR", "Mobility"):
        await zoe.says(answer)
    saved = await zoe.says(AFTER)
    assert "Knee rehab · Personal training · 45 minutes · €40.00" in saved["text"]
    await zoe.presses("Book it")
    times = await zoe.presses("Cleo")
    assert len(labels(times)) == 3
    card = await zoe.says("book cleo knee rehab fri 10:00")
    assert "Fri 27 Nov 10:00" in card["text"]
    done = await zoe.presses("Knee rehab · 45 minutes · €40.00")
    assert "Booked: Cleo" in done["text"]
    assert "You plan: “Mobility”" in done["text"]
    told = await studio.cleo.sees("Zoe booked this session for you")
    assert "45 minutes · €40.00" in told["text"]
    assert "Zoe plans: “Mobility”" in told["text"]
    assert AFTER not in told["text"]
    await studio.outside.advance(hours=24 * 4 + 3)
    over = await zoe.sees("Fri 27 Nov 10:00")
    assert over
    await zoe.says("close my day")
    await zoe.presses("Submit")
    await studio.outside.advance(minutes=2)
    shared = await studio.cleo.sees(f"From Zoe: {AFTER}")
    assert "Well done!" in shared["text"]


async def test_the_same_in_slack_and_by_text(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("1")
    await studio.sam.says("C")
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.sam.sees("approved")
    await studio.ana.commands("book sam fri 10:00")

    async def offered() -> bool:
        return "Personal training" in str((await studio.ana.view())["ephemeral"])

    await eventually(offered)
    await studio.ana.presses("Personal training · 60 minutes · €50.00")
    told = await studio.sam.sees("Ana booked this session for you")
    assert told["segments"] == 1
    assert "Nothing was shared" in (await studio.sam.says("SHARED"))["text"]
    await studio.sam.says("DROP 2")
    await studio.ana.commands("templates")

    async def listed() -> bool:
        return "Prepared sessions" in str((await studio.ana.view())["ephemeral"])

    await eventually(listed)


async def test_one_modal_books_for_a_client(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("1")
    await studio.sam.says("C")
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.sam.sees("approved")
    await studio.ana.commands("book")

    async def modal() -> object:
        return (await studio.ana.view())["modal"]

    shown = str(await eventually(modal))
    assert "Personal training · 60 minutes · €50.00" in shown
    refused = await studio.ana.submits(When="soon", Client="Sam")
    assert "such as: thu 18:00" in str(refused["errors"])
    booked = await studio.ana.submits(When="fri 10:00", Client="Sam")
    assert booked["errors"] is None
    told = await studio.sam.sees("Ana booked this session for you")
    assert "Fri 27 Nov 10:00" in told["text"]
