"""Killed at a named point of a turn and restarted, the bot has answered: once more at most."""

import asyncio
from pathlib import Path

import pytest

from bot.app import seed_demo
from tests.stories.conftest import Studio, settings_for
from tests.stories.people import Outside, times
from tests.stories.served import serving


@pytest.mark.parametrize("failpoint", ["after_commit", "before_reply", "after_send"])
async def test_a_kill_loses_no_answer(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    cleo = Studio(outside, settings_for(outside.base, migrated_url)).cleo
    await cleo.whispers(start="t_tom")
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await asyncio.wait_for(dying.process.wait(), 30) == -9  # at that point of Cleo's turn
    async with serving(outside, migrated_url, tmp_path / "steady.log"):
        # On PostgreSQL another process takes over only when the lease has lapsed.
        offered = await cleo.sees("Next free times", patience=40)
        await cleo.taps(times(offered)[0])
        await cleo.sees("Held for you")
        answers = [each for each in await cleo.heard() if each["text"].startswith(("Tom", "Mon"))]
        assert 1 <= len(answers) <= 2, "once more at most"
