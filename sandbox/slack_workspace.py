"""The workspace: who is in it, their direct messages with the app, Home, and the modals they have open."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.people import PEOPLE, SLACK_TEAM
from sandbox.slack_channels import BOT_USER, Channel, Message
from sandbox.slack_forms import state_of
from sandbox.slack_views import View, new_view
from sandbox.slack_wire import SlackError
from sandbox.web import Refusal
from sandbox.world import World

JSON = dict[str, Any]

DOMAIN = "trainerhub-demo"
GENERAL = "CGENERAL"


@dataclass(slots=True)
class User:
    """A member; `modals` is the stack on their screen, the topmost last."""

    id: str
    name: str
    zone: str
    language: str
    admin: bool = False
    home: View | None = None
    modals: list[View] = field(default_factory=list)
    ephemeral: dict[str, Message] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        return f"D{self.id[1:]}"

    @property
    def handle(self) -> str:
        return self.name.lower().replace(" ", ".")

    def wire(self) -> JSON:
        """As `users.info` gives it."""
        return _user(self.id, self.handle, self.name, self.zone) | {
            "locale": "en-GB" if self.language == "en" else self.language,
            "is_admin": self.admin,
        }


class Workspace:
    def __init__(self, world: World) -> None:
        self.world = world
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {GENERAL: Channel(GENERAL, None)}
        self.views: dict[str, View] = {}
        self._view_ids = count(1)
        self._last_ts = 0
        world.keeps("slack", self)
        for person in PEOPLE:
            if person.slack:
                admin = person.role == "admin"
                self._join(User(person.slack, person.name, person.zone, person.language, admin))

    def person(self, user_id: str) -> User:
        """This member of the workspace; whoever nobody knows comes to be."""
        if user_id in self.users:
            return self.users[user_id]
        if user_id == BOT_USER or not (user_id.isalnum() and user_id.isupper() and user_id[0] in "UW"):
            raise self._nobody(user_id)
        return self._join(User(user_id, f"Guest {user_id}", "Europe/London", "en"))

    def known(self, user_id: str) -> User:
        if user_id not in self.users:
            raise self._nobody(user_id)
        return self.users[user_id]

    def dm(self, user: User) -> Channel:
        return self.channels[user.channel]

    def reach(self, given: Any) -> Channel:
        """The channel that the app may write to; a user's id stands for their direct messages."""
        user = self.users.get(str(given))
        channel = self.channels.get(user.channel if user else str(given))
        if channel is None:
            raise SlackError("channel_not_found")
        if channel.user is None:
            raise SlackError("not_in_channel")
        return channel

    def message(self, channel: Channel, content: JSON, metadata: JSON | None = None) -> Message:
        """A message that stands nowhere yet."""
        wire = {"type": "message", "ts": self.new_ts(), "team": SLACK_TEAM, **content}
        message = Message(wire, channel.id, self.world.clock.stamp(), metadata=metadata)
        message.state = state_of(message.blocks)
        return message

    def post(self, channel: Channel, message: Message) -> None:
        """Put a message into the channel, and count it in its thread."""
        channel.messages[message.ts] = message
        channel.count_replies(message.thread_ts)
        self.changed(channel.user)

    def whisper(self, user: User, message: Message) -> None:
        """Show a message to one person only."""
        message.ephemeral = True
        message.wire = {**message.wire, "is_ephemeral": True}
        user.ephemeral[message.ts] = message
        self.changed(user.id)

    def new_view(self, user: User, content: JSON, *, below: View | None = None) -> View:
        view_id = f"V{next(self._view_ids):08d}"
        view = self.views[view_id] = new_view(view_id, user.id, content, below)
        return view

    def new_ts(self) -> str:
        """Slack's name of a message: the wall time it was sent, unlike any other."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def pressable(self, user: User) -> Iterator[Message]:
        """The messages that a person can press something in: their chat newest first, then ephemeral."""
        yield from reversed(self.dm(user).messages.values())
        yield from reversed(user.ephemeral.values())

    def changed(self, user: str | None) -> None:
        if user:
            self.world.changed(f"slack/{user}")

    def kept(self) -> JSON:
        """Modals are not: nobody's screen outlives the process."""
        return {
            "users": [_kept(each) for each in self.users.values()],
            "messages": [
                asdict(said) for channel in self.channels.values() for said in channel.messages.values()
            ],
        }

    def take_up(self, kept: JSON) -> None:
        for each in kept["users"]:
            home = View(**each["home"]) if each["home"] else None
            whispered = [Message(**said) for said in each["ephemeral"]]
            self._join(User(**{**each, "home": home, "ephemeral": {said.ts: said for said in whispered}}))
            if home:
                self.views[home.id] = home
        for each in kept["messages"]:
            said = Message(**each)
            self.channels[said.channel].messages[said.ts] = said
        self._view_ids = count(1 + max((int(each.removeprefix("V")) for each in self.views), default=0))

    def _join(self, user: User) -> User:
        self.users[user.id] = user
        self.channels[user.channel] = Channel(user.channel, user.id)
        return user

    def _nobody(self, user_id: str) -> Refusal:
        there_are = [*self.users]
        return Refusal(404, f"There is no user {user_id!r}. There are: {there_are}.", users=there_are)


def _kept(user: User) -> JSON:
    return {**asdict(user), "modals": [], "ephemeral": [asdict(said) for said in user.ephemeral.values()]}


def bot_wire() -> JSON:
    """The app's own user, as `users.info` gives it."""
    return _user(BOT_USER, "trainerhub", "TrainerHub", "UTC") | {"is_bot": True}


def _user(user_id: str, handle: str, name: str, zone: str) -> JSON:
    offset = datetime.fromtimestamp(time.time(), ZoneInfo(zone)).utcoffset()
    return {
        "id": user_id,
        "team_id": SLACK_TEAM,
        "name": handle,
        "deleted": False,
        "real_name": name,
        "tz": zone,
        "tz_label": zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {"real_name": name, "display_name": name, "team": SLACK_TEAM},
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 0,
    }
