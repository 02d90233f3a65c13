"""What the clock does for the waitlist it does once, however many processes look."""

import asyncio
from datetime import timedelta

from domain.errors import Refusal
from domain.waitlist import service as waitlist
from domain.waitlist.model import GapStatus, OfferStatus
from jobs.waitlist import offer_on
from storage.database import Database, connect
from storage.work import SqlWork
from tests.factories import NOON, booking, give_up, studio
from tests.jobs.post import HandClock

TEN = NOON.replace(hour=10) + timedelta(days=2)


def _filling(work: SqlWork) -> int:
    """Cleo is asked about Wednesday at ten, and Sam waits behind her."""
    here = studio(work)
    for who in (here.cleo, here.sam):
        waitlist.join(work, who, here.training.id, TEN.date(), now=NOON)
    given_up = booking(work, here.mallory, here.training, TEN)
    give_up(work, here.mallory, given_up)
    (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + timedelta(hours=1))
    return waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON).id


async def test_replicas_that_look_at_once_ask_the_next_one_once(
    database: Database, migrated_url: str
) -> None:
    gap = await database.run(_filling)
    clock = HandClock(NOON + timedelta(minutes=15))
    others = [connect(migrated_url) for _ in range(3)]
    try:
        done = await asyncio.gather(*(offer_on(each, clock) for each in (database, *others)))
    finally:
        for each in others:
            await each.close()
    assert sum(done) == 1
    offers = await database.read(lambda work: work.waitlist.offers(gap))
    assert [each.status for each in offers] == [OfferStatus.LAPSED, OfferStatus.OFFERED]
    assert await offer_on(database, clock) == 0


async def test_two_taps_and_the_clock_at_once_leave_one_outcome(database: Database) -> None:
    gap = await database.run(_filling)
    (offer,) = await database.read(lambda work: work.waitlist.offers(gap))
    clock = HandClock(NOON + timedelta(minutes=15))

    def take(work: SqlWork) -> bool:
        who = work.people.person(offer.client_id)
        now = clock.now() - timedelta(seconds=1)
        return bool(waitlist.take(work, who, offer.booking_id, 1, now=now).booking.id)

    def let_pass(work: SqlWork) -> bool:
        who = work.people.person(offer.client_id)
        return bool(waitlist.pass_on(work, who, offer.booking_id, now=clock.now()).booking.id)

    ended = await asyncio.gather(
        database.run(take), database.run(let_pass), offer_on(database, clock), return_exceptions=True
    )
    assert all(isinstance(each, Refusal) or not isinstance(each, BaseException) for each in ended)
    status = await database.read(lambda work: work.waitlist.gap(gap).status)
    offers = await database.read(lambda work: work.waitlist.offers(gap))
    if status is GapStatus.TAKEN:
        assert [each.status for each in offers] == [OfferStatus.TAKEN]
    else:
        assert offers[0].status in (OfferStatus.PASSED, OfferStatus.LAPSED)
        assert offers[1].status is OfferStatus.OFFERED
