"""What the outbox asks of storage: to write to it, and to send from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from domain.notifications.model import Delivery, Notification, Purpose, State


class Sent(NamedTuple):
    kind: str
    at: datetime
    channel: str


class Told(NamedTuple):
    """A message and the channel of the address that it is for."""

    row: Notification
    channel: str


class Tally(NamedTuple):
    """How many messages of a kind ended alike on a channel. ``problem``: why they were not sent. ``status``:
    what the provider said of them last.
    """

    kind: str
    channel: str
    state: State
    problem: str | None
    status: str | None
    times: int


class Outbox(Protocol):
    def put(self, notification: Notification) -> None:
        """Write it unless its key is there already, and wake its lane when the turn has committed."""
        ...

    def find(self, key: str) -> Notification | None:
        """The message of this key, sent or not."""
        ...

    def hold(self, key: str) -> Notification | None:
        """The same as it stands now, and for nobody else to take or change until the turn ends."""
        ...

    def told(self, notification_id: int) -> Told:
        """Raises NotFound, also for what was forgotten since."""
        ...

    def gathers(self, digest: str) -> bool:
        """Whether the digest of this key was not tried yet; then nobody takes it until the turn ends."""
        ...

    def gathered(self, digest: Notification) -> list[Notification]:
        """What goes, or went, with a digest, what was wanted first in front."""
        ...

    def unanswered(self, now: datetime) -> list[int]:
        """The ids of what was handed off, or never will be, and should have been answered by now."""
        ...

    def take_unanswered(self, notification_id: int, now: datetime) -> Notification | None:
        """One of them, locked until the turn ends; None where another replica sees to it, or has."""
        ...

    def is_repeated(self, row: Notification, now: datetime) -> bool:
        """Whether a later message of its kind, to the same address and about the same subject, is due too."""
        ...

    def sent(self, person_id: int, about: Collection[tuple[str, int]]) -> list[Sent]:
        """What a person was told of these subjects and was taken by a channel, the oldest first."""
        ...

    def latest_for(self, person_id: int, kinds: Collection[str], *, limit: int) -> list[Told]:
        """What was said or is to be said at a person's addresses, of these kinds, the latest first."""
        ...

    def tallies(self, since: datetime, until: datetime) -> list[Tally]:
        """How messages ended that were settled from ``since`` until before ``until``."""
        ...

    def waiting_for(self, person_id: int) -> list[Notification]:
        """What is pending at this person's addresses, or gathered for a digest that is, locked until the turn
        ends.
        """
        ...

    def send_by(self, address_id: int, lane: str) -> None:
        """What an address is still owed goes by this lane."""
        ...

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        """Delete what was settled before a time; answers how many rows."""
        ...

    def message(self, notification_id: int) -> Notification:
        """Raises NotFound."""
        ...

    def dead(self, kind: str, problem: str, now: datetime) -> int:
        """How many of a kind were given up for this reason and are still worth saying."""
        ...

    def revive(self, kind: str, problem: str, now: datetime) -> int:
        """Have those tried again, as if they never had been; answers how many."""
        ...

    def withdraw(self, subject: tuple[str, int], kinds: tuple[str, ...]) -> None:
        """Remove what is still pending about a subject."""
        ...

    def withdraw_from(self, address_id: int, purposes: Collection[Purpose]) -> list[Notification]:
        """Remove what is still pending for an address; answers what it was, what was due first in front."""
        ...


class History(Protocol):
    """What people were told, each for its reader alone. What was no longer true when its turn came is no
    part of it.
    """

    def told(self, person_id: int, *, limit: int, skip: int = 0) -> list[Told]:
        """The latest first."""
        ...

    def unread(self, person_id: int, *, most: int) -> int:
        """How many they have not read yet, counted no further than ``most``."""
        ...

    def read_all(self, person_id: int, now: datetime) -> int:
        """They have read all of it; answers how many they had not before."""
        ...

    def read_about(
        self,
        person_id: int,
        now: datetime,
        *,
        message: tuple[int, str] | None,
        subject: tuple[str, int] | None,
    ) -> None:
        """They have read what came as this message of an address, or is about a subject."""
        ...

    def drop(self, notification_id: int) -> None:
        """It is in nobody's inbox: what says it elsewhere is."""
        ...

    def hand_over(self, address_id: int, before: int, after: int) -> None:
        """What was told one person at an address was told another, who has it now."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try to send ended. ``pending`` means: again, in ``wait`` seconds; or that it was
    none, and is one at ``due``, for the reason that ``step`` keeps.

    ``doubt``: we shall never learn whether this try arrived. ``apart``: what was gathered for this digest and
    was not in it, each with how it ends, or goes on, by itself.
    """

    notification: Notification
    state: State
    problem: str | None = None
    message_id: str | None = None
    wait: float = 0
    doubt: bool = False
    due: datetime | None = None
    step: dict[str, Any] | None = None
    apart: tuple["Outcome", ...] = ()


class Deliveries(Protocol):
    """What became of messages after their provider took them."""

    def report(
        self,
        provider: str,
        message_id: str,
        key: str,
        status: str,
        *,
        problem: str | None = None,
        now: datetime,
    ) -> Delivery | None:
        """Keep a provider's report, in whatever order it comes; None where more is known already.
        ``problem`` is the provider's error code.
        """
        ...

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        """Delete those that were last heard of before a time; answers how many rows."""
        ...

    def of(self, key: str) -> list[Delivery]:
        """The messages that were sent for a notification's key, or for "answer:" and an inbox row."""
        ...


class Backlog(NamedTuple):
    """What is due on a lane and not sent yet."""

    lane: str
    due: int
    oldest: timedelta


class Lanes(Protocol):
    """The sending side. Leases and waits are the database's time; what is due is business time."""

    def hold(self, lane: str, owner: str, now: datetime, *, forgiven: int = 1) -> bool:
        """Take or renew the lease of a lane. True for its one holder, and while no provider asked to wait.

        What an earlier holder had claimed is in doubt: it is sent once more, while no more doubts of it than
        are ``forgiven``; promotions are not.
        """
        ...

    def take(
        self,
        lane: str,
        now: datetime,
        *,
        limit: int = 1,
        resting: Collection[int] = (),
        forgiven: int = 1,
    ) -> list[Notification]:
        """Claim what is due, most urgent first, but to none of the addresses that are ``resting``.

        Messages to one address keep their order: an earlier one that still waits holds back those about
        its subject and those that are not more urgent.
        """
        ...

    def settle(self, outcome: Outcome, now: datetime) -> bool:
        """Record how a claim ended; false, with nothing changed, where the claim is no longer ours."""
        ...

    def block(self, lane: str, seconds: float) -> None:
        """Let nobody send on a lane for a while."""
        ...

    def backlog(self, now: datetime) -> list[Backlog]:
        """Of each lane that has any."""
        ...

    def release(self, lane: str, owner: str) -> None:
        """Give a lane back, so that another can take it at once."""
        ...
