"""What all rules share: the studio, its clock, and that everything may be asked by a process that dies."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.bookings.model import Status
from domain.errors import Refusal
from domain.people.model import Person
from storage.work import SqlWork
from tests.domain.machine.facts import Facts, Row
from tests.domain.machine.ground import Ground
from tests.domain.machine.town import CLIENTS, DAY, STARTS, furnished
from tests.domain.machine.truths import contradictions, nothing_is_overdue

clients = st.sampled_from(CLIENTS)
half_hours = st.integers(0, 12)
days_ahead = st.sampled_from([1, 1, 1, 2, 8])  # few enough that they collide
one_of_them = st.integers(0, 3)  # the latest first
OPEN = (Status.HELD, Status.REQUESTED, Status.CONFIRMED)
Asked = Callable[[SqlWork], object]


class Driven(RuleBasedStateMachine):
    """``facts`` is what the tables say since the last step."""

    ground: Ground
    steps = 0  # of all machines in a run

    def __init__(self) -> None:
        super().__init__()
        self.now = STARTS[0]
        self.facts: Facts
        self.dies_after: int | None = None
        self.loose = set[int]()  # standing slots whose dates may be elsewhere than the slot says

    @initialize(start=st.sampled_from(STARTS))
    def open(self, start: datetime) -> None:
        self.now = start
        self.ground.clear()
        self.town = self.ground.drive(lambda work: furnished(work, start))
        self.look()

    @rule(after=st.integers(0, 60))
    def a_process_dies(self, after: int) -> None:
        """In the middle of what is asked next; it will be asked again."""
        self.dies_after = after

    @rule(
        minutes=st.sampled_from([0.5, 1, 5, 10, 20, 60, 60 * 10, 60 * 25, 60 * 24 * 7]), sweep=st.booleans()
    )
    def wait(self, minutes: float, sweep: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if sweep:
            self.sweep()

    def sweep(self) -> None:
        """Look after all that is due, until nothing is."""
        for _ in range(6):
            if not self.ground.look_after(self.now):
                break
        self.look()
        overdue = list(nothing_is_overdue(self.facts, self.now))
        assert not overdue, f"{self.now}: overdue: {overdue}"

    @invariant()
    def holds(self) -> None:
        type(self).steps += 1
        self.look()

    def look(self) -> None:
        self.facts = self._read()
        wrong = contradictions(self.facts, self.now)
        assert not wrong, f"{self.now}: {wrong}"

    def _read(self) -> Facts:
        return replace(self.ground.facts(), loose=sorted(self.loose))

    def attempt(self, unit: Asked) -> bool:
        """Whether it was done; a refusal is an ordinary answer, and anything else is not."""
        if self.dies_after is not None:
            self.ground.dies(unit, self.dies_after)
            self.dies_after = None
            assert self._read() == self.facts, "half of it happened"
        with suppress(Refusal):
            self.ground.drive(unit)
            return True
        return False

    def person(self, work: SqlWork, name: str) -> Person:
        return work.people.person(self.town.people[name])

    def time(self, ahead: int, when: int) -> datetime:
        """Half hours of an afternoon."""
        return self.now.replace(hour=13, minute=0, second=0) + ahead * DAY + timedelta(minutes=30 * when)

    def nth(self, rows: list[Any], which: int) -> Row | None:
        """One of them, the latest first."""
        return rows[-1 - which % len(rows)] if rows else None
