"""A process that is killed in the middle of a campaign, again and again: each person is told once."""

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from bot.office import seed_demo
from domain.base import Role
from domain.campaigns import service as campaigns
from domain.campaigns.model import Stage, Status
from domain.campaigns.ports import Progress
from domain.consent.service import agree
from domain.people.model import Address, Channel, Person
from sandbox import people as demo
from storage.database import Database, connect
from storage.work import SqlWork
from tests.stories.conftest import MONDAY, settings_for
from tests.stories.people import Outside, eventually
from tests.stories.served import serving

PEOPLE = int(os.environ.get("TRAINERHUB_CAMPAIGN", "12"))  # 10,000 in a long run
KILLS = int(os.environ.get("TRAINERHUB_KILLS", "1"))  # 200 there
POINTS = ("after_hand_off", "", "campaign_planned", "before_hand_off")  # "": at no point of ours


def send(work: SqlWork) -> int:
    """To people whose chats are open since long ago."""
    lane = f"telegram:{demo.settings('', '')['TELEGRAM_BOT_TOKEN'].partition(':')[0]}"
    for number in range(PEOPLE):
        person = Person(name=f"Reader {number}", zone="Europe/London", created_at=MONDAY)
        place = Address(person=person, channel=Channel.TELEGRAM, external_id=str(5000 + number), lane=lane)
        work.add(person, place)
        work.flush()
        agree(work, place, "Yes", shown="News?", now=MONDAY)
    ada = next(each for each in work.people.admins() if each.roles & Role.ADMIN)
    draft = campaigns.begin(work, ada, now=MONDAY)
    campaigns.write(work, ada, draft.id, "Hi {name}, autumn is here", most=9, now=MONDAY)
    return campaigns.send(work, ada, draft.id, draft.version, above=10**6, most=9, now=MONDAY).id


@pytest.mark.timeout(120 + PEOPLE)
@pytest.mark.parametrize("engine_kind", ["sqlite"])  # elsewhere a lease has to lapse first
async def test_kills_in_the_middle_of_a_campaign_lose_nobody_and_repeat_nothing(
    outside: Outside, migrated_url: str, tmp_path: Path
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    for number in range(PEOPLE):  # as they once pressed Start
        await outside.post(f"/sandbox/telegram/{5000 + number}/messages", {"start": ""})
    database, chance = connect(migrated_url), random.Random(3)
    campaign = await database.run(send)
    await database.close()  # one process owns the file
    for kill in range(KILLS):
        point = POINTS[kill % len(POINTS)]
        wanted = {"FAILPOINT": point} if point else {}
        async with serving(outside, migrated_url, tmp_path / f"dying{kill}.log", **wanted) as dying:
            if point:
                assert await asyncio.wait_for(dying.process.wait(), 40) == -9
                continue
            more = len(await told(outside)) + chance.randrange(1, 5)
            await eventually(lambda: has_told(outside, more))  # noqa: B023 - awaited here
            await dying.kill()
    async with serving(outside, migrated_url, tmp_path / "steady.log"):
        database = connect(migrated_url)
        await eventually(lambda: is_over(database, campaign), patience=40 + PEOPLE / 10)
        found = await database.read(lambda work: work.campaigns.progress(campaign))
        await database.close()
    accepted = Counter(await told(outside))
    assert max(accepted.values()) == 1
    assert_none_lost(found, len(accepted))


async def told(outside: Outside) -> list[str]:
    """To whom the provider took it."""
    accepted = await outside.get("/sandbox/accepted/telegram")
    return [str(each["to"]) for each in accepted if "autumn is here" in (each["text"] or "")]


async def has_told(outside: Outside, count: int) -> bool:
    return len(await told(outside)) >= min(count, PEOPLE)


def assert_none_lost(found: Progress, count: int) -> None:
    """Whoever was not told is known to be in doubt, one at a kill at the most."""
    sent, doubt = found.stages[Stage.SENT], found.stages[Stage.UNKNOWN]
    assert sent + doubt == PEOPLE
    assert sent <= count <= sent + doubt
    assert doubt <= KILLS


async def is_over(database: Database, campaign: int) -> bool:
    found = await database.read(lambda work: work.campaigns.campaign(campaign))
    return found.status is Status.FINISHED
