"""Chats with the bot: who they are with, what was said, which files went along."""

import asyncio
import base64
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from secrets import randbelow
from typing import Any

from sandbox.people import PEOPLE, TELEGRAM_BOT_ID, TELEGRAM_BOT_USERNAME
from sandbox.pictures import as_jpeg, size_of
from sandbox.telegram_keyboards import labels
from sandbox.telegram_wire import BadRequest, BotError
from sandbox.world import World

JSON = dict[str, Any]

BOT: JSON = {
    "id": TELEGRAM_BOT_ID,
    "is_bot": True,
    "first_name": "TrainerHub",
    "username": TELEGRAM_BOT_USERNAME,
}


FILE_ID, THUMBNAIL = "AgADfile", "thumbnail"
SMALL, LARGE = 90, 1280  # pixels of a photo's longer side


@dataclass(slots=True)
class Message:
    """`wire` is the message as Telegram gives it; it is replaced when edited, never changed."""

    wire: JSON
    at: str
    keyboard: JSON | None = None
    revision: int = 1
    deleted: bool = False
    file: JSON | None = None

    @property
    def id(self) -> int:
        return int(self.wire["message_id"])

    @property
    def by_bot(self) -> bool:
        return bool(self.wire["from"]["is_bot"])

    @property
    def text(self) -> str:
        wire = self.wire
        said = wire.get("text") or wire.get("caption")
        if said is None and "contact" in wire:
            said = wire["contact"]["phone_number"]
        if said is None and "sticker" in wire:
            said = wire["sticker"].get("emoji")
        return said or ""

    def view(self) -> JSON:
        """As the person side shows it; `entities` is there only where there are some."""
        wire = self.wire
        shown = {
            "message_id": wire["message_id"],
            "from": "bot" if self.by_bot else "user",
            "text": self.text,
            "buttons": labels(wire.get("reply_markup") or self.keyboard),
            "at": self.at,
            "revision": self.revision,
            "deleted": self.deleted,
            "reply_to": wire.get("reply_to_message", {}).get("message_id"),
            "file": self.file,
        }
        entities = wire.get("entities") or wire.get("caption_entities")
        return shown | {"entities": entities} if entities else shown


@dataclass(slots=True)
class Chat:
    id: int
    name: str
    language: str
    phone: str
    wrote: bool = False
    blocked: bool = False
    deactivated: bool = False
    keyboard: JSON | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def user(self) -> JSON:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    @property
    def wire(self) -> JSON:
        if self.id < 0:
            return {"id": self.id, "title": self.name, "type": "group"}
        return {"id": self.id, "first_name": self.name, "type": "private"}

    def message(self, message_id: Any) -> Message | None:
        """The message that is still there, or None."""
        try:
            message = self.messages.get(int(message_id))
        except (TypeError, ValueError):
            return None
        return None if message is None or message.deleted else message

    def post(self, sender: JSON, content: JSON, at: str) -> Message:
        message_id = len(self.messages) + 1
        wire = {
            "message_id": message_id,
            "from": sender,
            "chat": self.wire,
            "date": int(time.time()),
            **content,
        }
        message = self.messages[message_id] = Message(wire, at)
        return message

    def reply(self, message_id: Any) -> JSON | None:
        """The message that is answered, as it is quoted: without what it quotes itself."""
        quoted = self.message(message_id)
        if quoted is None:
            return None
        return {key: value for key, value in quoted.wire.items() if key != "reply_to_message"}


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    id: str
    user: int
    asked: float
    answered: asyncio.Future[JSON]


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    path: str
    name: str
    mime: str
    content: bytes

    @property
    def unique_id(self) -> str:
        return f"u{self.id}"


class Chats:
    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self._token = token
        self.all: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, StoredFile] = {}
        self._query_ids = count(10**17 + randbelow(10**17))
        world.keeps("telegram", self)

    def person(self, user: int) -> Chat:
        """This person's chat with the bot; whoever nobody knows comes to be."""
        chat = self.all.get(user)
        if chat is None:
            known = next((each for each in PEOPLE if each.telegram == user), None)
            name, language = (known.name, known.language) if known else (f"Guest {user}", "en")
            phone = f"+1202555{100 + user % 100:04d}"
            chat = self.all[user] = Chat(user, name, language, phone)
        return chat

    def meet(self, wire: JSON) -> None:
        """A chat that an update made by hand comes from."""
        chat = self.person(int(wire["id"]))
        chat.name = wire.get("title") or wire.get("first_name") or chat.name
        chat.wrote = True

    def reach(self, chat_id: Any) -> Chat:
        """The chat that the bot may write to; BotError as Telegram refuses the others."""
        if chat_id in (None, ""):
            raise BadRequest("chat_id is empty")
        try:
            chat = self.all.get(int(chat_id))
        except (TypeError, ValueError):
            chat = None
        if chat is None or not chat.wrote:
            raise BadRequest("chat not found")
        if chat.deactivated:
            raise BotError(403, "Forbidden: user is deactivated")
        if chat.blocked:
            raise BotError(403, "Forbidden: bot was blocked by the user")
        return chat

    def ask(self, chat: Chat) -> Query:
        query = Query(
            str(next(self._query_ids)), chat.id, time.monotonic(), asyncio.get_running_loop().create_future()
        )
        self.queries[query.id] = query
        return query

    def keep(self, folder: str, name: str, mime: str, content: bytes) -> StoredFile:
        number = len(self.files) + 1
        file = StoredFile(f"{FILE_ID}{number}", f"{folder}/file_{number}", name, mime, content)
        self.files[file.id] = file
        return file

    def keep_photo(self, name: str, content: bytes) -> StoredFile:
        """As Telegram keeps photos: made JPEGs of, and no larger than its apps show, with a small one."""
        small, large = (as_jpeg(content, side) or content for side in (SMALL, LARGE))
        self.keep("photos", THUMBNAIL, "image/jpeg", small)
        return self.keep("photos", name, "image/jpeg", large)

    def sizes(self, file: StoredFile) -> list[JSON]:
        """A photo as messages carry it, the smallest first, whichever of them was named."""
        number = int(file.id.removeprefix(FILE_ID)) + (file.name == THUMBNAIL)
        return [_photo_size(self.files[f"{FILE_ID}{each}"]) for each in (number - 1, number)]

    def file_view(self, file: StoredFile) -> JSON:
        """How the person side shows a file; the URL is where the provider side serves it."""
        return {
            "name": file.name,
            "mime": file.mime,
            "size": len(file.content),
            "url": f"/telegram/file/bot{self._token}/{file.path}",
        }

    def kept(self) -> JSON:
        files = [
            {**asdict(each), "content": base64.b64encode(each.content).decode()}
            for each in self.files.values()
        ]
        chats = [
            {**asdict(each), "messages": [asdict(said) for said in each.messages.values()]}
            for each in self.all.values()
        ]
        return {"chats": chats, "files": files}

    def take_up(self, kept: JSON) -> None:
        for each in kept["files"]:
            self.files[each["id"]] = StoredFile(**{**each, "content": base64.b64decode(each["content"])})
        for each in kept["chats"]:
            said = [Message(**message) for message in each["messages"]]
            self.all[each["id"]] = Chat(**{**each, "messages": {message.id: message for message in said}})

    def changed(self, chat: Chat) -> None:
        self.world.changed(f"telegram/{chat.id}")


def _photo_size(file: StoredFile) -> JSON:
    wide, high = size_of(file.content) or (SMALL, SMALL)
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "width": wide,
        "height": high,
        "file_size": len(file.content),
    }
