"""Hearing from Telegram: long polling by a loop of ours, or a webhook.

The library's Updater confirms updates that it has only queued in memory; this loop asks for the next
offset only after every event of the last batch is committed.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram import BotCommand
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.reads import Update, read
from bot.channels.telegram.sends import Telegram, seconds
from bot.dialogue.heard import Event

HOLD = 25  # seconds that Telegram keeps a question open
LONGEST = 30.0  # seconds between tries while Telegram or the database is away
KINDS = ["message", "callback_query", "my_chat_member"]

Receive = Callable[[Event], Awaitable[None]]
T = TypeVar("T")

log = structlog.get_logger()


async def introduce(telegram: Telegram) -> str:
    """The bot's user name, once Telegram answers. Raises InvalidToken."""
    me = await _insist(telegram.bot.get_me)
    return me.username or me.first_name


async def username(telegram: Telegram) -> str | None:
    """The bot's user name, asked once; None where Telegram refuses or does not answer."""
    try:
        await telegram.open()
        me = await telegram.bot.call("getMe")
    except TelegramError:
        return None
    finally:
        await telegram.close()
    return str(me["username"])


async def set_commands(telegram: Telegram, commands: list[tuple[str, str]], language: str = "") -> None:
    """The menu of commands, in one language ("" for everybody else's). Raises BadRequest."""
    menu = [BotCommand(name, description) for name, description in commands]
    await _insist(lambda: telegram.bot.set_my_commands(menu, language_code=language or None))


async def set_webhook(telegram: Telegram, url: str, secret: str) -> None:
    """Have Telegram send updates to our URL, with the secret in a header. Raises BadRequest."""
    await _insist(lambda: telegram.bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS))


async def poll(telegram: Telegram, receive: Receive, listening: asyncio.Event) -> None:
    """Receive every update until cancelled; ``listening`` is set once Telegram has answered. Raises
    InvalidToken.
    """
    await _insist(telegram.bot.delete_webhook)
    offset, failures = 0, 0
    while True:
        try:
            # A short first question, so that readiness does not wait for somebody to write.
            updates = await telegram.updates(offset, HOLD if listening.is_set() else 0, KINDS)
            listening.set()
            await _receive(telegram, updates, receive)
            offset = updates[-1]["update_id"] + 1 if updates else offset
            failures = 0
        except InvalidToken:
            _refused()
            raise
        except Exception as error:  # noqa: BLE001 - whatever came back, the bot goes on listening
            failures += 1
            await _wait(error, failures)


async def _receive(telegram: Telegram, updates: list[Update], receive: Receive) -> None:
    """All of a batch at once; those of one sender stay in order, since the desk's locks are fair.

    What was not committed is not confirmed either: it raises, Telegram gives the whole batch again, and the
    inbox knows those that it has.
    """
    events = [read(update, telegram.lane) for update in updates]
    results = await asyncio.gather(*(receive(event) for event in events if event), return_exceptions=True)
    failed = [result for result in results if isinstance(result, BaseException)]
    for error in failed:
        log.error("not_received", exc_info=error)
    if failed:
        raise failed[0]


async def _insist(call: Callable[[], Awaitable[T]]) -> T:
    """What a repeatable call answers, however long Telegram is away. Raises what waiting does not mend."""
    failures = 0
    while True:
        try:
            return await call()
        except InvalidToken:
            _refused()
            raise
        except BadRequest as error:
            log.error("telegram_refused", problem=error.message)
            raise
        except TelegramError as error:
            failures += 1
            await _wait(error, failures)


def _refused() -> None:
    log.error("telegram_token_refused", help="Check TELEGRAM_BOT_TOKEN; @BotFather shows it.")


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(0.2 * 2.0 ** min(failures, 10), LONGEST) * random.uniform(0.75, 1.0)  # noqa: S311 - jitter


async def _wait(error: Exception, failures: int) -> None:
    pause = pause_after(failures)
    if isinstance(error, RetryAfter):
        pause = max(pause, seconds(error.retry_after))
    if isinstance(error, Conflict):
        log.warning("telegram_conflict", problem=error.message, help="One process may poll with a token.")
    else:
        log.info("telegram_postponed", problem=type(error).__name__, again_in=round(pause, 1))
    await asyncio.sleep(pause)
