"""Saying it on Telegram: the calls, and what their errors mean."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar

from telegram import Bot, BotCommand, InputFile
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram.draws import Drawn, draw
from bot.channels.telegram.limits import CAPTION, TOAST, cut
from bot.channels.telegram.transport import AiohttpRequest, NotConnected
from bot.dialogue.channel import NotSent, Sent
from bot.dialogue.heard import Event
from bot.dialogue.screen import File, Screen

T = TypeVar("T")

_NO_BUTTONS: dict[str, Any] = {"reply_markup": {"inline_keyboard": []}}
_UNCHANGED = "message is not modified"
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "there is no text in the message")
_BAD_MARKUP = "can't parse entities"


class Telegram:
    """One bot. Implements ``bot.dialogue.channel.Chat``."""

    def __init__(self, token: str, api_url: str) -> None:
        base = api_url.rstrip("/")
        self._calls, self._polls = AiohttpRequest(), AiohttpRequest(connections=2)
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )
        self.lane = f"telegram:{token.partition(':')[0]}"

    async def open(self) -> None:
        """Only the connections: the provider may still be away."""
        await self._calls.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        await self._polls.shutdown()
        await self._calls.shutdown()

    async def answer(self, event: Event, screen: Screen) -> Sent | None:
        if not event.is_press:
            return await self._show(event.place, screen)
        stop_spinner = self._acknowledge(event, screen)
        if screen.is_silent:
            await stop_spinner
            return None
        if screen.fresh or screen.file:
            *_, sent = await asyncio.gather(stop_spinner, self._show(event.place, screen))
            return sent
        *_, sent = await asyncio.gather(stop_spinner, self._edit(event.place, event.message_id, screen))
        return sent

    async def tell(self, place: str, screen: Screen, card: str | None = None) -> Sent | None:
        if card is None or screen.fresh or screen.file:
            return await self._show(place, screen)
        return await self._edit(place, card, screen)

    async def retire(self, place: str, message_id: str) -> None:
        try:
            await _said(
                self.bot.edit_message_reply_markup(int(place), int(message_id), api_kwargs=_NO_BUTTONS),
                repeatable=True,
            )
        except NotSent as problem:
            if not problem.permanent:
                raise

    async def updates(self, offset: int, hold: int, kinds: list[str]) -> list[dict[str, Any]]:
        """The updates from ``offset`` on, as they came, after ``hold`` seconds at most."""
        asked = {"offset": offset, "timeout": hold, "allowed_updates": kinds}
        data = RequestData([RequestParameter.from_input(key, value) for key, value in asked.items()])
        found: Any = await self._polls.post(f"{self.bot.base_url}/getUpdates", data, read_timeout=hold + 10)
        return list(found)

    async def set_commands(self, commands: list[tuple[str, str]], language: str = "") -> None:
        """The menu of commands, in one language ("" for everybody else's)."""
        menu = [BotCommand(name, description) for name, description in commands]
        await _said(self.bot.set_my_commands(menu, language_code=language or None), repeatable=True)

    async def _acknowledge(self, event: Event, screen: Screen) -> None:
        toast = cut(screen.toast, TOAST) or None
        try:
            await _said(
                self.bot.answer_callback_query(
                    event.answer["callback"], text=toast, show_alert=screen.alert or None
                ),
                repeatable=True,
            )
        except NotSent as problem:
            # Too late for the spinner is not too late for the answer.
            if not problem.permanent:
                raise

    async def _show(self, place: str, screen: Screen) -> Sent:
        if screen.file:
            return await self._send_file(place, screen, screen.file)
        drawn = draw(screen)
        extra = {"reply_markup": drawn.markup} if drawn.keyboard else None
        try:
            message = await _said(
                self.bot.send_message(int(place), drawn.html, parse_mode=ParseMode.HTML, api_kwargs=extra)
            )
        except _Unreadable:
            message = await _said(self.bot.send_message(int(place), drawn.plain, api_kwargs=extra))
        return Sent(place, str(message.message_id))

    async def _send_file(self, place: str, screen: Screen, file: File) -> Sent:
        drawn = draw(screen, CAPTION)
        document = InputFile(file.content.encode(), filename=file.name)
        extra = {"reply_markup": drawn.markup} if drawn.keyboard else None
        message = await _said(
            self.bot.send_document(
                int(place), document, caption=drawn.html, parse_mode=ParseMode.HTML, api_kwargs=extra
            )
        )
        return Sent(place, str(message.message_id))

    async def _edit(self, place: str, message_id: str, screen: Screen) -> Sent:
        drawn = draw(screen)
        try:
            await self._edit_text(place, message_id, drawn)
        except _NotEditable:
            return await self._show(place, screen)
        return Sent(place, message_id)

    async def _edit_text(self, place: str, message_id: str, drawn: Drawn) -> None:
        await _said(
            self.bot.edit_message_text(
                drawn.html,
                int(place),
                int(message_id),
                parse_mode=ParseMode.HTML,
                api_kwargs={"reply_markup": drawn.markup},
            ),
            repeatable=True,
        )


class _Unchanged(NotSent):
    """It shows that already."""


class _NotEditable(NotSent):
    """The message is gone, or is no text."""


class _Unreadable(NotSent):
    """Telegram could not read our markup."""


async def _said(call: Awaitable[T], *, repeatable: bool = False) -> T:
    """The result of a call, or NotSent. A ``repeatable`` call may be made again whatever became of it."""
    try:
        return await call
    except TelegramError as error:
        problem = _meaning(error, repeatable)
        if isinstance(problem, _Unchanged):
            return None  # type: ignore[return-value]  # nobody asks what an edit returned
        raise problem from None  # the error's chain holds the URL, and that the token


def _meaning(error: TelegramError, repeatable: bool) -> NotSent:
    said = error.message
    match error:
        case RetryAfter():
            wait = seconds(error.retry_after)
            return NotSent(said, retry_after=wait)
        case Forbidden():
            return NotSent(said, permanent=True, gone=True)
        case InvalidToken():
            return NotSent("the bot token is not valid")  # until it is put right
        case BadRequest():
            return _bad_request(said)
        case NotConnected():
            return NotSent(said)
        case TimedOut() | NetworkError():
            return NotSent(said, certain=repeatable)
        case _:
            return NotSent(said, certain=repeatable)  # such as an answer that is no JSON


def seconds(wait: timedelta | int) -> float:
    """The library is on its way from whole seconds to timedelta."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _bad_request(said: str) -> NotSent:
    lowered = said.lower()
    if _UNCHANGED in lowered:
        return _Unchanged(said)
    if any(words in lowered for words in _NOT_EDITABLE):
        return _NotEditable(said, permanent=True)
    if _BAD_MARKUP in lowered:
        return _Unreadable(said, permanent=True)
    if "chat not found" in lowered:
        return NotSent(said, permanent=True, gone=True)
    return NotSent(said, permanent=True)
