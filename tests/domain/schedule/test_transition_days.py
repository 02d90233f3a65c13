"""Reminders and full days across every change of clocks from 2024 to 2030, beside a look at the clock every
minute; ``TRAINERHUB_TRANSITIONS`` is how many changes a run takes.
"""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from domain.bookings.rules import reminders
from domain.errors import Taken
from domain.schedule.limits import full_days
from domain.trainers.model import Trainer
from storage.work import SqlWork
from tests.domain.schedule.test_transitions import DAY, MINUTE, SHARE, chosen, first_shown
from tests.factories import NOON, service, session, trainer
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
COUNT = max(12, SHARE // 4)
IN_A_TURN = 200  # a claim is a lock until its transaction ends, and PostgreSQL has room for some thousands
TURNS = range(0, min(COUNT, len(chosen())) if COUNT > IN_A_TURN else COUNT, IN_A_TURN)
_names = count()


def minutes_shown(name: str, since: datetime, until: datetime) -> int:
    """How many minutes the clock on the wall shows one after another, each as often as it does."""
    zone, instant, shown = ZoneInfo(name), since, 0
    last = until.astimezone(zone)
    while (instant.astimezone(zone), instant.astimezone(zone).fold) != (last, last.fold):
        instant += MINUTE
        shown += 1
    return shown


@pytest.mark.timeout(0 if SHARE > 200 else 60)
def test_a_reminder_comes_so_many_hours_before_as_pass_across_every_change() -> None:
    """Whatever the clock shows by then: of a day with 23 hours, the reminder was at another time of day."""
    for name, change in chosen():
        shown = change.astimezone(ZoneInfo(name))
        for clock in (shown.hour * 60 + shown.minute + 1, 6 * 60, 18 * 60):
            starts = first_shown(name, shown.date(), min(clock, 1439))
            due = {kind: at for kind, at, _ in reminders(starts)}
            ends = {kind: expires for kind, _, expires in reminders(starts)}
            assert minutes_shown(name, due["reminder_24h"], starts) == 24 * 60, (name, change)
            assert minutes_shown(name, due["reminder_1h"], starts) == 60, (name, change)
            assert (ends["reminder_24h"], ends["reminder_1h"]) == (due["reminder_1h"], starts)


def day_shown(name: str, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(name)).date()


def monday(day: date) -> date:
    return next(day - ahead * DAY for ahead in range(7) if (day - ahead * DAY).weekday() == 0)


def is_full(owner: Trainer, begun: Mapping[date, int], day: date) -> bool:
    week = sum(begun[monday(day) + ahead * DAY] for ahead in range(7))
    return begun[day] >= (owner.most_a_day or 99) or week >= (owner.most_a_week or 99)


@pytest.mark.timeout(0 if SHARE > 200 else 60)
@pytest.mark.parametrize("first", TURNS)
@in_a_turn
def test_a_full_day_is_that_of_the_clock_on_the_wall_across_every_change(work: SqlWork, first: int) -> None:
    """By the database, which refuses one session more, as by what is offered."""
    refused = 0
    for name, change in chosen()[:COUNT][first : first + IN_A_TURN]:
        chance = random.Random(f"{name}{change}")
        owner = trainer(work, f"Ana{next(_names)}", zone=name, hours=())
        owner.most_a_day, owner.most_a_week = chance.choice([(1, 3), (2, 4), (3, None)])
        short = service(work, owner, minutes=15)
        begun = Counter[date]()
        near = [change + step * 15 * MINUTE for step in range(-8, 9)]
        far = [change + hours * HOUR for hours in range(-50, 51, 5) if hours]
        for starts in sorted(chance.sample(near + far, 24)):
            day = day_shown(name, starts)
            full = is_full(owner, begun, day)
            try:
                with work.claim(owner.id):
                    session(work, short, starts)
            except Taken:
                assert full, (name, starts)
                refused += 1
            else:
                assert not full, (name, starts)
                begun[day] += 1
        around = [day_shown(name, change) + ahead * DAY for ahead in range(-3, 4)]
        own = {"client_id": 0, "session_id": 0}
        found = full_days(work, owner, change - 3 * DAY, change + 3 * DAY, now=NOON, **own)
        for day in around:
            assert (day in found) is is_full(owner, begun, day), (name, change, day)
    assert refused > 12
