"""Response URLs: five more words on an interaction within half an hour."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from starlette.responses import PlainTextResponse, Response

from sandbox.slack_channels import Channel, Message
from sandbox.slack_chat import Chat
from sandbox.slack_wire import SlackError, answer, flag
from sandbox.slack_workspace import User, Workspace

JSON = dict[str, Any]

MOST_USES = 5
LIFETIME_SECONDS = 30 * 60


@dataclass(slots=True)
class _Response:
    user: str
    channel: str
    message: Message | None
    expires: float
    uses: int = 0


class Responses:
    """`base` is the sandbox's URL as the app knows it."""

    def __init__(self, workspace: Workspace, chat: Chat, base: Callable[[], str]) -> None:
        self._workspace = workspace
        self._chat = chat
        self._base = base
        self._given: dict[str, _Response] = {}

    def give(self, user: User, channel: str, message: Message | None = None) -> str:
        """A URL at which the app may answer what `user` did, in `message` if it was there."""
        token = token_urlsafe(18)
        expires = time.monotonic() + LIFETIME_SECONDS
        self._given[token] = _Response(user.id, channel, message, expires)
        return f"{self._base()}/slack/response/{token}"

    def respond(self, token: str, args: JSON) -> Response:
        """Do what the app posted to the URL."""
        given = self._given.get(token)
        if given is None or time.monotonic() > given.expires:
            return answer({"ok": False, "error": "expired_url"}, 404)
        if given.uses >= MOST_USES:
            return answer({"ok": False, "error": "used_url"}, 404)
        try:
            changed = self.act(given.user, given.channel, given.message, args, "response_url")
        except SlackError as problem:
            return answer(problem.body, 400)
        given.uses += 1
        given.message = given.message or changed
        return PlainTextResponse("ok")

    def act(self, user_id: str, channel_id: str, message: Message | None, args: JSON, method: str) -> Message:
        """Replace, delete or add a message; without `response_type` only the person sees it."""
        user, channel = self._workspace.users[user_id], self._workspace.channels[channel_id]
        changed = self._act(user, channel, message, args)
        self._chat.accept(method, user.id, args, changed)
        return changed

    def _act(self, user: User, channel: Channel, message: Message | None, args: JSON) -> Message:
        if flag(args.get("delete_original")):
            return self._delete(user, channel, message)
        if flag(args.get("replace_original")) and message is not None:
            # What is replaced is replaced whole: blocks that are not given go away.
            self._chat.edit(channel, message, {**args, "blocks": args.get("blocks") or []})
            return message
        if args.get("response_type") == "in_channel":
            return self._chat.say(channel, args)
        return self._chat.whisper(user, channel, args)

    def _delete(self, user: User, channel: Channel, message: Message | None) -> Message:
        if message is None:
            raise SlackError("message_not_found")
        if message.ephemeral:
            user.ephemeral.pop(message.ts, None)
            self._workspace.changed(user.id)
        elif message.ts in channel.messages:
            self._chat.take_back(channel, message)
        return message
