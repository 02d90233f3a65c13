"""Waiting for what another thread, process or server does in its own time."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[object]], *, seconds: float = 10) -> None:
    """Ask again and again until the answer is yes; a TimeoutError where it never is."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - nobody can tell us
            await asyncio.sleep(0.02)
