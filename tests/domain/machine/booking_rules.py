"""What clients and trainers tap about a booking, in any order, with old buttons too."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.bookings import service as bookings
from domain.bookings.undo import undo
from domain.errors import NotYours
from domain.people.model import Person
from storage.work import SqlWork
from tests.domain.machine.driven import OPEN, Driven, clients, days_ahead, half_hours, one_of_them
from tests.domain.machine.facts import Row
from tests.domain.machine.town import SERVICES

services = st.sampled_from(SERVICES)
CLIENT_ACTS = ("confirm", "cancel", "attend", "release", "take_suggested")
TRAINER_ACTS = ("approve", "decline", "cancel", "complete", "no_show")


class Bookings(Driven):
    @rule(who=clients, what=services, ahead=days_ahead, when=half_hours)
    def hold(self, who: str, what: str, ahead: int, when: int) -> None:
        self.holds_time(who, what, self.time(ahead, when))

    def holds_time(self, who: str, what: str, starts: datetime) -> bool:
        service = self.town.services[what]
        return self.attempt(
            lambda work: bookings.hold(work, self.person(work, who), service, starts, now=self.now)
        )

    @rule(who=clients, what=services, ahead=days_ahead, when=half_hours)
    def book(self, who: str, what: str, ahead: int, when: int) -> None:
        """All the way, as most clients go, so that there is something to move and to cancel."""
        self.books_time(who, what, self.time(ahead, when))

    def books_time(self, who: str, what: str, starts: datetime) -> bool:
        if not self.holds_time(who, what, starts):
            return False
        self.look()
        held = next(each for each in self.facts.bookings if each.status == "held" and self.is_of(each, who))
        if not self.act("confirm", held, by_client=True):
            return False
        self.look()
        self.act("approve", self.again(held), by_client=False)
        self.look()
        return True

    def is_of(self, booking: Row, who: str) -> bool:
        return bool(booking.client_id == self.town.people[who])

    def again(self, booking: Row) -> Row:
        return next(each for each in self.facts.bookings if each.id == booking.id)

    @precondition(lambda self: self.facts.bookings)
    @rule(act=st.sampled_from(CLIENT_ACTS), which=one_of_them)
    def client_acts(self, act: str, which: int) -> None:
        self.act(act, self.pick(which), by_client=True)

    @precondition(lambda self: self.facts.bookings)
    @rule(act=st.sampled_from(TRAINER_ACTS), which=one_of_them)
    def trainer_acts(self, act: str, which: int) -> None:
        self.act(act, self.pick(which), by_client=False)

    @precondition(lambda self: self.facts.bookings)
    @rule(
        act=st.sampled_from(["move", "suggest"]),
        by_client=st.booleans(),
        which=one_of_them,
        ahead=days_ahead,
        when=half_hours,
    )
    def to_another_time(self, act: str, by_client: bool, which: int, ahead: int, when: int) -> None:
        by_client = by_client and act == "move"
        self.act(act, self.pick(which), by_client=by_client, starts=self.time(ahead, when))

    @precondition(lambda self: self.facts.bookings)
    @rule(act=st.sampled_from(["confirm", "approve", "cancel"]), which=one_of_them)
    def press_wrongly(self, act: str, which: int) -> None:
        """An old button, one that is yet to come, and Mallory: nobody gets anywhere."""
        booking = self.pick(which)
        for off in (-2, 1) if act == "confirm" else (-1, 1):  # a confirm may be the same tap twice
            assert not self.act(act, booking, by_client=act != "approve", off=off)

        use_case: Callable[..., object] = getattr(bookings, act)

        def mallory(work: SqlWork) -> None:
            use_case(work, self.person(work, "mallory"), booking.id, booking.version, now=self.now)

        with pytest.raises(NotYours):
            self.ground.drive(mallory)

    @precondition(lambda self: self.facts.bookings)
    @rule(by_client=st.booleans(), which=one_of_them)
    def undo(self, by_client: bool, which: int) -> None:
        """Of all that there is: what was marked or cancelled lately may go back to what it was."""
        booking = self.nth(self.facts.bookings, which)
        assert booking
        self.attempt(
            lambda work: undo(
                work, self._actor(work, booking, by_client), booking.id, booking.version, now=self.now
            )
        )

    @precondition(lambda self: self.facts.bookings)
    @rule(by_client=st.booleans(), which=one_of_them, wait=st.booleans())
    def cancel_and_undo(self, by_client: bool, which: int, wait: bool) -> None:
        booking = self.pick(which)
        if self.act("cancel", booking, by_client=by_client):
            self.look()
            if wait:
                self.wait(0.5, sweep=True)
            self.takes_back(booking, by_client=by_client)

    @precondition(lambda self: any(each.status == "confirmed" for each in self.facts.bookings))
    @rule(
        act=st.sampled_from(["complete", "no_show"]),
        minutes=st.sampled_from([0, 30, 90]),
        taken_back=st.booleans(),
    )
    def mark(self, act: str, minutes: int, taken_back: bool) -> None:
        """The session that comes next, once it has begun."""
        sessions = {each.id: each for each in self.facts.sessions}
        booking = min(
            (each for each in self.facts.bookings if each.status == "confirmed"),
            key=lambda each: sessions[each.session_id].starts,
        )
        starts = sessions[booking.session_id].starts
        self.now = max(self.now, starts + timedelta(minutes=minutes))
        self.sweep()
        if self.act(act, self.again(booking), by_client=False) and taken_back:
            self.look()
            self.takes_back(booking, by_client=False)

    def takes_back(self, booking: Row, *, by_client: bool) -> None:
        """Undone, it is what it was."""
        gone = self.again(booking)
        done = self.attempt(
            lambda work: undo(work, self._actor(work, gone, by_client), gone.id, gone.version, now=self.now)
        )
        self.look()
        assert not done or self.again(booking).status == booking.status

    def act(self, act: str, booking: Row, *, by_client: bool, off: int = 0, **more: object) -> bool:
        use_case: Callable[..., object] = getattr(bookings, act)
        shown = {} if act == "release" else {"version": booking.version + off}
        if act in ("cancel", "move"):
            more |= {"at_cost": True, "reason": "so"}

        def unit(work: SqlWork) -> None:
            actor = self._actor(work, booking, by_client)
            use_case(work, actor, booking.id, **shown, **more, now=self.now)

        return self.attempt(unit)

    def _actor(self, work: SqlWork, booking: Row, by_client: bool) -> Person:
        sheet = work.bookings.sheet(booking.id)
        return sheet.client if by_client else sheet.trainer.person

    def pick(self, which: int) -> Row:
        """Those that may still change before the others, the latest first."""
        order = sorted(self.facts.bookings, key=lambda each: (each.status not in OPEN, -each.id))
        return order[which % len(order)]
