"""Between our books and whoever takes cards: pages are made when a link is opened, and no news is missed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from domain.clock import Clock
from domain.money import Money
from domain.payments import pages, receipts, refunds
from domain.payments.model import STRIPE
from domain.payments.pages import Door
from domain.payments.ports import Cashier, Held, NotReached, Refused, Seen, Told, Wanted
from domain.work import Runner, Work

LOOK = 300.0  # seconds between looks into the list of events
SOON = 5.0  # while the provider is away
FARTHEST = timedelta(days=29)  # looked back at start: Stripe lists thirty days
OVERLAP = timedelta(hours=1)  # looked back beyond the last look: what is here already is known

Due = tuple[int, str, str, Money]

log = structlog.get_logger()


class Till:
    """``reached`` is called at named points, so that a test can stop the process there."""

    def __init__(
        self,
        database: Runner,
        cashier: Cashier,
        clock: Clock,
        public_url: str,
        reached: Callable[[str], None],
    ) -> None:
        self._database, self._cashier, self._clock = database, cashier, clock
        self._public_url, self._reached = public_url, reached

    async def open(self, token: str) -> Door | None:
        """What a link leads to; None where it leads nowhere. A page that is there is looked at first: where
        it is of no use any more, the next one is asked for. Raises NotReached.
        """
        looked = False
        while True:
            door = await self._database.run(
                lambda work: pages.door(work, token, public_url=self._public_url, now=self._clock.now())
            )
            if door is not None and door.wanted is not None:
                await self._make(door.wanted)
            elif door is not None and door.session_id is not None and not looked:
                seen = await self._cashier.look(door.session_id)
                await self._see(seen)
            else:
                return door
            looked = True

    async def _make(self, wanted: Wanted) -> None:
        self._reached("page_wanted")
        try:
            seen = await self._cashier.make_page(wanted)
        except Refused as refused:
            log.exception("page_refused", page=wanted.key)
            await self._database.run(lambda work: pages.give_up(work, wanted.key))
            raise NotReached(str(refused)) from refused
        self._reached("page_made")
        await self._see(seen)

    async def _see(self, seen: Seen) -> None:
        await self._database.run(lambda work: pages.see(work, seen, now=self._clock.now()))

    async def hear(self, told: Told) -> bool:
        """Apply an event in one transaction with its row; whether it was new."""
        self._reached("event_heard")
        new = await self._database.run(lambda work: pages.hear(work, told, now=self._clock.now()))
        self._reached("event_applied")
        return new

    async def give_back(self) -> int:
        """Have the provider give back what was approved; how much that was. What it does not answer is asked
        again, under the same key.
        """
        due = await self._database.read(_due)
        for refund_id, key, intent_id, amount in due:
            self._reached("refund_wanted")
            try:
                told = await self._cashier.give_back(key, intent_id, amount)
            except NotReached as away:
                log.info("refund_postponed", refund=key, problem=str(away))
                break
            except Refused as refused:
                log.error("refund_refused", refund=key, problem=str(refused))
                await self._database.run(partial(refunds.refuse, refund_id=refund_id, now=self._clock.now()))
                continue
            self._reached("refund_made")
            await self._database.run(partial(refunds.learn, told=told, now=self._clock.now()))
        return len(due)

    async def held_since(self, moment: datetime) -> list[Held]:
        """What the provider has of ours. Raises NotReached."""
        return await self._cashier.held_since(moment)

    async def catch_up(self, *, look: float = LOOK) -> None:
        """Apply what no webhook brought, at start and every few minutes, until cancelled."""
        since = self._clock.now() - FARTHEST
        while True:
            begun = self._clock.now()
            try:
                await self.fetch(since)
                since = begun - OVERLAP
                await asyncio.sleep(look)
            except NotReached as away:
                log.info("payments_postponed", problem=str(away))
                await asyncio.sleep(min(SOON, look))
            except Exception as error:
                log.error("payments_not_caught_up", exc_info=error)
                await asyncio.sleep(min(SOON, look))

    async def fetch(self, since: datetime) -> int:
        """Apply what is in the list and not here; how much that was. Raises NotReached."""
        told = await self._cashier.events_since(since)
        known = await self._database.read(
            lambda work: work.payments.known(STRIPE, [each.event_id for each in told])
        )
        missed = [each for each in told if each.event_id not in known]
        for each in missed:
            try:
                await self.hear(each)
            except Exception as error:  # one that does not fit must not keep the others waiting
                log.error("event_not_applied", event=each.event_id, kind=each.kind, exc_info=error)
        return len(missed)


def _due(work: Work) -> list[Due]:
    """Each refund with its key, where the money is, and how much goes back."""
    found = []
    for each in work.payments.refunds_due():
        paid = next(page.intent_id for page in work.payments.pages(each.payment_id) if page.intent_id)
        found.append((each.id, each.key, paid, each.amount))
    return found


async def number_receipts(database: Runner, clock: Clock) -> int:
    """A bounded number in a transaction. Answers how many there were."""
    numbered = 0
    while some := await database.run(lambda work: receipts.number_due(work, now=clock.now())):
        numbered += some
    return numbered
