"""Webhooks as Telegram pushes them: signed, in order in each chat, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.server import listening
from tests.sandbox.outside import Outside

CLEO, SAM = 1001, 1002


class Bot:
    """A web server that takes updates; `answers` decides how each is met."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []
        self.secrets: set[str | None] = set()
        self._news = asyncio.Condition()
        self.answers: Callable[[dict[str, Any]], Response] = lambda _: Response()
        self.url = ""

    async def hear(self, request: Request) -> Response:
        update = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        message = update.get("message")
        self.heard.append(
            (message["text"] if message else update["callback_query"]["data"], update["update_id"])
        )
        async with self._news:
            self._news.notify_all()
        return self.answers(update)

    async def has_heard(self, *texts: str) -> None:
        """Wait for exactly these texts, in this order."""
        await self._until(lambda: self.texts == [*texts])

    async def hears(self, text: str) -> None:
        await self._until(lambda: text in self.texts)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.heard]

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(true)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    async with listening(Starlette(routes=[Route("/hook", bot.hear, methods=["POST"])])) as base:
        bot.url = f"{base}/hook"
        yield bot


async def set_webhook(outside: Outside, bot: Bot, **params: Any) -> None:
    status, body = await outside.call("setWebhook", url=bot.url, **params)
    assert status == 200, body


async def test_an_update_is_pushed_with_the_secret(outside: Outside, bot: Bot) -> None:
    await outside.says(CLEO, "before")
    await set_webhook(outside, bot, secret_token="s3cr3t")
    await outside.says(CLEO, "after")
    await bot.has_heard("before", "after")
    assert bot.secrets == {"s3cr3t"}
    _, info = await outside.call("getWebhookInfo")
    assert (info["result"]["url"], info["result"]["pending_update_count"]) == (bot.url, 0)


async def test_polling_and_a_webhook_exclude_each_other(outside: Outside, bot: Bot) -> None:
    await set_webhook(outside, bot)
    status, body = await outside.call("getUpdates")
    assert (status, body["error_code"]) == (409, 409)
    assert "can't use getUpdates method while webhook is active" in body["description"]


async def test_an_update_comes_again_until_it_is_taken(outside: Outside, bot: Bot) -> None:
    bot.answers = lambda _: Response(status_code=200 if len(bot.heard) > 3 else 500)
    await set_webhook(outside, bot)
    await outside.says(CLEO, "take me")
    await bot.has_heard(*["take me"] * 4)
    assert len({update_id for _, update_id in bot.heard}) == 1
    _, info = await outside.call("getWebhookInfo")
    assert "500 Internal Server Error" in info["result"]["last_error_message"]


async def test_one_stuck_chat_holds_up_itself_and_nobody_else(outside: Outside, bot: Bot) -> None:
    broken = True
    bot.answers = lambda update: Response(
        status_code=500 if broken and update["message"]["chat"]["id"] == CLEO else 200
    )
    await set_webhook(outside, bot)
    await outside.says(CLEO, "first")
    await outside.says(CLEO, "second")
    await outside.says(SAM, "hello")
    await bot.hears("hello")
    assert "second" not in bot.texts
    broken = False
    await bot.hears("second")


async def test_retry_after_is_obeyed(outside: Outside, bot: Bot) -> None:
    """The fixture's pauses are fifty times shorter than Telegram's."""
    bot.answers = lambda _: Response(
        status_code=200 if len(bot.heard) > 1 else 503, headers={"Retry-After": "25"}
    )
    await set_webhook(outside, bot)
    began = asyncio.get_running_loop().time()
    await outside.says(CLEO, "later")
    await bot.has_heard("later", "later")
    assert asyncio.get_running_loop().time() - began >= 0.5


async def test_a_method_in_the_answer_is_carried_out(outside: Outside, bot: Bot) -> None:
    bot.answers = lambda update: JSONResponse(
        {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "Hello back"}
    )
    await set_webhook(outside, bot)
    async with outside.http.get(f"{outside.base}/sandbox/live") as stream:
        await outside.says(CLEO)
        async with asyncio.timeout(5):
            while len(await outside.chat(CLEO)) < 2:
                await stream.content.readline()
    assert (await outside.chat(CLEO))[-1]["text"] == "Hello back"


async def test_what_was_not_taken_waits_for_the_poller(outside: Outside, bot: Bot) -> None:
    bot.answers = lambda _: Response(status_code=500)
    await set_webhook(outside, bot)
    said = [(await outside.says(user, "hello"))["update_id"] for user in (CLEO, SAM, CLEO)]
    await outside.call("deleteWebhook")
    _, body = await outside.call("getUpdates")
    assert [update["update_id"] for update in body["result"]] == said


async def test_pending_updates_can_be_dropped(outside: Outside, bot: Bot) -> None:
    await outside.says(CLEO, "old")
    await set_webhook(outside, bot, drop_pending_updates=True)
    await outside.says(CLEO, "new")
    await bot.has_heard("new")


async def test_an_update_can_be_pushed_again(outside: Outside, bot: Bot) -> None:
    await set_webhook(outside, bot)
    said = await outside.says(CLEO, "once")
    await bot.has_heard("once")
    await outside.post("/sandbox/telegram/redeliver", update_id=said["update_id"], times=2)
    await bot.has_heard("once", "once", "once")


async def test_a_webhook_must_be_https_or_on_this_machine(outside: Outside) -> None:
    status, body = await outside.call("setWebhook", url="http://bot.example/hook")
    assert (status, "An HTTPS URL must be provided" in body["description"]) == (400, True)
    status, body = await outside.call("setWebhook", url="https://bot.example/hook", secret_token="no spaces")
    assert (status, "secret token contains unallowed characters" in body["description"]) == (400, True)
