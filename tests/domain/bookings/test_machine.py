"""Any order of taps by anybody, with any time between them: what must hold holds after each."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from domain.bookings import service as bookings
from domain.bookings.announce import OVER, REMINDERS
from domain.bookings.model import Booking, BookingChange, Status
from domain.bookings.rules import FOLLOWS, GONE, reminders
from domain.bookings.undo import undo
from domain.errors import NotYours, Refusal
from domain.notifications.model import Notification, State
from domain.trainers.model import Approval
from domain.work import Work
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, client, service, trainer
from tests.machines import EXAMPLES, opened

T = TypeVar("T")

_numbers = itertools.count()
clients = st.sampled_from(["cleo", "sam"])
half_hours = st.integers(0, 12)
one_of_them = st.integers(0, 3)  # of the bookings so far: first those that may still change, latest first
OPEN = (Status.HELD, Status.REQUESTED, Status.CONFIRMED)


class Bookings(RuleBasedStateMachine):
    """A studio of its own in a database that is never emptied."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.seen: dict[int, tuple[int, Status]] = {}
        self.people: dict[str, int] = {}
        self.drive(self._open)

    def drive(self, unit: Callable[[SqlWork], T]) -> T:
        """Run a unit of work; the test says where."""
        raise NotImplementedError

    def _open(self, work: Work) -> None:
        n = next(_numbers)
        ana = trainer(work, f"Ana{n}")
        self.trainer = ana.id
        self.services = [
            service(work, ana, buffers=(0, 15)).id,
            service(work, ana, minutes=30, approval=Approval.AT_ONCE).id,
        ]
        self.people = {
            name: client(work, name.title(), f"{name}{n}").id for name in ("cleo", "sam", "mallory")
        } | {"ana": ana.person_id}

    @rule(who=clients, what=st.integers(0, 1), when=half_hours)
    def hold(self, who: str, what: int, when: int) -> None:
        self._hold(who, what, when)

    def _hold(self, who: str, what: int, when: int) -> bool:
        starts = self._time(when)

        def unit(work: SqlWork) -> int:
            client = work.people.person(self.people[who])
            return bookings.hold(work, client, self.services[what], starts, now=self.now).booking.id

        with suppress(Refusal):
            self.seen.setdefault(self.drive(unit), (1, Status.HELD))
            return True
        return False

    @rule(who=clients, what=st.integers(0, 1), when=half_hours)
    def book(self, who: str, what: int, when: int) -> None:
        """All the way, as most clients go, so that there is something to move and to cancel."""
        if self._hold(who, what, when) and self._act("confirm", 0, by_client=True):
            self.drive(self._check)
            self._act("approve", 0, by_client=False)

    @precondition(lambda self: self.seen)
    @rule(act=st.sampled_from(["confirm", "cancel", "attend", "release"]), which=one_of_them)
    def client_acts(self, act: str, which: int) -> None:
        self._act(act, which, by_client=True)

    @precondition(lambda self: self.seen)
    @rule(act=st.sampled_from(["approve", "decline", "cancel", "complete", "no_show"]), which=one_of_them)
    def trainer_acts(self, act: str, which: int) -> None:
        self._act(act, which, by_client=False)

    @precondition(lambda self: self.seen)
    @rule(by_client=st.booleans(), which=one_of_them, when=half_hours)
    def move(self, by_client: bool, which: int, when: int) -> None:
        self._act("move", which, by_client=by_client, starts=self._time(when))

    @precondition(lambda self: self.seen)
    @rule(act=st.sampled_from(["confirm", "approve", "cancel"]), which=one_of_them)
    def press_wrongly(self, act: str, which: int) -> None:
        """An old button, one that is yet to come, and Mallory: nobody gets anywhere."""
        for off in (-2, 1) if act == "confirm" else (-1, 1):  # a confirm may be the same tap twice
            assert not self._act(act, which, by_client=act != "approve", off=off)
        booking, version = self._pick(which)
        use_case: Callable[..., object] = getattr(bookings, act)

        def mallory(work: SqlWork) -> None:
            me = work.people.person(self.people["mallory"])
            use_case(work, me, booking, version, now=self.now)

        with pytest.raises(NotYours):
            self.drive(mallory)

    @precondition(lambda self: self.seen)
    @rule(by_client=st.booleans(), which=one_of_them)
    def undo(self, by_client: bool, which: int) -> None:
        """Of all that there is: what was marked or cancelled lately may go back to what it was."""
        booking = sorted(self.seen)[-1 - which % len(self.seen)]

        def unit(work: SqlWork) -> None:
            sheet = work.bookings.sheet(booking)
            actor = sheet.client if by_client else sheet.trainer.person
            undo(work, actor, booking, sheet.booking.version, now=self.now)

        with suppress(Refusal):
            self.drive(unit)

    @rule(minutes=st.sampled_from([0.5, 1, 5, 10, 60, 60 * 10, 60 * 25]), sweep=st.booleans())
    def wait(self, minutes: float, sweep: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if sweep:
            self.drive(lambda work: bookings.expire_due(work, now=self.now))

    def _act(self, act: str, which: int, *, by_client: bool, off: int = 0, **more: object) -> bool:
        """Whether it was done; a refusal is an ordinary answer, and anything else is not."""
        booking, version = self._pick(which)
        use_case: Callable[..., object] = getattr(bookings, act)
        shown = {} if act == "release" else {"version": version + off}

        def unit(work: SqlWork) -> None:
            sheet = work.bookings.sheet(booking)
            actor = sheet.client if by_client else sheet.trainer.person
            use_case(work, actor, booking, **shown, **more, now=self.now)

        with suppress(Refusal):
            self.drive(unit)
            return True
        return False

    def _time(self, half_hours: int) -> datetime:
        """Of the next day's afternoon: few enough that they collide."""
        return self.now.replace(hour=13, minute=0) + timedelta(days=1, minutes=30 * half_hours)

    def _pick(self, which: int) -> tuple[int, int]:
        order = sorted(self.seen, key=lambda place: (self.seen[place][1] not in OPEN, -place))
        booking = order[which % len(order)]
        return booking, self.seen[booking][0]

    @invariant()
    def holds(self) -> None:
        self.drive(self._check)

    def _check(self, work: SqlWork) -> None:
        mine = select(Booking).where(Booking.client_id.in_(self.people.values())).order_by(Booking.id)
        places = list(work.session.scalars(mine))
        _sessions_are_apart(places)
        _at_most_one_hold_each(places)
        for place in places:
            self._went_forwards(work, place)
            assert (place.until is not None) is (place.status in (Status.HELD, Status.REQUESTED))
            assert place.session.live is (place.status not in GONE or place.kept_until is not None)
            assert place.kept_until is None or place.status is Status.CANCELLED
            assert place.session.wall == wall(place.starts, place.session.zone).strftime("%Y-%m-%dT%H:%M")
            self._reminders_are_right(work, place)

    def _went_forwards(self, work: SqlWork, place: Booking) -> None:
        version, status = self.seen.get(place.id, (1, Status.HELD))
        assert place.version >= version
        if place.status is not status:
            assert place.version > version
            assert place.status in FOLLOWS[status]
        self.seen[place.id] = (place.version, place.status)
        changes = select(BookingChange.version).where(BookingChange.booking_id == place.id)
        assert sorted(work.session.scalars(changes)) == list(range(1, place.version + 1))

    def _reminders_are_right(self, work: SqlWork, place: Booking) -> None:
        rows = work.session.execute(
            select(Notification.kind, Notification.due_at).where(
                Notification.subject_kind == "booking",
                Notification.subject_id == place.id,
                Notification.kind.in_((*REMINDERS, OVER)),
                Notification.state == State.PENDING,
            )
        ).all()
        if place.status is not Status.CONFIRMED:
            assert rows == []
            return
        ahead = [(kind, due) for kind, due, _ in reminders(place.starts) if due > self.now]
        if place.session.ends > self.now:
            ahead.append((OVER, place.session.ends))
        assert sorted((kind, due) for kind, due in rows if due > self.now) == sorted(ahead)


def _sessions_are_apart(places: list[Booking]) -> None:
    live = sorted((place.session.busy_from, place.session.busy_to) for place in places if place.session.live)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(live))


def _at_most_one_hold_each(places: list[Booking]) -> None:
    held = Counter(place.client_id for place in places if place.status is Status.HELD)
    assert max(held.values(), default=0) <= 1


@pytest.mark.timeout(300)  # a counterexample is made small before it is shown
def test_whatever_happens_in_whatever_order(migrated_url: str) -> None:
    with asyncio.Runner() as loop, opened(loop, migrated_url) as database:

        class Here(Bookings):
            def drive(self, unit: Callable[[SqlWork], T]) -> T:
                return loop.run(database.run(unit))

        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=40,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
