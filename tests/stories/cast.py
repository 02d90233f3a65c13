"""The two casts of a story. On SQLite a client taps and the trainers are in Slack; on PostgreSQL a client
texts and the trainers have only Telegram: so a story that both play takes no longer than any other.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from domain.people.model import Channel
from domain.work import Work
from tests.stories.people import Client, Shown

ON_TELEGRAM = {"UANA": 2001, "UTOM": 2002}


class Booker(Protocol):
    """A client who taps or texts. ``spent`` counts the taps and the texts."""

    spent: int

    async def comes(self) -> Shown: ...

    async def comes_to(self, trainer: str) -> Shown: ...

    async def takes(self, nth: int) -> Shown: ...

    async def does(self, tap: str, text: str) -> Shown: ...

    async def says(self, text: str) -> Shown: ...

    async def whispers(self, *, text: str) -> Any: ...

    async def heard(self) -> list[Shown]: ...

    async def sees(self, words: str) -> Shown: ...


class Desk(Protocol):
    """A trainer in Slack or on Telegram. ``spent`` counts taps, commands and messages."""

    spent: int

    async def messages(self) -> list[Shown]: ...

    async def sees(self, words: str) -> Shown: ...

    async def is_told(self, words: str) -> None: ...

    async def presses(self, label: str) -> Any: ...

    async def taps(self, label: str) -> Any: ...

    async def types(self, command: str) -> None: ...

    async def fills_in(self, label: str, words: str) -> None: ...

    async def replies(self, to: Shown, words: str) -> None: ...


class OnTelegram(Client):
    """A trainer without Slack."""

    async def is_told(self, words: str) -> None:
        """In a message, or in the short answer to a press."""
        if not any(words in toast for toast in self.toasts):
            await self.sees(words)

    async def types(self, command: str) -> None:
        await self.says(command)

    async def fills_in(self, label: str, words: str) -> None:
        """The question that the last press asks."""
        await self.sees(label)
        await self.says(words)

    async def replies(self, to: Shown, words: str) -> None:
        await self._outside.rests(str(self.user))
        await self.whispers(text=words, reply_to=to["message_id"])


@dataclass(frozen=True, slots=True)
class Cast:
    """``client`` is called ``name``; ``taps`` tells whether there are buttons, or words alone."""

    client: Booker
    name: str
    taps: bool
    ana: Desk
    tom: Desk

    def names(self, trainer: str) -> str:
        """How the client's card of a session says with whom it is."""
        return f"With {trainer}" if self.taps else f", {trainer}, "


def is_same(one: Shown, other: Shown) -> bool:
    """Whether it is the same message, however often edited."""
    return bool(one.get("ts") == other.get("ts") and one.get("message_id") == other.get("message_id"))


def move_to_telegram(work: Work) -> None:
    """The trainers never had Slack."""
    for slack, user in ON_TELEGRAM.items():
        address = work.people.heard_at(Channel.SLACK, slack)
        assert address
        address.channel, address.external_id = Channel.TELEGRAM, str(user)
