"""Every route by every role: another's press changes nothing, and a new route without a rule fails."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import CompoundSelect, func, literal, literal_column, select, union_all

from bot import languages
from bot.client import settings, times, views, waiting
from bot.dialogue.actions import Action
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Heard, Opened, Said, Submitted, Tapped
from bot.dialogue.turn import Studio
from bot.screens import load
from bot.seed import seed
from bot.trainer import absences as trainer_absences
from bot.trainer import class_views
from bot.trainer import views as trainer_views
from bot.trainer.package_views import AddPackage
from domain.absences.model import Absence, Alternative, Replacement
from domain.base import Entity, Role
from domain.bookings import service as bookings
from domain.bookings.places import session_at
from domain.campaigns import follow_ups, segments
from domain.campaigns import service as campaigns
from domain.classes import service as classes
from domain.classes.drafts import draft as class_draft
from domain.classes.words import parse_class
from domain.conversations.model import Message
from domain.errors import Refusal
from domain.family.service import add_adult
from domain.lateness.model import Delay
from domain.memberships import seeing
from domain.memberships import service as memberships
from domain.memberships.desks import offer
from domain.memberships.model import State
from domain.memberships.ports import Standing as Subscription
from domain.money import Money
from domain.packages import service as packages
from domain.payments import refunds
from domain.payments import service as payments
from domain.payments.agreed import Difference
from domain.payments.disputed import Dispute
from domain.payments.landing import land
from domain.payments.model import Way
from domain.people.model import Address, Channel, Person
from domain.people.trips import plan_trip
from domain.resources.model import Resource
from domain.resources.service import set_needs
from domain.schedule.model import Block, Closure, ExtraHours, HoursDraft, Season, SeasonDates
from domain.standing import service as standing
from domain.standing.plan import How
from domain.templates.model import SessionTemplate
from domain.trainers.model import Trainer
from domain.waitlist import service as waits
from domain.waitlist.model import Gap
from domain.wordings.model import Medium
from domain.wordings.service import reword
from domain.zones import wall
from storage.database import Database
from storage.work import SqlWork
from tests.factories import booking
from tests.house.made import (
    CLEO,
    DESK_PLAN,
    DIFFERENCE,
    DISPUTE,
    ENDED,
    FREE,
    GIVEN,
    LACKED,
    LATE,
    LATER,
    LOT,
    MADE,
    MEMBERSHIP,
    NOW,
    PACKAGE,
    PAYMENT,
    REFUND,
    SLOT,
    WORDS,
)
from tests.house.roles import EVERYBODY, PEOPLE

# What they may well do by typing: a new time for oneself, to wait no longer, one’s own place.
PLACE = {"place", "hub place", "lugar", "hub lugar"}
TRIP_OFF = {"trip off", "hub trip off", "viaje no", "hub viaje no"}
UNDO = {"undo", "hub undo", "deshacer", "hub deshacer"}  # of the date that she left out
ROOMS = {"room", "rooms", "hub room", "hub rooms", "sala", "salas", "hub sala", "hub salas"}
CAMPAIGNS = {
    f"{hub}{word}" for hub in ("", "hub ") for word in ("campaign", "campaigns", "campana", "campanas")
}
AGENDA = {"agenda", "hub agenda", "plan", "hub plan"}
NONE_OF_THEM = {"none", "none of these", "ninguna", "ninguna de estas"}
AGAIN = {"again", "rebook", "repetir", "otra vez", "de nuevo"}
COMING = {"c", "confirm", "confirmar"}
ON_TIME = {"on time", "hub on time", "puntual", "hub puntual"}
NO_MORE = {"unwait", "no esperar"}
NO_REFUND = {"withdraw", "withdraw refund", "retirar", "retirar reembolso"}
OF_THEIR_OWN = {
    "ada": ROOMS | CAMPAIGNS,
    "cleo": {"again", "rebook", "repetir", "otra vez", "de nuevo"}
    | NO_MORE
    | NO_REFUND
    | TRIP_OFF
    | NONE_OF_THEM
    | COMING,
    "ana": PLACE | UNDO | AGENDA | ON_TIME,
    "tom": PLACE,
}
# What belongs to somebody: nobody else may change a row of these by pressing Cleo's or Ana's button.
OWNED = (
    "training_session",
    "booking",
    "group_class",
    "resource",
    "resource_use",
    "class_draft",
    "class_date",
    "block",
    "extra_hours",
    "closure",
    "weekly_hours",
    "hours_draft",
    "season",
    "season_dates",
    "trip",
    "trainer",
    "service",
    "studio_rate",
    "health_form",
    "waitlist_entry",
    "waitlist_gap",
    "waitlist_offer",
    "rating",
    "speaks_for",
    "policy",
    "absence",
    "replacement",
    "alternative",
    "invitation",
    "standing_slot",
    "session_template",
    "delay",
    "package",
    "credit_lot",
    "lot_extension",
    "ledger_account",
    "ledger_entry",
    "payment",
    "campaign",
    "segment",
    "wording",
    "refund",
    "cash_count",
    "payer",
    "dispute",
    "surplus",
    "membership",
)


def test_every_action_has_a_route_and_a_rule() -> None:
    routes, _notices = load()
    ours = {kind for kind in Action.registry.values() if kind.__module__.startswith("bot.")}
    assert ours == set(MADE) == set(routes.actions)
    assert all(route.who for route in routes.actions.values())


def test_every_form_has_labels() -> None:
    routes, _notices = load()
    for _route, model in routes.answers.values():
        assert all(field.title for field in model.model_fields.values())


class House:
    """The demo's people, and a booking that Cleo made with Ana."""

    def __init__(self, database: Database) -> None:
        self.database = database
        routes, _notices = load()
        self.engine = Engine(
            routes,
            Studio("Studio", "Europe/London"),
            native_forms=[Channel.SLACK],
            open_to_all=[Channel.TELEGRAM],
        )

    async def furnish(self, *, status: str) -> tuple[int, int, int, int]:
        return await self.database.run(lambda work: self._furnish(work, status))

    def _furnish(self, work: SqlWork, status: str) -> tuple[int, int, int, int]:
        seed(work, now=NOW)
        for user, name in ((1001, "Cleo"), (1666, "Mallory")):
            person = Person(name=name, zone="Europe/London", created_at=NOW)
            lane = "telegram:1"
            work.add(
                person, Address(person=person, channel=Channel.TELEGRAM, external_id=str(user), lane=lane)
            )
        work.flush()
        cleo = work.people.heard_at(Channel.TELEGRAM, "1001")
        ana = work.trainers.by_slug("ana")
        assert cleo
        assert ana
        held = bookings.hold(work, cleo.person, 1, datetime(2026, 11, 25, 10, 0, tzinfo=UTC), now=NOW)
        if status != "held":
            bookings.confirm(work, cleo.person, held.booking.id, held.booking.version, now=NOW)
        if status == "confirmed":
            bookings.approve(work, ana.person, held.booking.id, held.booking.version, now=NOW)
        add_adult(work, cleo.person, "Max", now=NOW)
        assert cleo.person.id == CLEO
        _own_tuesdays(work, cleo.person, ana.person)
        block = Block(trainer_id=ana.id, starts=NOW, ends=NOW + timedelta(hours=1))
        gap = Gap(
            trainer_id=ana.id,
            service_id=1,
            client_id=cleo.person.id,
            starts=FREE,
            busy_from=FREE,
            busy_to=FREE + timedelta(hours=1),
            freed_at=NOW,
        )
        work.add(gap)
        work.add(SessionTemplate(service_id=1, name="Knee rehab"))
        absence = Absence(trainer_id=ana.id, starts=NOW, ends=NOW + timedelta(hours=1), made_at=NOW)
        work.add(absence)
        work.flush()
        replacement = Replacement(absence_id=absence.id, booking_id=held.booking.id, was=held.booking.starts)
        work.add(replacement)
        work.flush()
        kept = session_at(ana, work.trainers.service(1)[0], LATER)
        kept.kept_for = cleo.person.id
        work.add(kept, Alternative(replacement_id=replacement.id, number=1, session=kept))
        waits.join(work, cleo.person, 1, FREE.date(), now=NOW)
        draft = HoursDraft(trainer_id=ana.id, days={"5": [[540, 780]]}, made_at=NOW)
        extra = ExtraHours(trainer_id=ana.id, starts=NOW, ends=NOW + timedelta(hours=1))
        season, later = Season(trainer_id=ana.id, name="holidays"), FREE.date() + timedelta(weeks=2)
        work.add(season)
        work.flush()
        days = SeasonDates(trainer_id=ana.id, season_id=season.id, first=later, last=later)
        plan_trip(work, cleo.person, cleo.person, "Asia/Tokyo", FREE.date(), FREE.date(), now=NOW)
        closure = Closure(starts=NOW, ends=NOW + timedelta(hours=1))
        work.add(block, draft, extra, closure, days)
        rooms = [Resource(name=name, made_at=NOW) for name in ("Studio 1", "Studio 2")]
        work.add(*rooms)
        work.flush()
        set_needs(work, ana.person, 1, {LACKED: 1}, now=NOW)
        work.resources.give_back(held.booking.session.id)
        for given in (GIVEN, ENDED, None):
            words = parse_class(f"sat 1{given or 2}:00 8 spin", wall(NOW, ana.zone))
            typed = class_draft(work, ana.person, ana, words, "EUR", now=NOW)
            if given:
                classes.save(work, ana.person, typed.id, now=NOW)
        classes.end(work, ana.person, ENDED, now=NOW)
        work.flush()
        _sell(work, cleo.person, ana)
        ada = work.people.admins()[0]
        drafted = campaigns.begin(work, ada, name="Autumn", now=NOW)
        campaigns.write(work, ada, drafted.id, "Hi", most=1, now=NOW)
        follow_ups.add(work, ada, drafted.id, "Still?", most=1, now=NOW)
        drafted.version = 1
        segments.save(work, ada, drafted.id, "Everybody", now=NOW)
        reword(work, ada, "client_moved", "en", Medium.CHAT, "Moved: {was}", known=["was"], now=NOW)
        _late_soon(work, cleo.person)
        between = bookings.relate(work, cleo.person, ana, now=NOW)
        written = Message(relationship_id=between.id, author_id=ana.person_id, text="Hi", at=NOW)
        work.add(written)
        work.flush()
        assert written.id == WORDS
        return held.booking.id, held.booking.version, block.id, draft.id

    async def hear(self, who: str, heard: Heard) -> Any:
        """What somebody is answered, by the turn or by its refusal."""
        channel, sender = PEOPLE[who]
        answer = {"from": "message"}
        event = Event(channel, "e", sender, heard, place=sender, lane="x", message_id="1", answer=answer)
        try:
            return await self.database.run(lambda work: self.engine.answer(work, event, NOW))
        except Refusal as refusal:
            refused = refusal
        return await self.database.run(lambda work: self.engine.refuse(work, event, refused, NOW))

    async def owned(self) -> dict[str, list[str]]:
        return await self.database.read(_owned)


def _own_tuesdays(work: SqlWork, cleo: Person, ana: Person) -> None:
    """With one date left out, as Ana was away."""
    tuesdays = standing.wish(work, cleo, 2, datetime(2026, 11, 24, 19, 30, tzinfo=UTC), 1)
    bookings.relate(work, cleo, tuesdays.trainer, now=NOW)
    seen = standing.preview(work, tuesdays, now=NOW).seen
    series = standing.make(work, ana, tuesdays, How.SKIP, seen, now=NOW)
    first = work.standing.coming(series.slot.id, NOW)[0].booking
    bookings.cancel(work, ana, first.id, first.version, now=NOW)
    assert series.slot.id == SLOT


def _late_soon(work: SqlWork, cleo: Person) -> None:
    """In an hour, with Ana, who has said that she will be late."""
    starts = NOW + timedelta(hours=1)
    soon = booking(work, cleo, work.trainers.service(1)[0], starts, now=NOW)
    assert soon.session.id == LATE
    work.add(Delay(session_id=LATE, starts=starts, minutes=5, said_at=NOW))
    work.flush()


def _sell(work: SqlWork, cleo: Person, ana: Trainer) -> None:
    said = {"name": "10-pack", "sessions": "10", "price": "400", "days": "90"}
    package = packages.add_package(work, ana.person, ana, said, currency="EUR", now=NOW)
    lot = packages.give_package(work, ana.person, cleo, package.id, reason="paid", now=NOW)
    sold = payments.sell(work, ana.person, cleo, package.id, Way.CASH, now=NOW)
    back = refunds.ask(work, cleo, sold.id, reason="I move away", now=NOW)
    assert (package.id, lot.id, sold.id, back.id) == (PACKAGE, LOT, PAYMENT, REFUND)
    another = payments.begin(work, cleo, package.id, now=NOW)
    land(work, another, Way.CARD, cause="pi_1", actor=None, now=NOW)
    twice = Difference(
        name="pi_2:40000",
        intent_id="pi_2",
        payment_id=another.id,
        currency="EUR",
        theirs_minor=40000,
        ours_minor=0,
        seen_at=NOW,
    )
    dispute = Dispute(
        payment_id=another.id,
        provider_id="du_1",
        reason="fraudulent",
        amount_minor=40000,
        currency="EUR",
        opened_at=NOW,
    )
    work.add(dispute, twice)
    work.flush()
    assert twice.id == DIFFERENCE
    assert dispute.id == DISPUTE
    said = {"name": "Gold", "sessions": "8", "price": "320", "monthly": "yes"}
    gold = packages.add_package(work, ana.person, ana, said, currency="EUR", now=NOW)
    joined = memberships.begin(work, cleo, gold.id, now=NOW)
    ends = NOW + timedelta(days=30)
    seen = Subscription(joined.token, "sub_1", State.ACTIVE, leaves=False, period_end=ends, bills=())
    look = seeing.take_look(work, joined.token)
    seeing.see(work, seen, look=look or 0, now=NOW)
    assert joined.id == MEMBERSHIP
    (ada,) = work.people.admins()
    desk = offer(work, ada, ana, "Room 2", Money(12000, "EUR"), now=NOW)
    assert desk.id == DESK_PLAN


def _owned(work: SqlWork) -> dict[str, list[str]]:
    """The rows of each table, each as JSON."""
    found: dict[str, list[str]] = {name: [] for name in OWNED}
    for name, row, _id in work.session.execute(_OWNED):
        found[name].append(row)
    return found


def _rows() -> CompoundSelect[str, str, int]:
    tables = (Entity.metadata.tables[name] for name in OWNED)
    rows = union_all(
        *(select(literal(each.name), func.json_array(*each.c), *each.primary_key) for each in tables)
    )
    return rows.order_by(literal_column("1"), literal_column("3"))


_OWNED = _rows()


STATUSES = ("held", "requested", "confirmed")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_press_of_anothers_button_acts(database: Database, who: str, status: str) -> None:
    house = House(database)
    made = await house.furnish(status=status)
    mine = {"cleo": Role.CLIENT, "ana": Role.TRAINER, "ada": Role.ADMIN}.get(who)
    routes, _notices = load()
    before = await house.owned()
    for kind, build in MADE.items():
        if kind in (
            times.PickTime,
            waiting.JoinWaitlist,
            views.Again,
            languages.UseLanguage,
            settings.UseZone,
            trainer_views.WantHealth,
            trainer_absences.BeAway,
        ):
            continue  # a new hold, or a setting: theirs, whoever they are
        if mine is not None and routes.actions[kind].who & mine:
            continue  # their own
        answer = await house.hear(who, Tapped(build(*made).pack()))
        assert await house.owned() == before, f"{who} changed something by {kind.__name__}"
        assert answer.screen.text or answer.screen.title or answer.screen.toast or answer.screen.form, kind


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_form_of_anothers_changes_anything(database: Database, who: str) -> None:
    house = House(database)
    made = await house.furnish(status="requested")
    routes, _notices = load()
    before = await house.owned()
    for kind in routes.answers:
        own = kind in (
            settings.AskZone,
            trainer_views.AddBlock,
            trainer_views.AddOpening,
            class_views.AddClass,
            trainer_views.EditHours,
            trainer_views.EditLimits,
            trainer_views.EditPolicy,
            trainer_views.AddService,
            AddPackage,
            trainer_views.EditSeason,
            views.AskTrip,
        )
        if who in ("ana", "ada") or (own and who != "stranger"):
            continue
        values = {
            "reason": "x",
            "cancel": "24",
            "late": "used",
            "hours": "mon 9-10",
            "time": "fri 9-10 x",
            "city": "Paris",
            "count": "3",
            "until": "2028-01-01",
            "price": "1",
            "counted": "5",
        }
        await house.hear(who, Submitted(MADE[kind](*made).pack(), values))
        assert await house.owned() == before, f"{who} changed something by the form of {kind.__name__}"


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_command_changes_what_is_anothers(database: Database, who: str) -> None:
    house = House(database)
    await house.furnish(status="confirmed")
    routes, _notices = load()
    phrases = {" ".join(each.words) for known in routes.commands.values() for each in known}
    before = await house.owned()
    for phrase in sorted(phrases - OF_THEIR_OWN.get(who, set())):
        await house.hear(who, Said(f"/{phrase}"))
        await house.hear(who, Said(f"{phrase} mon-fri 25-99"))
        assert await house.owned() == before, f"{who} changed something by typing {phrase!r}"


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_link_acts(database: Database, who: str) -> None:
    house = House(database)
    made = await house.furnish(status="confirmed")
    before = await house.owned()
    for kind, build in MADE.items():
        if not kind.acts:
            continue
        await house.hear(who, Opened(build(*made).pack()))
        assert await house.owned() == before, f"a link to {kind.__name__} acted"
