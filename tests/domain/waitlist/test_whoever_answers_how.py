"""Whatever those who wait do: each is asked once at most, the place is never two people's nor anybody else's,
and in the end somebody has it or all were asked.
"""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status, TrainingSession
from domain.errors import Refusal
from domain.people.model import Person
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from domain.waitlist.model import Gap, GapStatus, OfferStatus
from storage.database import Database, connect
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, client, give_up, studio

EXAMPLES = int(os.environ.get("TRAINERHUB_EXAMPLES", "20"))
TEN = NOON.replace(hour=10) + timedelta(days=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Waiter:
    """How somebody waits, and what they do when they are asked."""

    window: tuple[int, int]
    zone: str
    stopped: bool
    busy: bool
    answers: str


waiters = st.builds(
    Waiter,
    window=st.sampled_from([(0, 1440), (600, 600), (570, 570), (540, 720), (900, 960)]),
    zone=st.sampled_from(["Europe/Lisbon", "Europe/London", "Africa/Abidjan"]),
    stopped=st.booleans(),
    busy=st.booleans(),
    answers=st.sampled_from(["take", "pass", "drop", "nothing", "another", "late"]),
)


class _Undone(Exception):
    """The next example wants the database as it was."""


@pytest.mark.timeout(300)
def test_somebody_gets_it_or_all_were_asked(migrated_url: str) -> None:
    with asyncio.Runner() as loop:

        async def opened() -> Database:
            return connect(migrated_url)

        database = loop.run(opened())

        @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
        @given(waiting=st.lists(waiters, min_size=1, max_size=4), hours=st.integers(0, 44))
        def example(waiting: Sequence[Waiter], hours: int) -> None:
            def unit(work: SqlWork) -> None:
                _play(work, waiting, hours)
                raise _Undone

            with suppress(_Undone):
                loop.run(database.run(unit))

        try:
            example()
        finally:
            loop.run(database.close())


def _play(work: SqlWork, waiting: Sequence[Waiter], hours: int) -> None:
    here, now = studio(work), NOON + hours * HOUR
    people = {_joined(work, here, each, number).id: each for number, each in enumerate(waiting)}
    given_up = booking(work, here.mallory, here.training, TEN)
    for person_id, each in people.items():
        if each.busy:
            with suppress(Refusal):
                bookings.hold(work, work.people.person(person_id), here.check_in.id, TEN + 8 * HOUR, now=now)
    give_up(work, here.mallory, given_up, now=now)
    gaps = work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR)
    if not gaps:
        assert all(each.window == (900, 960) for each in waiting)
        return
    gap = waitlist.fill(work, here.ana.person, gaps[0].id, 1, now=now)
    for _step in range(40):
        _holds(work, here, gap)
        if gap.status is not GapStatus.RUNNING:
            break
        now = _answered(work, here, gap, people, now)
    _ended(work, gap, people)


def _joined(work: SqlWork, here: Studio, each: Waiter, number: int) -> Person:
    who = client(work, f"Client{number}", f"77{number}")
    who.zone = each.zone
    opens, closes = each.window
    waitlist.join(work, who, here.training.id, TEN.date(), opens=opens, closes=closes, now=NOON)
    place = work.people.reach(who.id, Role.CLIENT)
    if each.stopped and place:
        work.people.address(place.address_id).stopped_at = NOON
    return who


def _answered(work: SqlWork, here: Studio, gap: Gap, people: dict[int, Waiter], now: datetime) -> datetime:
    """What is done next, and the time after it."""
    asked = next((each for each in work.waitlist.offers(gap.id) if each.status is OfferStatus.OFFERED), None)
    due = gap.due_at
    assert due is not None
    if asked is None or people[asked.client_id].answers in ("nothing", "late"):
        now = max(now, due)
        if asked is not None and people[asked.client_id].answers == "late":
            with pytest.raises(Refusal):
                waitlist.take(work, _person(work, asked.client_id), asked.booking_id, 1, now=now)
    else:
        _answer(work, here, _person(work, asked.client_id), asked.booking_id, people, now)
    go_on(work, gap.id, now=now)
    assert not go_on(work, gap.id, now=now) or gap.due_at == now
    return now


def _answer(
    work: SqlWork, here: Studio, who: Person, place: int, people: dict[int, Waiter], now: datetime
) -> None:
    match people[who.id].answers:
        case "take":
            waitlist.take(work, who, place, 1, now=now)
            waitlist.take(work, who, place, 1, now=now)
        case "pass":
            waitlist.pass_on(work, who, place, now=now)
            waitlist.pass_on(work, who, place, now=now)
        case "drop":
            bookings.release(work, who, place, now=now)
        case "another":
            a_day_of_their_own = TEN + timedelta(days=1 + who.id % 20)
            bookings.hold(work, who, here.check_in.id, a_day_of_their_own, now=now)


def _person(work: SqlWork, person_id: int) -> Person:
    return work.people.person(person_id)


def _holds(work: SqlWork, here: Studio, gap: Gap) -> None:
    work.flush()
    offers = work.waitlist.offers(gap.id)
    assert len({each.client_id for each in offers}) == len(offers)
    assert sum(each.status is OfferStatus.OFFERED for each in offers) <= 1
    sessions = work.session.scalars(
        select(TrainingSession).where(
            TrainingSession.trainer_id == here.ana.id,
            TrainingSession.live,
            TrainingSession.busy_from < gap.busy_to,
            TrainingSession.busy_to > gap.busy_from,
        )
    ).all()
    assert len(sessions) <= 1
    if gap.status is GapStatus.RUNNING:
        assert len(sessions) == 1, "kept, whoever holds it"


def _ended(work: SqlWork, gap: Gap, people: dict[int, Waiter]) -> None:
    assert gap.status in (GapStatus.TAKEN, GapStatus.OPEN)
    offers = work.waitlist.offers(gap.id)
    taken = [each for each in offers if each.status is OfferStatus.TAKEN]
    assert len(taken) == (gap.status is GapStatus.TAKEN)
    for each in offers:
        assert not people[each.client_id].stopped
        status = work.session.get_one(Booking, each.booking_id).status
        assert (status is Status.CONFIRMED) is (each in taken)
    if gap.status is GapStatus.OPEN:
        could = {one for one, each in people.items() if not each.stopped and each.window != (900, 960)}
        assert {each.client_id for each in offers} == could, "all were asked"
