"""Whom the tests of any order let loose: they buy, give, join, book, give up, pay and want money back."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.base import Role
from domain.bookings import attendance
from domain.bookings import service as bookings
from domain.bookings.costs import waive
from domain.bookings.model import Booking, Status
from domain.bookings.rules import FIRM, UNDO
from domain.codes import service as codes
from domain.codes.idle import make_room
from domain.codes.model import Gift
from domain.errors import Refusal
from domain.memberships import service as memberships
from domain.memberships.desks import offer
from domain.memberships.model import BillState, Membership, State
from domain.memberships.ports import Billed
from domain.memberships.ports import Standing as Stands
from domain.memberships.seeing import is_told, see, take_look
from domain.money import Money
from domain.packages import service as packages
from domain.packages.model import Package
from domain.payments import charges, refunds, surplus
from domain.payments import service as payments
from domain.payments.agreed import Difference
from domain.payments.model import DESK, PageState, Payment, Purpose, Standing
from domain.payments.pages import door, hear_refusal
from domain.payments.pages import see as see_page
from domain.payments.ports import Seen
from domain.people.model import Person
from domain.policies.service import set_policy
from domain.policies.words import parse_policy
from domain.wallets import service as wallets
from domain.wallets.ports import Card
from storage.database import Database
from storage.work import SqlWork
from tests.domain.packages.given import DAY, HOUR, pack
from tests.domain.payments.given import URL, story_of
from tests.domain.payments.provider import Provider
from tests.factories import client, person, studio

WAYS = ("paid", "paid", "paid", "by bank", "bank sends nothing", "left")
MOST = 20  # times that what is approved leads to more
NEWEST = 60  # of what there is, that something is still done with
TERMS = "cancel 10 days, late fee 15, deposit 10"
MONTH = 30 * DAY


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look at the provider's memberships saw, and which look it was."""

    number: int
    stands: Stands


@dataclass
class Crowd:
    chance: random.Random
    provider: Provider
    now: datetime
    ana: int = 0
    ada: int = 0
    check_in: int = 0
    trainers: list[int] = field(default_factory=list)
    stands: dict[str, Stands] = field(default_factory=dict)  # at the provider, by token
    glances: list[Glance] = field(default_factory=list)
    _busy: set[str] = field(default_factory=set)  # pages at which somebody was

    def furnish(self, work: SqlWork) -> None:
        here, ada = studio(work), person(work, "Ada", roles=Role.ADMIN)
        self.ana, self.ada, self.check_in = here.ana.id, ada.id, here.check_in.id
        self.trainers = [here.ana.id, here.tom.id]
        pack(work, here)
        pack(work, here, "name=5-pack;price=199.99;days=20", 5)
        pack(work, here, "name=Gold;price=320;monthly=monthly", 8)
        terms = parse_policy(TERMS)
        set_policy(work, here.ana.person, here.ana, terms, fee_minor=1500, deposit_minor=1000, now=self.now)
        for said in ("HALF 50%", "FEW 30%, uses 3", "TWELVE 12.34"):
            codes.make_promo(
                work, here.ana.person, here.ana, said, currency="EUR", zone=here.ana.zone, now=self.now
            )

    def wait(self) -> None:
        self.now += timedelta(minutes=self.chance.choice((0, 5, 40)))

    async def bustle(self, database: Database) -> None:
        """One of them does something, unless it is refused."""
        acts: list[tuple[int, Callable[[SqlWork], None]]] = [
            (6, self._buys),
            (4, self._joins),
            (4, self._has_a_month),
            (2, self._has_a_desk),
            (5, self._books),
            (2, self._pays_the_rest),
            (4, self._gives_up),
            (3, self._attends),
            (4, self._owes),
            (2, self._is_let_off),
            (5, self._redeems),
            (3, self._wants_back),
            (1, self._buys_at_the_desk),
            (2, self._charges),
        ]
        (act,) = self.chance.choices([each for _weight, each in acts], [weight for weight, _each in acts])
        with suppress(Refusal):
            await database.run(act)

    async def tidy(self, database: Database) -> None:
        """What the clock does: what lapses, and what goes back by the provider."""
        await database.run(lambda work: bookings.expire_due(work, now=self.now))
        await database.run(lambda work: packages.expire_due(work, now=self.now))
        await database.run(self._ends_what_is_left)
        await database.run(self._gives_surplus_back)
        for _again in range(MOST):
            if not await database.run(self._gives_back):
                return
        pytest.fail("what is refused is asked for again without an end")

    def _gives_back(self, work: SqlWork) -> int:
        due = work.payments.refunds_due()
        for each in due:
            intent = next(page.intent_id for page in work.payments.pages(each.payment_id) if page.intent_id)
            made = self.provider.give_back(each.key, intent, each.amount)
            if made is None:
                hear_refusal(work, each.id, now=self.now)
            else:
                refunds.learn(work, made, now=self.now)
        return len(due)

    def _gives_surplus_back(self, work: SqlWork) -> None:
        ada = work.people.person(self.ada)
        for each in work.session.scalars(select(Difference)).all():
            if surplus.is_surplus(each) and work.payments.surplus_of(each.id) is None:
                surplus.give_back(work, ada, each.id, now=self.now)
        for difference, wanted in work.payments.surpluses_due():
            made = self.provider.give_back(wanted.key, difference.intent_id, difference.theirs)
            if made is None:
                surplus.refuse(work, wanted.id, "less is there", now=self.now)
            else:
                surplus.learn(work, made, now=self.now)

    def _ends_what_is_left(self, work: SqlWork) -> None:
        """The provider is told who leaves."""
        for each in work.memberships.to_tell(limit=1000):
            is_told(work, each.token, each.asked)
            if each.leaves:
                self._glances(work, replace(self.stands[each.token], state=State.CANCELLED))

    def _buys(self, work: SqlWork) -> None:
        """A package, perhaps for somebody else, by a word, or for a time that they hold."""
        who, fate = self._somebody(work), self.chance.random()
        sold = self.chance.choice([each for each in self._offered(work) if not each.monthly])
        held = self._held(work, who) if fate < 0.3 else None
        if fate < 0.75:
            made = payments.begin(work, who, sold.id, booking_id=held, as_gift=fate > 0.4, now=self.now)
        else:
            made = self._with_a_word(work, who, sold)
        self._pays(work, made)

    def _with_a_word(self, work: SqlWork, who: Person, sold: Package) -> Payment:
        promo = work.codes.promo_named(self.chance.choice(("HALF", "FEW", "TWELVE")))
        assert promo
        work.codes.promo(promo.id)
        price = codes.require_good(work, promo, sold, who, now=self.now)
        make_room(work, promo, who, now=self.now)
        made = payments.begin(work, who, sold.id, price=price, now=self.now)
        if work.codes.use_of(made.id) is None:
            codes.use(work, promo, made, sold.price)
        return made

    def _pays(self, work: SqlWork, payment: Payment) -> None:
        """At one page after the other, or at none."""
        for _try in range(3):
            found = door(work, payment.token, public_url=URL, now=self.now)
            if found is not None and found.lacks_customer:
                wallets.is_made(work, payment.client_id, f"cus_{payment.client_id}")
                found = door(work, payment.token, public_url=URL, now=self.now)
            if found is None or found.page is None or found.is_charged or found.page.key in self._busy:
                return
            if payment.status is not Standing.OPEN:
                return
            self._busy.add(found.page.key)
            *_before, last = [
                self.provider.saw(each)
                for each in story_of(found.page.key, payment, self.chance.choice(WAYS))
            ]
            if last.intent_id:
                return
            see_page(work, last, now=self.now)  # so that the link leads to the next page

    def _joins(self, work: SqlWork) -> None:
        """Perhaps on terms that are others by now."""
        who, gold = self._somebody(work), next(each for each in self._offered(work) if each.monthly)
        price = {"price": self.chance.choice(("320", "320", "333.33"))}
        packages.change_package(work, work.trainers.trainer(self.ana).person, gold.id, price)
        self._begins(work, memberships.begin(work, who, gold.id, now=self.now))

    def _has_a_desk(self, work: SqlWork) -> None:
        trainer, ada = work.trainers.trainer(self.chance.choice(self.trainers)), work.people.person(self.ada)
        self._begins(work, offer(work, ada, trainer, "Room 2", Money(32000, "EUR"), now=self.now))

    def _begins(self, work: SqlWork, wanted: Membership) -> None:
        if wanted.token in self.stands or wanted.state is not State.OPEN:
            return
        none = Stands(wanted.token, f"sub_{wanted.token}", State.ACTIVE, False, self.now + MONTH, ())
        self._bills(work, none, wanted.price, BillState.PAID)

    def _has_a_month(self, work: SqlWork) -> None:
        """More of one that began: it is paid or not, or what was not is, or it ends."""
        live = [each for each in self.stands.values() if each.state in (State.ACTIVE, State.PAST_DUE)]
        if not live:
            return
        before, fate = self.chance.choice(live[-NEWEST:]), self.chance.random()
        last = before.bills[-1]
        if last.state is BillState.OPEN and fate < 0.6:
            paid = replace(before, state=State.ACTIVE, bills=before.bills[:-1])
            self._bills(work, paid, last.amount, BillState.PAID, again=last)
        elif fate < 0.85:
            state = BillState.PAID if fate < 0.7 else BillState.OPEN
            self._bills(work, before, last.amount, state)
        else:
            self._glances(work, replace(before, state=State.CANCELLED))

    def _bills(
        self, work: SqlWork, before: Stands, price: Money, state: BillState, *, again: Billed | None = None
    ) -> None:
        name = again.invoice_id if again else f"in_{len(before.bills)}_{before.token}"
        intent = f"pi_{name}" if state is BillState.PAID else None
        bill = Billed(name, state, price, self.now, self.now + MONTH, intent, None)
        now = State.ACTIVE if intent else State.PAST_DUE
        if intent:
            self.provider.take(f"bill-{name}", intent, price)
        self._glances(
            work, replace(before, state=now, bills=(*before.bills, bill), period_end=self.now + MONTH)
        )

    def _glances(self, work: SqlWork, stands: Stands) -> None:
        self.stands[stands.token] = stands
        number = take_look(work, stands.token)
        assert number
        self.glances.append(Glance(number, stands))

    def looks_again(self, work: SqlWork) -> None:
        """Everybody who was looked at, as it stands now."""
        for token in sorted({each.stands.token for each in self.glances}):
            see(work, self.stands[token], look=take_look(work, token) or 0, now=self.now)
        self.glances = []

    def _books(self, work: SqlWork) -> None:
        """With a credit, or a deposit first; perhaps a card is kept, for fees."""
        who = self._somebody(work)
        if self.chance.random() < 0.5:
            wallets.is_made(work, who.id, f"cus_{who.id}")
            wallets.agree(work, who.id, on=True, now=self.now)
            card = Card("visa", "4242", default=True, method_id=f"pm_{who.id}")
            wallets.see(work, who.id, [card], look=wallets.take_look(work, who.id))
        held = self._held(work, who)
        if held is None:
            return
        first = payments.begin_session(work, who, held, now=self.now)
        if first is not None:
            self._pays(work, first)
        else:
            bookings.confirm(work, who, held, 1, now=self.now)

    def _pays_the_rest(self, work: SqlWork) -> None:
        place = self._place(work, *FIRM)
        due = payments.begin_rest(work, work.people.person(place.client_id), place.id, now=self.now)
        if due is not None:
            self._pays(work, due)

    def _gives_up(self, work: SqlWork) -> None:
        """And the minute in which that can be undone is over."""
        place = self._place(work, *FIRM)
        who = work.people.person(place.client_id)
        bookings.cancel(work, who, place.id, place.version, now=self.now, at_cost=True)
        work.flush()
        bookings.expire_due(work, now=self.now + UNDO)

    def _attends(self, work: SqlWork) -> None:
        place = self._place(work, Status.CONFIRMED)
        mark = self.chance.choice((attendance.complete, attendance.complete, attendance.no_show))
        actor = work.trainers.trainer(self.ana).person
        mark(work, actor, place.id, place.version, now=max(self.now, place.session.ends))

    def _owes(self, work: SqlWork) -> None:
        """Pays what is owed, by the link or at the desk."""
        some = select(Payment).where(Payment.status == Standing.OPEN, Payment.purpose == Purpose.FEE)
        due = work.session.scalars(some.order_by(Payment.id.desc()).limit(NEWEST)).all()
        if not due:
            return
        fee = self.chance.choice(due)
        if self.chance.random() < 0.8:
            self._pays(work, fee)
        else:
            actor, way = work.trainers.trainer(self.ana).person, self.chance.choice(DESK)
            payments.take(work, actor, fee.booking_id or 0, Purpose.FEE, way, now=self.now)

    def _is_let_off(self, work: SqlWork) -> None:
        place = self._place(work, Status.CANCELLED, Status.NO_SHOW)
        actor = work.trainers.trainer(self.ana).person
        waive(work, actor, place.id, place.version, now=self.now, reason="the road was closed")

    def _redeems(self, work: SqlWork) -> None:
        left = select(Gift).where(Gift.redeemed_by.is_(None)).order_by(Gift.id.desc()).limit(NEWEST)
        if found := work.session.scalars(left).all():
            codes.redeem(work, self._somebody(work), self.chance.choice(found).word, now=self.now)

    def _wants_back(self, work: SqlWork) -> None:
        bought = select(Payment).where(Payment.status == Standing.PAID).order_by(Payment.id.desc())
        paid = work.session.scalars(bought.limit(NEWEST)).all()
        if not paid:
            return
        payment = self.chance.choice(paid)
        asked = refunds.ask(
            work, work.people.person(payment.client_id), payment.id, reason="I move", now=self.now
        )
        if self.chance.random() < 0.8:
            actor = work.trainers.trainer(payment.trainer_id).person
            refunds.approve(work, actor, asked.id, asked.credits, now=self.now)

    def _buys_at_the_desk(self, work: SqlWork) -> None:
        who = self._somebody(work)
        sold = self.chance.choice([each for each in self._offered(work) if not each.monthly])
        actor = work.trainers.trainer(self.ana).person
        made = payments.sell(work, actor, who, sold.id, self.chance.choice(DESK), now=self.now)
        if self.chance.random() < 0.3:
            payments.undo_sale(work, actor, made.id, now=self.now)

    def _charges(self, work: SqlWork) -> None:
        """Saved cards, for fees whose minute is over; some are refused, and some answers come later."""
        for key in work.payments.charges_due(self.now + HOUR):
            wanted = charges.begin(work, key, now=self.now)
            if wanted is None or key in self._busy:
                continue
            if self.chance.random() < 0.1:
                charges.refuse(work, key, now=self.now)
                continue
            self._busy.add(key)
            name, is_paid = f"pi_{key}", self.chance.random() < 0.7
            state = PageState.PAID if is_paid else PageState.FAILED
            seen = Seen(key, name, state, wanted.price if is_paid else None, name if is_paid else None)
            self.provider.saw(seen)
            if self.chance.random() < 0.5:
                see_page(work, seen, now=self.now)

    def _somebody(self, work: SqlWork) -> Person:
        """Somebody new, or of those who came lately."""
        some = (
            select(Person).where(Person.name.like("Client %")).order_by(Person.id.desc()).limit(NEWEST // 2)
        )
        known = work.session.scalars(some).all()
        if known and self.chance.random() < 0.8:
            return self.chance.choice(known)
        name = f"Client {self.chance.randrange(10**9)}"
        return client(work, name, name)

    def _held(self, work: SqlWork, who: Person) -> int | None:
        day = self.now.replace(hour=0) + timedelta(days=self.chance.randrange(1, 9))
        starts = day + self.chance.randrange(8, 19) * HOUR
        try:
            return bookings.hold(work, who, self.check_in, starts, now=self.now).booking.id
        except Refusal:
            return None

    def _place(self, work: SqlWork, *statuses: Status) -> Booking:
        some = select(Booking).where(Booking.status.in_(statuses)).order_by(Booking.id.desc()).limit(NEWEST)
        found = work.session.scalars(some).all()
        if not found:
            raise Refusal
        return work.bookings.sheet(self.chance.choice(found).id).booking

    def _offered(self, work: SqlWork) -> list[Package]:
        return work.packages.of_trainer(self.ana)
