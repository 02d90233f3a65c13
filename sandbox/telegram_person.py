"""The person side of Telegram: what someone with a phone does in their chat with the bot."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import time
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.pictures import sample, size_of
from sandbox.telegram_chats import BOT, Chat, Message, StoredFile
from sandbox.telegram_keyboards import labels
from sandbox.telegram_text import with_found
from sandbox.web import Refusal, json_body, number, seconds, words

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

JSON = dict[str, Any]

ANSWER_SECONDS = 10.0
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_MEDIA = ("sticker", "photo", "voice", "document")


def routes(telegram: Telegram) -> list[BaseRoute]:
    phone = _Phone(telegram)

    async def who(request: Request) -> Response:
        chat = telegram.chats.all.get(_user(request))
        return JSONResponse({"name": chat.name if chat else None, "blocked": bool(chat and chat.blocked)})

    async def read(request: Request) -> Response:
        chat = telegram.chats.all.get(_user(request))
        return JSONResponse([message.view() for message in chat.messages.values()] if chat else [])

    async def write(request: Request) -> Response:
        return JSONResponse(phone.write(_user(request), await json_body(request)))

    async def press(request: Request) -> Response:
        return JSONResponse(await phone.press(_user(request), await json_body(request)))

    async def redeliver(request: Request) -> Response:
        """`{"update_id", "times"}` gives an old update again; `{"update": {…}}` gives one made by hand."""
        asked = await json_body(request)
        if "update" in asked:
            return JSONResponse({"id": telegram.deliver_raw(_made(asked["update"]))})
        update_id = number(asked.get("update_id"), "update_id")
        if not telegram.updates.redeliver(update_id, number(asked.get("times", 1), "times")):
            raise Refusal(404, f"There was no update {update_id}.", update_ids=[*telegram.updates.remembered])
        return JSONResponse({"id": update_id})

    return [
        Route("/sandbox/telegram", phone.everybody, methods=["GET"]),
        Route("/sandbox/telegram/redeliver", redeliver, methods=["POST"]),
        Route("/sandbox/telegram/{user}", who, methods=["GET"]),
        Route("/sandbox/telegram/{user}/messages", read, methods=["GET"]),
        Route("/sandbox/telegram/{user}/messages", write, methods=["POST"]),
        Route("/sandbox/telegram/{user}/presses", press, methods=["POST"]),
    ]


def _user(request: Request) -> int:
    return number(request.path_params["user"], "The Telegram user")


def _made(update: Any) -> JSON:
    if not isinstance(update, dict):
        raise Refusal(400, "update must be an object, as Telegram would send it.")
    if "update_id" in update:
        number(update["update_id"], "update.update_id")
    return update


class _Phone:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._chats = telegram.chats

    async def everybody(self, _: Request) -> Response:
        chats = self._chats.all.values()
        return JSONResponse([{"id": chat.id, "name": chat.name} for chat in chats if chat.id > 0])

    def write(self, user: int, asked: JSON) -> JSON:
        """One of text, start, contact, sticker, photo, voice, document, edit with text, blocked."""
        chat = self._chats.person(user)
        chat.language = asked.get("language_code", chat.language)
        chat.name = asked.get("name", chat.name)
        if "blocked" in asked:
            return self._block(chat, bool(asked["blocked"]))
        if chat.blocked:
            raise Refusal(409, f"{chat.name} has blocked the bot; unblock it first.")
        if "deactivated" in asked:
            chat.deactivated = bool(asked["deactivated"])
            return {"id": chat.id}
        if "edit" in asked:
            return self._edit(chat, number(asked["edit"], "edit"), words(asked.get("text"), "text"))
        return self._say(chat, *self._content(chat, asked), reply_to=asked.get("reply_to"))

    async def press(self, user: int, asked: JSON) -> JSON:
        chat = self._chats.all.get(user) or Chat(user, f"Guest {user}", "en", "")
        if chat.blocked:
            raise Refusal(409, f"{chat.name} has blocked the bot; unblock it first.")
        if "data" in asked:
            message_id = asked.get("message_id", max(chat.messages, default=0))
            message = chat.messages.get(number(message_id, "message_id"))
            if message is None or not message.by_bot:
                theirs = [each.id for each in chat.messages.values() if each.by_bot]
                raise Refusal(404, f"The bot sent no message {message_id} there.", message_ids=theirs)
            return await self._call_back(chat, message, words(asked["data"], "data"), asked)
        return await self._press_label(chat, words(asked.get("label"), "label"), asked)

    async def _press_label(self, chat: Chat, label: str, asked: JSON) -> JSON:
        wanted = asked.get("message_id")
        shown = [
            message
            for message in reversed(chat.messages.values())
            if not message.deleted and (wanted is None or message.id == wanted)
        ]
        buttons = [
            (message, button)
            for message in shown
            for row in labels(message.wire.get("reply_markup"))
            for button in row
        ]
        for message, button in buttons:
            if button["label"] == label:
                if "data" in button:
                    return await self._call_back(chat, message, button["data"], asked)
                return {"id": message.id, "answered": None, "after_ms": 0, "url": button.get("url")}
        keys = [button for row in labels(chat.keyboard) for button in row]
        for key in keys:
            if key["label"] == label:
                return self._tap_key(chat, key)
        there_are = list(dict.fromkeys(button["label"] for button in [*(b for _, b in buttons), *keys]))
        raise Refusal(404, f"No button says {label!r}. There are: {there_are}.", labels=there_are)

    def _tap_key(self, chat: Chat, key: JSON) -> JSON:
        asked = {"contact": chat.phone} if key.get("request_contact") else {"text": key["label"]}
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None
        return {**self._say(chat, *self._content(chat, asked)), "answered": None, "after_ms": 0}

    async def _call_back(self, chat: Chat, message: Message, data: str, asked: JSON) -> JSON:
        """Press, and wait until the bot has answered or `wait` seconds (10) are over."""
        query = self._chats.ask(chat)
        began = time.monotonic()
        self._telegram.deliver(
            "callback_query",
            {
                "id": query.id,
                "from": chat.user,
                "message": _pressed(message),
                "chat_instance": str(-(chat.id * 7919 + 10**15)),
                "data": data,
            },
            ("user", chat.id),
        )
        wait = seconds(asked.get("wait", ANSWER_SECONDS), "wait")
        await asyncio.wait([query.answered], timeout=wait)
        answered = query.answered.result() if query.answered.done() else None
        return {
            "id": query.id,
            "answered": answered,
            "after_ms": round((time.monotonic() - began) * 1000),
        }

    def _say(
        self, chat: Chat, content: JSON, file: StoredFile | None = None, *, reply_to: Any = None
    ) -> JSON:
        if reply_to is not None:
            quoted = chat.reply(reply_to)
            if quoted is None:
                raise Refusal(404, f"There is no message {reply_to} to reply to.")
            content = {**content, "reply_to_message": quoted}
        chat.wrote = True
        message = chat.post(chat.user, content, self._chats.world.clock.stamp())
        message.file = self._chats.file_view(file) if file else None
        self._chats.changed(chat)
        update_id = self._telegram.deliver("message", message.wire, ("chat", chat.id))
        return {"id": message.id, "update_id": update_id}

    def _edit(self, chat: Chat, message_id: int, text: str) -> JSON:
        message = chat.message(message_id)
        if message is None or message.by_bot or "text" not in message.wire:
            theirs = [each.id for each in chat.messages.values() if not each.by_bot]
            raise Refusal(404, f"{chat.name} wrote no text {message_id}.", message_ids=theirs)
        kept = {name: value for name, value in message.wire.items() if name != "entities"}
        message.wire = {**kept, **_text(text), "edit_date": int(time.time())}
        message.revision += 1
        self._chats.changed(chat)
        update_id = self._telegram.deliver("edited_message", message.wire, ("chat", chat.id))
        return {"id": message.id, "update_id": update_id}

    def _block(self, chat: Chat, blocked: bool) -> JSON:
        before, after = (_member(chat.blocked), _member(blocked))
        chat.blocked = blocked
        self._chats.changed(chat)
        update_id = self._telegram.deliver(
            "my_chat_member",
            {
                "chat": chat.wire,
                "from": chat.user,
                "date": int(time.time()),
                "old_chat_member": before,
                "new_chat_member": after,
            },
            ("chat", chat.id),
        )
        return {"id": update_id or 0}

    def _content(self, chat: Chat, asked: JSON) -> tuple[JSON, StoredFile | None]:
        if "text" in asked:
            return _text(words(asked["text"], "text")), None
        if "start" in asked:
            payload = str(asked["start"] or "")
            if not _PAYLOAD.fullmatch(payload):
                raise Refusal(400, "A start payload has at most 64 of A-Z a-z 0-9 _ and -.")
            return _text(f"/start {payload}".strip()), None
        if "contact" in asked:
            return {"contact": _contact(chat, asked["contact"])}, None
        kind = next((kind for kind in _MEDIA if kind in asked), None)
        if kind is None:
            raise Refusal(
                400, f"Say one of text, start, contact, {', '.join(_MEDIA)}, edit with text, or blocked."
            )
        return self._media(kind, asked)

    def _media(self, kind: str, asked: JSON) -> tuple[JSON, StoredFile]:
        name, mime, content = _file(kind, asked[kind])
        if kind == "photo":
            return self._photo(name, content, asked)
        file = self._chats.keep(f"{kind}s", name, mime, content)
        base = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(content)}
        caption = {"caption": str(asked["caption"])} if asked.get("caption") else {}
        match kind:
            case "voice":
                return {"voice": {**base, "duration": 3, "mime_type": mime}, **caption}, file
            case "document":
                return {"document": {**base, "file_name": name, "mime_type": mime}, **caption}, file
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        emoji = asked[kind] if isinstance(asked[kind], str) else "👍"
        return {"sticker": {**base, **size, "type": "regular", "emoji": emoji}}, file

    def _photo(self, name: str, content: bytes, asked: JSON) -> tuple[JSON, StoredFile]:
        """What a phone sends as a photo is one: it makes it small itself."""
        if size_of(content) is None:
            raise Refusal(400, f"{name} is no photo. Send it as a document.")
        file = self._chats.keep_photo(name, content)
        caption = {"caption": str(asked["caption"])} if asked.get("caption") else {}
        return {"photo": self._chats.sizes(file), **caption}, file


def _text(text: str) -> JSON:
    entities = with_found(text, [])
    return {"text": text, "entities": entities} if entities else {"text": text}


def _contact(chat: Chat, given: Any) -> JSON:
    """A phone is the person's own; an object `{"phone","name","user_id"}` is someone else's card."""
    if isinstance(given, dict):
        card: JSON = {"phone_number": words(given.get("phone"), "phone"), "first_name": "Someone"}
        card |= {"first_name": given["name"]} if given.get("name") else {}
        return card | ({"user_id": number(given["user_id"], "user_id")} if given.get("user_id") else {})
    chat.phone = words(given, "contact")
    return {"phone_number": chat.phone, "first_name": chat.name, "user_id": chat.id}


_KINDS = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "sticker": ("sticker.webp", "image/webp"),
    "document": ("document.txt", "text/plain"),
}


def _file(kind: str, given: Any) -> tuple[str, str, bytes]:
    """Name, type and bytes from `{"name","mime","text" or "base64"}`, or from a bare name."""
    name, mime = _KINDS[kind]
    if kind == "document" and isinstance(given, str):
        return given, "application/octet-stream", b"sandbox"
    if not isinstance(given, dict):
        return name, mime, sample() if kind == "photo" else b"sandbox"
    try:
        content = base64.b64decode(given["base64"], validate=True) if "base64" in given else None
    except (binascii.Error, TypeError):
        raise Refusal(400, f"{kind}.base64 is not base64.") from None
    text = str(given.get("text", "sandbox"))
    return given.get("name", name), given.get("mime", mime), text.encode() if content is None else content


def _pressed(message: Message) -> JSON:
    """The pressed message; one that is gone has no date and no content."""
    if message.deleted:
        return {"chat": message.wire["chat"], "message_id": message.id, "date": 0}
    return message.wire


def _member(blocked: bool) -> JSON:
    if blocked:
        return {"user": BOT, "status": "kicked", "until_date": 0}
    return {"user": BOT, "status": "member"}
