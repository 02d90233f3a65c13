"""Between our books and whoever takes cards: pages are made when a link is opened, and no news is missed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from domain.clock import Clock
from domain.money import Money
from domain.payments import charges, disputes, pages, receipts, refunds, surplus
from domain.payments.elsewhere import TooSoon
from domain.payments.model import STRIPE
from domain.payments.pages import Door
from domain.payments.ports import Cashier, Held, NotReached, Refused, Seen, Told, Wanted
from domain.work import Runner, Work
from jobs.apart import apart
from jobs.memberships import Members

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
        members: Members,
    ) -> None:
        self._database, self._cashier, self._clock = database, cashier, clock
        self._public_url, self._reached, self.members = public_url, reached, members
        self._failed = set[str]()  # events that could not be applied

    async def open(self, token: str) -> Door | None:
        """What a link leads to; None where it leads nowhere. A page that is there is looked at first: where
        it is of no use any more, the next one is asked for. Raises NotReached.
        """
        looked = False
        while True:
            door = await self._database.run(
                lambda work: pages.door(work, token, public_url=self._public_url, now=self._clock.now())
            )
            if door is not None and door.lacks_customer:
                await self.members.customer(door.payment.client_id)
                continue
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
        """Apply an event in one transaction with its row; whether it was new. Raises NotReached where it has
        to be looked at what it tells of.
        """
        self._reached("event_heard")
        apply = await self.members.news(told.about) if told.about else None

        def unit(work: Work) -> bool:
            new = pages.hear(work, told, now=self._clock.now())
            if new and apply is not None:
                apply(work)
            return new

        new = await self._database.run(unit)
        self._reached("event_applied")
        return new

    async def give_back(self) -> int:
        """Have the provider give back what was approved; how much that was. What it does not answer is asked
        again, under the same key.
        """
        due = await self._database.read(_due)
        for refund_id, key, intent_id, amount in due:
            with apart("refunds", refund_id):
                self._reached("refund_wanted")
                try:
                    told = await self._cashier.give_back(key, intent_id, amount)
                except NotReached as away:
                    log.info("refund_postponed", refund=key, problem=str(away))
                    break
                except Refused as refused:
                    log.error("refund_refused", refund=key, problem=str(refused))
                    await self._database.run(
                        partial(pages.hear_refusal, refund_id=refund_id, now=self._clock.now())
                    )
                    continue
                self._reached("refund_made")
                await self._database.run(partial(refunds.learn, told=told, now=self._clock.now()))
        return len(due)

    async def charge(self) -> int:
        """Have saved cards charged for fees as agreed; how many. What the provider does not answer is looked
        for among what it has, and asked again under the same key.
        """
        due = await self._database.read(lambda work: work.payments.charges_due(self._clock.now()))
        for key in due:
            with apart("charges", key):
                wanted = await self._database.run(partial(charges.begin, key=key, now=self._clock.now()))
                if wanted is None:
                    continue
                self._reached("charge_wanted")
                try:
                    found = await self._cashier.charged(wanted) if wanted.again else None
                    seen = found or await self._cashier.charge(wanted)
                except NotReached as away:
                    log.info("charge_postponed", charge=key, problem=str(away))
                    break
                except Refused as refused:
                    log.error("charge_refused", charge=key, problem=str(refused))
                    await self._database.run(partial(charges.refuse, key=key, now=self._clock.now()))
                    continue
                self._reached("charge_made")
                await self._see(seen)
        return len(due)

    async def give_surplus_back(self) -> int:
        """Likewise what came twice."""
        due = await self._database.read(lambda work: work.payments.surpluses_due())
        for difference, wanted in due:
            with apart("surplus", wanted.id):
                self._reached("surplus_wanted")
                now = self._clock.now()
                try:
                    told = await self._cashier.give_back(wanted.key, difference.intent_id, difference.theirs)
                except NotReached as away:
                    log.info("surplus_postponed", surplus=wanted.key, problem=str(away))
                    break
                except Refused as problem:
                    log.error("surplus_refused", surplus=wanted.key, problem=str(problem))
                    why = str(problem) or "refused"
                    await self._database.run(partial(surplus.refuse, surplus_id=wanted.id, why=why, now=now))
                    continue
                self._reached("surplus_made")
                await self._database.run(partial(surplus.learn, told=told, now=now))
        return len(due)

    async def prove(self) -> int:
        """Have the provider tell a bank what was decided to be told; how much that was. What it does not
        answer is asked again, under the same key.
        """
        due = await self._database.read(_to_prove)
        for dispute_id, provider_id, proof in due:
            with apart("proofs", dispute_id):
                self._reached("proof_wanted")
                refused = ""
                try:
                    await self._cashier.prove(provider_id, proof)
                except NotReached as away:
                    log.info("proof_postponed", dispute=provider_id, problem=str(away))
                    break
                except Refused as problem:
                    log.error("proof_refused", dispute=provider_id, problem=str(problem))
                    refused = str(problem) or "refused"
                self._reached("proof_made")
                now = self._clock.now()
                await self._database.run(
                    partial(disputes.proved, dispute_id=dispute_id, refused=refused, now=now)
                )
        return len(due)

    async def held_since(self, moment: datetime) -> list[Held]:
        """What the provider has of ours, with the months that nobody told of. Raises NotReached."""
        await self.members.catch_up(moment)
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
            except NotReached:
                raise
            except TooSoon:  # it is told again until what is in its way has ended
                log.info("event_postponed", told=each.event_id, kind=each.kind)
            except Exception as error:  # one that does not fit must not keep the others waiting
                log.error("event_not_applied", told=each.event_id, kind=each.kind, exc_info=error)
                with apart("events", each.event_id):
                    await self._set_aside(each, type(error).__name__)
        return len(missed)

    async def _set_aside(self, told: Told, problem: str) -> None:
        """What failed twice is kept with its reason, and tried no more: the night finds what differs."""
        again = told.event_id in self._failed
        self._failed.add(told.event_id)
        if again:
            now = self._clock.now()
            await self._database.run(
                lambda work: work.payments.store(STRIPE, told, now=now, problem=problem[:40])
            )
            self._failed.discard(told.event_id)


def _due(work: Work) -> list[Due]:
    """Each refund with its key, where the money is, and how much goes back."""
    found = []
    for each in work.payments.refunds_due():
        paid = (page.intent_id for page in work.payments.pages(each.payment_id) if page.intent_id)
        found.append((each.id, each.key, next(paid, ""), each.amount))  # of none, it is refused
    return found


def _to_prove(work: Work) -> list[tuple[int, str, dict[str, str]]]:
    return [(each.id, each.provider_id, each.proof or {}) for each in work.disputes.to_prove()]


async def number_receipts(database: Runner, clock: Clock) -> int:
    """A bounded number in a transaction. Answers how many there were."""
    numbered = 0
    while some := await database.run(lambda work: receipts.number_due(work, now=clock.now())):
        numbered += some
    return numbered
