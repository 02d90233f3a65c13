"""What a trainer gives, extends, asks of whoever is late, and waives."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.bookings import service as bookings
from domain.bookings.holds import relate
from domain.packages import service as packages
from domain.policies.model import Late
from domain.policies.service import set_policy
from domain.policies.words import Terms
from storage.work import SqlWork
from tests.domain.machine.driven import Driven, clients, one_of_them

trainers = st.sampled_from(["ana", "tom"])


class Credits(Driven):
    @rule(who=clients, whose=trainers, count=st.integers(1, 2), days=st.sampled_from([None, 1, 3, 9]))
    def give(self, who: str, whose: str, count: int, days: int | None) -> None:
        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(self.town.trainers[whose])
            client = self.person(work, who)
            relate(work, client, trainer, now=self.now)
            packages.give_credits(
                work, trainer.person, client, trainer, count, days=days, reason="so", now=self.now
            )

        self.attempt(unit)

    @precondition(lambda self: self.facts.lots)
    @rule(which=one_of_them, days=st.integers(1, 9))
    def extend(self, which: int, days: int) -> None:
        lot = self.nth(self.facts.lots, which)
        assert lot
        until = max(lot.expires_on or self.now.date(), self.now.date()) + timedelta(days=days)

        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(lot.trainer_id).person
            packages.extend(work, trainer, lot.id, until, reason="so", now=self.now)

        self.attempt(unit)

    @rule(
        whose=trainers, late=st.sampled_from(Late), hours=st.sampled_from([0, 24, 240]), moves=st.booleans()
    )
    def ask_of_the_late(self, whose: str, late: Late, hours: int, moves: bool) -> None:
        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(self.town.trainers[whose])
            terms = Terms(60 * hours, 60 * hours, late, moves_late=moves)
            fee = 1500 if late is Late.FEE else None
            set_policy(work, trainer.person, trainer, terms, fee_minor=fee, now=self.now)

        self.attempt(unit)

    @precondition(lambda self: self.facts.bookings)
    @rule(which=one_of_them)
    def waive(self, which: int) -> None:
        booking = self.nth(self.facts.bookings, which)
        assert booking

        def unit(work: SqlWork) -> None:
            trainer = work.bookings.sheet(booking.id).trainer.person
            bookings.waive(work, trainer, booking.id, booking.version, now=self.now, reason="so")

        self.attempt(unit)
