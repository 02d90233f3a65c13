"""Quiet hours beside a look at the clock every minute of a week, in which the clocks change if they ever do;
``TRAINERHUB_QUIET_ZONES`` is how many zones a run takes: 1000 are all of them.
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from domain.notifications.quiet import BEFORE, Quiet, Why, night_at, planned
from tests.domain.schedule.test_transitions import transitions

SHARE = int(os.environ.get("TRAINERHUB_QUIET_ZONES", "8"))
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
AUTUMN = datetime(2026, 11, 18, tzinfo=UTC)
QUIETS = (Quiet(22 * 60, 8 * 60), Quiet(2 * 60 + 30, 10 * 60), Quiet(23 * 60, 2 * 60 + 30), Quiet(0, 60))


@cache
def zones() -> list[str]:
    """A share of them all, always the same, with those that are known for their clocks in front."""
    odd = ["Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca", "Europe/Lisbon"]
    others = sorted(available_timezones() - set(odd))
    random.Random(2026).shuffle(others)
    return [*odd, *others][:SHARE]


def is_quiet(zone: ZoneInfo, quiet: Quiet, since: datetime, until: datetime) -> Iterator[bool]:
    """Of each minute: of all ends of nights that the clock has shown or passed, the last one began one."""
    day = (since - 3 * DAY).astimezone(zone).date()
    over = DAY if quiet.ends <= quiet.begins else timedelta()
    ends = []
    for ahead in range(14):
        midnight = datetime.combine(day + ahead * DAY, datetime.min.time())
        ends.append((midnight + quiet.begins * MINUTE, True))
        ends.append((midnight + over + quiet.ends * MINUTE, False))
    ends.sort()
    asleep, passed, instant = False, 0, since - 2 * DAY
    while instant < until:
        shown = instant.astimezone(zone).replace(tzinfo=None, fold=0)
        while ends[passed][0] <= shown:
            asleep, passed = ends[passed][1], passed + 1
        if instant >= since:
            yield asleep
        instant += MINUTE


@pytest.mark.timeout(0 if SHARE > 20 else 120)
@pytest.mark.parametrize("quiet", QUIETS)
def test_every_minute_of_a_week_in_each_zone(quiet: Quiet) -> None:
    """What is due in the quiet goes at its end, or an hour before it begins; all else when it is due."""
    for name in zones():
        change = next(iter(transitions(name)), AUTUMN)
        since = change.replace(second=0, microsecond=0) - WEEK / 2
        seen = list(is_quiet(ZoneInfo(name), quiet, since - DAY, since + WEEK + DAY))
        for place in range(1440, 1440 + 7 * 1440):
            instant = since + (place - 1440) * MINUTE
            night = night_at(quiet, name, instant)
            assert (night is not None) == seen[place], (name, instant)
            if night is None:
                assert planned(instant, instant, quiet, name) == (instant, None)
                continue
            later, early = planned(instant, None, quiet, name), planned(instant, night.end, quiet, name)
            ahead = (later.due - instant) // MINUTE
            assert later.why is Why.QUIET
            assert all(seen[place : place + ahead]), (name, instant)
            assert not seen[place + ahead], (name, instant)
            behind = (instant - early.due - BEFORE) // MINUTE
            assert early.why is Why.EARLY
            assert all(seen[place - behind : place]), (name, instant)
            assert not seen[place - behind - 1], (name, instant)
