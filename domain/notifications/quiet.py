"""Quiet hours: a stretch of each day, on somebody's own clock, in which nothing of ours rings. Pure policy.

A night is as `domain.zones` reads its two ends: one that the clocks skip is the first minute after the gap,
and one that they show twice is the first of the two.
"""

import enum
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from domain.intervals import Interval
from domain.notifications.kinds import kind_of
from domain.zones import at, wall

LONGEST = 16 * 60  # minutes of a day that may be quiet: somebody is to be told things at some hour
BEFORE = timedelta(hours=1)  # in which what can't wait for the morning is read before the quiet begins
URGENT = timedelta(hours=12)  # what matters by then is told at once
_DAY = timedelta(days=1)


class Quiet(NamedTuple):
    """Minutes of the day, 0 to 1439; it may run over midnight."""

    begins: int
    ends: int


class Why(enum.StrEnum):
    """A step on the way to when, where and whether something was told."""

    QUIET = "quiet"  # it waited for the end of quiet hours
    EARLY = "early"  # it would have been too late after them, so it went before
    PRESSING = "pressing"  # in them, as it could neither wait nor go before
    MORNING = "morning"  # a question that waits for the day, and for a form to be closed
    OFF = "off"  # they want nothing of this group
    ELSEWHERE = "elsewhere"  # not at the address before
    UNANSWERED = "unanswered"  # at the address before
    TOGETHER = "together"  # with others, once a day
    CHOSEN = "chosen"  # by who wrote it
    BUDGET = "budget"  # it waited until fewer messages had come within a week
    BEST = "best"  # at the hour in which they mostly answer


class Planned(NamedTuple):
    due: datetime
    why: Why | None = None


def night_at(quiet: Quiet, zone: str, instant: datetime) -> Interval | None:
    """The night that an instant lies in, of those that begin on its day or the day before."""
    today = wall(instant, zone).date()
    over = 1440 if quiet.ends <= quiet.begins else 0
    for day in (today, today - _DAY):
        night = Interval(at(zone, day, quiet.begins), at(zone, day, quiet.ends + over))
        if night.start <= instant < night.end:
            return night
    return None


def planned(due: datetime, expires: datetime | None, quiet: Quiet | None, zone: str) -> Planned:
    """When to tell what rings: later rather than never, and earlier rather than too late."""
    night = night_at(quiet, zone, due) if quiet else None
    if night is None:
        return Planned(due)
    if expires is None or expires > night.end:
        return Planned(night.end, Why.QUIET)
    return Planned(night.start - BEFORE, Why.EARLY)


def may_wait(kind: str, data: Mapping[str, Any], *, urgent: bool) -> bool:
    """Whether quiet hours are asked about a message."""
    return not urgent and kind_of(kind).rings(data)


def step(why: Why, **facts: datetime | str | int) -> dict[str, Any]:
    """As it is kept with a message."""
    return {"why": why.value} | {
        name: fact.isoformat() if isinstance(fact, datetime) else fact for name, fact in facts.items()
    }
