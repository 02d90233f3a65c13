"""Saying it on Telegram: the calls, and what their errors mean."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.draws import Drawn, draw
from bot.channels.telegram.limits import CAPTION, TOAST, cut
from bot.channels.telegram.transport import AiohttpRequest, Api, NotConnected
from bot.dialogue.channel import FIRST, NoPictures, NotSent, Pictures, Sent, TooLarge, Try
from bot.dialogue.heard import Event
from bot.dialogue.screen import File, Picture, Screen
from domain.pictures.model import NAME

_UNCHANGED = "message is not modified"
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
)
_BAD_MARKUP = "can't parse entities"
_GONE = ("chat not found", "peer_id_invalid")
# Of another bot, forgotten, or not a photo's.
_NO_FILE = (
    "wrong remote file",
    "wrong file identifier",
    "wrong file_id",
    "file_reference",
    "can't use file of type",
)

log = structlog.get_logger()


class Telegram:
    """One bot. Implements ``bot.dialogue.channel.Chat``."""

    recalls = False

    def __init__(self, token: str, api_url: str, pictures: Pictures | None = None) -> None:
        base = api_url.rstrip("/")
        self._files = f"{base}/file/bot{token}"
        self._pictures = pictures or NoPictures()
        self._requests = (AiohttpRequest(connections=2), AiohttpRequest())  # polls never wait for calls
        self.bot = Api(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )
        self.lane = f"telegram:{token.partition(':')[0]}"

    async def open(self) -> None:
        """Only the connections: the provider may still be away."""
        for request in self._requests:
            await request.initialize()

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        sent = await self._answer(event, screen)
        if screen.commands:
            await self._list_commands(event.place, screen.commands)
        return sent

    async def _answer(self, event: Event, screen: Screen) -> Sent | None:
        if not event.is_press:
            return await self._show(event.place, screen)
        if screen.is_silent:
            await self._acknowledge(event, screen)
            return None
        card = None if screen.fresh else event.message_id
        sent, acknowledged = await asyncio.gather(
            self._tell(event.place, screen, card), self._acknowledge(event, screen), return_exceptions=True
        )
        if isinstance(sent, BaseException):
            raise sent
        if isinstance(acknowledged, NotSent):
            if sent.message_id == event.message_id:
                raise acknowledged  # an edit may be repeated with it, a new message may not
            log.info("press_not_acknowledged", problem=str(acknowledged))
        return sent

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        if screen.is_board and card is None:
            return None
        return await self._tell(place, screen, card, quiet=not screen.fresh)

    async def _tell(self, place: str, screen: Screen, card: str | None, *, quiet: bool = False) -> Sent:
        if screen.file:
            return await self._send_file(place, screen, screen.file)
        if card is None or screen.fresh or screen.picture:
            return await self._show(place, screen, quiet=quiet)
        return await self._edit(place, card, screen, quiet=quiet)

    async def retire(self, place: str, message_id: str) -> None:
        try:
            await self._call(
                "editMessageReplyMarkup", repeatable=True, chat_id=int(place), message_id=int(message_id)
            )
        except NotSent as problem:
            if not problem.permanent:
                raise

    async def updates(self, offset: int, hold: int, kinds: list[str]) -> list[dict[str, Any]]:
        """The updates from ``offset`` on, after ``hold`` seconds at most. Raises TelegramError."""
        found: list[dict[str, Any]] = await self.bot.call(
            "getUpdates", wait=hold + 10, offset=offset, timeout=hold, allowed_updates=kinds
        )
        return found

    async def _acknowledge(self, event: Event, screen: Screen) -> None:
        """Stop the spinner on the button, with the toast; too late for that is no error."""
        try:
            await self._call(
                "answerCallbackQuery",
                repeatable=True,
                callback_query_id=event.answer["callback"],
                text=cut(screen.toast, TOAST) or None,
                show_alert=screen.alert or None,
            )
        except NotSent as problem:
            if not problem.permanent:
                raise

    async def _list_commands(self, place: str, commands: tuple[tuple[str, str], ...]) -> None:
        """The menu of commands in this chat alone. The answer goes out without it, too."""
        listed = [{"command": name, "description": said} for name, said in commands]
        scope = {"type": "chat", "chat_id": int(place)}
        try:
            await self._call("setMyCommands", repeatable=True, commands=listed, scope=scope)
        except NotSent as problem:
            log.info("commands_not_listed", problem=str(problem))

    async def _show(self, place: str, screen: Screen, *, quiet: bool = False) -> Sent:
        """A new message; a ``quiet`` one comes without a sound."""
        silent = {"disable_notification": True} if quiet else {}
        if screen.picture and (sent := await self._show_picture(place, screen, screen.picture, silent)):
            return sent
        drawn = draw(screen)
        message = await self._say("sendMessage", drawn, chat_id=int(place), **silent)
        return Sent(place, str(message["message_id"]))

    async def _show_picture(
        self, place: str, screen: Screen, picture: Picture, silent: dict[str, Any]
    ) -> Sent | None:
        """The words stand below it, in one message. It is uploaded once: who comes next gets it by its id.
        None where it is kept no more.
        """
        known = await self._pictures.uploaded(picture.digest, self.lane)
        if known:
            try:
                return await self._send_photo(place, screen, known, silent)
            except _NoSuchFile as problem:
                log.info("file_id_refused", problem=str(problem))
                await self._pictures.forget(picture.digest, self.lane, known)
        content = await self._pictures.content(picture.digest)
        if content is None:
            return None
        return await self._send_photo(
            place, screen, InputFile(content, filename=NAME), silent, picture.digest
        )

    async def _send_photo(
        self, place: str, screen: Screen, photo: str | InputFile, silent: dict[str, Any], new: str = ""
    ) -> Sent:
        drawn = draw(screen, CAPTION, nothing="")
        message = await self._call(
            "sendPhoto",
            chat_id=int(place),
            photo=photo,
            caption=drawn.html or None,
            parse_mode="HTML" if drawn.html else None,
            reply_markup=drawn.markup,
            **silent,
        )
        if new:
            await self._pictures.note(new, self.lane, str(message["photo"][-1]["file_id"]))
        return Sent(place, str(message["message_id"]))

    async def fetch(self, ref: str, most: int) -> bytes:
        """What somebody sent, by its file id. Raises TooLarge, NotSent."""
        found = await self._call("getFile", repeatable=True, file_id=ref)
        if int(found.get("file_size") or 0) > most:
            raise TooLarge("too large", permanent=True)
        try:
            status, content = await self._requests[1].do_request(f"{self._files}/{found['file_path']}", "GET")
        except TelegramError as error:
            raise _meaning(error, repeatable=True) from None
        if status != 200:
            raise NotSent(f"HTTP {status}")
        if len(content) > most:
            raise TooLarge("too large", permanent=True)
        return content

    async def _edit(self, place: str, message_id: str, screen: Screen, *, quiet: bool) -> Sent:
        where = {"chat_id": int(place), "message_id": int(message_id)}
        try:
            await self._say("editMessageText", draw(screen), repeatable=True, **where)
        except _Unchanged:
            pass
        except _NotEditable:
            return await self._show(place, screen, quiet=quiet)
        return Sent(place, message_id)

    async def _say(self, method: str, drawn: Drawn, **where: Any) -> Any:
        try:
            return await self._call(
                method, **where, text=drawn.html, parse_mode="HTML", reply_markup=drawn.markup
            )
        except _Unreadable:
            return await self._call(method, **where, text=drawn.plain, reply_markup=drawn.markup)

    async def _send_file(self, place: str, screen: Screen, file: File) -> Sent:
        drawn = draw(screen, CAPTION, nothing="")
        message = await self._call(
            "sendDocument",
            chat_id=int(place),
            document=InputFile(file.data, filename=file.name),
            caption=drawn.html or None,
            parse_mode="HTML" if drawn.html else None,
            reply_markup=drawn.markup,
        )
        return Sent(place, str(message["message_id"]))

    async def _call(self, method: str, *, repeatable: bool = False, **params: Any) -> Any:
        """The result, or NotSent. A ``repeatable`` call may be made again whatever became of it."""
        try:
            return await self.bot.call(method, **params)
        except TelegramError as error:
            raise _meaning(error, repeatable) from None  # its chain may hold the URL, and that the token


class _Unchanged(NotSent):
    """It shows that already."""


class _NotEditable(NotSent):
    """The message is gone, or is no text."""


class _NoSuchFile(NotSent):
    """Telegram does not know a file by that id."""


class _Unreadable(NotSent):
    """Telegram could not read our markup."""


def _meaning(error: TelegramError, repeatable: bool) -> NotSent:
    said = error.message
    match error:
        case RetryAfter():
            return NotSent(said, retry_after=seconds(error.retry_after))
        case Forbidden():
            return NotSent(said, permanent=True, gone=True)
        case ChatMigrated():
            return NotSent(said, permanent=True)  # a group, where we only hand out a link
        case InvalidToken():
            return NotSent("the bot token is not valid")  # until it is put right
        case BadRequest():
            return _bad_request(said)
        case NotConnected():
            return NotSent(said)
        case _:
            return NotSent(said, certain=repeatable)  # silence, a reset, 5xx, an answer that is no JSON


def seconds(wait: timedelta | int) -> float:
    """The library is on its way from whole seconds to timedelta."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _bad_request(said: str) -> NotSent:
    lowered = said.lower()
    if _UNCHANGED in lowered:
        return _Unchanged(said, permanent=True)
    if any(words in lowered for words in _NOT_EDITABLE):
        return _NotEditable(said, permanent=True)
    if _BAD_MARKUP in lowered:
        return _Unreadable(said, permanent=True)
    if "file is too big" in lowered:
        return TooLarge(said, permanent=True)
    if any(words in lowered for words in _NO_FILE):
        return _NoSuchFile(said, permanent=True)
    return NotSent(said, permanent=True, gone=any(words in lowered for words in _GONE))
