"""What conversations ask of storage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.conversations.model import Card, Message


class Conversations(Protocol):
    def card(self, address_id: int, subject: tuple[str, int]) -> Card | None: ...

    def card_at(self, address_id: int, message_id: str) -> Card | None:
        """The card that a message of ours is, where it is one."""
        ...

    def message(self, message_id: int) -> Message:
        """Raises NotFound."""
        ...

    def messages(self, relationship_id: int, *, limit: int = 20) -> Sequence[Message]:
        """Newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Owed:
    """An event that was heard and not answered yet. ``reply`` is None where even its turn is still to
    be run.
    """

    inbox_id: int
    event: dict[str, Any]
    reply: dict[str, Any] | None
    replied_at: datetime | None
    attempts: int


class Inbox(Protocol):
    """What was heard, each event once, with the answer to it."""

    def store(
        self, provider: str, event_id: str, event: dict[str, Any], *, owner: str, now: datetime
    ) -> int | None:
        """The new row's id, or None where this event is here already."""
        ...

    def known(self, provider: str, event_ids: Sequence[str]) -> set[str]:
        """Those of the events that were heard already."""
        ...

    def knows(self, provider: str) -> bool:
        """Whether anything was ever heard from there."""
        ...

    def unanswered(self, inbox_id: int) -> int | None:
        """The event, kept from others until the turn ends; None where its turn has run already."""
        ...

    def reply(
        self,
        inbox_id: int,
        reply: dict[str, Any],
        *,
        now: datetime,
        owed: bool,
        confidential: bool = False,
    ) -> None:
        """The turn's answer; ``owed`` is false where there is nothing to send."""
        ...

    def fail(self, inbox_id: int, reference: str, problem: str) -> None:
        """Keep what went wrong beside the event, under the reference that the person was given."""
        ...

    def settle(self, inbox_ids: Sequence[int], *, now: datetime) -> None:
        """The provider took these answers."""
        ...

    def owed(self, *, owner: str, limit: int = 50) -> Sequence[Owed]:
        """Take over events whose turn or answer another owner left behind, and our own that waited
        too long.
        """
        ...

    def keep(self, inbox_ids: Sequence[int]) -> None:
        """Their answers are still on the way: nobody else need take them over."""
        ...

    def blank(self, *, limit: int = 100) -> int:
        """Forget what was said in events that were confidential and are settled; answers how many."""
        ...

    def later(self, inbox_id: int, address_id: int, *, but: Collection[int]) -> list[dict[str, Any]]:
        """The latest answers to what came from this address after an event, leaving out some events."""
        ...

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        """Delete events that were settled and came before a time; answers how many."""
        ...

    def put_card(
        self, address_id: int, subject: tuple[str, int], place: str, message_id: str
    ) -> tuple[str, str] | None:
        """This message now is the card of a subject; answers the place and id of the one it replaced."""
        ...

    def drop_cards(self, address_id: int, message_id: str, shows: tuple[str, int] | None) -> None:
        """This message shows something else now, so it is the card of nothing but that."""
        ...
