import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest, InvalidToken

from bot.channels.telegram import listens
from bot.channels.telegram.listens import introduce, poll, set_commands, set_webhook
from bot.channels.telegram.sends import Telegram
from bot.dialogue.heard import Event, Said
from bot.dialogue.screen import Screen
from sandbox.people import TELEGRAM_BOT_USERNAME, TELEGRAM_TOKEN, TELEGRAM_WEBHOOK_SECRET
from tests.sandbox.outside import Outside
from tests.stories.people import eventually

CLEO, SAM = 1001, 1002


class Echo:
    """Keeps what it receives, and answers it. ``trouble`` names words that the database is away for."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.kept: list[Event] = []
        self.trouble: list[str] = []
        self.listening = asyncio.Event()

    async def receive(self, event: Event) -> None:
        said = event.heard.text if isinstance(event.heard, Said) else type(event.heard).__name__
        if said in self.trouble:
            self.trouble.remove(said)
            raise ConnectionError("the database is away")
        if event.event_id not in {each.event_id for each in self.kept}:
            self.kept.append(event)
            await self.telegram.answer(event, Screen(said))

    @asynccontextmanager
    async def listens(self) -> AsyncIterator[asyncio.Task[None]]:
        polling = asyncio.create_task(poll(self.telegram, self.receive, self.listening))
        try:
            yield polling
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def heard(self, *words: str) -> None:
        """Return once all of this was kept, in any order."""

        async def all_kept() -> bool:
            said = [each.heard.text for each in self.kept if isinstance(each.heard, Said)]
            return sorted(said) == sorted(words)

        await eventually(all_kept)


@pytest.fixture
def echo(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> Echo:
    monkeypatch.setattr(listens, "LONGEST", 0.1)  # the waits themselves are not what is tested
    return Echo(telegram)


async def confirmed(outside: Outside) -> int:
    """How many updates still wait for the bot."""
    _status, body = await outside.call("getWebhookInfo")
    return int(body["result"]["pending_update_count"])


async def test_what_is_said_is_heard_and_answered(outside: Outside, echo: Echo) -> None:
    async with echo.listens():
        await asyncio.wait_for(echo.listening.wait(), 5)
        await outside.says(CLEO, "book")
        await outside.says(SAM, "hello")
        await echo.heard("book", "hello")
    assert [each["text"] for each in await outside.chat(CLEO) if each["from"] == "bot"] == ["book"]


async def test_it_is_ready_before_anybody_writes(outside: Outside, echo: Echo) -> None:
    async with echo.listens():
        await asyncio.wait_for(echo.listening.wait(), 2)


async def test_what_one_person_says_stays_in_order(outside: Outside, echo: Echo) -> None:
    words = [str(number) for number in range(30)]
    for word in words:
        await outside.says(CLEO, word)
    async with echo.listens():
        await echo.heard(*words)
    assert [each.heard for each in echo.kept] == [Said(word) for word in words]


async def test_nothing_is_confirmed_before_all_of_it_is_kept(outside: Outside, echo: Echo) -> None:
    for word in ("one", "two", "three"):
        await outside.says(CLEO, word)
    echo.trouble = ["two"] * 4
    with capture_logs() as lines:
        async with echo.listens():
            await eventually(lambda: _count(lines, "not_received", 2))
            assert await confirmed(outside) == 3
            await echo.heard("one", "two", "three")
            await eventually(lambda: _none_waits(outside))
    assert len(echo.kept) == 3  # those that were kept came again, and were known


async def _count(lines: Any, event: str, least: int) -> bool:
    return [line["event"] for line in lines].count(event) >= least


async def _none_waits(outside: Outside) -> bool:
    return await confirmed(outside) == 0


@pytest.mark.parametrize("kind", ["429", "500", "403", "reset", "garbage"])
async def test_a_telegram_that_stumbles_is_asked_again(outside: Outside, echo: Echo, kind: str) -> None:
    await outside.fault(kind, method="getUpdates", times=2)
    await outside.fault(kind, method="deleteWebhook")
    await outside.says(CLEO, "still there?")
    async with echo.listens():
        await echo.heard("still there?")


async def test_updates_that_got_lost_on_their_way_come_again(outside: Outside, echo: Echo) -> None:
    await outside.says(CLEO, "book")
    await outside.fault("reset_after_accept", method="getUpdates", times=2)
    async with echo.listens():
        await echo.heard("book")


async def test_an_update_that_nobody_can_read_holds_nothing_up(outside: Outside, echo: Echo) -> None:
    odd = {"message": {"message_id": 1, "date": 0, "chat": {"id": CLEO, "type": "private"}, "text": "hi"}}
    await outside.post("/sandbox/telegram/redeliver", update=odd)  # from nobody
    await outside.says(CLEO, "book")
    async with echo.listens():
        await echo.heard("book")
        await eventually(lambda: _none_waits(outside))


async def test_two_pollers_are_told_of_each_other(outside: Outside, echo: Echo) -> None:
    with capture_logs() as lines:
        async with echo.listens():
            await asyncio.wait_for(echo.listening.wait(), 5)
            await asyncio.sleep(0.1)
            await outside.call("getUpdates", timeout=0)
            await eventually(lambda: _count(lines, "telegram_conflict", 1))
            await outside.says(CLEO, "book")
            await echo.heard("book")


async def test_a_webhook_of_before_makes_way_for_polling(outside: Outside, echo: Echo) -> None:
    await outside.call("setWebhook", url="https://example.com/telegram/webhook")
    async with echo.listens():
        await outside.says(CLEO, "book")
        await echo.heard("book")


async def test_a_refused_token_ends_it_with_a_word_to_the_operator(outside: Outside) -> None:
    telegram = Telegram("123456789:wrong", f"{outside.base}/telegram")
    await telegram.open()
    with capture_logs() as lines:
        with pytest.raises(InvalidToken):
            await introduce(telegram)
        with pytest.raises(InvalidToken):
            await poll(telegram, Echo(telegram).receive, asyncio.Event())
    await telegram.close()
    assert [line["event"] for line in lines] == ["telegram_token_refused"] * 2
    assert "wrong" not in str(lines)


def test_the_wait_grows_to_half_a_minute_and_no_further() -> None:
    assert 0.3 <= listens.pause_after(1) <= 0.4
    assert 4.8 <= listens.pause_after(5) <= 6.4
    assert 22.5 <= listens.pause_after(100_000) <= 30


async def test_the_bot_learns_its_name_however_long_it_takes(
    outside: Outside, echo: Echo, telegram: Telegram
) -> None:
    await outside.fault("500", method="getMe", times=3)
    assert await introduce(telegram) == TELEGRAM_BOT_USERNAME


async def test_the_menu_of_commands_is_set_for_each_language(
    outside: Outside, echo: Echo, telegram: Telegram
) -> None:
    await outside.fault("429", method="setMyCommands")
    await set_commands(telegram, [("book", "Book a session")])
    await set_commands(telegram, [("book", "Reservar una sesión")], "es")
    for language, said in (("", "Book a session"), ("es", "Reservar una sesión")):
        asked = {"language_code": language} if language else {}
        _status, body = await outside.call("getMyCommands", **asked)
        assert body["result"] == [{"command": "book", "description": said}]


async def test_a_webhook_is_set_with_its_secret(outside: Outside, echo: Echo, telegram: Telegram) -> None:
    await outside.fault("reset", method="setWebhook")
    await set_webhook(telegram, "https://example.com/telegram/webhook", TELEGRAM_WEBHOOK_SECRET)
    _status, body = await outside.call("getWebhookInfo")
    assert body["result"]["url"] == "https://example.com/telegram/webhook"
    assert body["result"]["allowed_updates"] == ["message", "callback_query", "my_chat_member"]


async def test_an_address_that_telegram_refuses_is_an_error_and_no_wait(telegram: Telegram) -> None:
    with capture_logs() as lines, pytest.raises(BadRequest):
        await set_webhook(telegram, "http://example.com/telegram/webhook", TELEGRAM_WEBHOOK_SECRET)
    assert lines[0]["event"] == "telegram_refused"
    assert TELEGRAM_TOKEN not in str(lines)
