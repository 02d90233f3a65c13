"""Hearing from Telegram: long polling by a loop of ours, or a webhook.

The library's Updater confirms updates that it has only queued in memory; this loop asks for the next
offset only after every event of the last batch is committed.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.reads import Update, read
from bot.channels.telegram.sends import Telegram, seconds
from bot.dialogue.heard import Event

HOLD = 25  # seconds that Telegram keeps a question open
LONGEST = 30.0  # seconds between tries while Telegram or the database is away
KINDS = ["message", "callback_query", "my_chat_member"]

Receive = Callable[[Event], Awaitable[None]]

log = structlog.get_logger()


async def introduce(telegram: Telegram, failures: int = 0) -> str:
    """The bot's user name, once Telegram answers. Raises InvalidToken."""
    while True:
        try:
            me = await telegram.bot.get_me()
        except InvalidToken:
            log.error("telegram_token_refused", help="Check TELEGRAM_BOT_TOKEN; @BotFather shows it.")
            raise
        except TelegramError as error:
            failures += 1
            await _wait("telegram_away", error, failures)
        else:
            return me.username or me.first_name


async def poll(telegram: Telegram, receive: Receive, listening: asyncio.Event) -> None:
    """Receive every update until cancelled; ``listening`` is set once Telegram has answered."""
    await telegram.bot.delete_webhook()
    offset, failures = 0, 0
    while True:
        try:
            # A short first question, so that readiness does not wait for somebody to write.
            hold = HOLD if listening.is_set() else 0
            updates = await telegram.updates(offset, hold, KINDS)
            listening.set()
            await _receive(telegram, updates, receive)
        except Conflict as error:
            failures += 1
            log.warning(
                "telegram_other_poller", help="Another process polls with this token; end one of them."
            )
            await _wait("telegram_conflict", error, failures)
        except (TelegramError, OSError) as error:
            failures += 1
            await _wait("telegram_away", error, failures)
        else:
            failures = 0
            offset = updates[-1]["update_id"] + 1 if updates else offset


async def _receive(telegram: Telegram, updates: list[Update], receive: Receive) -> None:
    """All of a batch at once; those of one sender stay in order, since the desk's locks are fair."""
    events = [read(update, telegram.lane) for update in updates]
    results = await asyncio.gather(*(receive(event) for event in events if event), return_exceptions=True)
    for failed in results:
        if isinstance(failed, BaseException):
            log.error("not_received", problem=type(failed).__name__, exc_info=failed)
            # Not committed, so not confirmed: Telegram gives the whole batch again, and the inbox sorts it
            # out. raise NetworkError("an update could not be stored") from None


async def _wait(event: str, error: Exception, failures: int) -> None:
    pause = min(0.2 * 2**failures, LONGEST) * random.uniform(0.75, 1.25)  # noqa: S311 - jitter
    if isinstance(error, RetryAfter):
        pause = max(pause, seconds(error.retry_after))
    log.info(event, problem=type(error).__name__, again_in=round(pause, 1))
    await asyncio.sleep(pause)


async def set_webhook(telegram: Telegram, url: str, secret: str) -> None:
    """Have Telegram send updates to our URL, with the secret in a header."""
    failures = 0
    while True:
        try:
            await telegram.bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS)
        except TelegramError as error:
            failures += 1
            await _wait("telegram_away", error, failures)
        else:
            return
