"""Follows the business clock of a sandbox by long poll (CLOCK_URL)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import aiohttp
import structlog

from domain.clock import ShiftedClock

POLL = 25  # seconds that the sandbox holds a question
LONGEST = 5.0  # seconds between tries while it is away

log = structlog.get_logger()


async def follow(clock: ShiftedClock, url: str, changed: Callable[[], None]) -> None:
    """Keep ``clock`` in step with the one behind ``url`` until cancelled; ``changed`` is called after each
    move.
    """
    revision, pause = 0, 0.1
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=POLL + 10)) as session:
        while True:
            try:
                revision = await _step(session, clock, url, revision, changed)
                pause = 0.1
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                # Both may just be starting; only one that stays away is worth a warning.
                (log.warning if pause == LONGEST else log.info)("clock_away", again_in=pause)
                await asyncio.sleep(pause)
                # A sandbox that was restarted counts from the beginning.
                revision, pause = 0, min(pause * 2, LONGEST)


async def _step(
    session: aiohttp.ClientSession, clock: ShiftedClock, url: str, revision: int, changed: Callable[[], None]
) -> int:
    """Wait for another revision of the clock and take it over."""
    async with session.get(url, params={"after": revision, "timeout": POLL}) as response:
        response.raise_for_status()
        view = await response.json()
    if view["revision"] == revision:
        await asyncio.sleep(0.1)  # a sandbox that is about to end answers at once
    else:
        clock.offset = timedelta(seconds=view["offset_seconds"])
        changed()
    return int(view["revision"])
