"""Telegram's updates as events. Read from the JSON itself: an update is untrusted and may lack anything."""

from typing import Any

import structlog

from bot.dialogue.heard import Event, Heard, Left, Opened, Said, SentFile, Tapped, clean
from domain.people.model import Channel

Update = dict[str, Any]

# In the order in which they are looked for; an animation also comes as a document.
_FILES = (
    "sticker",
    "photo",
    "voice",
    "video_note",
    "video",
    "animation",
    "audio",
    "document",
    "contact",
    "location",
    "venue",
    "poll",
    "dice",
)

log = structlog.get_logger()


def read(update: Update, lane: str) -> Event | None:
    """What an update says, or None for what we deliberately leave alone: channels, other bots, and edits,
    since the words were answered when they came.
    """
    try:
        if pressed := update.get("callback_query"):
            return _press(update["update_id"], pressed, lane)
        if message := update.get("message"):
            return _message(update["update_id"], message, lane)
        if changed := update.get("my_chat_member"):
            return _membership(update["update_id"], changed, lane)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        log.info("update_not_read", problem=type(error).__name__)
    return None


def _event(
    update_id: int, sender: Update, chat: Update, heard: Heard, lane: str, **more: Any
) -> Event | None:
    if sender.get("is_bot"):
        return None
    name = " ".join(part for part in (sender.get("first_name"), sender.get("last_name")) if part)
    return Event(
        channel=Channel.TELEGRAM,
        event_id=str(int(update_id)),
        sender=str(int(sender["id"])),
        heard=heard,
        place=str(int(chat["id"])),
        lane=lane,
        name=clean(name),
        language=clean(sender.get("language_code")),
        private=chat.get("type") == "private",
        **more,
    )


def _press(update_id: int, pressed: Update, lane: str) -> Event | None:
    # The presser counts, not the one to whom the message was sent.
    message = pressed["message"]
    return _event(
        update_id,
        pressed["from"],
        message["chat"],
        Tapped(clean(pressed["data"])),
        lane,
        message_id=str(int(message["message_id"])),
        answer={"callback": clean(pressed["id"])},
    )


def _message(update_id: int, message: Update, lane: str) -> Event | None:
    heard = _words(message) or _file(message)
    if heard is None:
        return None
    return _event(update_id, message["from"], message["chat"], heard, lane, thread=_answered(message))


def _answered(message: Update) -> str:
    """The message of ours that this one is a reply to."""
    quoted = message.get("reply_to_message")
    ours = quoted and (quoted.get("from") or {}).get("is_bot")
    return str(int(quoted["message_id"])) if quoted and ours else ""


def _words(message: Update) -> Heard | None:
    text = clean(message.get("text"))
    command, *payload = text.split(maxsplit=1) or [""]
    if command.split("@")[0] == "/start":
        return Opened(*payload)
    return Said(text) if command else None


def _file(message: Update) -> Heard | None:
    kind = next((kind for kind in _FILES if kind in message), None)
    return SentFile(kind, clean(message.get("caption")), _file_id(message, kind)) if kind else None


def _file_id(message: Update, kind: str) -> str:
    """Of what may be a picture; of a photo's sizes, the largest."""
    match kind:
        case "photo":
            return clean(message["photo"][-1]["file_id"])
        case "document":
            return clean(message["document"]["file_id"])
    return ""


def _membership(update_id: int, changed: Update, lane: str) -> Event | None:
    # In a group it is whoever removed the bot that is named, and they can still be reached.
    if changed["new_chat_member"]["status"] != "kicked" or changed["chat"]["type"] != "private":
        return None
    return _event(update_id, changed["from"], changed["chat"], Left(), lane)
