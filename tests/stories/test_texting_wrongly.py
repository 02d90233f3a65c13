"""By text, what must not happen: an answer after STOP, a number or a word that does what nobody meant."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from twilio.request_validator import RequestValidator

from domain.conversations.model import InboxEvent
from domain.people.model import Channel
from domain.work import Work
from sandbox.people import TWILIO_AUTH_TOKEN, TWILIO_FROM
from storage.clock import db_time
from tests.stories.conftest import Studio
from tests.stories.people import eventually

_OWED = select(InboxEvent.event).where(InboxEvent.answered_at.is_(None))
SOON = 1.5  # seconds in which an answer that is not to come would have come


async def book(studio: Studio, when: str) -> None:
    await studio.sam.says("JOIN TOM")
    await studio.sam.says(when)
    assert "Booked" in (await studio.sam.says("c"))["text"]


async def coming(studio: Studio) -> list[datetime]:
    assert studio.bot
    now = studio.bot.clock.now()

    def read(work: Work) -> list[datetime]:
        address = work.people.heard_at(Channel.SMS, studio.sam.phone)
        assert address
        return [sheet.booking.starts for sheet in work.bookings.coming(address.person_id, now)]

    return await studio.bot.database.run(read)


async def picture(studio: Studio, words: str) -> None:
    """A text with a picture, as Twilio brings it."""
    form = {"From": studio.sam.phone, "To": TWILIO_FROM, "NumMedia": "1", "Body": words}
    form["MessageSid"] = f"MM{abs(hash(words)):032x}"
    url = f"{studio.outside.bot_url}/twilio/sms"
    signature = RequestValidator(TWILIO_AUTH_TOKEN).compute_signature(url, form)
    async with studio.outside.http.post(url, data=form, headers={"X-Twilio-Signature": signature}) as answer:
        assert answer.status == 200


async def test_stop_beside_a_picture_is_stop(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    told = len(await studio.sam.heard())
    await picture(studio, "STOP")
    await picture(studio, "look at this")
    await asyncio.sleep(SOON)
    assert len(await studio.sam.heard()) == told


async def test_an_answer_that_is_owed_is_not_sent_after_stop(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    told = len(await studio.sam.heard())
    await studio.outside.fault("500", method="messages.create", times=3, provider="twilio")
    await studio.sam.whispers("NEXT")
    await asyncio.sleep(0.3)
    await studio.sam.whispers("STOP")
    await asyncio.sleep(8)
    assert len(await studio.sam.heard()) == told


async def long_ago(studio: Studio) -> None:
    """What is owed may be taken over now: its lease ran out."""
    assert studio.bot
    lapsed = update(InboxEvent).where(InboxEvent.answered_at.is_(None)).values(lease_until=db_time(-1))
    await studio.bot.database.run(lambda work: work.session.execute(lapsed).close())


async def owed(studio: Studio) -> int:
    assert studio.bot
    count = select(func.count()).where(InboxEvent.answered_at.is_(None))
    found = await studio.bot.database.read(lambda work: work.session.scalar(count))
    return found or 0


async def nothing_is_owed(studio: Studio) -> bool:
    return await owed(studio) == 0


async def postponed(studio: Studio, text: str) -> bool:
    """Whether the answer to that text was tried as often as is done at once, and waits."""
    assert studio.bot
    owing = await studio.bot.database.read(lambda work: [*work.session.scalars(_OWED)])
    texts = [each["heard"].get("text") for each in owing]
    return texts == [text] and not await faults(studio) and not studio.bot.desk._under_way


async def faults(studio: Studio) -> list[dict[str, Any]]:
    """Those that are still to come."""
    standing: list[dict[str, Any]] = await studio.outside.get("/sandbox/faults")
    return standing


async def test_a_list_that_twilio_held_up_does_not_come_after_a_newer_one(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await studio.outside.fault("403", method="messages.create", times=4, provider="twilio")
    await studio.sam.whispers("BOOK")
    await eventually(lambda: postponed(studio, "BOOK"))
    assert "Booked" in (await studio.sam.says("NEXT"))["text"]
    told = len(await studio.sam.heard())
    await long_ago(studio)
    await eventually(lambda: nothing_is_owed(studio))
    assert len(await studio.sam.heard()) == told


async def test_a_booking_that_twilio_held_up_is_told_late_without_words_that_mean_another(
    studio: Studio,
) -> None:
    await studio.sam.says("JOIN TOM")
    await studio.sam.says("thu 6pm")
    await studio.outside.fault("403", method="messages.create", times=4, provider="twilio")
    await studio.sam.whispers("c")
    await eventually(lambda: postponed(studio, "c"))
    await studio.sam.says("ANA")
    await long_ago(studio)
    late = await studio.sam.sees("Booked\nThu 26 Nov 18:00")
    assert "Reply" not in late["text"]
    await eventually(lambda: nothing_is_owed(studio))


async def test_a_number_of_a_list_that_is_gone_drops_no_other(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await book(studio, "fri 6pm")
    await studio.sam.says("hello there")
    await studio.sam.says("DROP")
    await studio.sam.says("DROP 1")
    await studio.outside.advance(minutes=2)
    await studio.sam.sees("also news and offers")  # a minute after the first booking
    asked = await studio.sam.says("DROP 1")
    assert "Which one" in asked["text"]
    assert len(await coming(studio)) == 1


async def test_a_session_under_way_makes_drop_ask(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await book(studio, "fri 6pm")
    await studio.outside.advance(hours=3 * 24 + 8, minutes=1)
    await studio.sam.sees("In an hour")
    await studio.sam.says("LATE 10")
    await studio.outside.advance(minutes=62)
    assert "Which one" in (await studio.sam.says("DROP"))["text"]


async def test_a_bare_number_answers_no_question_about_losing(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await book(studio, "fri 6pm")
    await studio.sam.says("MOVE")
    await studio.sam.says("hello there")
    await studio.sam.says("DROP")
    was = await coming(studio)
    assert "DROP 1" in (await studio.sam.says("1"))["text"]
    assert await coming(studio) == was


async def test_a_number_after_a_trainers_words_is_for_the_trainer(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await studio.sam.says("which shoes should I bring to the gym?")
    opened = await studio.tom.sees("which shoes")
    await studio.sam.says("MOVE")
    was = await coming(studio)
    await studio.tom.says("Do you want 1 or 2 bottles of water?", opened["ts"])
    await studio.sam.sees("bottles of water")
    await asyncio.sleep(SOON)
    await studio.sam.whispers("2")
    await asyncio.sleep(SOON)
    assert await coming(studio) == was


async def test_nor_is_such_a_number_an_hour(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await studio.sam.says("which shoes should I bring to the gym?")
    opened = await studio.tom.sees("which shoes")
    await studio.sam.says("book tom")
    await studio.tom.says("Do you want 1 or 2 bottles of water?", opened["ts"])
    await studio.sam.sees("bottles of water")
    await studio.outside.rests(studio.sam.phone)
    heard = len(await studio.sam.heard())
    await studio.sam.whispers("2")

    async def passed_on() -> bool:
        return any(each["text"].endswith("2") for each in (await studio.tom.messages())[-1:])

    await eventually(passed_on)
    assert not any("Which one" in each["text"] for each in (await studio.sam.heard())[heard:])


async def test_what_its_sender_has_gone_on_from_is_not_acted_on(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await studio.sam.says("DROP")
    await studio.sam.whispers("AGAIN", lost=True)
    await asyncio.sleep(1.1)  # the list tells whole seconds
    await studio.outside.advance(minutes=2)
    await studio.sam.says("AGAIN")
    await studio.restart()
    await studio.sam.sees("came late, so nothing was done")
    assert len(await coming(studio)) == 1


async def test_a_yes_to_a_reminder_confirms_it(studio: Studio) -> None:
    await book(studio, "thu 6pm")
    await studio.outside.advance(hours=2 * 24 + 9, minutes=1)
    await studio.sam.sees("Your session tomorrow")
    await asyncio.sleep(SOON)
    assert "Thank you, see you then." in (await studio.sam.says("Yes please"))["text"]


async def test_a_decline_leads_to_other_times_that_can_be_texted_for(studio: Studio) -> None:
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("thu 6pm")
    await studio.sam.says("C")
    await studio.ana.sees("Request from")
    await studio.ana.presses("Decline")
    await asyncio.sleep(SOON)
    await studio.ana.submits(**{"A word for the client (they will read it)": "Dentist."})
    told = await studio.sam.sees("Ana can't take this time")
    assert "Free near it" not in told["text"]
    await asyncio.sleep(SOON)
    more = await studio.sam.says("MORE")
    assert " Thu 26 Nov" in more["text"]
