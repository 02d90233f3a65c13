"""How somebody wants to be told things, on their own clock, and when each goes by that. Pure policy."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from domain.notifications.kinds import kind_of
from domain.notifications.quiet import Planned, Quiet, Why, may_wait, planned
from domain.zones import at, wall

EVENING = 18 * 60  # when a digest comes, unless they choose otherwise
_DAY = timedelta(days=1)


class Mode(StrEnum):
    """What somebody may choose for a group of kinds."""

    AT_ONCE = "at_once"
    DAILY = "daily"  # in one message a day
    OFF = "off"


class Habits(NamedTuple):
    zone: str  # by whose clock they live
    quiet: Quiet | None = None
    daily: Collection[str] = ()  # the groups that they want once a day
    digest_at: int = EVENING  # in minutes of the day


def habits_of(
    zone: str, begins: int | None, ends: int | None, modes: Mapping[str, str] | None, digest_at: int | None
) -> Habits:
    """As they are kept; of who chose nothing, None."""
    quiet = None if begins is None or ends is None else Quiet(begins, ends)
    daily = {group for group, mode in (modes or {}).items() if mode == Mode.DAILY}
    return Habits(zone, quiet, daily, EVENING if digest_at is None else digest_at)


def plan(
    habits: Habits,
    kind: str,
    data: Mapping[str, Any],
    wanted: datetime,
    expires: datetime | None,
    *,
    urgent: bool,
    awake: bool = False,
) -> Planned:
    """When to tell it, and why then. Who is ``awake`` has no night, though a digest."""
    told = kind_of(kind)
    if told.grouped and told.group.value in habits.daily and not urgent:
        digest = next_digest(habits, wanted)
        if expires is None or expires > digest:
            return Planned(digest, Why.TOGETHER)
    if habits.quiet is None or not may_wait(kind, data, urgent=urgent or awake):
        return Planned(wanted)
    return planned(wanted, expires, habits.quiet, habits.zone)


def next_digest(habits: Habits, after: datetime) -> datetime:
    """The first one after an instant; where it would come in quiet hours, their end."""
    today = wall(after, habits.zone).date()
    days = (at(habits.zone, each, habits.digest_at) for each in (today - _DAY, today, today + _DAY))
    dues = (planned(each, None, habits.quiet, habits.zone).due for each in days)
    return next(each for each in dues if each > after)


def waits_with_others(kind: str, plan: Planned) -> bool:
    """What is wanted once a day, and what may be said with the rest of a night."""
    return plan.why is Why.TOGETHER or (plan.why is Why.QUIET and kind_of(kind).grouped)
