"""A campaign, the people it goes to as they were when it started, and choices of people to use again."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Entity

EARLIEST, LATEST = 8 * 60, 21 * 60  # nobody is sent promotions before or after
OPENS, CLOSES = 9 * 60, 20 * 60  # on each person's own clock, unless an admin says otherwise
MOST_DAYS = 30  # between two steps of a sequence
TITLE = 40  # characters of its text by which a campaign without a name goes


SHARES = (10, 20)  # of a hundred, on whom both texts can be tried first
WAITS = (4, 24)  # hours from the last of those on


class Status(enum.StrEnum):
    DRAFT = "draft"
    AWAITING = "awaiting"  # a second admin's approval
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class Stage(enum.StrEnum):
    """How far it is with one of its people."""

    WAITING = "waiting"
    QUEUED = "queued"  # in the outbox
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # handed off, and we shall never learn whether it arrived
    LEFT_OUT = "left_out"


class Unless(enum.StrEnum):
    """What ends a sequence for whoever has done it since its first message."""

    BOOKED = "booked"
    ANSWERED = "answered"  # booked, tapped Book, or wrote to a trainer
    NOTHING = "nothing"


class Why(enum.StrEnum):
    """Why somebody is left out, the first of these that holds."""

    UNREACHED = "unreached"  # nowhere
    OPTED_OUT = "opted_out"  # they ended it, or said STOP
    NOT_ASKED = "not_asked"  # they never said yes
    BOOKED = "booked"  # since the first message of a sequence
    ANSWERED = "answered"
    OVER_BUDGET = "over_budget"  # they were told enough this week
    NO_VALUE = "no_value"  # a field of the text would be empty
    NEVER_AWAKE = "never_awake"  # their quiet hours cover its hours


def half_of(campaign_id: int, person_id: int) -> int:
    """0 for those who get the first text, 1 for the second. As storage/campaigns.py counts them."""
    return (campaign_id + person_id) % 2


_NAMED = text("name <> ''")


class Campaign(Entity, kw_only=True):
    """``segment`` is whom it is for. It goes out from ``opens`` to ``closes``, in minutes of the day on each
    person's own clock. Its words, people and hours change while it is a draft only.

    Where it has a ``sample``, both texts are tried on that many of a hundred first. ``decides_at``,
    ``trial_hours`` after the last of those was told, the others get the text that did better: a `Choice`.

    ``most_a_week`` is the budget of messages that it keeps to, ``needs_second`` whether somebody other than
    ``sent_by`` had to approve it. ``lanes`` are those of its people.

    One that ``follows`` another goes to those who got that one, each so many ``days`` after they did, unless
    they have done what ``unless`` says. It is a step of a sequence; the other is an older row, so they
    make no circle.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint(f"opens BETWEEN {EARLIEST} AND closes - 60 AND closes <= {LATEST}", name="by_day"),
        Index("uq_campaign_name", "name", unique=True, sqlite_where=_NAMED, postgresql_where=_NAMED),
        CheckConstraint("approved_by <> sent_by", name="second"),
        CheckConstraint(
            "NOT needs_second OR approved_by IS NOT NULL OR status IN ('draft', 'awaiting')", name="approved"
        ),
        CheckConstraint("(started_at IS NULL) = (status IN ('draft', 'awaiting'))", name="started"),
        CheckConstraint("(ended_at IS NOT NULL) = (status IN ('finished', 'stopped'))", name="ended"),
        CheckConstraint("status = 'draft' OR words <> '' AND sent_by IS NOT NULL", name="written"),
        CheckConstraint("follows < id", name="follows"),
        CheckConstraint(
            f"(days IS NULL) = (follows IS NULL) AND days BETWEEN 1 AND {MOST_DAYS}", name="days"
        ),
        CheckConstraint("(unless IS NULL) = (follows IS NULL)", name="unless"),
        Index("uq_campaign_follows", "follows", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    second_words: Mapped[str | None] = mapped_column(Text, default=None)  # that half of them get instead
    sample: Mapped[int | None] = mapped_column(default=None)
    trial_hours: Mapped[int | None] = mapped_column(default=None)
    decides_at: Mapped[datetime | None] = mapped_column(default=None)
    picture: Mapped[str | None] = mapped_column(ForeignKey("picture.digest"), index=True, default=None)
    segment: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    opens: Mapped[int] = mapped_column(default=OPENS)
    closes: Mapped[int] = mapped_column(default=CLOSES)
    at_best: Mapped[bool] = mapped_column(default=False)  # at the hour in which each of them mostly answers
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    needs_second: Mapped[bool] = mapped_column(default=False)
    most_a_week: Mapped[int] = mapped_column(default=0)
    lanes: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    follows: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), default=None)
    days: Mapped[int | None] = mapped_column(default=None)
    unless: Mapped[Unless | None] = mapped_column(default=None)

    def words_for(self, person_id: int) -> str:
        """Which of its texts somebody gets: always the same, and over campaigns now this half, now that."""
        if self.second_words and half_of(self.id, person_id):
            return self.second_words
        return self.words

    @property
    def texts(self) -> tuple[str, str]:
        """The first, and the second or the first again."""
        return self.words, self.second_words or self.words

    @property
    def title(self) -> str:
        """Its name, or how it begins; "" while it has neither."""
        line = " ".join(self.words.split())
        return self.name or (line if len(line) <= TITLE else f"{line[: TITLE - 1].rstrip()}…")


_WAITING = text("stage = 'waiting'")
_QUEUED = text("stage = 'queued'")
_TRIED = text("trial")


class Recipient(Entity, kw_only=True):
    """One of a campaign's people, as it was when it started: where to, and by which line of consent."""

    __tablename__ = "campaign_recipient"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        CheckConstraint(
            "stage = 'left_out' OR address_id IS NOT NULL AND consent_id IS NOT NULL AND lane IS NOT NULL",
            name="proof",
        ),
        CheckConstraint("(stage = 'left_out') = (why IS NOT NULL)", name="why"),
        CheckConstraint("(stage IN ('sent', 'unknown')) = (handed_at IS NOT NULL)", name="handed"),
        CheckConstraint("(handed_at IS NULL) = (until IS NULL)", name="until"),
        Index(
            "ix_campaign_recipient_waiting",
            *("campaign_id", "lane", "due_at", "id"),
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_campaign_recipient_queued",
            *("campaign_id", "lane"),
            sqlite_where=_QUEUED,
            postgresql_where=_QUEUED,
        ),
        Index(
            "ix_campaign_recipient_trial",
            *("campaign_id", "stage", "lane", "due_at", "id"),
            sqlite_where=_TRIED,
            postgresql_where=_TRIED,
        ),
        Index("ix_campaign_recipient_stage", "campaign_id", "stage", "why"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"), default=None)
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"), default=None)
    lane: Mapped[str | None] = mapped_column(String(64), default=None)
    stage: Mapped[Stage] = mapped_column(default=Stage.WAITING)
    why: Mapped[Why | None] = mapped_column(default=None)
    due_at: Mapped[datetime]  # when it may go into the outbox
    handed_at: Mapped[datetime | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)  # what they do by then came of it
    tapped_at: Mapped[datetime | None] = mapped_column(default=None)
    trial: Mapped[bool] = mapped_column(default=False, server_default=false())  # both texts go to these first


class Choice(Entity, kw_only=True):
    """Which text the others get after a trial, and what it was decided by: how many of those who got either
    text were told and answered. ``chosen_by`` is the admin who did not wait for that.
    """

    __tablename__ = "campaign_choice"
    __table_args__ = (
        CheckConstraint("text IN (0, 1)", name="text"),
        CheckConstraint(
            "first_answered BETWEEN 0 AND first_told AND second_answered BETWEEN 0 AND second_told",
            name="answered",
        ),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True, autoincrement=False)
    text: Mapped[int]  # 0 is the first, 1 the second
    first_told: Mapped[int]
    first_answered: Mapped[int]
    second_told: Mapped[int]
    second_answered: Mapped[int]
    at: Mapped[datetime]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class SavedSegment(Entity, kw_only=True):
    """Whom campaigns are for, under a name."""

    __tablename__ = "segment"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    segment: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
