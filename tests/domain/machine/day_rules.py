"""What changes a trainer's days: time off, illness, a studio that shuts, and what a service needs."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.absences import service as absences
from domain.intervals import Interval
from domain.resources import service as resources
from domain.schedule.closures import reopen_studio, shut_studio
from domain.schedule.service import add_block, remove_block
from storage.work import SqlWork
from tests.domain.machine.driven import Driven, days_ahead, half_hours, one_of_them

hours = st.integers(1, 4)


class Days(Driven):
    @rule(whose=st.sampled_from(["ana", "tom"]), ahead=days_ahead, when=half_hours, lasts=hours)
    def take_off(self, whose: str, ahead: int, when: int, lasts: int) -> None:
        span = self._span(self.time(ahead, when), lasts)

        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(self.town.trainers[whose])
            add_block(work, trainer.person, trainer, span, "dentist", now=self.now)

        self.attempt(unit)

    @rule(whose=st.sampled_from(["ana", "tom"]))
    def come_back(self, whose: str) -> None:
        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(self.town.trainers[whose])
            for block in work.schedule.blocks(trainer.id, self.now, self.now + timedelta(days=60)):
                remove_block(work, trainer.person, block.id)

        self.attempt(unit)

    @rule(ahead=days_ahead, when=half_hours, lasts=hours, opens=st.booleans())
    def shut(self, ahead: int, when: int, lasts: int, opens: bool) -> None:
        span = self._span(self.time(ahead, when), lasts)

        def unit(work: SqlWork) -> None:
            ada = self.person(work, "ada")
            if not opens:
                shut_studio(work, ada, span, "heating", now=self.now)
            for closure in work.schedule.closures(*span) if opens else ():
                reopen_studio(work, ada, closure.id)

        self.attempt(unit)

    @rule(what=st.sampled_from(["training", "check_in", "run"]), room=st.booleans(), bikes=st.integers(0, 2))
    def need(self, what: str, room: bool, bikes: int) -> None:
        counts = {"room": int(room), "bikes": bikes}
        needs = {self.town.resources[name]: units for name, units in counts.items() if units}
        service = self.town.services[what]

        def unit(work: SqlWork) -> None:
            trainer = self.person(work, self.town.owner(what))
            resources.set_needs(work, trainer, service, needs, now=self.now)

        self.attempt(unit)

    @rule(whose=st.sampled_from(["ana", "tom"]), ahead=days_ahead, when=half_hours, lasts=hours)
    def fall_ill(self, whose: str, ahead: int, when: int, lasts: int) -> None:
        span = self._span(self.time(ahead, when), lasts)

        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(self.town.trainers[whose])
            absences.be_away(work, trainer.person, trainer, span, "flu", now=self.now)

        self.attempt(unit)

    @precondition(lambda self: self.facts.alternatives)
    @rule(which=one_of_them, takes=st.booleans())
    def choose_another_time(self, which: int, takes: bool) -> None:
        chosen = self.nth(self.facts.alternatives, which)
        assert chosen
        asked = next(each for each in self.facts.replacements if each.id == chosen.replacement_id)

        def unit(work: SqlWork) -> None:
            client = work.bookings.sheet(asked.booking_id).client
            if takes:
                absences.take(work, client, asked.id, chosen.number, now=self.now)
            else:
                absences.suits_none(work, client, asked.id, now=self.now)

        self.attempt(unit)

    @precondition(lambda self: self.facts.absences)
    @rule(which=one_of_them)
    def cancel_the_rest(self, which: int) -> None:
        absence = self.nth(self.facts.absences, which)
        assert absence

        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(absence.trainer_id).person
            absences.cancel_rest(work, trainer, absence.id, now=self.now)

        self.attempt(unit)

    def _span(self, starts: datetime, lasts: int) -> Interval:
        return Interval(starts, starts + timedelta(hours=lasts))
