"""A business clock that is the sandbox's."""

import asyncio
import socket
from datetime import timedelta

import aiohttp

from bot.clock_follow import follow
from domain.clock import ShiftedClock
from sandbox.app import create
from sandbox.server import running
from tests.jobs.post import end, until

DAY = timedelta(days=1)


async def test_a_moved_clock_is_followed_at_once_and_everybody_is_woken() -> None:
    clock, moves = ShiftedClock(), 0

    def woken() -> None:
        nonlocal moves
        moves += 1

    async with running(create()) as base:
        following = asyncio.create_task(follow(clock, f"{base}/sandbox/clock", woken))
        await until(lambda: moves == 1)
        assert clock.offset == timedelta()
        await _advance(base, DAY)
        await until(lambda: moves == 2, seconds=2)
        assert abs(clock.offset - DAY) < timedelta(seconds=1)
        await end(following)


async def test_a_sandbox_that_comes_later_or_again_is_followed_too() -> None:
    clock = ShiftedClock()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    following = asyncio.create_task(follow(clock, f"http://127.0.0.1:{port}/sandbox/clock", lambda: None))
    await asyncio.sleep(0.2)
    async with running(create(), port=port) as base:
        await _advance(base, DAY)
        await until(lambda: clock.offset > timedelta())
    async with running(create(), port=port):
        await until(lambda: clock.offset == timedelta())
    await end(following)


async def _advance(base: str, by: timedelta) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{base}/sandbox/clock", json={"advance_seconds": by.total_seconds()}) as answer,
    ):
        assert answer.status == 200
