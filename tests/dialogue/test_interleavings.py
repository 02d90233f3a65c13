"""A reminder, an offer and a list open at once: no number or word ever does what its sender did not mean.

Any order of texts, notices, waiting and the trainers' own acts. Beside it stands the phone as its owner reads
it. Whatever a text changed has to be the one thing that it could mean there; where that is two things nothing
changes, and it is asked.
"""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select, update

from bot.client.booking import Confirm, LetGo
from bot.client.shortcuts import REMINDED
from bot.client.times import MoveTo, PickTime
from bot.client.views import Attend, Cancel
from bot.dialogue import cap
from bot.dialogue.actions import Action, unpack
from bot.dialogue.desk import Desk
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.turn import Studio
from bot.metrics import Metrics
from bot.screens import load
from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status
from domain.bookings.rules import FIRM, GONE
from domain.conversations.service import is_muted, pass_on
from domain.errors import Refusal
from domain.notifications.model import Notification, State
from domain.people.model import Channel
from domain.trainers.model import Approval, Trainer
from jobs.lane import Sender
from storage.database import Database
from storage.work import SqlWork
from tests.dialogue.effects import Place, Places, has_lapsed, held_or_let_go, is_effect
from tests.dialogue.phone import Phone, latest
from tests.factories import NOON, address, person, service, trainer
from tests.jobs.post import HASTE, HandClock
from tests.machines import EXAMPLES, opened

AT_ONCE = timedelta(seconds=60)  # in which the same text is an impatient repeat
T = TypeVar("T")

_numbers = itertools.count()
WORDS = ("C", "DROP", "MOVE", "KEEP", "NEXT", "MORE", "ME", "MENU", "yes", "ok")
LATE = ("C 1", "C 2", "DROP 1", "DROP 2")
texts = st.sampled_from(
    [*WORDS, *("C", "DROP", "MOVE") * 2, *LATE, *"1234", *"12", "book ana", "book tom", "thu 6pm", "HUMAN"]
)
one_of_them = st.integers(0, 3)  # of the bookings: the latest first


class Texting(RuleBasedStateMachine):
    """One client by text, two trainers, and somebody else who takes times away."""

    def __init__(self) -> None:
        super().__init__()
        n = next(_numbers)
        self.clock = HandClock(NOON)
        self.phone = Phone(f"+44770090{n:04}", "sms:1", NOON)
        self.said, self.said_at, self.events = "", NOON, 0
        self.names = {"ana": f"ana{n}", "tom": f"tom{n}"}
        routes, self.notices = load()
        self.studio = Studio("Loop", "Europe/Lisbon")
        engine = Engine(routes, self.studio, open_to_all=[Channel.SMS], by_text=[Channel.SMS])
        self.desk = Desk(self.database, engine, self.clock, {Channel.SMS: self.phone}, metrics=Metrics())
        self.sender = Sender(self.database, self.phone, self.clock, self._draw, owner="here", rate=HASTE)
        self.drive(self._open)

    database: Database

    def run(self, awaited: Any) -> Any:
        """Run a coroutine; the test says where."""
        raise NotImplementedError

    def drive(self, unit: Callable[[SqlWork], T]) -> T:
        done: T = self.run(self.database.run(unit))
        return done

    def _draw(self, work: Any, row: Notification, to: Any, now: datetime) -> Any:
        return self.notices.draw(work, row, to, now, self.studio)

    def _open(self, work: SqlWork) -> None:
        work.session.execute(update(Trainer).values(active=False))
        work.session.execute(update(Notification).values(state=State.SUPPRESSED))
        ana, tom = trainer(work, self.names["ana"].title()), trainer(work, self.names["tom"].title())
        self.services = [service(work, ana).id, service(work, tom, approval=Approval.AT_ONCE).id]
        cleo, sam = person(work, "Cleo"), person(work, "Sam")
        address(work, cleo, self.phone.number, Channel.SMS).lane = self.phone.lane
        self.client, self.sam = cleo.id, sam.id

    # --- what they do

    @initialize(what=st.lists(st.tuples(st.integers(0, 1), st.sampled_from([25, 26, 50])), max_size=3))
    def has_booked(self, what: list[tuple[int, int]]) -> None:
        for which, hours in what:
            self._book(which, hours)

    @rule(which=st.integers(0, 1), hours=st.sampled_from([3, 26, 27, 50]))
    def books_elsewhere(self, which: int, hours: int) -> None:
        self._book(which, hours)

    def _book(self, which: int, hours: int) -> None:
        starts = self.clock.at.replace(minute=0) + timedelta(hours=hours)

        def unit(work: SqlWork) -> None:
            client = work.people.person(self.client)
            held = bookings.hold(work, client, self.services[which], starts, now=self.clock.at).booking
            bookings.confirm(work, client, held.id, held.version, now=self.clock.at)

        with suppress(Refusal):
            self.drive(unit)

    @rule(text=texts)
    def says(self, text: str) -> None:
        self._say(self._named(text), self._meanings(text))

    @rule(name=st.sampled_from(["ana", "tom"]), number=st.sampled_from("123"))
    def takes_a_time(self, name: str, number: str) -> None:
        """As most go, so that there is something to answer."""
        self.says(f"book {name}")
        self.says(number)

    @rule(text=texts)
    def says_it_twice(self, text: str) -> None:
        """Impatiently, or since a carrier brought it twice."""
        self.says(text)
        if text not in ("MORE", "HUMAN"):
            self._say(self._named(text), set(), repeated=True)

    @rule(first=st.sampled_from("123"), then=st.sampled_from("123"))
    def picks_again_before_the_answer(self, first: str, then: str) -> None:
        before = self._meanings(then)
        self.says(first)
        if first != then:
            self._say(then, latest([*before, *self._meanings(then)]))

    @rule(text=texts)
    def texts_cross(self, text: str) -> None:
        """What they sent before our last notices arrived could be meant for the screen of before."""
        before = self._meanings(text)
        self._deliver()
        self._say(self._named(text), latest([*before, *self._meanings(text)]))

    # --- what happens to them

    @rule(
        act=st.sampled_from(["approve", "approve", "decline", "cancel", "complete", "no_show", "move"]),
        which=one_of_them,
        told=st.booleans(),
    )
    def trainer_acts(self, act: str, which: int, told: bool) -> None:
        self._act(act, which, by_client=False)
        if told:
            self._deliver()

    @rule(act=st.sampled_from(["attend", "cancel", "confirm", "move"]), which=one_of_them)
    def client_acts_elsewhere(self, act: str, which: int) -> None:
        self._act(act, which, by_client=True)

    @rule(which=st.integers(0, 1))
    def trainer_writes(self, which: int) -> None:
        def unit(work: SqlWork) -> None:
            _service, who = work.trainers.service(self.services[which])
            client = work.people.person(self.client)
            relationship = bookings.relate(work, client, who, now=self.clock.at)
            pass_on(work, who.person, relationship, "Bring water. 2 bottles", now=self.clock.at)

        self.drive(unit)
        self._deliver()

    @rule(number=st.integers(1, 3))
    def somebody_is_faster(self, number: int) -> None:
        for data in self.phone.of_number(number):
            match unpack(data):
                case PickTime(what, starts):
                    self._sam_takes(what, starts)
                case MoveTo(booking, _, starts):
                    self._sam_takes(self._places()[booking].service, starts)

    def _sam_takes(self, what: int, starts: datetime) -> None:
        with suppress(Refusal):
            self.drive(
                lambda work: bookings.hold(
                    work, work.people.person(self.sam), what, starts, now=self.clock.at
                )
            )

    @rule(minutes=st.sampled_from([1, 2, 11, 31, 60, 60 * 2, 60 * 11, 60 * 23]), told=st.booleans())
    def waits(self, minutes: int, told: bool) -> None:
        self.clock.advance(minutes=minutes)
        self.phone.now = self.clock.at
        self.drive(lambda work: bookings.expire_due(work, now=self.clock.at))
        if told:
            self._deliver()

    def _deliver(self) -> None:
        self.run(self.sender.drain())

    def _act(self, act: str, which: int, *, by_client: bool) -> None:
        places = self._places()
        if not places:
            return
        order = sorted(places, key=lambda each: (places[each].status in GONE, -each))
        booking = order[which % len(order)]
        use_case: Callable[..., object] = getattr(bookings, act)
        more = {"starts": places[booking].starts + timedelta(hours=1)} if act == "move" else {}

        def unit(work: SqlWork) -> None:
            sheet = work.bookings.sheet(booking)
            actor = sheet.client if by_client else sheet.trainer.person
            use_case(work, actor, booking, version=sheet.booking.version, **more, now=self.clock.at)

        with suppress(Refusal):
            self.drive(unit)

    # --- what a text could mean, and what it did

    def _meanings(self, text: str) -> set[str]:
        """The packed actions that it could stand for, to somebody who reads this phone."""
        if text.isdecimal():
            return self.phone.of_number(int(text))
        if text in ("yes", "ok"):
            asks = Confirm | MoveTo | Cancel | Attend
            return {data for data in self.phone.asked_last() if isinstance(unpack(data), asks)}
        return self.phone.of_word(text.lower()) or self._commanded(text)

    def _commanded(self, text: str) -> set[str]:
        """A word that nothing on the screen offers: whatever there is to confirm, or to give up."""
        now, places = self.clock.at, self._places()
        held: list[Action] = []
        acts: list[Action] = []
        for booking, place in places.items():
            ahead = place.starts > now
            if text == "C" and place.status is Status.HELD and ahead:
                held.append(Confirm(booking, place.version))
            if text == "C" and place.status is Status.CONFIRMED and not place.attending and ahead:
                acts += [Attend(booking, place.version)] if place.starts - now <= REMINDED else []
            if text == "DROP" and place.status is Status.HELD:
                held.append(LetGo(booking))
            if text == "DROP" and place.status in FIRM and ahead:
                acts.append(Cancel(booking, place.version))
        return {act.pack() for act in (*held, *acts)}

    def _named(self, text: str) -> str:
        name = text.removeprefix("book ")
        return f"book {self.names[name]}" if name in self.names else text

    def _say(self, text: str, could_mean: set[str], *, repeated: bool = False) -> None:
        muted = self._is_muted()
        soon = text == self.said and self.clock.at < self.said_at + AT_ONCE
        before, shown = self._places(), len(self.phone.texts)
        self.run(self._heard(text))
        changed = {
            booking: (before.get(booking), place)
            for booking, place in self._places().items()
            if before.get(booking) != place and not has_lapsed(place, before.get(booking), self.clock.at)
        }
        answers = self.phone.texts[shown:]
        if soon and len(answers) == 1 and self._was_shown(answers[0].screen, shown):
            self.phone.texts.pop()  # the same again says nothing new
        self.said, self.said_at = text, self.clock.at
        assert not any("went wrong" in answer.screen.text for answer in answers)
        acts = [action for action in map(unpack, could_mean) if action.acts]
        facts = (text, sorted(could_mean), changed, [answer.screen.text for answer in answers])
        if text.startswith(("thu", "HUMAN")):
            assert all(held_or_let_go(was, now) for was, now in changed.values()), facts
        elif len(could_mean) == 1 and acts:
            assert not changed or is_effect(acts[0], changed), facts
            if text == "DROP" and self._must_act(acts[0], before) and not (soon or repeated or muted):
                assert changed or any("Which one" in answer.screen.text for answer in answers), facts
        else:
            assert not changed, facts
            if len(acts) > 1 and text in ("C", "DROP") and not (soon or repeated or muted):
                assert any("Which one do you" in answer.screen.text for answer in answers), facts

    async def _heard(self, text: str) -> None:
        self.events += 1
        place = self.phone.number
        event = Event(
            Channel.SMS, f"{place}:{self.events}", place, Said(text), place=place, lane=self.phone.lane
        )
        owing = await self.desk.turn(event)
        if owing is not None:
            await self.desk.deliver(owing)
            await self.desk.settle()

    def _was_shown(self, screen: Any, shown: int) -> bool:
        return next((t.screen == screen for t in reversed(self.phone.texts[:shown]) if t.asked), False)

    def _must_act(self, action: Action, before: Places) -> bool:
        """A giving up that is offered as things stand is done, or asked about."""
        if not isinstance(action, Cancel) or action.booking not in before:
            return False
        place = before[action.booking]
        return place.version == action.version and place.status in FIRM and place.starts > self.clock.at

    def _is_muted(self) -> bool:
        def unit(work: SqlWork) -> bool:
            here = work.people.heard_at(Channel.SMS, self.phone.number)
            return here is not None and is_muted(here, self.clock.at)

        return self.drive(unit)

    def _places(self) -> Places:
        mine = select(Booking).where(Booking.client_id == self.client)

        def unit(work: SqlWork) -> Places:
            return {
                each.id: Place(
                    each.status,
                    each.starts,
                    each.attending,
                    each.session.service_id,
                    each.until,
                    each.version,
                )
                for each in work.session.scalars(mine)
            }

        return self.drive(unit)


@pytest.mark.timeout(max(300, 20 * EXAMPLES))  # a counterexample is made small before it is shown
def test_no_number_or_word_does_what_was_not_meant(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cap, "BUCKETS", (cap.Bucket(1000, timedelta(0)),))  # its clock hardly goes on
    with asyncio.Runner() as loop, opened(loop, migrated_url) as here:

        class Here(Texting):
            database = here

            def run(self, awaited: Any) -> Any:
                return loop.run(awaited)

        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=40,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
