"""What services need of rooms and equipment, the sessions that lack it, and another room for them."""

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, ngettext, when
from bot.trainer.class_views import OpenRoster
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.room_views import EditNeeds, OpenNeeds, OpenRooms, UseInstead, needs_said
from bot.trainer.views import OpenCard
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.rules import FIRM
from domain.errors import Unreadable
from domain.intervals import Interval
from domain.resources import service as resources
from domain.resources.ports import Need
from domain.resources.service import Lack
from domain.resources.units import busy, others
from domain.resources.words import parse_needs
from domain.trainers.model import Service

DESK = Role.TRAINER | Role.ADMIN
MOST_LACKS = 10
_ROOMS = 2  # that are offered instead


class NoSuchService(Unreadable):
    """I could not find the service in “{words}”. Try: needs Spin Studio 1, 8 mats."""


class Needs(BaseModel):
    needs: str = Field(
        title=N_("What does each session need?"), examples=[N_("Studio 1, 8 mats")], max_length=200
    )


@command("needs", "need", "hub needs", "hub need", "necesita", "hub necesita", who=DESK, takes_words=True)
def needs_typed(turn: Turn, rest: str) -> Screen:
    """Such as "needs spin studio 1, 8 mats", or "needs spin nothing"; alone, what all of them need."""
    if not rest:
        return needs_screen(turn)
    for service in sorted(_services(turn), key=lambda each: -len(each.name)):
        size = len(service.name.split())
        words = rest.split()
        if fold(" ".join(words[:size])) == fold(service.name):
            told = " ".join(words[size:])
            return _set(turn, service, told) if told else ask_needs(turn, EditNeeds(service.id))
    raise NoSuchService(words=rest)


@on(OpenNeeds, who=DESK)
def open_needs(turn: Turn, _asked: OpenNeeds) -> Screen:
    return below(turn, needs_screen(turn))


def needs_screen(turn: Turn) -> Screen:
    """Each service with what it needs; and the sessions that have it not."""
    services = _services(turn)
    return Screen(
        title=_("What services need"),
        text=_("Type for example: needs Spin Studio 1, 8 mats"),
        sections=(*(_section(turn, each) for each in services), *_lacking(turn, services)),
        choices=((choice(_("Rooms and equipment"), OpenRooms()),),),
        private=True,
    )


def _services(turn: Turn) -> list[Service]:
    """A trainer's own; an admin's are everybody's."""
    if turn.person.roles & Role.ADMIN:
        return turn.work.trainers.offered()
    return turn.work.trainers.all_services(trainer_of(turn).id)


def _section(turn: Turn, service: Service) -> Section:
    needs = turn.work.resources.needs(service.id)
    whose = turn.work.trainers.trainer(service.trainer_id).name if turn.person.roles & Role.ADMIN else ""
    said = list_of([service.name, whose, _("needs: {what}", what=needs_said(needs))])
    return Section(said, (choice(_("Change"), EditNeeds(service.id)),))


@on(EditNeeds, who=DESK)
def ask_needs(turn: Turn, asked: EditNeeds) -> Screen:
    service, trainer = turn.work.trainers.service(asked.service)
    require_trainer(turn.person, trainer)
    now = _("needs: {what}", what=needs_said(turn.work.resources.needs(service.id)))
    there = [each.name for each in turn.work.resources.all()]
    text = lines(list_of([service.name, now]), _("There are: {names}", names=list_of(there)) if there else "")
    return below(turn, Screen(title=_("What it needs"), text=text, form=asked.pack()))


@answers(EditNeeds, Needs)
def needs_filled(turn: Turn, asked: EditNeeds, form: Needs) -> Screen:
    service, _trainer = turn.work.trainers.service(asked.service)
    return _set(turn, service, form.needs)


def _set(turn: Turn, service: Service, told: str) -> Screen:
    """Saved at once: what is booked stays, and what now lacks something is shown with its mend."""
    needs = parse_needs(told, turn.work.resources.all())
    resources.set_needs(turn.work, turn.person, service.id, needs, now=turn.now)
    turn.work.flush()
    return _after(turn, service, _("Saved. Times are offered only where it is free."))


def _after(turn: Turn, service: Service, said: str) -> Screen:
    now = _("needs: {what}", what=needs_said(turn.work.resources.needs(service.id)))
    return Screen(
        title=_("What it needs"),
        text=lines(list_of([service.name, now]), said),
        sections=_lacking(turn, [service]),
        choices=((choice(_("All services"), OpenNeeds()),),),
        private=True,
    )


def _lacking(turn: Turn, services: list[Service]) -> tuple[Section, ...]:
    """The sessions to come without what they need, and what can be done about each."""
    lacks = [
        lack
        for service in services
        if service.uses_resources
        for lack in resources.lacking(
            turn.work, service, turn.work.trainers.trainer(service.trainer_id), now=turn.now
        )
    ]
    if not lacks:
        return ()
    n = len(lacks)
    said = ngettext("{n} session has not what it needs:", "{n} sessions have not what they need:", n)
    return (Section(said), *(_lack(turn, each) for each in lacks[:MOST_LACKS]))


def _lack(turn: Turn, lack: Lack) -> Section:
    session, span = lack.session, busy(lack.session)
    instead = [
        choice(_("Use {room}", room=each.name), UseInstead(session.id, lack.need.resource.id, each.id))
        for each in [*others(turn.work, lack.need, span)][:_ROOMS]
    ]
    said = list_of([when(session.starts), lack.service.name, taken_said(turn, lack.need, span)])
    return Section(said, (*instead, *_another_time(turn, lack)))


def taken_said(turn: Turn, need: Need, span: Interval) -> str:
    """Such as "Studio 1 is taken: Tom (Running session)"."""
    who = ", ".join(resources.in_the_way(turn.work, need, span))
    if not who:
        return _("no {room} is left", room=need.resource.name)
    return _("{room} is taken: {who}", room=need.resource.name, who=who)


def _another_time(turn: Turn, lack: Lack) -> tuple[Choice, ...]:
    """The card of who is in it, from where it is moved."""
    if lack.session.is_class:
        return (choice(_("Who comes"), OpenRoster(lack.session.id)),)
    seated = turn.work.bookings.in_session(lack.session.id, FIRM)
    return tuple(choice(_("Another time"), OpenCard(sheet.booking.id)) for sheet in seated[:1])


@on(UseInstead, who=DESK)
def use_instead(turn: Turn, wanted: UseInstead) -> Screen:
    session = turn.work.resources.session(wanted.session)
    service, _trainer = turn.work.trainers.service(session.service_id)
    done = resources.use_instead(
        turn.work, turn.person, wanted.session, wanted.missing, wanted.resource, now=turn.now
    )
    turn.work.flush()
    room = turn.work.resources.resource(wanted.resource).name
    said = _("It has {room} now.", room=room) if done else _("{room} is taken by now.", room=room)
    return below(turn, _after(turn, service, said))
