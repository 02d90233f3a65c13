"""News only where they were asked for, an end to them in any words, and CANCEL by text before a session."""

from sqlalchemy import select

from domain.consent.model import Act, Consent
from domain.consent.service import carrier_stop, may_promote
from domain.notifications.model import Purpose
from domain.people.model import Address, Channel
from storage.work import SqlWork
from tests.stories.cast import Cast
from tests.stories.conftest import Studio
from tests.stories.people import Shown, labels, times
from tests.stories.test_requests import REASON

QUESTION = "Also news and offers? Studio Demo writes here now and then; /stop ends it."


async def book_with_tom(studio: Studio) -> Shown:
    offered = await studio.cleo.opens("t_tom")
    await studio.cleo.presses(times(offered)[-1])
    return await studio.cleo.presses("Confirm")


async def asked(studio: Studio) -> Shown:
    await studio.outside.advance(minutes=2)
    return await studio.cleo.sees("Also news and offers?")


async def log(studio: Studio) -> list[tuple[Purpose, Act, str, str]]:
    """Cleo's answers, with what was shown and what was said."""
    assert studio.bot

    def read(work: SqlWork) -> list[tuple[Purpose, Act, str, str]]:
        lines = work.session.scalars(select(Consent).order_by(Consent.id))
        return [(each.purpose, each.act, each.shown, each.said) for each in lines]

    return await studio.bot.database.read(read)


async def gets_news(studio: Studio) -> bool:
    assert studio.bot

    def read(work: SqlWork) -> bool:
        cleos = work.people.heard_at(Channel.TELEGRAM, "1001")
        assert cleos
        return may_promote(work, cleos)

    return await studio.bot.database.run(read)


async def test_the_question_comes_after_the_first_booking_and_its_yes_is_kept(studio: Studio) -> None:
    booked = await book_with_tom(studio)
    assert booked["text"].startswith("Booked")
    question = await asked(studio)
    assert (question["text"], labels(question)) == (QUESTION, ["Yes", "Not now"])
    thanked = await studio.cleo.presses("Yes")
    assert (thanked["message_id"], labels(thanked)) == (question["message_id"], [])
    assert "/stop ends it" in thanked["text"]
    assert await gets_news(studio)
    assert await log(studio) == [
        (Purpose.PROMOTIONAL, Act.ASKED, QUESTION, ""),
        (Purpose.PROMOTIONAL, Act.GIVEN, QUESTION, "Yes"),
    ]


async def test_it_is_asked_once_the_trainer_has_approved_and_no_form_is_open(studio: Studio) -> None:
    await studio.ana.commands("health on")
    await studio.cleo.opens("t_ana")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Request it")
    await studio.outside.advance(minutes=10)
    await studio.cleo.sees("short health form")
    await studio.cleo.says("/health")
    for word in ("no",) * 7:
        await studio.cleo.says(word)
    await studio.cleo.says("skip")
    await studio.cleo.says("agree")
    assert not await was_asked(studio)
    await studio.ana.sees("Health form: signed")
    await studio.ana.presses("Approve")
    await studio.cleo.sees("Ana approved your session")
    await studio.cleo.says("/health")
    await studio.cleo.presses("Answer anew")
    await studio.outside.advance(minutes=3)
    await studio.cleo.says("no")
    assert not await was_asked(studio), "in the middle of a form"
    await studio.cleo.presses("Leave it")
    assert await asked(studio)


async def was_asked(studio: Studio) -> bool:
    return any("Also news" in each["text"] for each in await studio.cleo.heard())


async def test_it_is_asked_once_whatever_was_answered(studio: Studio) -> None:
    await book_with_tom(studio)
    await asked(studio)
    refused = await studio.cleo.presses("Not now")
    assert "no news" in refused["text"]
    assert not await gets_news(studio)
    await book_with_tom(studio)
    await studio.outside.advance(hours=2)
    await studio.cleo.says("/sessions")
    assert not [each for each in await studio.cleo.heard() if "Also news" in each["text"]]


async def test_the_settings_show_it_and_switch_it(studio: Studio) -> None:
    shown = await studio.cleo.says("/settings")
    assert "News and offers: off. Turned on, Studio Demo writes here now and then" in shown["text"]
    turned_on = await studio.cleo.presses("Turn news on")
    assert "News and offers: on" in turned_on["text"]
    assert await gets_news(studio)
    turned_off = await studio.cleo.presses("Turn news off")
    assert "News and offers: off" in turned_off["text"]
    assert not await gets_news(studio)
    (_purpose, act, was_shown, said), *_later = await log(studio)
    assert (act, was_shown, said) == (Act.GIVEN, shown["text"].splitlines()[-1], "Turn news on")
    # Whoever has answered is not asked.
    await book_with_tom(studio)
    await studio.outside.advance(minutes=5)
    await studio.cleo.says("/sessions")
    assert not [each for each in await studio.cleo.heard() if "Also news" in each["text"]]


async def test_news_on_is_typed_as_news_off_is(studio: Studio) -> None:
    assert "/stop ends it" in (await studio.cleo.says("news on"))["text"]
    assert await gets_news(studio)
    assert "News and offers are off" in (await studio.cleo.says("news off"))["text"]
    assert not await gets_news(studio)
    (_purpose, act, was_shown, said), *_later = await log(studio)
    assert (act, was_shown, said) == (Act.GIVEN, "", "news on")  # nobody had asked
    assert "Msg & data rates may apply; STOP NEWS" in (await studio.sam.says("NEWS ON"))["text"]


async def test_stop_ends_news_and_says_what_still_comes(studio: Studio) -> None:
    await studio.cleo.opens("t_tom")
    await studio.cleo.says("thu 18:00")
    await studio.cleo.presses("Confirm")
    await asked(studio)
    await studio.cleo.says("/news")
    assert await gets_news(studio)
    stopped = await studio.cleo.says("/stop")
    assert "Messages about your sessions still come" in stopped["text"]
    assert not await gets_news(studio)
    assert [line[1:] for line in await log(studio)][1:] == [
        (Act.GIVEN, QUESTION, "/news"),
        (Act.WITHDRAWN, "", "/stop"),
    ]
    await studio.outside.advance(hours=24 * 2 + 9)
    await studio.cleo.sees("Your session tomorrow")


async def test_a_plain_wish_for_silence_is_heard(studio: Studio) -> None:
    await studio.cleo.says("/settings")
    await studio.cleo.presses("Turn news on")
    stopped = await studio.cleo.says("please don't send me any more offers")
    assert "News and offers are off" in stopped["text"]
    assert not await gets_news(studio)


async def test_a_question_answered_elsewhere_is_not_put(studio: Studio) -> None:
    await book_with_tom(studio)
    await studio.cleo.says("/stop")
    await studio.outside.advance(minutes=5)
    await studio.cleo.says("/sessions")
    assert not [each for each in await studio.cleo.heard() if "Also news" in each["text"]]


async def text_cancel(studio: Studio) -> None:
    """Cleo's phone sends CANCEL, which its carrier takes for an opt-out."""
    assert studio.bot
    now = studio.bot.clock.now()

    def heard(work: SqlWork) -> None:
        cleos = work.people.heard_at(Channel.TELEGRAM, "1001")
        assert cleos
        phone = work.people.heard_at(Channel.SMS, "+447700900101")
        if phone is None:
            phone = Address(
                person=cleos.person,
                channel=Channel.SMS,
                external_id="+447700900101",
                lane="sms:+442079460000",
            )
            work.add(phone)
            work.flush()
        carrier_stop(work, phone, "CANCEL", now=now)

    await studio.bot.database.run(heard)


async def test_cancel_by_text_keeps_the_session_and_the_trainer_cancels_it(
    studio: Studio, cast: Cast
) -> None:
    await book_with_tom(studio)
    await text_cancel(studio)
    asked = await cast.tom.sees("texted CANCEL")
    assert "the session still stands" in asked["text"]
    await cast.tom.presses("Cancel the session")
    await cast.tom.fills_in(REASON, "You asked by text")
    await cast.tom.sees("Cancelled by you")
    await studio.outside.advance(seconds=61)
    told = await studio.cleo.sees("had to cancel this session")
    assert "You asked by text" in told["text"]


async def test_cancel_by_text_is_taken_back_on_telegram(studio: Studio, cast: Cast) -> None:
    await book_with_tom(studio)
    await text_cancel(studio)
    told = await studio.cleo.sees("You texted CANCEL")
    assert "Your session still stands" in told["text"]
    assert labels(told) == ["Cancel it", "Keep it"]
    kept = await studio.cleo.presses("Keep it")
    assert kept["text"].startswith("Booked")
    card = await cast.tom.sees("Kept by Cleo")
    assert "Cancel session" in labels(card)


async def test_cancel_by_text_is_followed_through_on_telegram(studio: Studio) -> None:
    await book_with_tom(studio)
    await text_cancel(studio)
    await studio.cleo.sees("You texted CANCEL")
    await studio.cleo.presses("Cancel it")
    gone = await studio.cleo.presses("Yes, cancel it")
    assert gone["text"].startswith("Cancelled")


async def test_the_trainer_may_keep_the_session_with_one_tap(studio: Studio, cast: Cast) -> None:
    await book_with_tom(studio)
    await text_cancel(studio)
    await cast.tom.sees("texted CANCEL")
    await cast.tom.presses("Keep it")
    assert "Booked: Cleo" in (await cast.tom.sees("CANCEL was texted by Cleo"))["text"]
