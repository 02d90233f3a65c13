"""What the provider keeps is known to it alone: it is asked now and then, and soon after a payment."""

import structlog

from domain.clock import Clock
from domain.payments.fees import enter_fees
from domain.payments.ports import Cashier, NotReached
from domain.work import Runner
from jobs.payments import FARTHEST, LOOK, OVERLAP

log = structlog.get_logger()


class Fees:
    """Looks back as far as the provider lists at start, and then to the last look."""

    def __init__(self, database: Runner, cashier: Cashier, clock: Clock, every: float = LOOK) -> None:
        self._database, self._cashier, self._clock, self._every = database, cashier, clock, every
        self._since = clock.now() - FARTHEST
        self._asked_at = self._since
        self._newest = 0

    async def look(self) -> int:
        """How many were entered. One that the provider is late with is found by the next look."""
        newest = await self._database.read(lambda work: work.payments.newest_receipt())
        begun = self._clock.now()
        if newest == self._newest and (begun - self._asked_at).total_seconds() < self._every:
            return 0
        try:
            told = await self._cashier.kept_since(self._since)
        except NotReached as away:
            log.info("fees_postponed", problem=str(away))
            return 0
        self._newest, self._asked_at = newest, begun
        entered = await self._database.run(lambda work: enter_fees(work, told, now=self._clock.now()))
        self._since = begun - OVERLAP  # only what was entered is not asked for again
        return entered
