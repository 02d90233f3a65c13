"""Killed at a named point of a turn and restarted, the bot has answered: once more at most."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.app import seed_demo
from sandbox import people as demo
from tests.stories.conftest import Studio, settings_for
from tests.stories.people import Outside, times

ROOT = Path(__file__).parents[2]


async def serve(outside: Outside, database_url: str, failpoint: str = "") -> asyncio.subprocess.Process:
    """The bot in a process of its own, as an operator runs it."""
    wanted = demo.settings(outside.base, "http://127.0.0.1:1") | {
        "DATABASE_URL": database_url,
        "PORT": "0",
        "FAILPOINT": failpoint,
    }
    wanted.pop("SLACK_BOT_TOKEN")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "serve",
        cwd=ROOT,
        env={**os.environ, **wanted},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    await asyncio.wait_for(process.wait(), 15)


@pytest.mark.parametrize("failpoint", ["after_commit", "before_reply", "after_send"])
async def test_a_kill_loses_no_answer(outside: Outside, migrated_url: str, failpoint: str) -> None:
    await seed_demo(settings_for(outside.base, migrated_url))
    cleo = Studio(outside, settings_for(outside.base, migrated_url)).cleo
    await cleo.whispers(start="t_tom")
    dying = await serve(outside, migrated_url, failpoint)
    await asyncio.wait_for(dying.wait(), 30)  # killed at that point of Cleo's turn
    assert dying.returncode == -9
    steady = await serve(outside, migrated_url)
    try:
        # On PostgreSQL another process takes over only when the lease has lapsed.
        offered = await cleo.sees("Next free times", patience=40)
        await cleo.taps(times(offered)[0])
        await cleo.sees("Held for you")
        answers = [each for each in await cleo.heard() if each["text"].startswith(("Tom", "Mon"))]
        assert 1 <= len(answers) <= 2, "once more at most"
    finally:
        await end(steady)
