"""Whom to ask first, when, and for how long. Pure policy."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.notifications.rules import by_day
from domain.waitlist.model import Gap
from domain.waitlist.ports import Waiting

THEIRS = timedelta(minutes=15)
SOON = timedelta(hours=12)  # from any night there is more left than that


def ranked(waiting: Iterable[Waiting], gap: Gap) -> list[Waiting]:
    """Whoever waits for that very time first, then by when they joined."""
    return sorted(
        waiting,
        key=lambda each: (each.entry.time != gap.starts, each.entry.joined_at, each.entry.id),
    )


def may_ask(starts: datetime, zone: str, now: datetime) -> datetime:
    """When somebody in this zone may be asked about a session: by day, unless it is near."""
    return now if starts - now < SOON else by_day(now, zone)


def lasts(starts: datetime, now: datetime) -> datetime:
    """Until when an offer stands that is made now."""
    return min(now + THEIRS, starts)
