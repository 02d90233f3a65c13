"""Every route by every role: another's press changes nothing, and a new route without a rule fails."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import languages
from bot.admin import closures
from bot.admin import family as admin_family
from bot.client import absences as client_absences
from bot.client import (
    anybody,
    booking,
    consent,
    family,
    misspelt,
    settings,
    suggestions,
    times,
    trainers,
    views,
    waiting,
    wished,
)
from bot.client import classes as client_classes
from bot.client import lateness as client_lateness
from bot.dialogue import asking, menu
from bot.dialogue.actions import Action, ClientSide, Desk, Home, Minute
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Heard, Opened, Said, Submitted, Tapped
from bot.dialogue.turn import Studio
from bot.screens import load
from bot.seed import seed
from bot.standing import views as slots
from bot.trainer import absences as trainer_absences
from bot.trainer import cards, class_views, hours, room_views, stats, waitlist
from bot.trainer import found as trainer_found
from bot.trainer import lateness as trainer_lateness
from bot.trainer import standing as trainer_standing
from bot.trainer import suggestions as trainer_suggestions
from bot.trainer import template_views as prepared
from bot.trainer import views as trainer_views
from domain.absences.model import Absence, Alternative, Replacement
from domain.base import Entity, Role
from domain.bookings import service as bookings
from domain.bookings.places import session_at
from domain.classes import service as classes
from domain.classes.drafts import draft as class_draft
from domain.classes.words import parse_class
from domain.errors import Refusal
from domain.family.service import add_adult
from domain.people.model import Address, Channel, Person
from domain.people.trips import plan_trip
from domain.records.service import Kind
from domain.resources.model import Resource
from domain.resources.service import set_needs
from domain.schedule.model import Block, Closure, ExtraHours, HoursDraft, Season, SeasonDates
from domain.standing import service as standing
from domain.standing.plan import How
from domain.templates.model import SessionTemplate
from domain.waitlist import service as waits
from domain.waitlist.model import Gap
from domain.zones import wall
from storage.database import Database
from storage.work import SqlWork
from tests.house.roles import EVERYBODY, PEOPLE

GIVEN, ENDED, DRAFTED = 1, 2, 3  # classes of Ana's, and the draft of a third
SESSION = 1  # that Cleo's booking is of
ROSTER = 2  # the session of a date of hers
LACKED, ROOM = 1, 2  # a room that Cleo's session needs and another has; and one that is free
BOND = 1  # of Cleo and Max, who has still to agree
KNEE = 1  # a session that Ana has prepared
SLOT = 1  # Cleo's Tuesdays with Ana
TUESDAY = date(2026, 11, 24)
CLEO = 5  # the id that the demo's people leave to her
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REPLACEMENT = 1
FREE = Minute(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
LATER = Minute(datetime(2026, 11, 27, 10, 0, tzinfo=UTC))

# How to build each action upon what is Cleo's and Ana's. Whoever adds an action says here what it is about.
MADE: dict[type[Action], Callable[[int, int, int, int], Action]] = {
    Home: lambda b, v, block, draft: Home(),
    Desk: lambda b, v, block, draft: Desk(),
    ClientSide: lambda b, v, block, draft: ClientSide(),
    misspelt.Meant: lambda b, v, block, draft: misspelt.Meant("menu"),
    asking.GoOn: lambda b, v, block, draft: asking.GoOn(),
    asking.Pick: lambda b, v, block, draft: asking.Pick(0, 0),
    asking.Skip: lambda b, v, block, draft: asking.Skip(0),
    asking.Back: lambda b, v, block, draft: asking.Back(0),
    anybody.Anybody: lambda b, v, block, draft: anybody.Anybody(),
    suggestions.TakeSuggested: lambda b, v, block, draft: suggestions.TakeSuggested(b, v),
    trainer_suggestions.Suggest: lambda b, v, block, draft: trainer_suggestions.Suggest(b, v, FREE),
    cards.AskToSuggest: lambda b, v, block, draft: cards.AskToSuggest(b, v),
    client_lateness.Late: lambda b, v, block, draft: client_lateness.Late(b, 5),
    menu.More: lambda b, v, block, draft: menu.More(),
    asking.Leave: lambda b, v, block, draft: asking.Leave(),
    views.OpenTrainer: lambda b, v, block, draft: views.OpenTrainer("ana"),
    trainers.OpenService: lambda b, v, block, draft: trainers.OpenService(1),
    times.PickTime: lambda b, v, block, draft: times.PickTime(1, FREE),
    times.MoveTo: lambda b, v, block, draft: times.MoveTo(b, v, FREE),
    times.Days: lambda b, v, block, draft: times.Days(1, b),
    times.Day: lambda b, v, block, draft: times.Day(1, date(2026, 11, 26), b),
    booking.Confirm: lambda b, v, block, draft: booking.Confirm(b, v),
    booking.LetGo: lambda b, v, block, draft: booking.LetGo(b),
    wished.TakeUp: lambda b, v, block, draft: wished.TakeUp(1),
    views.AllSessions: lambda b, v, block, draft: views.AllSessions(),
    views.OpenSession: lambda b, v, block, draft: views.OpenSession(b),
    views.AskToMove: lambda b, v, block, draft: views.AskToMove(b),
    views.AskToCancel: lambda b, v, block, draft: views.AskToCancel(b),
    views.Cancel: lambda b, v, block, draft: views.Cancel(b, v),
    consent.Keep: lambda b, v, block, draft: consent.Keep(b, v),
    views.Attend: lambda b, v, block, draft: views.Attend(b, v),
    views.CalendarFile: lambda b, v, block, draft: views.CalendarFile(b),
    views.OpenSettings: lambda b, v, block, draft: views.OpenSettings(),
    consent.AnswerNews: lambda b, v, block, draft: consent.AnswerNews(True),
    consent.UseNews: lambda b, v, block, draft: consent.UseNews(True),
    languages.UseLanguage: lambda b, v, block, draft: languages.UseLanguage(languages.Language.ES),
    settings.AskZone: lambda b, v, block, draft: settings.AskZone(),
    settings.UseZone: lambda b, v, block, draft: settings.UseZone("europe-lisbon"),
    views.WakeUp: lambda b, v, block, draft: views.WakeUp(),
    cards.Approve: lambda b, v, block, draft: cards.Approve(b, v),
    cards.AskDecline: lambda b, v, block, draft: cards.AskDecline(b, v),
    cards.Complete: lambda b, v, block, draft: cards.Complete(b, v),
    cards.AskNoShow: lambda b, v, block, draft: cards.AskNoShow(b, v),
    cards.NoShow: lambda b, v, block, draft: cards.NoShow(b, v),
    cards.AskTrainerCancel: lambda b, v, block, draft: cards.AskTrainerCancel(b, v),
    trainer_views.AskClose: lambda b, v, block, draft: trainer_views.AskClose(),
    trainer_views.CloseDay: lambda b, v, block, draft: trainer_views.CloseDay(0, 0),
    trainer_views.AddBlock: lambda b, v, block, draft: trainer_views.AddBlock(),
    trainer_views.EditHours: lambda b, v, block, draft: trainer_views.EditHours(),
    hours.SaveHours: lambda b, v, block, draft: hours.SaveHours(draft),
    views.UndoCancel: lambda b, v, block, draft: views.UndoCancel(b, v),
    views.WasThere: lambda b, v, block, draft: views.WasThere(b, v),
    trainer_views.Undo: lambda b, v, block, draft: trainer_views.Undo(b, v),
    trainer_views.UndoLast: lambda b, v, block, draft: trainer_views.UndoLast(),
    trainer_views.SetRight: lambda b, v, block, draft: trainer_views.SetRight(b, v),
    views.Rate: lambda b, v, block, draft: views.Rate(b, 5),
    views.AskRating: lambda b, v, block, draft: views.AskRating(b),
    views.Again: lambda b, v, block, draft: views.Again(1, FREE),
    views.AskHealth: lambda b, v, block, draft: views.AskHealth(1, 1),
    views.OpenFamily: lambda b, v, block, draft: views.OpenFamily(),
    family.AddSomebody: lambda b, v, block, draft: family.AddSomebody(),
    family.AskAgree: lambda b, v, block, draft: family.AskAgree(BOND),
    family.Agree: lambda b, v, block, draft: family.Agree(BOND),
    family.OwnChat: lambda b, v, block, draft: family.OwnChat(BOND),
    family.AskRemove: lambda b, v, block, draft: family.AskRemove(BOND),
    family.Remove: lambda b, v, block, draft: family.Remove(BOND),
    admin_family.OpenFamilies: lambda b, v, block, draft: admin_family.OpenFamilies(),
    admin_family.AskEndBond: lambda b, v, block, draft: admin_family.AskEndBond(BOND),
    admin_family.EndBond: lambda b, v, block, draft: admin_family.EndBond(BOND),
    trainer_views.OpenCard: lambda b, v, block, draft: trainer_views.OpenCard(b),
    trainer_views.SeeHealth: lambda b, v, block, draft: trainer_views.SeeHealth(b),
    trainer_views.WantHealth: lambda b, v, block, draft: trainer_views.WantHealth(True),
    trainer_views.AddOpening: lambda b, v, block, draft: trainer_views.AddOpening(),
    trainer_views.AskLate: lambda b, v, block, draft: trainer_views.AskLate(),
    trainer_lateness.BeLate: lambda b, v, block, draft: trainer_lateness.BeLate(SESSION, 10),
    trainer_lateness.RunOver: lambda b, v, block, draft: trainer_lateness.RunOver(SESSION, 10),
    views.AskComeLate: lambda b, v, block, draft: views.AskComeLate(b),
    trainer_views.AskAway: lambda b, v, block, draft: trainer_views.AskAway(1),
    client_absences.TakeKept: lambda b, v, block, draft: client_absences.TakeKept(REPLACEMENT, 1),
    client_absences.NoneOfThese: lambda b, v, block, draft: client_absences.NoneOfThese(REPLACEMENT),
    trainer_absences.BeAway: lambda b, v, block, draft: trainer_absences.BeAway(FREE, LATER),
    trainer_absences.CancelRest: lambda b, v, block, draft: trainer_absences.CancelRest(1),
    trainer_views.EditPolicy: lambda b, v, block, draft: trainer_views.EditPolicy(),
    trainer_views.AskMoveFor: lambda b, v, block, draft: trainer_views.AskMoveFor(b, v),
    trainer_views.MoveFor: lambda b, v, block, draft: trainer_views.MoveFor(b, v, FREE),
    trainer_views.AskWaive: lambda b, v, block, draft: trainer_views.AskWaive(b, v),
    trainer_views.EditLimits: lambda b, v, block, draft: trainer_views.EditLimits(),
    views.AskNote: lambda b, v, block, draft: views.AskNote(b),
    views.PutNote: lambda b, v, block, draft: views.PutNote(b),
    trainer_views.AskPlace: lambda b, v, block, draft: trainer_views.AskPlace(b),
    stats.OpenStats: lambda b, v, block, draft: stats.OpenStats(),
    trainer_found.FindSessions: lambda b, v, block, draft: trainer_found.FindSessions(Kind.ALL),
    prepared.OpenTemplates: lambda b, v, block, draft: prepared.OpenTemplates(),
    prepared.AddTemplate: lambda b, v, block, draft: prepared.AddTemplate(1),
    prepared.EditTemplate: lambda b, v, block, draft: prepared.EditTemplate(KNEE),
    prepared.TakeAway: lambda b, v, block, draft: prepared.TakeAway(KNEE),
    prepared.ForWhom: lambda b, v, block, draft: prepared.ForWhom(KNEE),
    prepared.AskBookFor: lambda b, v, block, draft: prepared.AskBookFor(CLEO, 1, KNEE),
    prepared.BookFor: lambda b, v, block, draft: prepared.BookFor(CLEO, 1, FREE, KNEE),
    trainer_views.AskAgenda: lambda b, v, block, draft: trainer_views.AskAgenda(b),
    views.AskTrip: lambda b, v, block, draft: views.AskTrip(),
    views.CallOff: lambda b, v, block, draft: views.CallOff(1),
    trainer_views.EditSeason: lambda b, v, block, draft: trainer_views.EditSeason(),
    trainer_views.EndSeason: lambda b, v, block, draft: trainer_views.EndSeason(1),
    trainer_views.OpenServices: lambda b, v, block, draft: trainer_views.OpenServices(),
    trainer_views.EditService: lambda b, v, block, draft: trainer_views.EditService(1),
    trainer_views.AddService: lambda b, v, block, draft: trainer_views.AddService(),
    trainer_views.OfferService: lambda b, v, block, draft: trainer_views.OfferService(1, False),
    closures.Reopen: lambda b, v, block, draft: closures.Reopen(1),
    closures.OfferAll: lambda b, v, block, draft: closures.OfferAll(1),
    trainer_views.CloseAgain: lambda b, v, block, draft: trainer_views.CloseAgain(1),
    trainer_views.OfferMoves: lambda b, v, block, draft: trainer_views.OfferMoves(FREE, FREE),
    waiting.JoinWaitlist: lambda b, v, block, draft: waiting.JoinWaitlist(1, date(2026, 11, 26)),
    waiting.LeaveWaitlist: lambda b, v, block, draft: waiting.LeaveWaitlist(1),
    waiting.Take: lambda b, v, block, draft: waiting.Take(b, v),
    waiting.Pass: lambda b, v, block, draft: waiting.Pass(b),
    waitlist.FillGap: lambda b, v, block, draft: waitlist.FillGap(1, 1),
    waitlist.NotNow: lambda b, v, block, draft: waitlist.NotNow(1, 1),
    waitlist.StopFilling: lambda b, v, block, draft: waitlist.StopFilling(1, 1),
    client_classes.ShowClasses: lambda b, v, block, draft: client_classes.ShowClasses(),
    class_views.OpenClasses: lambda b, v, block, draft: class_views.OpenClasses(),
    class_views.AddClass: lambda b, v, block, draft: class_views.AddClass(),
    class_views.SaveClass: lambda b, v, block, draft: class_views.SaveClass(DRAFTED),
    class_views.EndClass: lambda b, v, block, draft: class_views.EndClass(GIVEN),
    class_views.TakeUpClass: lambda b, v, block, draft: class_views.TakeUpClass(ENDED),
    class_views.OpenRoster: lambda b, v, block, draft: class_views.OpenRoster(ROSTER),
    class_views.AskCallOff: lambda b, v, block, draft: class_views.AskCallOff(ROSTER, 1),
    room_views.OpenRooms: lambda b, v, block, draft: room_views.OpenRooms(),
    room_views.AddRoom: lambda b, v, block, draft: room_views.AddRoom(),
    room_views.ChangeRoom: lambda b, v, block, draft: room_views.ChangeRoom(ROOM),
    room_views.RemoveRoom: lambda b, v, block, draft: room_views.RemoveRoom(ROOM),
    room_views.SeeRoom: lambda b, v, block, draft: room_views.SeeRoom(ROOM),
    room_views.OpenNeeds: lambda b, v, block, draft: room_views.OpenNeeds(),
    room_views.EditNeeds: lambda b, v, block, draft: room_views.EditNeeds(1),
    room_views.UseInstead: lambda b, v, block, draft: room_views.UseInstead(1, LACKED, ROOM),
    room_views.KeepWith: lambda b, v, block, draft: room_views.KeepWith(GIVEN, LACKED, ROOM),
    class_views.RunAnyway: lambda b, v, block, draft: class_views.RunAnyway(ROSTER, 1),
    class_views.AskTellAll: lambda b, v, block, draft: class_views.AskTellAll(ROSTER),
    trainer_views.Unblock: lambda b, v, block, draft: trainer_views.Unblock(block),
    slots.AskWeekly: lambda b, v, block, draft: slots.AskWeekly(2, FREE),
    slots.StartWeekly: lambda b, v, block, draft: slots.StartWeekly(2, FREE, 1, How.SKIP, 0),
    slots.AskWeeklyFor: lambda b, v, block, draft: slots.AskWeeklyFor(CLEO, 2, FREE),
    slots.StartWeeklyFor: lambda b, v, block, draft: slots.StartWeeklyFor(CLEO, 2, FREE, 1, How.SKIP, 0),
    slots.OpenSlot: lambda b, v, block, draft: slots.OpenSlot(SLOT),
    slots.ListDates: lambda b, v, block, draft: slots.ListDates(SLOT),
    slots.AskPause: lambda b, v, block, draft: slots.AskPause(SLOT, NOW.date()),
    slots.Pause: lambda b, v, block, draft: slots.Pause(SLOT, 1, NOW.date()),
    slots.AskResume: lambda b, v, block, draft: slots.AskResume(SLOT),
    slots.Resume: lambda b, v, block, draft: slots.Resume(SLOT, 1, How.SKIP, 0),
    slots.AskEnd: lambda b, v, block, draft: slots.AskEnd(SLOT),
    slots.End: lambda b, v, block, draft: slots.End(SLOT, 1),
    slots.AskMoveAll: lambda b, v, block, draft: slots.AskMoveAll(SLOT, TUESDAY),
    slots.PlanMoveAll: lambda b, v, block, draft: slots.PlanMoveAll(SLOT, TUESDAY, FREE),
    slots.MoveAll: lambda b, v, block, draft: slots.MoveAll(SLOT, 1, TUESDAY, FREE, How.SKIP, 0),
    slots.AskOther: lambda b, v, block, draft: slots.AskOther(SLOT, TUESDAY),
    slots.TakeOther: lambda b, v, block, draft: slots.TakeOther(SLOT, TUESDAY, FREE),
    trainer_standing.ApproveSlot: lambda b, v, block, draft: trainer_standing.ApproveSlot(SLOT, 1),
    trainer_standing.AskDeclineSlot: lambda b, v, block, draft: trainer_standing.AskDeclineSlot(SLOT, 1),
}

# What they may well do by typing: a new time for oneself, to wait no longer, one’s own place.
PLACE = {"place", "hub place", "lugar", "hub lugar"}
TRIP_OFF = {"trip off", "hub trip off", "viaje no", "hub viaje no"}
UNDO = {"undo", "hub undo", "deshacer", "hub deshacer"}  # of the date that she left out
ROOMS = {"room", "rooms", "hub room", "hub rooms", "sala", "salas", "hub sala", "hub salas"}
AGENDA = {"agenda", "hub agenda", "plan", "hub plan"}
NONE_OF_THEM = {"none", "none of these", "ninguna", "ninguna de estas"}
NO_MORE = {"unwait", "no esperar"}
OF_THEIR_OWN = {
    "ada": ROOMS,
    "cleo": {"again", "rebook", "repetir", "otra vez", "de nuevo"} | NO_MORE | TRIP_OFF | NONE_OF_THEM,
    "ana": PLACE | UNDO | AGENDA,
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

    async def owned(self) -> dict[str, list[tuple[Any, ...]]]:
        return await self.database.run(_owned)


def _own_tuesdays(work: SqlWork, cleo: Person, ana: Person) -> None:
    """With one date left out, as Ana was away."""
    tuesdays = standing.wish(work, cleo, 2, datetime(2026, 11, 24, 19, 30, tzinfo=UTC), 1)
    bookings.relate(work, cleo, tuesdays.trainer, now=NOW)
    seen = standing.preview(work, tuesdays, now=NOW).seen
    series = standing.make(work, ana, tuesdays, How.SKIP, seen, now=NOW)
    first = work.standing.coming(series.slot.id, NOW)[0].booking
    bookings.cancel(work, ana, first.id, first.version, now=NOW)
    assert series.slot.id == SLOT


def _owned(work: SqlWork) -> dict[str, list[tuple[Any, ...]]]:
    tables = Entity.metadata.tables
    return {
        name: [tuple(row) for row in work.session.execute(select(tables[name]).order_by(tables[name].c.id))]
        for name in OWNED
    }


STATUSES = ("held", "requested", "confirmed")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_press_of_anothers_button_acts(database: Database, who: str, status: str) -> None:
    house = House(database)
    made = await house.furnish(status=status)
    mine = {"cleo": Role.CLIENT, "ana": Role.TRAINER, "ada": Role.ADMIN}.get(who)
    routes, _notices = load()
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
        before = await house.owned()
        answer = await house.hear(who, Tapped(build(*made).pack()))
        assert await house.owned() == before, f"{who} changed something by {kind.__name__}"
        assert answer.screen.text or answer.screen.title or answer.screen.toast or answer.screen.form, kind


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_form_of_anothers_changes_anything(database: Database, who: str) -> None:
    house = House(database)
    made = await house.furnish(status="requested")
    routes, _notices = load()
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
            trainer_views.EditSeason,
            views.AskTrip,
        )
        if who in ("ana", "ada") or (own and who != "stranger"):
            continue
        before = await house.owned()
        values = {
            "reason": "x",
            "cancel": "24",
            "late": "used",
            "hours": "mon 9-10",
            "time": "fri 9-10 x",
            "city": "Paris",
        }
        await house.hear(who, Submitted(MADE[kind](*made).pack(), values))
        assert await house.owned() == before, f"{who} changed something by the form of {kind.__name__}"


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_command_changes_what_is_anothers(database: Database, who: str) -> None:
    house = House(database)
    await house.furnish(status="confirmed")
    routes, _notices = load()
    phrases = {" ".join(each.words) for known in routes.commands.values() for each in known}
    for phrase in sorted(phrases - OF_THEIR_OWN.get(who, set())):
        before = await house.owned()
        await house.hear(who, Said(f"/{phrase}"))
        await house.hear(who, Said(f"{phrase} mon-fri 25-99"))
        assert await house.owned() == before, f"{who} changed something by typing {phrase!r}"


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_link_acts(database: Database, who: str) -> None:
    house = House(database)
    made = await house.furnish(status="confirmed")
    for kind, build in MADE.items():
        if not kind.acts:
            continue
        before = await house.owned()
        await house.hear(who, Opened(build(*made).pack()))
        assert await house.owned() == before, f"a link to {kind.__name__} acted"
