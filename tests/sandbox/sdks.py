"""One small bot over each real library, so that a test can be told twice."""

import json
from typing import Any, Protocol

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter

from sandbox.people import TELEGRAM_TOKEN

JSON = dict[str, Any]


class Refused(Exception):
    """The library raised: its kind of error, and Telegram's words."""

    def __init__(self, cause: Exception, retry_after: int | None = None) -> None:
        super().__init__(str(cause))
        self.kind = type(cause).__name__
        self.retry_after = retry_after


class Sdk(Protocol):
    offset: int

    async def updates(self, *, timeout: int = 0, confirm: bool = True) -> list[JSON]: ...
    async def send(self, chat: int, text: str, buttons: list[list[JSON]] | None = None) -> int: ...
    async def edit(
        self, chat: int, message: int, text: str, buttons: list[list[JSON]] | None = None
    ) -> None: ...
    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> None: ...
    async def document(self, chat: int, name: str, content: bytes, caption: str = "") -> int: ...
    async def photo(self, chat: int, photo: bytes | str) -> int: ...
    async def delete(self, chat: int, message: int) -> None: ...
    async def download(self, file_id: str) -> bytes: ...
    async def commands(self, commands: list[tuple[str, str]]) -> list[tuple[str, str]]: ...
    async def username(self) -> str | None: ...
    async def close(self) -> None: ...


def _next_offset(updates: list[JSON], offset: int) -> int:
    return max([offset, *(int(update["update_id"]) + 1 for update in updates)])


class Ptb:
    """python-telegram-bot, on its stock transport."""

    def __init__(self, base: str) -> None:
        self.offset = 0
        self._bot = telegram.Bot(
            TELEGRAM_TOKEN, base_url=f"{base}/telegram/bot", base_file_url=f"{base}/telegram/file/bot"
        )

    async def updates(self, *, timeout: int = 0, confirm: bool = True) -> list[JSON]:
        got = await self._run(self._bot.get_updates(offset=self.offset, timeout=timeout))
        updates = [json.loads(update.to_json()) for update in got]
        self.offset = _next_offset(updates, self.offset) if confirm else self.offset
        return updates

    async def send(self, chat: int, text: str, buttons: list[list[JSON]] | None = None) -> int:
        sent = await self._run(
            self._bot.send_message(chat, text, parse_mode="HTML", reply_markup=self._markup(buttons))
        )
        return int(sent.message_id)

    async def edit(self, chat: int, message: int, text: str, buttons: list[list[JSON]] | None = None) -> None:
        markup = self._markup(buttons)
        await self._run(self._bot.edit_message_text(text, chat, message, reply_markup=markup))

    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> None:
        await self._run(self._bot.answer_callback_query(query, text, show_alert=alert))

    async def document(self, chat: int, name: str, content: bytes, caption: str = "") -> int:
        sent = await self._run(self._bot.send_document(chat, content, caption=caption, filename=name))
        return int(sent.message_id)

    async def photo(self, chat: int, photo: bytes | str) -> int:
        return int((await self._run(self._bot.send_photo(chat, photo))).message_id)

    async def delete(self, chat: int, message: int) -> None:
        await self._run(self._bot.delete_message(chat, message))

    async def download(self, file_id: str) -> bytes:
        file = await self._run(self._bot.get_file(file_id))
        return bytes(await file.download_as_bytearray())

    async def commands(self, commands: list[tuple[str, str]]) -> list[tuple[str, str]]:
        await self._run(self._bot.set_my_commands(commands))
        return [(each.command, each.description) for each in await self._run(self._bot.get_my_commands())]

    async def username(self) -> str | None:
        return str((await self._run(self._bot.get_me())).username)

    async def close(self) -> None:
        await self._bot.shutdown()

    @staticmethod
    def _markup(buttons: list[list[JSON]] | None) -> telegram.InlineKeyboardMarkup | None:
        return telegram.InlineKeyboardMarkup.de_json({"inline_keyboard": buttons}, None) if buttons else None

    async def _run(self, call: Any) -> Any:
        await self._bot.initialize()
        try:
            return await call
        except telegram.error.RetryAfter as problem:
            raise Refused(problem, int(problem._retry_after.total_seconds())) from None
        except telegram.error.TelegramError as problem:
            raise Refused(problem) from None


class Aiogram:
    """aiogram, on its aiohttp session."""

    def __init__(self, base: str) -> None:
        self.offset = 0
        self._session = AiohttpSession(
            api=TelegramAPIServer(
                base=f"{base}/telegram/bot{{token}}/{{method}}",
                file=f"{base}/telegram/file/bot{{token}}/{{path}}",
            )
        )
        self._bot = aiogram.Bot(TELEGRAM_TOKEN, session=self._session)

    async def updates(self, *, timeout: int = 0, confirm: bool = True) -> list[JSON]:
        got = await self._run(self._bot.get_updates(offset=self.offset, timeout=timeout))
        updates = [update.model_dump(mode="json", by_alias=True, exclude_unset=True) for update in got]
        self.offset = _next_offset(updates, self.offset) if confirm else self.offset
        return updates

    async def send(self, chat: int, text: str, buttons: list[list[JSON]] | None = None) -> int:
        sent = await self._run(
            self._bot.send_message(chat, text, parse_mode="HTML", reply_markup=self._markup(buttons))
        )
        return int(sent.message_id)

    async def edit(self, chat: int, message: int, text: str, buttons: list[list[JSON]] | None = None) -> None:
        markup = self._markup(buttons)
        await self._run(self._bot.edit_message_text(text, None, chat, message, reply_markup=markup))

    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> None:
        await self._run(self._bot.answer_callback_query(query, text, show_alert=alert))

    async def document(self, chat: int, name: str, content: bytes, caption: str = "") -> int:
        file = aiogram.types.BufferedInputFile(content, name)
        return int((await self._run(self._bot.send_document(chat, file, caption=caption))).message_id)

    async def photo(self, chat: int, photo: bytes | str) -> int:
        file = photo if isinstance(photo, str) else aiogram.types.BufferedInputFile(photo, "picture.jpg")
        return int((await self._run(self._bot.send_photo(chat, file))).message_id)

    async def delete(self, chat: int, message: int) -> None:
        await self._run(self._bot.delete_message(chat, message))

    async def download(self, file_id: str) -> bytes:
        file = await self._run(self._bot.download(file_id))
        return bytes(file.read())

    async def commands(self, commands: list[tuple[str, str]]) -> list[tuple[str, str]]:
        given = [aiogram.types.BotCommand(command=name, description=does) for name, does in commands]
        await self._run(self._bot.set_my_commands(given))
        return [(each.command, each.description) for each in await self._run(self._bot.get_my_commands())]

    async def username(self) -> str | None:
        return str((await self._run(self._bot.get_me())).username)

    async def close(self) -> None:
        # The session's own `close` sleeps for TLS, which there is none of here.
        await (await self._session.create_session()).close()

    @staticmethod
    def _markup(buttons: list[list[JSON]] | None) -> aiogram.types.InlineKeyboardMarkup | None:
        if not buttons:
            return None
        return aiogram.types.InlineKeyboardMarkup.model_validate({"inline_keyboard": buttons})

    async def _run(self, call: Any) -> Any:
        try:
            return await call
        except TelegramRetryAfter as problem:
            raise Refused(problem, problem.retry_after) from None
        except TelegramAPIError as problem:
            raise Refused(problem) from None
        except aiogram.exceptions.ClientDecodeError as problem:
            raise Refused(problem) from None
