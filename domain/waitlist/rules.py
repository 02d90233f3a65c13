"""Whom to ask first, when, and for how long. Pure policy."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from domain.waitlist.model import Gap
from domain.waitlist.ports import Waiting
from domain.zones import at, wall

THEIRS = timedelta(minutes=15)
OPENS, CLOSES = time(8), time(21)  # nobody is asked outside of these, on their own clock …
SOON = timedelta(hours=12)  # … unless the session is nearer than that; from any night there is more left


def ranked(waiting: Iterable[Waiting], gap: Gap) -> list[Waiting]:
    """Whoever waits for that very time first, then by when they joined."""
    return sorted(
        waiting,
        key=lambda each: (each.entry.time != gap.starts, each.entry.joined_at, each.entry.id),
    )


def may_ask(starts: datetime, zone: str, now: datetime) -> datetime:
    """When somebody in this zone may be asked about a session: now, or at eight in their morning."""
    shown = wall(now, zone)
    if OPENS <= shown.time() < CLOSES or starts - now < SOON:
        return now
    day = shown.date() + timedelta(days=shown.time() >= CLOSES)
    return at(zone, day, OPENS)


def lasts(starts: datetime, now: datetime) -> datetime:
    """Until when an offer stands that is made now."""
    return min(now + THEIRS, starts)
