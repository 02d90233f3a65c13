"""Messages and the channels they stand in, threads counted."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.slack_blocks import read_aloud
from sandbox.slack_forms import Values

JSON = dict[str, Any]

APP = "ADEMO"
BOT = "BTRAINERHUB"
BOT_USER = "UTRAINERHUB"

_OF_PARENTS = ("thread_ts", "reply_count", "reply_users_count", "reply_users", "latest_reply")


@dataclass(slots=True)
class Message:
    """`wire` is the message as Slack gives it; it is replaced when edited, never changed."""

    wire: JSON
    channel: str
    at: str
    state: Values = field(default_factory=dict)
    metadata: JSON | None = None
    ephemeral: bool = False

    @property
    def ts(self) -> str:
        return str(self.wire["ts"])

    @property
    def thread_ts(self) -> str | None:
        return self.wire.get("thread_ts")

    @property
    def by_bot(self) -> bool:
        return bool(self.wire["user"] == BOT_USER)

    @property
    def blocks(self) -> list[JSON]:
        """What is drawn; the rich text that Slack makes of a person's words is not."""
        return self.wire.get("blocks", []) if self.by_bot else []

    @property
    def text(self) -> str:
        """The fallback and what the blocks say, without saying anything twice."""
        fallback, said = self.wire["text"], read_aloud(self.blocks)
        return said if said and fallback in said else f"{fallback}\n{said}".strip()

    def full(self) -> JSON:
        """With the metadata, which Slack gives only to those who ask for it."""
        return {**self.wire, "metadata": self.metadata} if self.metadata else self.wire


@dataclass(slots=True)
class Channel:
    """`user` is who the app talks with here; None where the app is no member."""

    id: str
    user: str | None
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "directmessage" if self.user else "general"

    def top(self) -> list[Message]:
        """Newest first, replies in threads left out."""
        top = (each for each in self.messages.values() if each.thread_ts in (None, each.ts))
        return list(top)[::-1]

    def thread(self, ts: str) -> list[Message]:
        """The message and the replies to it, oldest first."""
        return [each for each in self.messages.values() if ts in (each.ts, each.thread_ts)]

    def count_replies(self, thread_ts: str | None) -> None:
        """Bring a parent's reply count up to date."""
        parent = self.messages.get(thread_ts or "")
        if parent is None:
            return
        replies = [each.wire for each in self.thread(parent.ts) if each.ts != parent.ts]
        bare = {name: value for name, value in parent.wire.items() if name not in _OF_PARENTS}
        parent.wire = {**bare, **_count(parent.ts, replies)} if replies else bare


def _count(ts: str, replies: list[JSON]) -> JSON:
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    return {
        "thread_ts": ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1]["ts"],
    }
