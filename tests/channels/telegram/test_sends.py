import asyncio
import logging
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import transport
from bot.channels.telegram.reads import read
from bot.channels.telegram.sends import Telegram
from bot.dialogue.channel import Chat, NotSent, Sent
from bot.dialogue.heard import Event, Said, Tapped
from bot.dialogue.screen import SILENCE, Choice, File, Screen, Section
from domain.people.model import Channel
from sandbox.people import TELEGRAM_TOKEN
from tests.sandbox.outside import Outside

CLEO = 1001
TIMES = Screen("Which time?", "Book", choices=((Choice("18:00", "bt_1"), Choice("19:00", "bt_2")),))
BOOKED = Screen("Thu 26 Nov 18:00 with Ana", "Booked", toast="Booked", subject=("booking", 1))


class Cleo:
    """Her phone, and what the channel makes of what she does there."""

    def __init__(self, outside: Outside, telegram: Telegram) -> None:
        self.outside = outside
        self.telegram = telegram
        self.offset = 0

    async def shown(self) -> list[str]:
        return [each["text"] for each in await self.messages()]

    async def messages(self) -> list[dict[str, Any]]:
        return [each for each in await self.outside.chat(CLEO) if each["from"] == "bot"]

    def says(self, words: str) -> Event:
        return Event(Channel.TELEGRAM, "1", str(CLEO), Said(words), place=str(CLEO))

    async def shows(self, screen: Screen = TIMES) -> Sent:
        sent = await self.telegram.tell(str(CLEO), screen)
        assert sent
        return sent

    async def presses(self, on: Sent, screen: Screen) -> tuple[Any, Sent | BaseException | None]:
        """Press a button that the channel answers with this screen: the toast, and what came of it."""
        pressed = asyncio.create_task(
            self.outside.presses(CLEO, message_id=int(on.message_id), data="bt_1", wait=1)
        )
        event = None
        while not (event and event.is_press):
            (update, *_) = await self.telegram.updates(self.offset, 5, [])
            self.offset = update["update_id"] + 1
            event = read(update, self.telegram.lane)
        (sent,) = await asyncio.gather(self.telegram.answer(event, screen), return_exceptions=True)
        return (await pressed)["answered"], sent


@pytest.fixture
async def cleo(outside: Outside, telegram: Telegram) -> Cleo:
    await outside.sends(CLEO, start="")
    return Cleo(outside, telegram)


def test_it_is_a_chat(telegram: Telegram) -> None:
    chat: Chat = telegram
    assert chat.lane == "telegram:123456789"


async def test_words_get_a_new_message(cleo: Cleo) -> None:
    sent = await cleo.telegram.answer(cleo.says("book"), TIMES)
    (message,) = await cleo.messages()
    assert sent == Sent(str(CLEO), str(message["message_id"]))
    assert message["text"] == "Book\n\nWhich time?"
    assert message["buttons"] == [[{"label": "18:00", "data": "bt_1"}, {"label": "19:00", "data": "bt_2"}]]


async def test_a_press_edits_its_message_and_says_so_in_a_toast(cleo: Cleo) -> None:
    card = await cleo.shows()
    answered, sent = await cleo.presses(card, BOOKED)
    assert (answered, sent) == ({"text": "Booked", "alert": False}, card)
    (message,) = await cleo.messages()
    assert (message["text"], message["buttons"]) == ("Booked\n\nThu 26 Nov 18:00 with Ana", [])


async def test_silence_only_stops_the_spinner(cleo: Cleo) -> None:
    card = await cleo.shows()
    assert await cleo.presses(card, SILENCE) == ({"text": "", "alert": False}, None)
    assert await cleo.presses(card, Screen(toast="x" * 300, alert=True)) == (
        {"text": "x" * 199 + "…", "alert": True},
        None,
    )
    assert await cleo.shown() == ["Book\n\nWhich time?"]


async def test_a_fresh_screen_leaves_the_pressed_message_as_it_is(cleo: Cleo) -> None:
    card = await cleo.shows()
    _answered, sent = await cleo.presses(card, Screen("Something went wrong.", fresh=True))
    assert sent not in (None, card)
    first, second = await cleo.messages()
    assert (first["text"], len(first["buttons"]), second["text"]) == (
        "Book\n\nWhich time?",
        1,
        "Something went wrong.",
    )


async def test_the_same_screen_again_is_no_error(cleo: Cleo) -> None:
    card = await cleo.shows()
    assert (await cleo.presses(card, TIMES))[1] == card


async def test_where_the_message_is_gone_a_new_one_is_sent(cleo: Cleo) -> None:
    card = await cleo.shows()
    await cleo.outside.call("deleteMessage", chat_id=CLEO, message_id=int(card.message_id))
    _answered, sent = await cleo.presses(card, BOOKED)
    assert isinstance(sent, Sent)
    assert sent != card
    assert await cleo.shown() == ["Book\n\nWhich time?", "Booked\n\nThu 26 Nov 18:00 with Ana"]


async def test_a_spinner_that_has_given_up_keeps_nobody_from_an_answer(cleo: Cleo) -> None:
    card = await cleo.shows()
    event = Event(
        Channel.TELEGRAM,
        "3",
        str(CLEO),
        Tapped("bt_1"),
        place=str(CLEO),
        message_id=card.message_id,
        answer={"callback": "of yesterday"},
    )
    assert await cleo.telegram.answer(event, BOOKED) == card


async def test_a_file_comes_as_a_document_with_its_buttons(cleo: Cleo) -> None:
    file = File("session.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    sent = await cleo.shows(Screen("Into your calendar", "Thu 18:00", choices=TIMES.choices, file=file))
    (message,) = await cleo.messages()
    assert message["file"]["name"] == "session.ics"
    assert message["text"] == "Thu 18:00\n\nInto your calendar"
    assert [button["label"] for button in message["buttons"][0]] == ["18:00", "19:00"]
    # A document has no text to edit, so what follows it is a message of its own.
    followed = await cleo.telegram.tell(str(CLEO), BOOKED, sent.message_id)
    assert followed not in (None, sent)


async def test_a_file_without_words_has_no_caption(cleo: Cleo) -> None:
    await cleo.shows(Screen(file=File("clients.csv", "text/csv", "name\r\nCleo\r\n")))
    assert (await cleo.messages())[0]["text"] == ""


async def test_a_screen_longer_than_telegram_takes_is_cut(cleo: Cleo) -> None:
    wall = tuple(Section("<& 👍 " * 400, (Choice("Open", "m"),) * 9, "A day") for _ in range(20))
    await cleo.shows(Screen("Everything", "Sessions", wall))
    (message,) = await cleo.messages()
    assert message["text"].endswith("…")
    assert sum(len(row) for row in message["buttons"]) == 100


async def test_what_is_told_edits_its_card_unless_it_is_fresh(cleo: Cleo) -> None:
    card = await cleo.shows()
    assert await cleo.telegram.tell(str(CLEO), BOOKED, card.message_id) == card
    reminder = Screen("Tomorrow at 18:00", fresh=True)
    assert await cleo.telegram.tell(str(CLEO), reminder, card.message_id) != card
    assert await cleo.shown() == ["Booked\n\nThu 26 Nov 18:00 with Ana", "Tomorrow at 18:00"]


async def test_a_retired_message_keeps_its_words_and_loses_its_buttons(cleo: Cleo) -> None:
    card = await cleo.shows()
    await cleo.telegram.retire(card.place, card.message_id)
    await cleo.telegram.retire(card.place, card.message_id)  # again: it is not modified
    await cleo.telegram.retire(card.place, "999999")  # never was
    (message,) = await cleo.messages()
    assert (message["text"], message["buttons"]) == ("Book\n\nWhich time?", [])


@pytest.mark.parametrize(
    ("kind", "certain", "permanent", "retry_after"),
    [
        ("429", True, False, 1.0),
        ("403", True, True, None),
        ("500", False, False, None),  # Telegram may have sent it before it stumbled
        ("reset", False, False, None),
        ("reset_after_accept", False, False, None),
        ("timeout", False, False, None),
        ("garbage", False, False, None),
    ],
)
async def test_a_message_that_may_have_arrived_is_told_from_one_that_has_not(
    cleo: Cleo,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    certain: bool,
    permanent: bool,
    retry_after: float | None,
) -> None:
    if kind == "timeout":
        monkeypatch.setattr(transport.Api.call, "__kwdefaults__", {"wait": 0.3})
    await cleo.outside.fault(kind, method="sendMessage")
    with pytest.raises(NotSent) as caught:
        await cleo.shows()
    problem = caught.value
    assert (problem.certain, problem.permanent, problem.retry_after) == (certain, permanent, retry_after)
    assert problem.gone == (kind == "403")


@pytest.mark.parametrize("kind", ["500", "reset", "reset_after_accept", "garbage"])
async def test_an_edit_may_be_repeated_whatever_became_of_it(cleo: Cleo, kind: str) -> None:
    card = await cleo.shows()
    await cleo.outside.fault(kind, method="editMessageText")
    with pytest.raises(NotSent) as caught:
        await cleo.telegram.tell(card.place, BOOKED, card.message_id)
    assert caught.value.certain
    assert await cleo.telegram.tell(card.place, BOOKED, card.message_id) == card
    assert await cleo.shown() == ["Booked\n\nThu 26 Nov 18:00 with Ana"]


async def test_a_lost_toast_is_repeated_with_its_edit(cleo: Cleo) -> None:
    card = await cleo.shows()
    await cleo.outside.fault("500", method="answerCallbackQuery")
    _answered, problem = await cleo.presses(card, BOOKED)
    assert isinstance(problem, NotSent)
    assert problem.certain
    assert not problem.permanent


async def test_a_lost_toast_never_repeats_a_new_message(cleo: Cleo) -> None:
    card = await cleo.shows()
    await cleo.outside.fault("500", method="answerCallbackQuery")
    _answered, sent = await cleo.presses(card, Screen("Something went wrong.", fresh=True))
    assert isinstance(sent, Sent)
    assert await cleo.shown() == ["Book\n\nWhich time?", "Something went wrong."]


async def test_nobody_is_there_to_be_reached(telegram: Telegram) -> None:
    with pytest.raises(NotSent) as caught:
        await telegram.tell("4242", BOOKED)
    assert caught.value.permanent
    assert caught.value.gone


async def test_what_never_left_was_certainly_not_sent() -> None:
    telegram = Telegram(TELEGRAM_TOKEN, "http://127.0.0.1:1/telegram")
    await telegram.open()
    with pytest.raises(NotSent) as caught:
        await telegram.tell("1001", BOOKED)
    await telegram.close()
    assert caught.value.certain
    assert not caught.value.permanent


async def test_a_refused_token_is_waited_for_to_be_put_right(outside: Outside) -> None:
    telegram = Telegram("123456789:wrong", f"{outside.base}/telegram")
    await telegram.open()
    with pytest.raises(NotSent, match="token") as caught:
        await telegram.tell("1001", BOOKED)
    await telegram.close()
    assert not caught.value.permanent
    assert not caught.value.gone


async def test_the_token_is_in_no_log_and_no_error(cleo: Cleo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with capture_logs() as lines:
        for kind in ("429", "500", "403", "reset", "garbage"):
            await cleo.outside.fault(kind, method="sendMessage")
            with pytest.raises(NotSent) as caught:
                await cleo.shows()
            told.append(repr(caught.value))
        for bad in (Telegram(TELEGRAM_TOKEN, "http://127.0.0.1:1"), Telegram(TELEGRAM_TOKEN, "nonsense")):
            await bad.open()
            with pytest.raises(NotSent) as caught:
                await bad.tell("1001", BOOKED)
            await bad.close()
            told.append(repr(caught.value))
    secret = TELEGRAM_TOKEN.partition(":")[2]
    assert secret not in "".join([*told, caplog.text, str(lines)])


async def accepted(outside: Outside, method: str) -> list[dict[str, Any]]:
    return [each for each in await outside.accepted() if each["method"] == method]


async def test_what_nobody_waits_for_comes_without_a_sound(outside: Outside, cleo: Cleo) -> None:
    await cleo.telegram.tell(str(CLEO), Screen("Booked."))
    await cleo.telegram.tell(str(CLEO), Screen("A request.", fresh=True))
    silent = [each["raw"].get("disable_notification") for each in await accepted(outside, "sendMessage")]
    assert silent == [True, None]


async def test_a_board_is_only_drawn_where_it_stands(cleo: Cleo) -> None:
    board = Screen("Nothing today.", subject=("home", 1))
    before = await cleo.shown()
    assert await cleo.telegram.tell(str(CLEO), board) is None
    assert await cleo.shown() == before


async def test_commands_are_listed_in_the_chat_alone(outside: Outside, cleo: Cleo) -> None:
    await cleo.telegram.answer(cleo.says("menu"), Screen("Your desk.", commands=(("today", "Today"),)))
    (listed,) = [each["raw"] for each in await accepted(outside, "setMyCommands")]
    assert listed["scope"] == {"type": "chat", "chat_id": CLEO}
    assert listed["commands"] == [{"command": "today", "description": "Today"}]
    await outside.fault("403", method="setMyCommands")
    await cleo.telegram.answer(cleo.says("menu"), Screen("Again.", commands=(("today", "Today"),)))
    assert (await cleo.shown())[-1] == "Again.", "the answer does without"
