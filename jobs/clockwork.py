"""The alarm clock. It only rings: what is due is a row, and each tick looks for itself."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.clock import WallClock

GROUPS = 4  # in which ticks ring: each group wakes the process, and all at once would be in their own way
WATCH = 5.0  # seconds between looks at whether the wall clock was set back

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to look after every so many seconds of wall time. Late and repeated rings do no harm."""

    name: str
    seconds: float
    look: Callable[[], Awaitable[object]]

    async def ring(self) -> None:
        try:
            await self.look()
        except asyncio.CancelledError:
            log.debug("tick_cancelled", tick=self.name)  # as we stop; the scheduler would log a traceback
        except Exception:
            log.exception("tick_failed", tick=self.name)


async def keep_time(ticks: Iterable[Tick], watch: float = WATCH) -> None:
    """Ring until cancelled."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    begun = WallClock().now()
    for place, tick in enumerate(ticks):
        first = begun + timedelta(seconds=tick.seconds * (place % GROUPS + 1) / GROUPS)
        scheduler.add_job(tick.ring, "interval", seconds=tick.seconds, id=tick.name, next_run_time=first)
    scheduler.start()
    try:
        while True:
            await asyncio.sleep(watch)
            catch_up(scheduler)
    finally:
        scheduler.shutdown(wait=False)


def catch_up(scheduler: AsyncIOScheduler) -> None:
    """Ring again what a wall clock that was set back has put off; the scheduler would wait out the step."""
    now = WallClock().now()
    for job in scheduler.get_jobs():
        if job.next_run_time > now + job.trigger.interval + timedelta(seconds=1):
            job.modify(next_run_time=now)
