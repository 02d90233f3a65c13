"""Each night the books are sealed, and looked at whether they still are what was sealed."""

from datetime import date
from functools import partial
from time import monotonic

import structlog

from domain.clock import Clock
from domain.ledger.sealed import Seal
from domain.ledger.sealing import Chain, read_on, seal, tell_broken
from domain.work import Runner
from jobs.reconciling import night_of

SETTLING = 60.0  # seconds, longer than a turn is open: what has a number by now is there by then

log = structlog.get_logger()


class Sealer:
    """Reads what was ever entered, in looks of some thousand entries, so that nobody waits for it."""

    def __init__(self, database: Runner, clock: Clock, zone: str, settling: float = SETTLING) -> None:
        self._database, self._clock, self._zone, self._settling = database, clock, zone, settling
        self._seen: tuple[date, int, float] | None = None  # for a night, the last number, and when it was so

    async def look(self) -> bool:
        """Once a night, however many replicas look; whether it was this one that sealed it. The first look of
        a night only sees how far the books go.
        """
        night = night_of(self._clock.now(), self._zone)
        last = await self._database.read(lambda work: work.ledger.last_seal())
        if last is not None and last.night >= night:
            return False
        if self._seen is None or self._seen[0] != night:
            until = await self._database.read(lambda work: work.ledger.last_id())
            self._seen = night, until, monotonic()
            return False
        _night, until, since = self._seen
        if monotonic() - since < self._settling:
            return False
        for broken in await self.broken():
            log.error("books_changed", night=str(broken.night), sealed=broken.digest)
            await self._database.run(partial(tell_broken, broken=broken, now=self._clock.now()))
        return await self._seal(night, Chain.at(last), until)

    async def broken(self) -> list[Seal]:
        """The seals behind whose back an entry was changed, taken away or put in."""
        found, chain = list[Seal](), Chain()
        for each in await self._database.read(lambda work: work.ledger.seals()):
            if await self._read(chain, each.last_id) != Chain.at(each):
                found.append(each)
            chain = Chain.at(each)
        return found

    async def _seal(self, night: date, chain: Chain, until: int) -> bool:
        chain = await self._read(chain, until)
        new = await self._database.run(lambda work: seal(work, night, chain, now=self._clock.now()))
        log.info("books_sealed", night=str(night), entries=chain.entries, digest=chain.digest, new=new)
        return new

    async def _read(self, chain: Chain, until: int) -> Chain:
        while chain.last_id < until:
            chain = await self._database.read(partial(read_on, chain=chain, until=until))
        return chain
