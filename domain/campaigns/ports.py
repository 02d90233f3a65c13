"""What campaigns ask of storage."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.campaigns.model import Campaign, Choice, Recipient, SavedSegment, Stage, Why
from domain.campaigns.segment import Segment
from domain.consent.model import Act
from domain.intervals import Interval
from domain.notifications.model import State
from domain.notifications.quiet import Quiet
from domain.people.model import Channel


class Spot(NamedTuple):
    """An address of somebody, and how it stands to promotions: by the latest answer that they gave there."""

    address_id: int
    channel: Channel
    lane: str
    dead: bool
    stopped: bool
    act: Act | None
    consent_id: int | None


class Known(NamedTuple):
    """Somebody, and what a campaign asks about them. ``spots`` are in the order in which they are reached,
    ``told`` is how many messages they had this week, ``trainer`` with whom they train.
    """

    person_id: int
    name: str
    locale: str
    zone: str
    quiet: Quiet | None
    trainer: str | None
    last_visit: datetime | None
    credits: int
    told: int
    spots: tuple[Spot, ...]
    best: int | None = None  # the hour of their day in which they mostly answer


class Settled(NamedTuple):
    """One of its people in the outbox, and what became of the message there; None where it was withdrawn."""

    recipient: Recipient
    state: State | None
    problem: str | None
    at: datetime | None


class Progress(NamedTuple):
    """How many of its people are at which stage; ``out`` are those left out, by reason."""

    stages: dict[Stage, int]
    out: dict[Why, int]


class Stats(NamedTuple):
    """What came of it, of those to whom it was handed off, within seven days of that."""

    sent: int
    failed: int
    delivered: int
    tapped: int
    replied: int
    opted_out: int
    booked: int
    answered: int  # tapped, replied or booked


class Did(NamedTuple):
    """What somebody has done since the first message of a sequence. ``answered`` is without a booking."""

    left: bool  # no more news, even where they asked for them again
    booked: bool
    answered: bool


class Campaigns(Protocol):
    def campaign(self, campaign_id: int) -> Campaign:
        """As it is now. Raises NotFound."""
        ...

    def locked(self, campaign_id: int) -> Campaign:
        """The same, kept from others until the turn ends. Raises NotFound."""
        ...

    def called(self, name: str) -> Campaign | None:
        """In small letters or large."""
        ...

    def latest(self, *, limit: int) -> list[Campaign]:
        """The newest first, without those that follow others."""
        ...

    def next_of(self, campaign_id: int) -> Campaign | None:
        """The one that follows it, as it is now."""
        ...

    def did(self, campaigns: Collection[int], person_id: int, speaks_for: Collection[int]) -> Did:
        """Since these campaigns began with them; ``speaks_for`` are they and those in whose name they act."""
        ...

    def of_week(self, week: Interval) -> list[Campaign]:
        """Those that began then, or went to anybody."""
        ...

    def segments(self) -> list[SavedSegment]:
        """By name."""
        ...

    def segment(self, segment_id: int) -> SavedSegment:
        """Raises NotFound."""
        ...

    def people(self, segment: Segment, *, now: datetime) -> list[Known]:
        """The clients of a segment, by id."""
        ...

    def person(self, person_id: int, *, now: datetime) -> Known:
        """Raises NotFound."""
        ...

    def told(self, person_id: int, *, now: datetime) -> int:
        """How many messages somebody had in a week, by any sender, at any address."""
        ...

    def room_at(self, person_id: int, most: int, *, now: datetime) -> datetime:
        """From when on they will have had fewer than ``most`` messages in a week; ``now`` where they have."""
        ...

    def freeze(self, recipients: Collection[Recipient]) -> None:
        """Write the people of a campaign, all at once."""
        ...

    def to_see_to(self) -> list[int]:
        """The campaigns that run, or have people in the outbox still."""
        ...

    def take(self, campaign_id: int) -> Campaign | None:
        """The campaign, locked; None while another replica sees to it."""
        ...

    def queued(self, campaign_id: int) -> list[Settled]:
        """Its people who are in the outbox."""
        ...

    def due(
        self, campaign_id: int, lane: str, now: datetime, *, limit: int, trial: bool = False
    ) -> list[Recipient]:
        """Those who wait and whose time has come, in the order of their ids; ``trial``: only of those on whom
        both texts are tried.
        """
        ...

    def is_tried(self, campaign_id: int) -> bool:
        """Whether none of those on whom both texts are tried waits, or is in the outbox."""
        ...

    def split(self, campaign_id: int) -> tuple[int, int]:
        """On how many both texts are tried, and how many others there are; without who is left out."""
        ...

    def choice(self, campaign_id: int) -> Choice | None:
        """Which text the others get, once that is known."""
        ...

    def is_pending(self, campaign_id: int) -> bool:
        """Whether anybody waits, or is in the outbox."""
        ...

    def recipient(self, recipient_id: int) -> Recipient:
        """Raises NotFound."""
        ...

    def of_person(self, campaign_id: int, person_id: int) -> Recipient | None: ...

    def progress(self, campaign_id: int) -> Progress: ...

    def goes_on(self, campaign_id: int, *, trial: bool = False) -> datetime | None:
        """When the first of those who wait may be told; None where nobody waits."""
        ...

    def results(self, campaign_ids: Collection[int]) -> dict[int, Stats]:
        """Of several."""
        ...

    def stats(self, campaign_id: int, half: int | None = None, *, trial: bool | None = None) -> Stats:
        """Of all, or of one half as `half_of` says, or of those on whom it is tried or not."""
        ...
