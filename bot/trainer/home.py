"""The trainer's board and its parts: requests, today and the week, each session with what can be done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue.actions import ClientSide
from bot.dialogue.routes import board, command
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, Section, choice, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, local, stretch
from bot.inbox import inbox_section, inbox_way
from bot.languages import other_languages
from bot.notices.registry import Notice, notice
from bot.quiet import OpenQuiet
from bot.told import OpenTold
from bot.trainer.cards import section
from bot.trainer.class_views import OpenClasses, roster_section
from bot.trainer.desk_views import OpenDesk
from bot.trainer.menus import commands_for
from bot.trainer.money_views import OpenEarnings
from bot.trainer.package_views import OpenHolders, OpenPackages
from bot.trainer.refund_lists import refund_sections
from bot.trainer.template_views import AskBook
from bot.trainer.views import (
    AddBlock,
    AskAway,
    AskClose,
    AskLate,
    EditHours,
    OpenServices,
    Unblock,
    WantHealth,
)
from domain.base import Role
from domain.bookings.attendance import LOOKS_BACK, to_settle
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.errors import NotFound
from domain.intervals import Interval
from domain.lateness.service import next_of
from domain.memberships.desks import desk_of
from domain.memberships.model import State
from domain.schedule.model import Block
from domain.trainers.model import Trainer
from domain.zones import whole_day

_SHOWN = (*FIRM, Status.COMPLETED, Status.NO_SHOW)
_BOOKED = tuple(status for status in _SHOWN if status is not Status.REQUESTED)
MOST_BLOCKS = 10


@board("home", who=Role.TRAINER)
def home(turn: Turn) -> Screen:
    listed = () if turn.event.is_press else commands_for(turn.person)
    return replace(home_screen(turn, trainer_of(turn)), commands=listed)


@notice("trainer_home")
def refreshed(told_of: Notice) -> Screen:
    return home_screen(told_of, told_of.work.trainers.trainer(told_of.subject_id))


def trainer_of(scene: Scene) -> Trainer:
    """The trainer that the actor is. Raises NotFound."""
    trainer = scene.work.trainers.of_person(scene.person.id)
    if trainer is None:
        raise NotFound
    return trainer


def home_screen(scene: Scene, trainer: Trainer) -> Screen:
    """Requests, each of them once; then what is still to settle, today, and the six days after."""
    today = local(scene.now).date()
    this_day, week = (
        whole_day(trainer.zone_at(scene.now), today),
        whole_day(trainer.zone_at(scene.now), today + timedelta(days=1), 6),
    )
    before = scene.work.bookings.of_trainer(
        trainer.id, this_day.start - LOOKS_BACK, this_day.start, (Status.CONFIRMED,)
    )
    return Screen(
        title=_("{name}’s desk", name=trainer.name),
        sections=(
            *inbox_section(scene),
            *_requests(scene, trainer),
            *(_list(_("Still to settle"), _each(scene, before), "") if before else ()),
            *_today(scene, trainer, _BOOKED),
            *_list(_("The week"), _booked(scene, trainer, week, _BOOKED), _("Nothing in the next six days.")),
            *_blocks(scene, trainer),
        ),
        choices=(
            *_now(scene, trainer),
            (choice(_("Block time"), AddBlock()), choice(_("Sick today"), AskAway())),
            (choice(_("Set hours"), EditHours()), choice(_("Book for a client"), AskBook())),
            (choice(_("Services"), OpenServices()), choice(_("Classes"), OpenClasses())),
            (
                choice(_("Packages"), OpenPackages()),
                choice(_("Credits"), OpenHolders()),
                choice(_("Earnings"), OpenEarnings()),
            ),
            *_desk_plan(scene, trainer),
            (forms_switch(trainer), *other_languages(scene.person.locale)),
            (choice(_("Quiet hours"), OpenQuiet()), choice(_("Notifications"), OpenTold()), inbox_way(scene)),
            *own(scene),
        ),
        subject=("home", trainer.id),
    )


def _close(scene: Scene, trainer: Trainer) -> tuple[Row, ...]:
    """The way to settle all that has begun, where anything has."""
    waiting = to_settle(scene.work, trainer, now=scene.now)
    return ((choice(_("Close my day"), AskClose(), "primary"),),) if waiting else ()


def _now(scene: Scene, trainer: Trainer) -> tuple[Row, ...]:
    """What may be wanted at this very hour."""
    near = next_of(scene.work, trainer, now=scene.now)
    late = ((choice(_("Running late"), AskLate()),),) if near else ()
    return (*_close(scene, trainer), *late)


def _desk_plan(scene: Scene, trainer: Trainer) -> tuple[Row, ...]:
    """The way to the desk that is offered or paid for."""
    found = desk_of(scene.work, trainer)
    shown = found is not None and (found.is_live or found.state is State.OPEN)
    return ((choice(_("Desk plan"), OpenDesk()),),) if shown else ()


def forms_switch(trainer: Trainer) -> Choice:
    label = _("Stop asking for health forms") if trainer.wants_health else _("Ask for health forms")
    return choice(label, WantHealth(not trainer.wants_health))


def own(scene: Scene) -> tuple[Row, ...]:
    """The other side of those who are clients as well."""
    trains_too = scene.person.roles & Role.CLIENT
    return ((choice(_("My own sessions"), ClientSide()),),) if trains_too else ()


def _requests(scene: Scene, trainer: Trainer) -> tuple[Section, ...]:
    """One line for each that one answer settles: a session, all the dates of a standing slot, a refund."""
    from bot.trainer.standing import request_sections

    until = scene.now + timedelta(days=trainer.horizon_days)
    ahead = scene.work.bookings.of_trainer(trainer.id, scene.now, until, (Status.REQUESTED,))
    alone = [sheet for sheet in ahead if sheet.booking.standing_id is None]
    waiting = [
        *request_sections(scene, trainer),
        *_each(scene, alone),
        *refund_sections(scene, trainer),
    ]
    return _list(_("Requests"), waiting, _("No request is waiting."))


def _today(scene: Scene, trainer: Trainer, statuses: tuple[Status, ...] = _SHOWN) -> tuple[Section, ...]:
    today = local(scene.now).date()
    span = whole_day(trainer.zone_at(scene.now), today)
    shown = _booked(scene, trainer, span, statuses)
    return _list(_("Today, {day}", day=day(today)), shown, _("Nothing today."))


def _list(title: str, shown: list[Section], empty: str) -> tuple[Section, ...]:
    return (Section(title=title), *(shown or (Section(empty),)))


def _each(scene: Scene, sheets: Iterable[Sheet]) -> list[Section]:
    return [section(scene, sheet) for sheet in sheets]


def _booked(scene: Scene, trainer: Trainer, span: Interval, statuses: tuple[Status, ...]) -> list[Section]:
    """The sessions of a stretch of time in order; a class stands there once, whoever is in it."""
    sheets = scene.work.bookings.of_trainer(trainer.id, *span, statuses)
    shown = [
        (sheet.booking.starts, section(scene, sheet))
        for sheet in sheets
        if not sheet.booking.session.is_class
    ]
    shown += [
        (each.session.starts, roster_section(each)) for each in scene.work.classes.rosters(trainer.id, *span)
    ]
    return [each for _starts, each in sorted(shown, key=lambda one: one[0])]


def _blocks(scene: Scene, trainer: Trainer) -> tuple[Section, ...]:
    """The time that is kept free, with the way to open it again."""
    until = scene.now + timedelta(days=trainer.horizon_days)
    kept = scene.work.schedule.blocks(trainer.id, scene.now, until)[:MOST_BLOCKS]
    shown = (*closure_sections(scene, scene.now, until), *map(block_section, kept))
    return (Section(title=_("Blocked time")), *shown) if shown else ()


def closure_sections(scene: Scene, since: datetime, until: datetime) -> tuple[Section, ...]:
    """When the studio is shut; an admin opens it again."""
    closures = scene.work.schedule.closures(since, until)[:MOST_BLOCKS]
    return tuple(
        Section(list_of([stretch(each.starts, each.ends), _("the studio is shut"), each.reason]))
        for each in closures
    )


def block_section(block: Block) -> Section:
    line = list_of([stretch(block.starts, block.ends), block.reason])
    return Section(line, (choice(_("Open again"), Unblock(block.id)),))


@command("today", "hoy", "hub today", "hub hoy", who=Role.TRAINER)
def today(turn: Turn, rest: str) -> Screen:
    """Today's sessions in order."""
    return today_screen(turn, trainer_of(turn))


def today_screen(scene: Scene, trainer: Trainer) -> Screen:
    return Screen(
        sections=_today(scene, trainer),
        choices=_now(scene, trainer),
        subject=("today", trainer.id),
        private=True,
    )


@command("week", "semana", "hub week", "hub semana", who=Role.TRAINER)
def week(turn: Turn, rest: str) -> Screen:
    """The next seven days."""
    return week_screen(turn, trainer_of(turn))


def week_screen(scene: Scene, trainer: Trainer) -> Screen:
    span = whole_day(trainer.zone_at(scene.now), local(scene.now).date(), 7)
    shown = _list(_("The next seven days"), _booked(scene, trainer, span, _SHOWN), _("Nothing is booked."))
    return Screen(sections=shown, subject=("week", trainer.id), private=True)


@command("requests", "solicitudes", "hub requests", "hub solicitudes", who=Role.TRAINER)
def requests(turn: Turn, rest: str) -> Screen:
    """What waits for an answer."""
    return requests_screen(turn, trainer_of(turn))


def requests_screen(scene: Scene, trainer: Trainer) -> Screen:
    return Screen(sections=_requests(scene, trainer), subject=("requests", trainer.id), private=True)
