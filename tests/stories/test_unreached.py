"""A phone that takes no texts any more, and one that answers all of ours: what becomes of either."""

from tests.stories.conftest import Studio
from tests.stories.people import Shown, eventually
from tests.stories.test_texting import booked


async def test_a_dead_phone_is_seen_on_the_trainers_card_until_it_texts(studio: Studio) -> None:
    await booked(studio)
    await studio.outside.post(
        "/sandbox/twilio/statuses", {"outcome": "undelivered", "error_code": 30003, "to": studio.sam.phone}
    )
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    await studio.sam.sees("Your session tomorrow")  # only our side of the thread: the handset has nothing
    card = await studio.tom.sees("Sam can't be reached in a chat just now")
    assert "Thu 26 Nov 18:00" in card["text"]
    told = len(await studio.sam.heard())
    await studio.outside.advance(hours=23)
    await studio.sam.says("NEXT")
    assert len(await studio.sam.heard()) == told + 1, "no reminder was sent into the void"

    async def gone() -> bool:
        return not any("can't be reached" in each["text"] for each in await studio.tom.messages())

    await eventually(gone)


async def test_words_that_came_back_are_shown_to_who_wrote_them(studio: Studio) -> None:
    await booked(studio)
    await studio.sam.says("is there parking near you?")
    asked = await studio.tom.sees("is there parking")
    await studio.outside.post("/sandbox/twilio/statuses", {"outcome": "undelivered", "error_code": 30005})
    await studio.tom.says("Yes, behind the house.", asked["ts"])
    back = await studio.tom.sees("so nobody reads that")
    assert (back["thread_ts"], "“Yes, behind the house.”" in back["text"]) == (asked["ts"], True)


async def test_a_machine_that_answers_our_texts_does_not_go_on_for_ever(studio: Studio) -> None:
    await studio.sam.says("JOIN TOM")
    await studio.outside.post(f"/sandbox/sms/{studio.sam.phone}/machine", {"text": "What can you do? menu"})
    await studio.sam.whispers("menu")
    await studio.sam.sees("so I pause. Tom reads them.")
    await studio.tom.sees("many texts at once")

    async def the_machine_had_the_last_word() -> list[Shown] | None:
        await studio.outside.rests(studio.sam.phone)
        thread = await studio.sam.thread()
        return thread if thread[-1]["from"] == "user" else None

    thread = await eventually(the_machine_had_the_last_word)
    assert thread
    assert len([each for each in thread if each["from"] == "bot"]) <= 70
