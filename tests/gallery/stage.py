"""A scene is played through the real engine and the real notices; what everybody is shown is kept."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.client.times import PickTime
from bot.dialogue import cap
from bot.dialogue.actions import Action, unpack
from bot.dialogue.engine import Answer, Engine
from bot.dialogue.forms import fields_of
from bot.dialogue.heard import Event, Heard, Opened, Said, SentFile, Submitted, Tapped
from bot.dialogue.menu import interrupted
from bot.dialogue.routes import Routes
from bot.dialogue.screen import SILENCE, Choice, Screen
from bot.dialogue.turn import Studio
from domain.absences.service import tell_unanswered
from domain.base import Role
from domain.bookings.service import expire_due, hold, move
from domain.classes.running import decide
from domain.errors import Refusal, Unreadable
from domain.family.service import come_of_age
from domain.ledger.model import Kind, Step
from domain.ledger.sealing import Chain, read_on, seal, tell_broken
from domain.ledger.service import enter, of_lot
from domain.money import Money
from domain.notifications.model import Notification, State
from domain.payments import surplus
from domain.payments.agreeing import Gap, alert
from domain.payments.disputed import DisputeState
from domain.payments.disputes import hear_of
from domain.payments.model import PageState
from domain.payments.pages import door, see
from domain.payments.ports import Disputed, Moved, Returned
from domain.payments.ports import Seen as SeenPage
from domain.payments.refunds import learn
from domain.people.model import Address, Channel, Person
from domain.people.reached import came_back, lose
from domain.people.service import invite
from domain.pictures.model import Prepared
from domain.schedule.model import Block
from domain.standing.upkeep import look_at
from domain.trainers.model import Approval, Trainer
from domain.waitlist.chain import go_on
from jobs.letters import Letter, write
from storage.work import SqlWork
from tests.gallery.coverage import Tell

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STUDIO = Studio(
    "Studio Demo",
    "Europe/London",
    public_url="https://studio.example",
    bot_link="https://t.me/TrainerHubDemoBot",
    takes_cards=True,
    mails=True,
)
IDS = {
    Channel.TELEGRAM: {"client": "1001", "ana": "2001", "tom": "2002", "ada": "2003", "stranger": "2009"},
    Channel.SLACK: {"ana": "UANA", "tom": "UTOM", "ada": "UADA", "stranger": "UNOBODY"},
    Channel.SMS: {"client": "+447700900101"},
}
TEXTED: dict[str, Any] = {
    "numbers": {},
    "words": {},
    "rest": [],
}  # the menu of a phone that was texted before


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is where: the client's channel, and that of those who work for the studio."""

    client: Channel
    staff: Channel

    def channel(self, who: str) -> Channel:
        return self.client if who == "client" else self.staff


CASTS = (Cast(Channel.TELEGRAM, Channel.SLACK), Cast(Channel.SMS, Channel.TELEGRAM))


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody did, "" where they were told unasked, and the screen that they saw then."""

    scene: str
    who: str
    channel: Channel
    language: str
    did: str
    screen: Screen
    surface: str = ""  # of Slack: "home", "modal", "private"
    kind: str = ""  # of what was told


class NotOffered(AssertionError):
    """No button or word of the screen leads there."""


@dataclass
class Stage:
    """One scene under way among the demo's people, in one unit of work that is rolled back at its end."""

    work: SqlWork
    cast: Cast
    language: str
    scene: str
    routes: Routes
    notices: Tell
    now: datetime = MONDAY
    shown: list[Shown] = field(default_factory=list)
    brought: Prepared | Unreadable | None = None  # the picture that comes with what is done next

    def __post_init__(self) -> None:
        self.engine = Engine(
            self.routes,
            STUDIO,
            native_forms=[Channel.SLACK],
            open_to_all=[Channel.TELEGRAM, Channel.SMS],
            by_text=[Channel.SMS],
        )
        self._count = 0
        for name in ("ana", "tom", "ada"):
            self._settle_in(name)
        self.client, self.ana, self.tom = Actor(self, "client"), Actor(self, "ana"), Actor(self, "tom")
        self.ada, self.stranger = Actor(self, "ada"), Actor(self, "stranger")

    @property
    def by_text(self) -> bool:
        return self.cast.client is Channel.SMS

    def says(self, english: str, spanish: str) -> str:
        return spanish if self.language == "es" else english

    def passes(self, **span: float) -> None:
        """Time goes on, and what has lapsed by then ends."""
        self.now += timedelta(**span)
        expire_due(self.work, now=self.now)
        for gap in self.work.waitlist.due(self.now):
            go_on(self.work, gap, now=self.now)
        for gap in self.work.waitlist.due(self.now):
            go_on(self.work, gap, now=self.now)
        for session in self.work.classes.undecided(self.now):
            decide(self.work, session, now=self.now)
        for absence in self.work.absences.due(self.now):
            tell_unanswered(self.work, absence, now=self.now)
        come_of_age(self.work, now=self.now)
        for slot in self.work.standing.due(self.now):
            look_at(self.work, slot, now=self.now)
        self.work.flush()

    def knows_client(self) -> None:
        """The client has written before, a while ago."""
        if self.work.people.heard_at(self.cast.client, self.client.id) is None:
            self._meets_client()

    def invites(self, name: str) -> str:
        person = Person(name=name, zone="Europe/London", locale=self.language, created_at=self.now)
        person.roles = Role.ADMIN
        self.work.add(person)
        self.work.flush()
        code = invite(self.work, person, now=self.now)
        self.work.flush()
        return code

    def tom_is_asked_first(self) -> None:
        for service in self.work.trainers.services(self.trainer("tom").id):
            service.approval = Approval.FIRST

    def trainer(self, slug: str) -> Trainer:
        found = self.work.trainers.by_slug(slug)
        assert found
        return found

    def takes_first_time(self) -> None:
        """Somebody else holds the time that the client is offered first."""
        pick = next(act for each in self.client.screen.all_choices() if (act := _pick(each)))
        other = Person(name="Mallory", zone="Europe/London", created_at=self.now)
        self.work.add(other)
        self.work.flush()
        hold(self.work, other, pick.service, pick.starts, now=self.now)
        self.work.flush()

    def trainer_moves(self, **span: float) -> None:
        """As a trainer can by the service, though by no button yet."""
        sheet = self.work.bookings.coming(self.client.address.person_id, self.now)[0]
        booking, later = sheet.booking, sheet.booking.starts + timedelta(**span)
        move(self.work, sheet.trainer.person, booking.id, booking.version, later, now=self.now)
        self.work.flush()

    def spends_the_last_credit(self) -> None:
        """As another device of the client's does, for a session of another time."""
        client = self.client.address.person
        other = next(each for each in self.work.bookings.coming(client.id, self.now) if each.booking.lot_id)
        lot = self.work.packages.lot(other.booking.lot_id or 0)
        free, used = (of_lot(self.work, lot, kind) for kind in (Kind.FREE, Kind.USED))
        enter(self.work, Step.USED, free, used, actor=client, now=self.now)

    def is_paid(self, *, fails: bool = False, takes_days: bool = False) -> None:
        """What the client is about to pay for, at its page; or their bank sends nothing, or only later."""
        payment = self.work.payments.open_of(self.client.address.person.id)[-1]
        found = door(self.work, payment.token, public_url=STUDIO.public_url, now=self.now)
        assert found
        assert found.page
        arrived = not (fails or takes_days)
        key, paid = found.page.key, payment.price if arrived else None
        state, intent = PageState.FAILED if fails else PageState.PROCESSING, None
        if arrived:
            state, intent = PageState.PAID, f"pi_{key}"
        see(self.work, SeenPage(key, f"cs_{key}", state, paid, intent), now=self.now)
        self.work.flush()

    def is_paid_twice(self) -> None:
        """The same payment, at a page that was opened before."""
        payment = self.work.payments.paid_of(self.client.address.person.id)[0]
        key = self.work.payments.pages(payment.id)[0].key
        nothing = Money(0, payment.currency)
        alert(self.work, Gap("pi_again", key, payment.price, nothing), now=self.now)
        self.work.flush()

    def surplus_goes_back(self) -> None:
        ((_difference, wanted),) = self.work.payments.surpluses_due()
        surplus.learn(self.work, Returned(wanted.key, "re_2"), now=self.now)
        self.work.flush()

    def is_returned_elsewhere(self) -> None:
        """In the provider's dashboard, a half of it."""
        payment = self.work.payments.paid_of(self.client.address.person.id)[0]
        half = payment.price.share(1, of=2)
        alert(
            self.work,
            Gap("pi_half", self.work.payments.pages(payment.id)[0].key, half, payment.price),
            now=self.now,
        )
        self.work.flush()

    def is_disputed(self, state: DisputeState) -> None:
        """By the client's bank, which has taken the money, and gives it back where the studio wins."""
        payment = self.work.payments.paid_of(self.client.address.person.id)[0]
        price, nothing = payment.price, Money(0, payment.currency)
        moves = [Moved("txn_1", Money(-price.minor, price.currency), nothing)]
        if state is DisputeState.WON:
            moves.append(Moved("txn_2", price, nothing))
        intent = self.work.payments.pages(payment.id)[0].intent_id or ""
        due = int((self.now + timedelta(days=9)).timestamp())
        told = Disputed("du_1", intent, state, "fraudulent", price, due, tuple(moves))
        hear_of(self.work, told, now=self.now)

    def books_are_changed(self) -> None:
        """By somebody who owns the database, behind the seal of a night."""
        chain = read_on(self.work, Chain(), self.work.ledger.last_id())
        seal(self.work, self.now.date(), chain, now=self.now)
        sealed = self.work.ledger.last_seal()
        assert sealed
        tell_broken(self.work, sealed, now=self.now)
        self.work.flush()

    def refund_fails(self) -> None:
        """The client's bank sends back what the provider gave back."""
        refund = self.work.payments.refunds_due()[0]
        learn(self.work, Returned(refund.key, "re_1", failed=True), now=self.now)
        self.work.flush()

    def is_given_away(self) -> None:
        """The time that ran out for the client is not to be had any more."""
        payment = self.work.payments.open_of(self.client.address.person.id)[-1]
        session = self.work.bookings.sheet(payment.booking_id or 0).booking.session
        self.work.add(Block(trainer_id=session.trainer_id, starts=session.starts, ends=session.ends))
        self.work.flush()

    def client_texts(self, text: str) -> None:
        """The client has a phone besides, and is heard from there."""
        number = IDS[Channel.SMS]["client"]
        person = self.client.address.person
        self.work.add(Address(person=person, channel=Channel.SMS, external_id=number, lane="sms"))
        self.work.flush()
        event = Event(Channel.SMS, "texted", number, Said(text), place=number, lane="sms")
        self.engine.answer(self.work, event, self.now)
        self.work.flush()

    def client_is_lost(self) -> None:
        """The client blocked us, or has a phone that takes no texts any more."""
        lose(self.work, self.client.address, now=self.now)
        self.work.flush()

    def client_texted_a_lot(self) -> None:
        """As many texts as are answered."""
        while cap.spend(self.client.address, self.now):
            pass
        self.work.flush()

    def words_come_back(self) -> None:
        """What the client was told last never arrived."""
        last = select(Notification).where(Notification.address_id == self.client.address.id)
        row = self.work.session.scalars(last.order_by(Notification.id.desc()).limit(1)).one()
        came_back(self.work, row, now=self.now)
        self.work.flush()

    def number(self) -> int:
        self._count += 1
        return self._count

    def _settle_in(self, name: str) -> None:
        address = self.work.people.heard_at(Channel.SLACK, f"U{name.upper()}")
        assert address
        address.person.locale = self.language
        address.channel, address.lane = self.cast.staff, self.cast.staff.value
        address.external_id = IDS[self.cast.staff][name]
        self.work.flush()

    def _meets_client(self) -> None:
        name = "Sam" if self.by_text else "Cleo"
        person = Person(name=name, zone="Europe/London", locale=self.language, created_at=self.now)
        channel = self.cast.client
        address = Address(person=person, channel=channel, external_id=self.client.id, lane=channel.value)
        address.menu = dict(TEXTED) if self.by_text else None
        self.work.add(person, address)
        self.work.flush()


@dataclass
class Actor:
    """Somebody of the scene: what they do, and what they see then."""

    stage: Stage
    name: str
    screen: Screen = SILENCE
    message_id: str = ""
    surface: str = ""

    @property
    def channel(self) -> Channel:
        return self.stage.cast.channel(self.name)

    @property
    def id(self) -> str:
        return IDS[self.channel][self.name]

    @property
    def address(self) -> Address:
        address = self.stage.work.people.heard_at(self.channel, self.id)
        assert address, f"nobody knows {self.name} on {self.channel}"
        return address

    def says(self, english: str, spanish: str = "", *, shown: str = "", thread: str = "") -> Screen:
        text = self.stage.says(english, spanish or english)
        return self._does(Said(text), f"“{shown or text}”", thread=thread)

    def trains_too(self) -> None:
        """One who works for the studio is a client as well."""
        self.address.person.roles |= Role.CLIENT

    def opens(self, payload: str = "home") -> Screen:
        return self._does(Opened(payload), "opens Home" if payload == "home" else f"opens the link {payload}")

    def sends(self, kind: str, caption: str = "") -> Screen:
        return self._does(SentFile(kind, caption, kind), f"a {kind}" + (f", “{caption}”" if caption else ""))

    def presses(self, action: type[Action], nth: int = 0) -> Screen:
        """The button of this kind on the screen that was last seen; by text its number or its word."""
        found = self._offered(action)
        for _page in range(3):
            if len(found) > nth or self.channel is not Channel.SMS:
                break
            self.says("MORE", "MAS")
            found = self._offered(action)
        if len(found) <= nth:
            raise NotOffered(f"{self.stage.scene}: {action.__name__} in {self.screen.title!r}")
        option = found[nth]
        if self.channel is Channel.SMS:
            return self._types(option)
        return self.taps(option.data, option.label)

    def taps(self, data: str, label: str) -> Screen:
        """A button, this one or one from long ago."""
        return self._does(Tapped(data), f"[{label}]")

    def fills(self, **values: str) -> Screen:
        """Hand the form in, or answer its questions one by one; those that are not named are skipped."""
        if self.screen.form and self.channel is Channel.SLACK:
            filled = ", ".join(f"“{value}”" for value in values.values()) or "nothing more"
            return self._does(Submitted(self.screen.form, self.screen.values | values), f"fills in {filled}")
        _route, model = self.stage.routes.answers[type(unpack((self.address.asking or {})["data"]))]
        for each in fields_of(model):
            self.says(values.get(each.name, "skip"))
        return self.screen

    def hears(self, kind: str) -> Screen:
        """What is told unasked, at the time when it is due."""
        row = self._told(kind)
        self.stage.now = max(self.stage.now, row.due_at)
        letter = write(self.stage.work, row, self._draw, self.stage.now)
        assert isinstance(letter, Letter), f"{self.stage.scene}: {kind} is unsaid: {letter.problem}"
        row.state, row.settled_at = State.SENT, self.stage.now
        if self.channel is Channel.SMS and letter.card and not letter.screen.fresh:
            raise NotOffered(f"{self.stage.scene}: {kind} would edit a text")
        if letter.screen.fresh:
            interrupted(self.address, letter.screen, self.stage.now)
        self.surface = "home" if letter.screen.is_board else ""
        self._sees("", letter.screen, letter.card or "", kind)
        return letter.screen

    def _draw(self, work: object, row: Notification, address: Address, now: datetime) -> Screen | None:
        return self.stage.notices(self.stage.work, row, address, now, STUDIO)

    def _told(self, kind: str) -> Notification:
        mine = select(Notification).where(
            Notification.kind == kind,
            Notification.address_id == self.address.id,
            Notification.state.in_((State.PENDING, State.GATHERED)),
        )
        row = self.stage.work.session.scalars(mine.order_by(Notification.id.desc()).limit(1)).one_or_none()
        assert row, f"{self.stage.scene}: nobody tells {self.name} {kind}"
        return row

    def _offered(self, action: type[Action]) -> list[Choice]:
        options = (each for each in self.screen.all_choices() if each.data)
        return [each for each in options if type(unpack(each.data)) is action]

    def _types(self, option: Choice) -> Screen:
        if self.stage.shown[-1].kind:  # at once, it might have been sent before that was read
            self.stage.passes(minutes=2)
        numbers = {label: number for number, label in self.screen.menu.numbered}
        typed = option.word or numbers.get(option.label, "")
        if not typed:
            self.says("MORE", "MAS")
            numbers = {label: number for number, label in self.screen.menu.numbered}
            typed = numbers[option.label]
        return self._does(Said(typed), f"“{typed}”")

    def _does(self, heard: Heard, did: str, *, thread: str = "") -> Screen:
        event = self._event(heard, thread)
        answer = self._answered(event)
        screen = answer.screen
        edits = event.is_press and not screen.fresh and self.channel is not Channel.SMS
        self.surface = self._surface(event, screen)
        self._sees(did, screen, event.message_id if edits else "")
        return screen

    def _answered(self, event: Event) -> Answer:
        stage = self.stage
        try:
            with stage.work.session.begin_nested():
                answer = stage.engine.answer(stage.work, event, stage.now, stage.brought)
                stage.work.flush()
        except Refusal as refusal:
            answer = stage.engine.refuse(stage.work, event, refusal, stage.now)
            stage.work.flush()
        return answer

    def _event(self, heard: Heard, thread: str) -> Event:
        origin = "message"
        if self.channel is Channel.SLACK and isinstance(heard, Said) and not thread:
            origin = "command"
        if self.surface == "home" or isinstance(heard, Opened):
            origin = "home" if not isinstance(heard, Said) else origin
        return Event(
            self.channel,
            f"e{self.stage.number()}",
            self.id,
            heard,
            place=self.id,
            message_id=self.message_id if isinstance(heard, Tapped | Submitted) else "",
            thread=thread,
            lane=self.channel.value,
            name="Sam" if self.channel is Channel.SMS else "Cleo",
            language=self.stage.language,
            answer={"from": origin},
        )

    def _surface(self, event: Event, screen: Screen) -> str:
        if self.channel is not Channel.SLACK:
            return ""
        if screen.form:
            return "modal"
        if screen.is_board:
            return "home"
        return "private" if event.answer["from"] == "command" or screen.private else ""

    def _sees(self, did: str, screen: Screen, edited: str, kind: str = "") -> None:
        stage, where = self.stage, (self.name, self.channel, self.stage.language)
        stage.shown.append(Shown(stage.scene, *where, did, screen, self.surface, kind))
        if screen.is_silent:
            return
        self.screen = screen
        self.message_id = edited or f"m{stage.number()}"
        if screen.subject and not screen.is_board and self.channel is not Channel.SMS:
            stage.work.inbox.put_card(self.address.id, screen.subject, self.id, self.message_id)
            stage.work.flush()


def _pick(option: Choice) -> PickTime | None:
    action = unpack(option.data) if option.data else None
    return action if isinstance(action, PickTime) else None
