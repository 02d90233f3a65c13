"""Classes that people join and leave, and the waitlist that fills what they give up."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.bookings.rules import FIRM
from domain.classes import running
from domain.classes import service as classes
from domain.classes.model import Standing
from domain.waitlist import service as waitlist
from domain.waitlist.model import GapStatus, OfferStatus
from storage.work import SqlWork
from tests.domain.machine.booking_rules import Bookings
from tests.domain.machine.driven import clients, days_ahead, half_hours, one_of_them
from tests.domain.machine.facts import Row

MINUTE = timedelta(minutes=1)


class Groups(Bookings):
    @rule(who=clients, week=st.integers(0, 2))
    def join_class(self, who: str, week: int) -> None:
        if dates := self._dates():
            self.books_time(who, "spin", dates[week % len(dates)][1].starts)

    @rule(week=st.integers(0, 2), runs=st.booleans(), off=st.sampled_from([0, 0, 1]))
    def decide_class(self, week: int, runs: bool, off: int) -> None:
        dates = self._dates()
        if not dates:
            return
        of, session = dates[week % len(dates)]
        act = running.run_anyway if runs else running.call_off
        self.attempt(
            lambda work: act(work, self.person(work, "ana"), session.id, of.version + off, now=self.now)
        )

    @rule(ends=st.booleans())
    def end_class_or_give_it_again(self, ends: bool) -> None:
        act = classes.end if ends else classes.take_up
        self.attempt(lambda work: act(work, self.person(work, "ana"), self.town.group, now=self.now))

    def _dates(self) -> list[tuple[Row, Row]]:
        sessions = {each.id: each for each in self.facts.sessions}
        dates = ((each, sessions[each.session_id]) for each in self.facts.dates)
        return [
            (of, session)
            for of, session in dates
            if session.starts > self.now and of.standing is not Standing.CALLED_OFF
        ]

    @rule(
        who=clients,
        what=st.sampled_from(["training", "check_in", "run", "spin"]),
        ahead=days_ahead,
        when=st.none() | half_hours,
    )
    def wait_for(self, who: str, what: str, ahead: int, when: int | None) -> None:
        service, starts = self.town.services[what], self.time(ahead, when or 0)
        clock = starts.hour * 60 + starts.minute
        span = {} if when is None else {"opens": clock, "closes": clock}
        self.attempt(
            lambda work: waitlist.join(
                work, self.person(work, who), service, starts.date(), **span, now=self.now
            )
        )

    @precondition(lambda self: any(each.status in FIRM for each in self.facts.bookings))
    @rule(which=one_of_them, who=clients, by_client=st.booleans(), filled=st.booleans())
    def give_up_what_another_waits_for(self, which: int, who: str, by_client: bool, filled: bool) -> None:
        """As it happens once a day: for a minute nobody is told, then the trainer is asked."""
        booking = self.pick(which)
        session = next(each for each in self.facts.sessions if each.id == booking.session_id)
        day, service = session.starts.date(), session.service_id
        self.attempt(lambda work: waitlist.join(work, self.person(work, who), service, day, now=self.now))
        self.look()
        if self.act("cancel", booking, by_client=by_client):
            self.look()
            self.wait(1, sweep=True)
            if filled:
                self.fill_gap("fill", 0, 0)

    @precondition(lambda self: self._gaps())
    @rule(
        act=st.sampled_from(["fill", "fill", "not_now", "stop"]),
        which=one_of_them,
        off=st.sampled_from([0, 0, 1]),
    )
    def fill_gap(self, act: str, which: int, off: int) -> None:
        gap = self.nth(self._gaps(), which)
        if gap is None:
            return
        use_case = {"fill": waitlist.fill, "not_now": waitlist.not_now, "stop": waitlist.stop}[act]

        def unit(work: SqlWork) -> None:
            trainer = work.trainers.trainer(gap.trainer_id).person
            use_case(work, trainer, gap.id, gap.version + off, now=self.now)

        self.attempt(unit)

    def _gaps(self) -> list[Row]:
        live = (GapStatus.ASKED, GapStatus.LATER, GapStatus.RUNNING)
        return [each for each in self.facts.gaps if each.status in live]

    @precondition(lambda self: self._offered())
    @rule(takes=st.booleans())
    def answer_offer(self, takes: bool) -> None:
        offer = self._offered()[-1]

        def unit(work: SqlWork) -> None:
            client = work.people.person(offer.client_id)
            if takes:
                version = work.bookings.sheet(offer.booking_id).booking.version
                waitlist.take(work, client, offer.booking_id, version, now=self.now)
            else:
                waitlist.pass_on(work, client, offer.booking_id, now=self.now)

        self.attempt(unit)

    def _offered(self) -> list[Row]:
        return [each for each in self.facts.offers if each.status is OfferStatus.OFFERED]
