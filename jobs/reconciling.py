"""Each night the books are compared with what the provider has."""

import asyncio
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from domain.clock import Clock
from domain.payments.agreeing import LISTED, Comparison, both, compare, record
from domain.payments.ports import NotReached
from domain.work import Runner
from domain.zones import wall
from jobs.payments import Till

HOUR = timedelta(hours=3)  # of the night
NEWS = timedelta(days=2)  # fetched before a look: more than what happened since the last one
PATIENCE = 60.0  # seconds until a provider that is away is asked again

log = structlog.get_logger()


def night_of(now: datetime, zone: ZoneInfo | str) -> date:
    """The night that is due, from three in the morning on."""
    return (wall(now, zone) - HOUR).date()


class Reconciler:
    def __init__(
        self, database: Runner, till: Till, clock: Clock, zone: str, patience: float = PATIENCE
    ) -> None:
        self._database, self._till = database, till
        self._clock, self._zone, self._patience = clock, zone, patience

    async def look(self) -> bool:
        """Once a night, however many replicas look; whether it was this one that did."""
        night = night_of(self._clock.now(), self._zone)
        last = await self._database.read(lambda work: work.payments.last_night())
        if last is not None and last.night >= night:
            return False
        try:
            return await self._reconcile(night)
        except NotReached as away:
            log.info("reconciliation_postponed", problem=str(away))
            await asyncio.sleep(self._patience)
            return False

    async def _reconcile(self, night: date) -> bool:
        """A difference counts where a second look finds it, too."""
        found = await self._compared()
        if found.gaps:
            found = both(found.gaps, await self._compared())
        new = await self._database.run(lambda work: record(work, night, found, now=self._clock.now()))
        log.info("reconciled", night=str(night), totals=found.totals, differences=len(found.gaps), new=new)
        return new

    async def _compared(self) -> Comparison:
        now = self._clock.now()
        await self._till.fetch(now - NEWS)
        listed = await self._till.held_since(now - LISTED)
        return await self._database.read(partial(compare, listed=listed, now=now))
