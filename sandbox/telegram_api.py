"""The Bot API's methods on private chats: what each does to a chat, and how it is refused."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.pictures import size_of
from sandbox.telegram_chats import BOT, Chat, Chats, Message, StoredFile
from sandbox.telegram_keyboards import check_inline, check_reply_keyboard
from sandbox.telegram_text import Unparsable, parse_html, units, with_found
from sandbox.telegram_wire import BadRequest, Upload, loggable

JSON = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_ANSWER = 200
BIGGEST_DOCUMENT = 50 * 1024 * 1024
BIGGEST_PHOTO = 10 * 1024 * 1024
MOST_SIDES, LONGEST_STRIP = 10_000, 20  # of a photo: width and height together, and the one over the other
BIGGEST_DOWNLOAD = 20 * 1024 * 1024
DELETABLE_SECONDS = 48 * 3600


class BotApi:
    """Handlers by lower-case method name; each takes the parameters and gives the result or raises BotError.

    Lengths are counted in UTF-16 units, the strictest reading of "characters". `parse_mode` knows HTML only.
    """

    def __init__(self, chats: Chats, *, query_lifetime: float) -> None:
        self._chats = chats
        self._query_lifetime = query_lifetime
        self._commands: dict[str, list[JSON]] = {}
        self._menu_button: JSON = {"type": "commands"}
        self.handlers: dict[str, Callable[[JSON], Any]] = {
            "getme": self.get_me,
            "sendmessage": self.send_message,
            "senddocument": self.send_document,
            "sendphoto": self.send_photo,
            "sendchataction": self.send_chat_action,
            "editmessagetext": self.edit_message_text,
            "editmessagecaption": self.edit_message_caption,
            "editmessagereplymarkup": self.edit_message_reply_markup,
            "deletemessage": self.delete_message,
            "answercallbackquery": self.answer_callback_query,
            "getfile": self.get_file,
            "setmycommands": self.set_my_commands,
            "getmycommands": self.get_my_commands,
            "deletemycommands": self.delete_my_commands,
            "setchatmenubutton": self.set_chat_menu_button,
            "getchatmenubutton": self.get_chat_menu_button,
        }

    def get_me(self, _: JSON) -> JSON:
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def send_message(self, params: JSON) -> JSON:
        chat = self._chats.reach(params.get("chat_id"))
        text, entities = _text(params, "text", "entities")
        if not text:
            raise BadRequest("message text is empty")
        if units(text) > LONGEST_TEXT:
            raise BadRequest("message is too long")
        content: JSON = {"text": text}
        if entities:
            content["entities"] = entities
        return self._post(chat, content, params, "sendMessage").wire

    def send_document(self, params: JSON) -> JSON:
        chat = self._chats.reach(params.get("chat_id"))
        file = self._file(params.get("document"), "documents", BIGGEST_DOCUMENT)
        document = {
            "file_name": file.name,
            "mime_type": file.mime,
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
        }
        return self._post_file(chat, file, {"document": document}, params, "sendDocument")

    def send_photo(self, params: JSON) -> JSON:
        chat = self._chats.reach(params.get("chat_id"))
        given = params.get("photo")
        if isinstance(given, Upload):
            self._check_photo(given)
            file = self._chats.keep_photo(given.name, given.content)
        else:
            file = self._file(given, "photos", BIGGEST_PHOTO)
        return self._post_file(chat, file, {"photo": self._chats.sizes(file)}, params, "sendPhoto")

    def send_chat_action(self, params: JSON) -> bool:
        chat = self._chats.reach(params.get("chat_id"))
        if not params.get("action"):
            raise BadRequest("wrong parameter action in request")
        self._accept("sendChatAction", params, chat.id)
        return True

    def edit_message_text(self, params: JSON) -> JSON:
        chat, message = self._editable(params)
        if "text" not in message.wire:
            raise BadRequest("there is no text in the message to edit")
        text, entities = _text(params, "text", "entities")
        if not text:
            raise BadRequest("message text is empty")
        if units(text) > LONGEST_TEXT:
            raise BadRequest("message is too long")
        content = {"text": text, "entities": entities, "reply_markup": _inline(params)}
        return self._edit(chat, message, content, params, "editMessageText")

    def edit_message_caption(self, params: JSON) -> JSON:
        chat, message = self._editable(params)
        if "text" in message.wire:
            raise BadRequest("there is no caption in the message to edit")
        content = {**_caption(params), "reply_markup": _inline(params)}
        return self._edit(chat, message, content, params, "editMessageCaption")

    def edit_message_reply_markup(self, params: JSON) -> JSON:
        chat, message = self._editable(params)
        return self._edit(chat, message, {"reply_markup": _inline(params)}, params, "editMessageReplyMarkup")

    def delete_message(self, params: JSON) -> bool:
        chat = self._chats.reach(params.get("chat_id"))
        message = chat.message(params.get("message_id"))
        if message is None:
            raise BadRequest("message to delete not found")
        if time.time() - message.wire["date"] > DELETABLE_SECONDS:
            raise BadRequest("message can't be deleted for everyone")
        message.deleted = True
        self._accept("deleteMessage", params, chat.id)
        self._chats.changed(chat)
        return True

    def answer_callback_query(self, params: JSON) -> bool:
        query = self._chats.queries.get(str(params.get("callback_query_id")))
        if query is None or time.monotonic() - query.asked > self._query_lifetime:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        text = str(params.get("text", ""))
        if units(text) > LONGEST_ANSWER:
            raise BadRequest("MESSAGE_TOO_LONG")
        if not query.answered.done():
            query.answered.set_result({"text": text, "alert": _flag(params.get("show_alert"))})
        self._accept("answerCallbackQuery", params, query.user, text)
        return True

    def get_file(self, params: JSON) -> JSON:
        file = self._chats.files.get(str(params.get("file_id")))
        if file is None:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > BIGGEST_DOWNLOAD:
            raise BadRequest("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
            "file_path": file.path,
        }

    def set_my_commands(self, params: JSON) -> bool:
        commands = params.get("commands") or []
        for command in commands:
            if not 1 <= len(command.get("command", "")) <= 32:
                raise BadRequest("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
        if len(commands) > 100:
            raise BadRequest("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(params)] = commands
        self._accept("setMyCommands", params, None)
        return True

    def get_my_commands(self, params: JSON) -> list[JSON]:
        return self._commands.get(_scope(params), [])

    def delete_my_commands(self, params: JSON) -> bool:
        self._commands.pop(_scope(params), None)
        self._accept("deleteMyCommands", params, None)
        return True

    def set_chat_menu_button(self, params: JSON) -> bool:
        self._menu_button = params.get("menu_button") or {"type": "commands"}
        self._accept("setChatMenuButton", params, None)
        return True

    def get_chat_menu_button(self, _: JSON) -> JSON:
        return self._menu_button

    def _accept(self, method: str, params: JSON, to: int | None, text: str = "") -> None:
        self._chats.world.accept("telegram", method, to=to, text=text, raw=loggable(params))

    def _post(self, chat: Chat, content: JSON, params: JSON, method: str) -> Message:
        """Put the bot's message into the chat, with its keyboard and what it answers."""
        markup = params.get("reply_markup") or {}
        inline = check_inline(markup) if "inline_keyboard" in markup else None
        keyboard = check_reply_keyboard(markup) if markup and "inline_keyboard" not in markup else None
        quoted = self._quoted(chat, params)
        if quoted:
            content["reply_to_message"] = quoted
        if inline:
            content["reply_markup"] = inline
        message = chat.post(BOT, content, self._chats.world.clock.stamp())
        message.keyboard = keyboard
        if keyboard or "remove_keyboard" in markup:
            chat.keyboard = keyboard
        self._accept(method, params, chat.id, message.text)
        self._chats.changed(chat)
        return message

    def _quoted(self, chat: Chat, params: JSON) -> JSON | None:
        parameters = params.get("reply_parameters") or {}
        message_id = parameters.get("message_id") or params.get("reply_to_message_id")
        if not message_id:
            return None
        quoted = chat.reply(message_id)
        if quoted is None and not _flag(parameters.get("allow_sending_without_reply")):
            raise BadRequest("message to be replied not found")
        return quoted

    def _file(self, given: Any, folder: str, most: int) -> StoredFile:
        """The file that was uploaded now, or earlier and is named by its id."""
        if isinstance(given, Upload):
            if not given.content:
                raise BadRequest("file must be non-empty")
            if len(given.content) > most:
                raise BadRequest("file is too big")
            return self._chats.keep(folder, given.name, given.mime, given.content)
        known = self._chats.files.get(str(given))
        if known is None:
            raise BadRequest(
                f"there is no {folder[:-1]} in the request"
                if not given
                else "wrong remote file identifier specified: Wrong string length"
            )
        if known.path.split("/")[0] != folder:
            was, wanted = known.path.split("/")[0][:-1].capitalize(), folder[:-1].capitalize()
            raise BadRequest(f"can't use file of type {was} as {wanted}")
        return known

    def _check_photo(self, given: Upload) -> None:
        """BadRequest, as for a file that is no photo to Telegram."""
        if len(given.content) > BIGGEST_PHOTO:
            raise BadRequest("file is too big")
        sides = size_of(given.content)
        if sides is None:
            raise BadRequest("IMAGE_PROCESS_FAILED")
        if sum(sides) > MOST_SIDES or max(sides) > LONGEST_STRIP * min(sides):
            raise BadRequest("PHOTO_INVALID_DIMENSIONS")

    def _post_file(self, chat: Chat, file: StoredFile, content: JSON, params: JSON, method: str) -> JSON:
        caption = {name: value for name, value in _caption(params).items() if value}
        message = self._post(chat, {**content, **caption}, params, method)
        message.file = self._chats.file_view(file)
        return message.wire

    def _editable(self, params: JSON) -> tuple[Chat, Message]:
        chat = self._chats.reach(params.get("chat_id"))
        message = chat.message(params.get("message_id"))
        if message is None:
            raise BadRequest("message to edit not found")
        if not message.by_bot:
            raise BadRequest("message can't be edited")
        return chat, message

    def _edit(self, chat: Chat, message: Message, content: JSON, params: JSON, method: str) -> JSON:
        """Replace the message's parts; what is given as None or empty goes away."""
        merged = {**message.wire, **content}
        wire = {name: value for name, value in merged.items() if name not in content or value}
        if wire == message.wire:
            raise BadRequest(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        message.wire = {**wire, "edit_date": int(time.time())}
        message.revision += 1
        self._accept(method, params, chat.id, message.text)
        self._chats.changed(chat)
        return message.wire


def _text(params: JSON, name: str, entities_name: str) -> tuple[str, list[JSON]]:
    """The plain text and its entities, from HTML marks or as they were given."""
    given = params.get(name)
    text = given if isinstance(given, str) else ""
    mode = params.get("parse_mode")
    if mode:
        if mode.lower() != "html":
            raise BadRequest("unsupported parse_mode")
        try:
            text, entities = parse_html(text)
        except Unparsable as problem:
            raise BadRequest(f"can't parse entities: {problem}") from None
    else:
        text, entities = text.strip(), params.get(entities_name) or []
    return text, with_found(text, entities)


def _caption(params: JSON) -> JSON:
    caption, entities = _text(params, "caption", "caption_entities")
    if units(caption) > LONGEST_CAPTION:
        raise BadRequest("message caption is too long")
    return {"caption": caption, "caption_entities": entities}


def _inline(params: JSON) -> JSON | None:
    markup = params.get("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise BadRequest("inline keyboard expected")
    return check_inline(markup)


def _flag(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1")


def _scope(params: JSON) -> str:
    scope = params.get("scope") or {"type": "default"}
    return f"{scope['type']}:{scope.get('chat_id', '')}:{params.get('language_code', '')}"
