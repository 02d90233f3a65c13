"""Standing slots: made, answered, paused, moved and ended, by either side."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.people.model import Person
from domain.standing import service as standing
from domain.standing.model import SlotStatus
from domain.standing.moves import Shift
from domain.standing.plan import How
from storage.work import SqlWork
from tests.domain.machine.booking_rules import services
from tests.domain.machine.driven import Driven, clients, days_ahead, half_hours, one_of_them
from tests.domain.machine.facts import Row

DAY = timedelta(days=1)
hows = st.sampled_from([How.SKIP, How.SKIP, How.MOVE])


class Slots(Driven):
    @rule(
        who=clients,
        what=services,
        ahead=days_ahead,
        when=half_hours,
        every=st.sampled_from([1, 2, 4]),
        how=hows,
        by_client=st.booleans(),
    )
    def own(self, who: str, what: str, ahead: int, when: int, every: int, how: How, by_client: bool) -> None:
        service, starts = self.town.services[what], self.time(ahead, when)

        def unit(work: SqlWork) -> None:
            client = self.person(work, who)
            wished = standing.wish(work, client, service, starts, every)
            seen = standing.preview(work, wished, now=self.now).seen
            actor = client if by_client else self.person(work, self.town.owner(what))
            standing.make(work, actor, wished, how, seen, now=self.now)

        before = {each.id for each in self.facts.slots}
        self.attempt(unit)
        if how is How.MOVE:
            self.loose |= {each.id for each in self.ground.facts().slots} - before

    @precondition(lambda self: self._running())
    @rule(
        act=st.sampled_from(["approve", "approve", "decline", "end"]),
        which=one_of_them,
        by_client=st.booleans(),
    )
    def settle_slot(self, act: str, which: int, by_client: bool) -> None:
        slot = self._slot(which)
        if act == "end":
            self.attempt(
                lambda work: standing.end(
                    work, self._of(work, slot, by_client), slot.id, slot.version, now=self.now
                )
            )
            return
        answer = standing.approve if act == "approve" else standing.decline
        self.attempt(
            lambda work: answer(work, self._of(work, slot, False), slot.id, slot.version, now=self.now)
        )

    @precondition(lambda self: self._running())
    @rule(
        which=one_of_them,
        weeks=st.integers(0, 3),
        lasts=st.sampled_from([None, 1, 14]),
        by_client=st.booleans(),
    )
    def pause_slot(self, which: int, weeks: int, lasts: int | None, by_client: bool) -> None:
        slot = self._slot(which)
        first = self.now.date() + weeks * 7 * DAY
        last = first + lasts * DAY if lasts else None
        self.attempt(
            lambda work: standing.pause(
                work, self._of(work, slot, by_client), slot.id, slot.version, first, last, now=self.now
            )
        )

    @precondition(lambda self: any(each.status is SlotStatus.PAUSED for each in self.facts.slots))
    @rule(by_client=st.booleans())
    def resume_slot(self, by_client: bool) -> None:
        slot = next(each for each in self.facts.slots if each.status is SlotStatus.PAUSED)

        def unit(work: SqlWork) -> None:
            actor = self._of(work, slot, by_client)
            seen = standing.plan_resume(work, standing.see(work, actor, slot.id), now=self.now).seen
            standing.resume(work, actor, slot.id, slot.version, How.SKIP, seen, now=self.now)

        self.attempt(unit)

    @precondition(lambda self: self._running())
    @rule(
        which=one_of_them,
        weeks=st.integers(0, 2),
        days=st.integers(-2, 2),
        when=half_hours,
        how=hows,
        by_client=st.booleans(),
    )
    def move_slot(self, which: int, weeks: int, days: int, when: int, how: How, by_client: bool) -> None:
        slot = self._slot(which)
        since = slot.since + weeks * slot.every * 7 * DAY

        def unit(work: SqlWork) -> None:
            actor = self._of(work, slot, by_client)
            series = standing.see(work, actor, slot.id)
            there = series.slot.rhythm.at(since + days * DAY).replace(hour=13, minute=0)
            shift = Shift.of(series, since, there + timedelta(minutes=30 * when))
            seen = standing.plan_move(work, series, shift, now=self.now).seen
            standing.move_all(work, actor, slot.id, slot.version, shift, how, seen, now=self.now)

        if self.attempt(unit):
            self.loose.add(slot.id)

    def _running(self) -> list[Row]:
        return [each for each in self.facts.slots if each.status is not SlotStatus.ENDED]

    def _slot(self, which: int) -> Row:
        found = self.nth(self._running(), which)
        assert found
        return found

    def _of(self, work: SqlWork, slot: Row, by_client: bool) -> Person:
        series = work.standing.series(slot.id)
        return series.client if by_client else series.trainer.person
