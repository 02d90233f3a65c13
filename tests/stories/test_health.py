"""The health form: Ana wants it, her client signs it after asking for a time, and only those two see it."""

from sqlalchemy import func, select

from domain.conversations.model import InboxEvent
from jobs.retention import blank
from storage.database import Database
from storage.entities import METADATA
from storage.work import SqlWork
from tests.stories.cast import Booker, Cast, Desk, is_same
from tests.stories.conftest import Studio
from tests.stories.people import Shown, eventually, labels

QUESTIONS = 7


async def _ana_wants_forms(ana: Desk) -> None:
    await ana.types("health on")
    await ana.is_told("Approve once it is signed")


async def _asks(client: Booker) -> Shown:
    await client.comes_to("ana")
    await client.says("thu 18:00")
    return await client.does("Request it", "C")


async def test_a_request_is_approved_once_the_form_is_signed(cast: Cast) -> None:
    await _ana_wants_forms(cast.ana)
    card = await _asks(cast.client)
    assert card["text"].startswith("Requested"), "three taps, and the questions after them"
    asked = await cast.ana.sees("Health form: not signed yet")
    await cast.ana.taps("Approve")
    await cast.ana.is_told(f"The health form of {cast.name} is not signed yet")

    question = await cast.client.does("Health questions (1 minute)", "HEALTH")
    assert "heart condition" in question["text"]
    question = await cast.client.does("Yes", "1")
    assert "chest" in question["text"]
    for _ in range(QUESTIONS - 1):
        question = await cast.client.does("No", "2")
    assert "What else" in question["text"]
    waiver = await cast.client.says("An old knee injury")
    assert "risk of injury" in waiver["text"]
    assert "Signed, thank you" in (await cast.client.does("I agree", "AGREE"))["text"]

    signed = await cast.ana.sees("Health form: signed, flagged: 1 answer")
    assert is_same(signed, asked), "the same card, quietly"
    await cast.ana.presses("See answers")
    answers = await cast.ana.sees("An old knee injury")
    assert "Yes – Has a doctor ever found a heart condition" in answers["text"]
    await cast.ana.presses("Back")
    await cast.ana.sees("Request from")
    assert "knee" not in str(await cast.ana.messages()), "the answers do not stay in the chat"
    await cast.ana.presses("Approve")
    await cast.client.sees("Ana approved your session")


async def test_it_is_signed_in_words_with_something_in_between(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await _asks(studio.cleo)
    await studio.cleo.says("health")
    for word in ("no", "NO", "back"):
        await studio.cleo.says(word)
    assert "fainted" in (await studio.cleo.says("n"))["text"]
    await studio.cleo.says("no")
    booked = await studio.cleo.says("/sessions")
    assert "Go on with the form" in labels(booked)
    assert "joint" in (await studio.cleo.presses("Go on with the form"))["text"]
    for _ in range(QUESTIONS - 3):
        await studio.cleo.says("nope")
    assert "risk of injury" in (await studio.cleo.says("skip"))["text"]
    assert "pick one of the choices" in (await studio.cleo.says("maybe"))["text"]
    assert "Signed, thank you" in (await studio.cleo.says("Agree"))["text"]
    await studio.ana.sees("Health form: signed")
    shown = await studio.cleo.says("/health")
    assert "in words" in shown["text"]
    assert "Health questions (1 minute)" not in labels(await studio.cleo.says("next"))


async def test_who_has_not_opened_it_is_asked_once_by_a_message(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await _asks(studio.cleo)
    await studio.outside.advance(minutes=5)
    asked = await studio.cleo.sees("Ana asks for a short health form")
    assert labels(asked) == ["Health questions (1 minute)"]
    assert "heart" in (await studio.cleo.presses("Health questions (1 minute)"))["text"]


async def test_in_spanish(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("idioma español")
    assert "corazón" in (await studio.cleo.says("salud"))["text"]
    for word in ("sí", "atrás", *["no"] * QUESTIONS):
        await studio.cleo.says(word)
    assert "riesgo de lesión" in (await studio.cleo.says("saltar"))["text"]
    assert "Firmada, gracias" in (await studio.cleo.says("de acuerdo"))["text"]


async def test_one_that_is_left_keeps_nothing_and_one_that_is_late_is_closed(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await _asks(studio.cleo)
    await studio.cleo.says("health")
    await studio.cleo.presses("Yes")
    await studio.cleo.presses("Leave it")
    await studio.cleo.says("health")
    await studio.outside.advance(hours=1, minutes=1)
    await studio.cleo.sees("Ana asks for a short health form")
    assert "closed" in (await studio.cleo.says("no"))["text"]
    assert "heart" in (await studio.cleo.presses("Begin again"))["text"]
    await studio.ana.sees("Health form: not signed yet")


async def test_no_list_and_no_reminder_speaks_of_it(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("health")
    for word in (*["yes"] * QUESTIONS, "A secret", "agree"):
        await studio.cleo.says(word)
    await _asks(studio.cleo)
    await studio.ana.sees("Health form: signed, flagged: 7 answers")
    await studio.ana.presses("Approve")
    await studio.cleo.sees("Ana approved your session")
    await studio.ana.opens_home()
    await studio.ana.commands("week")

    async def home() -> str:
        return str((await studio.ana.view())["home"])

    async def drawn() -> bool:
        return "Cleo" in await home()

    await eventually(drawn)
    assert "flagged" not in await home()
    assert "secret" not in await home()
    await studio.outside.advance(hours=24 * 2 + 12)
    reminder = await studio.cleo.sees("Your session tomorrow")
    assert not any("ealth" in said for said in (reminder["text"], *labels(reminder)))


async def test_the_board_has_the_switch(studio: Studio) -> None:
    await studio.ana.opens_home()

    async def board_says(words: str) -> bool:
        return words in str((await studio.ana.view())["home"])

    await eventually(lambda: board_says("Ask for health forms"))
    await studio.ana.presses("Ask for health forms")
    await eventually(lambda: board_says("Stop asking for health forms"))
    await studio.ana.commands("health off")
    await eventually(lambda: board_says("Ask for health forms"))


async def test_it_is_signed_by_text(studio: Studio) -> None:
    await _ana_wants_forms(studio.ana)
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("2")
    card = await studio.sam.says("C")
    assert "Reply: HEALTH" in card["text"]
    await studio.outside.advance(minutes=5)
    asked = await studio.sam.sees("Ana asks for a short health form")
    assert "HEALTH" in asked["text"]
    assert "heart condition" in (await studio.sam.says("HEALTH"))["text"]
    for answer in ("2", "no", "No", "1", "BACK", "n", "NO", "no"):
        question = await studio.sam.says(answer)
        assert question["segments"] == 1
    assert "What else" in (await studio.sam.says("no"))["text"]
    waiver = await studio.sam.says("SKIP")
    assert "Reply: AGREE" in waiver["text"]
    assert "1 I agree" not in waiver["text"], "not signed by a number"
    assert "Signed, thank you" in (await studio.sam.says("agree"))["text"]
    await studio.ana.sees("Health form: signed")


async def test_what_was_answered_soon_stands_in_the_form_alone(studio: Studio, cast: Cast) -> None:
    await _ana_wants_forms(cast.ana)
    await _asks(cast.client)
    await cast.client.does("Health questions (1 minute)", "HEALTH")
    await cast.client.does("Yes", "1")
    for _ in range(QUESTIONS - 1):
        await cast.client.does("No", "2")
    await cast.client.says("An old knee injury")
    await cast.client.does("I agree", "AGREE")
    await cast.client.says("health")
    await cast.ana.sees("Health form: signed")
    await cast.ana.presses("See answers")
    await cast.ana.sees("An old knee injury")
    assert studio.bot
    database = studio.bot.database
    await eventually(lambda: _is_settled(database))
    await blank(database)
    assert await _tables_with(database, "old knee") == {"health_form"}


async def _is_settled(database: Database) -> bool:
    owed = select(func.count()).where(InboxEvent.answered_at.is_(None))
    return not await database.read(lambda work: work.session.scalar(owed))


async def _tables_with(database: Database, words: str) -> set[str]:
    def look(work: SqlWork) -> set[str]:
        rows = {table.name: work.session.execute(select(table)) for table in METADATA.sorted_tables}
        return {name for name, found in rows.items() if words in str(found.all())}

    return await database.read(look)
