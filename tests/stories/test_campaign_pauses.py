"""A process that is paused in the middle of a campaign for longer than its leases last, and then goes on: on
PostgreSQL another has taken over, on SQLite nobody may.
"""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.office import seed_demo
from domain.base import Role
from domain.bookings.model import Booking
from domain.campaigns.model import Stage
from domain.notifications.model import State
from domain.notifications.service import tell
from sandbox import people as demo
from storage.database import connect
from storage.outbox import LEASE
from storage.work import SqlWork
from tests.stories.conftest import settings_for
from tests.stories.people import Outside, eventually
from tests.stories.readers import LANES, Taken, arrive, is_reminded, write_down
from tests.stories.served import Served, serving
from tests.stories.test_campaign_kills import is_over, reminded

PEOPLE = 96
POINTS = ("after_hand_off:9:STOP", "before_hand_off:9:STOP")


@pytest.mark.timeout(900)
async def test_a_process_that_was_away_for_longer_than_its_leases_repeats_nothing(
    outside: Outside, migrated_url: str, engine_kind: str, tmp_path: Path
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    await arrive(outside, PEOPLE)
    now = datetime.fromisoformat((await outside.get("/sandbox/clock"))["now"])
    database = connect(migrated_url)
    campaign = await database.run(lambda work: write_down(work, PEOPLE, now=now, over=timedelta(seconds=30)))
    await database.close()
    secret, alone, taken = demo.TELEGRAM_WEBHOOK_SECRET, engine_kind == "sqlite", Taken(outside)
    async with AsyncExitStack() as stack:

        async def starts(name: str, point: str = "") -> Served:
            wanted = {"FAILPOINT": point, "TELEGRAM_WEBHOOK_SECRET": secret}
            bot = await stack.enter_async_context(serving(outside, migrated_url, tmp_path / name, **wanted))
            stack.callback(bot.goes_on)  # or it could not be ended
            return bot

        away = []
        for point in POINTS:
            bot = await starts(point, point)
            await eventually(bot.is_paused, patience=90)
            if alone:
                await asyncio.sleep(LEASE + 1)
                bot.goes_on()
                await bot.end()
            away.append(bot)
        await starts("steady")
        database = connect(migrated_url)
        await eventually(lambda: database.read(lambda work: is_over(work, campaign)), patience=300)
        for bot in away:
            bot.goes_on()
        await database.run(lambda work: remind_once_more(work, now=now))
        await eventually(lambda: database.read(lambda work: is_over(work, campaign)), patience=60)
        await asyncio.sleep(2)  # time for a second copy to show
        found = await database.read(lambda work: work.campaigns.progress(campaign).stages)
        reminders = await database.read(reminded)
        await database.close()
    await taken.look()
    in_doubt = len(POINTS) * len(LANES)  # what was under way in each lane
    assert max(taken.told.values()) == 1
    assert found[Stage.SENT] + found[Stage.UNKNOWN] == PEOPLE
    assert found[Stage.SENT] <= taken.told.total() <= PEOPLE
    assert found[Stage.UNKNOWN] <= in_doubt
    reminds = sum(map(is_reminded, range(PEOPLE))) + 1
    assert reminders[State.SENT] + reminders[State.UNKNOWN] == reminders.total() == reminds
    assert reminders[State.SENT] <= taken.reminded.total() <= reminds + in_doubt


def remind_once_more(work: SqlWork, *, now: datetime) -> None:
    """So that it shows who sends now."""
    booked = work.session.scalars(select(Booking).order_by(Booking.id).limit(1)).one()
    about = ("booking", booked.id)
    tell(work, booked.client_id, Role.CLIENT, "reminder_24h", "soon:again", due=now, subject=about)
