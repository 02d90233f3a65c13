"""The alarm clock rings, whatever happens to a tick or to the wall clock."""

import asyncio
from datetime import timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from structlog.testing import capture_logs

from domain.clock import WallClock
from jobs.clockwork import Tick, catch_up, keep_time
from tests.jobs.post import end, until


async def test_ticks_ring_again_and_again_even_after_one_failed() -> None:
    rung: list[str] = []

    async def fails() -> None:
        rung.append("fails")
        raise ZeroDivisionError

    async def works() -> None:
        rung.append("works")

    with capture_logs() as logs:
        running = asyncio.create_task(keep_time([Tick("fails", 0.05, fails), Tick("works", 0.05, works)]))
        await until(lambda: rung.count("fails") > 1 and rung.count("works") > 1)
        await end(running)
    assert {entry["event"] for entry in logs if entry["log_level"] == "error"} == {"tick_failed"}


async def test_a_tick_that_takes_long_is_not_rung_twice_at_once() -> None:
    under_way, most, rings = 0, 0, 0

    async def slow() -> None:
        nonlocal under_way, most, rings
        under_way, rings = under_way + 1, rings + 1
        most = max(most, under_way)
        await asyncio.sleep(0.15)
        under_way -= 1

    running = asyncio.create_task(keep_time([Tick("slow", 0.05, slow)]))
    await until(lambda: rings == 3)
    await end(running)
    assert most == 1


async def test_what_is_under_way_as_it_stops_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    rings = 0

    async def slow() -> None:
        nonlocal rings
        rings += 1
        await asyncio.sleep(60)

    running = asyncio.create_task(keep_time([Tick("slow", 0.05, slow)]))
    await until(lambda: rings == 1)
    with capture_logs() as logs:
        await end(running)
        await asyncio.sleep(0)  # the scheduler hears of it
    assert caplog.records == [] == [each for each in logs if each["log_level"] == "error"]


async def test_a_wall_clock_that_is_set_back_puts_nothing_off() -> None:
    rung = asyncio.Event()

    async def ring() -> None:
        rung.set()

    scheduler = AsyncIOScheduler()
    job = scheduler.add_job(ring, "interval", seconds=1)
    scheduler.start()
    job.modify(next_run_time=WallClock().now() + timedelta(hours=1))  # as it looks after such a step
    catch_up(scheduler)
    async with asyncio.timeout(1):
        await rung.wait()
    scheduler.shutdown(wait=False)
