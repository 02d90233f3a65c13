"""Nobody is sent a promotion in their night: all zones, by the clock on the wall as anybody reads it."""

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from domain.campaigns.rules import Hours, send_at
from domain.notifications.quiet import Quiet
from tests.domain.schedule.test_transitions import transitions

EVERY = int(os.environ.get("TRAINERHUB_MINUTES", "251"))  # minutes between two looks; 1 in a long run
AUTUMN = datetime(2026, 10, 22, tzinfo=UTC)
NIGHTS = (None, Quiet(22 * 60, 8 * 60), Quiet(13 * 60, 15 * 60), Quiet(20 * 60, 12 * 60), Quiet(0, 10 * 60))
OPEN = (Hours(9 * 60, 20 * 60), Hours(8 * 60, 21 * 60), Hours(11 * 60, 13 * 60))


def shown(instant: datetime, zone: str) -> int:
    """The minute of the day on a wall there."""
    there = instant.astimezone(ZoneInfo(zone))
    return there.hour * 60 + there.minute


def is_night(minute: int, quiet: Quiet | None) -> bool:
    if quiet is None:
        return False
    if quiet.begins < quiet.ends:
        return quiet.begins <= minute < quiet.ends
    return minute >= quiet.begins or minute < quiet.ends


def week_of(zone: str) -> datetime:
    """Where the week begins in the middle of which its clocks change, if they ever do."""
    change = next(transitions(zone), AUTUMN)
    return change.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=3)


@pytest.mark.timeout(0 if EVERY < 60 else 120)
def test_nothing_goes_out_of_hours_or_in_the_quiet_of_any_zone() -> None:
    looked = 0
    for place, zone in enumerate(sorted(available_timezones())):
        begins = week_of(zone)
        for minute in range(place % EVERY, 7 * 1440, EVERY):
            now = begins + timedelta(minutes=minute)
            hours, quiet = OPEN[looked % len(OPEN)], NIGHTS[looked % len(NIGHTS)]
            looked += 1
            due = send_at(now, zone, hours, quiet)
            if due is None:
                assert all(is_night(each, quiet) for each in range(hours.opens, hours.closes))
                continue
            read = shown(due, zone)
            assert now <= due < now + timedelta(days=3), (zone, now)
            assert hours.opens <= read < hours.closes, (zone, now, due)
            assert not is_night(read, quiet), (zone, now, due)
            here = shown(now, zone)
            if hours.opens <= here < hours.closes and not is_night(here, quiet):
                assert due == now, "whoever may be told now is"
    assert looked > 10_000
