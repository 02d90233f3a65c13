"""`chat.*`: what the app says, changes and takes back, and how each is refused."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.people import SLACK_TEAM
from sandbox.slack_blocks import checked_blocks, invalid_blocks, pictures
from sandbox.slack_channels import APP, BOT, BOT_USER, Channel, Message
from sandbox.slack_forms import state_of
from sandbox.slack_wire import SlackError
from sandbox.slack_workspace import User, Workspace

JSON = dict[str, Any]

LONGEST_TEXT = 40_000
LONGEST_EDIT = 4_000


class Chat:
    """Handlers of `chat.*`. `tell` hears of the app's own messages, as its event subscription would."""

    def __init__(self, workspace: Workspace, tell: Callable[[JSON], object]) -> None:
        self.is_picture: Callable[[JSON], bool] = lambda _: False  # what files there are, `Files` knows
        self._workspace = workspace
        self._tell = tell
        self.handlers: dict[str, Callable[[JSON], JSON]] = {
            "chat.postMessage": self.post_message,
            "chat.postEphemeral": self.post_ephemeral,
            "chat.update": self.update,
            "chat.delete": self.delete,
        }

    def post_message(self, args: JSON) -> JSON:
        channel = self._workspace.reach(args.get("channel"))
        message = self.say(channel, args)
        self.accept("chat.postMessage", channel.user, args, message)
        return {"channel": channel.id, "ts": message.ts, "message": message.wire}

    def post_ephemeral(self, args: JSON) -> JSON:
        channel = self._workspace.reach(args.get("channel"))
        user = self._workspace.users.get(str(args.get("user")))
        if user is None or user.id != channel.user:
            raise SlackError("user_not_in_channel")
        message = self.whisper(user, channel, args)
        self.accept("chat.postEphemeral", user.id, args, message)
        return {"message_ts": message.ts}

    def update(self, args: JSON) -> JSON:
        channel, message = self._own(args, "cant_update_message")
        self.edit(channel, message, args)
        self.accept("chat.update", channel.user, args, message)
        return {
            "channel": channel.id,
            "ts": message.ts,
            "text": message.wire["text"],
            "message": message.wire,
        }

    def delete(self, args: JSON) -> JSON:
        channel, message = self._own(args, "cant_delete_message")
        self.take_back(channel, message)
        self.accept("chat.delete", channel.user, args, message)
        return {"channel": channel.id, "ts": message.ts}

    def say(self, channel: Channel, args: JSON, **more: Any) -> Message:
        """Put the app's message into the channel, in its thread if it names one."""
        thread_ts = args.get("thread_ts")
        if thread_ts and thread_ts not in channel.messages:
            raise SlackError("thread_not_found")
        content = self._content(args, more) | ({"thread_ts": thread_ts} if thread_ts else {}) | more
        message = self._workspace.message(channel, content, _metadata(args))
        self._workspace.post(channel, message)
        self._echo(channel, {**message.full(), "event_ts": message.ts})
        return message

    def whisper(self, user: User, channel: Channel, args: JSON) -> Message:
        thread = {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
        message = self._workspace.message(channel, {**self._content(args), **thread})
        self._workspace.whisper(user, message)
        return message

    def edit(self, channel: Channel, message: Message, args: JSON) -> None:
        """Replace the text, the blocks or both; blocks that are not named stay, an empty list removes
        them.
        """
        if len(str(args.get("text") or "")) > LONGEST_EDIT:
            raise SlackError("msg_too_long")
        before = message.wire
        blocks = before.get("blocks", []) if args.get("blocks") is None else args["blocks"]
        content = self._content({"text": args.get("text") or "", "blocks": blocks}, before)
        kept = {name: value for name, value in before.items() if name != "blocks"}
        edited = (
            {} if message.ephemeral else {"edited": {"user": BOT_USER, "ts": f"{int(time.time())}.000000"}}
        )
        message.wire = {**kept, **content, **edited}
        message.metadata = _metadata(args) or message.metadata
        message.state = state_of(message.blocks, message.state)
        self._workspace.changed(channel.user)
        if not message.ephemeral:
            changed = {"message": message.full(), "previous_message": before}
            self._echo(channel, self._hidden("message_changed", **changed))

    def take_back(self, channel: Channel, message: Message) -> None:
        del channel.messages[message.ts]
        channel.count_replies(message.thread_ts)
        self._workspace.changed(channel.user)
        deleted = {"previous_message": message.wire, "deleted_ts": message.ts}
        self._echo(channel, self._hidden("message_deleted", **deleted))

    def accept(self, method: str, to: str | None, args: JSON, message: Message) -> None:
        self._workspace.world.accept("slack", method, to=to, text=message.text, raw=args)

    def _content(self, args: JSON, standing: JSON | None = None) -> JSON:
        """What the app says; SlackError when it says nothing (`standing` has files), too much, or shows what
        was not uploaded.
        """
        content = _content(args, standing)
        unknown = [path for path, file in pictures(content.get("blocks", [])) if not self.is_picture(file)]
        if unknown:
            raise invalid_blocks(*(f"invalid slack file [json-pointer:{path}]" for path in unknown))
        return content

    def _echo(self, channel: Channel, event: JSON) -> None:
        """Tell the app of its own message, where it is subscribed to the channel's."""
        if channel.user:
            self._tell({**event, "channel": channel.id, "channel_type": "im"})

    def _hidden(self, subtype: str, **more: Any) -> JSON:
        ts = self._workspace.new_ts()
        return {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts, **more}

    def _own(self, args: JSON, refusal: str) -> tuple[Channel, Message]:
        channel = self._workspace.reach(args.get("channel"))
        message = channel.messages.get(str(args.get("ts")))
        if message is None:
            raise SlackError("message_not_found")
        if not message.by_bot:
            raise SlackError(refusal)
        return channel, message


def _content(args: JSON, standing: JSON | None = None) -> JSON:
    """What the app says; SlackError when it says nothing (`standing` has files) or too much."""
    text = args.get("text") or ""
    if not isinstance(text, str):
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    blocks = checked_blocks(args["blocks"]) if args.get("blocks") else []
    if not text and not blocks and not (standing or {}).get("files"):
        raise SlackError("no_text")
    content: JSON = {"user": BOT_USER, "bot_id": BOT, "app_id": APP, "text": text, "bot_profile": _PROFILE}
    return {**content, "blocks": blocks} if blocks else content


_PROFILE: JSON = {
    "id": BOT,
    "app_id": APP,
    "user_id": BOT_USER,
    "name": "TrainerHub",
    "deleted": False,
    "updated": 0,
    "team_id": SLACK_TEAM,
}


def _metadata(args: JSON) -> JSON | None:
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_schema")
    return metadata
