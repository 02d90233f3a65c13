"""What the dialogue asks of a chat. Each channel's ``sends.py`` implements it."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.dialogue.heard import Event
from bot.dialogue.screen import Screen


@dataclass(frozen=True, slots=True)
class Sent:
    """The message that now shows a screen."""

    place: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Try:
    """One try to say something. A message is known again by its ``key``; ``again``: an earlier try may
    have arrived.
    """

    key: str = ""
    again: bool = False
    good_for: float | None = None  # seconds after which it is no use any more


FIRST = Try()


class NotSent(Exception):
    """A call to a provider that did not end well.

    ``permanent``: trying again is no use. ``gone``: nobody is reached at this address any more.
    ``opted_out``: its owner wants no messages from us.
    ``certain``: trying again can't say it twice, since it was surely not accepted or will be looked for.
    ``maybe``: it may have been accepted, though it will be looked for; no promotion is worth that risk.
    ``retry_after``: seconds to wait first. ``alone``: it is about this message, and holds no other back.
    """

    def __init__(
        self,
        problem: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        certain: bool = True,
        maybe: bool = False,
        opted_out: bool = False,
        retry_after: float | None = None,
        alone: bool = False,
    ) -> None:
        super().__init__(problem)
        self.permanent = permanent
        self.gone = gone
        self.certain = certain
        self.maybe = maybe or not certain
        self.opted_out = opted_out
        self.retry_after = retry_after
        self.alone = alone


class TooLarge(NotSent):
    """A file has more bytes than were asked for."""


class Pictures(Protocol):
    """Where channels take pictures from, by their digest. A lane is a sender, which alone knows its ids. What
    reads may raise NotSent.
    """

    async def content(self, digest: str) -> bytes | None:
        """Its JPEG; None where it is kept no more."""
        ...

    async def uploaded(self, digest: str, lane: str) -> str | None:
        """The id under which the sender has it already."""
        ...

    async def note(self, digest: str, lane: str, external_id: str) -> None: ...

    async def forget(self, digest: str, lane: str, external_id: str) -> None:
        """The sender does not know that id any more."""
        ...


class NoPictures:
    """For a chat that is handed none: its screens go without."""

    async def content(self, digest: str) -> bytes | None:
        return None

    async def uploaded(self, digest: str, lane: str) -> str | None:
        return None

    async def note(self, digest: str, lane: str, external_id: str) -> None:
        return

    async def forget(self, digest: str, lane: str, external_id: str) -> None:
        return


class Chat(Protocol):
    """A sender on one channel. Every call may raise NotSent."""

    @property
    def lane(self) -> str:
        """The name of the sender, such as "telegram:123456789"."""
        ...

    @property
    def recalls(self) -> bool:
        """Whether it can be asked what became of an earlier try, so that however many say nothing twice."""
        ...

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        """Answer what was heard: a press edits its message, words get a new one. None where nothing
        is left to show.
        """
        ...

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        """Say something unasked: edit ``card`` where the screen allows, or send a new message."""
        ...

    async def retire(self, place: str, message_id: str) -> None:
        """Take the buttons off a message that another one replaced."""
        ...


@runtime_checkable
class Fetches(Chat, Protocol):
    """A chat that can hand over what people send there."""

    async def fetch(self, ref: str, most: int) -> bytes:
        """The bytes of a file, by what the channel knows it by. Raises TooLarge, NotSent."""
        ...
