"""What people do, whichever channel it came in by."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from domain.people.model import Channel


def clean(text: object) -> str:
    """Text that every database keeps: PostgreSQL takes no NUL, and nobody half a surrogate pair."""
    return str(text or "").replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class Tapped:
    """A press of a button that carries a packed action."""

    data: str


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form filled in: the packed action that asked, and each field's value as text. ``file`` is what the
    channel knows a file by that is one of them.
    """

    data: str
    values: dict[str, str]
    file: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """Something that is not words: ``kind`` is photo, voice, sticker, document, contact, location …; ``file``
    is what the channel knows its bytes by, where it has some.
    """

    kind: str
    caption: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Came in by a link, with its payload, or opened a board such as App Home (payload "home")."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Blocked us or went away: nothing can be sent there any more."""


Heard = Tapped | Said | Submitted | SentFile | Opened | Left


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a person did, with what is needed to answer it, now or after a restart.

    ``event_id`` is the provider's own and unique per provider. ``sender`` is the person's id in the
    channel, ``place`` where to
    answer. ``message_id`` is the message that was pressed or, in a thread, the one at its root. ``answer``
    is whatever the channel needs to answer a press: a callback id, a trigger id, a response address.
    """

    channel: Channel
    event_id: str
    sender: str
    heard: Heard
    place: str = ""
    message_id: str = ""
    thread: str = ""
    lane: str = ""
    name: str = ""
    language: str = ""
    private: bool = True  # a one-to-one chat; in a group the bot only answers with a link
    answer: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for ids that no provider gives, and no database keeps."""
        ids = (self.sender, self.place, self.message_id, self.thread, self.lane)
        if not (self.event_id and self.sender) or len(self.event_id) > 120 or max(map(len, ids)) > 64:
            raise ValueError("no provider's ids")

    @property
    def is_press(self) -> bool:
        return isinstance(self.heard, Tapped)

    def dump(self) -> dict[str, Any]:
        """As JSON can keep it; the kind of what was heard is kept by name."""
        dumped: dict[str, Any] = _EVENT.dump_python(self, mode="json", exclude_defaults=True)
        return dumped | {
            "heard": _HEARD.dump_python(self.heard, mode="json"),
            "kind": type(self.heard).__name__,
        }

    @staticmethod
    def load(dumped: dict[str, Any]) -> "Event":
        kind = _KINDS[dumped["kind"]]
        rest = {key: value for key, value in dumped.items() if key not in ("kind", "heard")}
        return Event(**(rest | {"channel": Channel(rest["channel"]), "heard": kind(**dumped["heard"])}))


_EVENT = TypeAdapter(Event)
_HEARD: TypeAdapter[Heard] = TypeAdapter(Heard)
_KINDS: dict[str, Any] = {kind.__name__: kind for kind in (Tapped, Said, Submitted, SentFile, Opened, Left)}
