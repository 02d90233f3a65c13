"""Killed at a named point of a turn and restarted, the bot has answered: once more at most, in Slack once."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.office import seed_demo
from storage.database import connect
from tests.stories.conftest import Studio, settings_for
from tests.stories.people import Outside, eventually, times
from tests.stories.served import ready, serving

FAILPOINTS = ["after_commit", "before_reply", "after_send"]


@pytest.mark.parametrize("failpoint", FAILPOINTS)
async def test_a_kill_loses_no_answer(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    cleo = Studio(outside, settings_for(outside.base, migrated_url)).cleo
    await cleo.whispers(start="t_tom")
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9  # at that point of Cleo's turn
    async with serving(outside, migrated_url, tmp_path / "steady.log"):
        # On PostgreSQL another process takes over only when the lease has lapsed.
        offered = await cleo.sees("Next free times", patience=40)
        await cleo.taps(times(offered)[0])
        await cleo.sees("Held for you")
        answers = [each for each in await cleo.heard() if each["text"].startswith(("Tom", "Mon"))]
        assert 1 <= len(answers) <= 2, "once more at most"


@pytest.mark.parametrize("failpoint", FAILPOINTS)
async def test_a_kill_loses_no_answer_in_slack_and_repeats_none(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    ana = Studio(outside, settings_for(outside.base, migrated_url)).ana
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        await ready(outside, dying)
        await ana.says("hmm")
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await eventually(lambda: _is_settled(migrated_url), patience=40)
    assert [each["from"] for each in await ana.messages()] == ["UANA", "bot"]


async def _is_settled(database_url: str) -> bool:
    """Whether nothing is owed to anybody any more."""
    database = connect(database_url)
    try:
        owed = text("SELECT count(*) FROM inbox_event WHERE answered_at IS NULL")
        return await database.read(lambda work: not work.session.scalar(owed))
    finally:
        await database.close()
