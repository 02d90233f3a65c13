"""Sessions found again by words, page by page, and counted."""

from datetime import timedelta

from domain.bookings.model import Status
from storage.database import connect
from storage.work import SqlWork
from tests.factories import booking, person
from tests.stories.conftest import MONDAY, Studio
from tests.stories.people import eventually, labels
from tests.stories.test_trainer_on_telegram import booked, zoe_of


async def test_a_session_is_found_by_a_word_of_its_note_and_the_list_stays(studio: Studio) -> None:
    zoe = await zoe_of(studio)
    await booked(studio, zoe)
    await studio.cleo.says("note my knee hurts")
    found = await zoe.says("find knee")
    assert "All · knee\n\n1 session" in found["text"]
    assert "Booked: Cleo" in found["text"]
    card = await zoe.presses("Open")
    assert "notes: “my knee hurts”" in card["text"]
    assert any(each["message_id"] == found["message_id"] for each in await zoe.heard())
    assert "Nothing found" in (await zoe.says("find shoulder"))["text"]
    assert "Upcoming\n\n1 session" in (await zoe.says("find"))["text"]
    assert "Nothing found" in (await zoe.presses("Cancelled"))["text"]


async def test_numbers_of_a_trainer_in_slack_and_on_the_card_that_clients_see(studio: Studio) -> None:
    card = await studio.cleo.opens("t_ana")
    assert "kept" not in card["text"]

    def past(work: SqlWork) -> None:
        ana = work.trainers.by_slug("ana")
        assert ana is not None
        service = work.trainers.services(ana.id)[0]
        client = person(work, "Max")
        for days in range(1, 13):
            status = Status.NO_SHOW if days == 12 else Status.COMPLETED
            booking(work, client, service, MONDAY - timedelta(days=days), status)

    database = connect(studio.settings.database_url)
    await database.run(past)
    await database.close()
    assert "11 sessions · 92% kept" in (await studio.cleo.opens("t_ana"))["text"]
    await studio.ana.commands("stats week")

    async def counted() -> bool:
        said = str((await studio.ana.view())["ephemeral"])
        return "6 completed" in said and "Your numbers: 7 days" in said

    await eventually(counted)
    await studio.ana.commands("find max no-show")

    async def found() -> bool:
        return "No-show: Max" in str((await studio.ana.view())["ephemeral"])

    await eventually(found)


async def test_a_long_list_has_pages(studio: Studio) -> None:
    for _nth in range(7):
        await studio.cleo.opens("t_tom")
        await studio.cleo.says("thu 18:00")
        await studio.cleo.presses("Confirm")
        await studio.cleo.says("cancel")
        await studio.cleo.presses("Yes, cancel it")
    first = await studio.cleo.says("cancelled")
    assert first["text"].count("Tom") == 6
    second = await studio.cleo.presses("2/2 ▶")
    assert second["text"].count("Tom") == 1
    assert "◀ 1/2" in labels(second)
    assert (await studio.cleo.presses("◀ 1/2"))["text"].count("Tom") == 6
