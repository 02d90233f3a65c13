"""Rooms and equipment: an admin says what there is, and everybody who works here sees who has it."""

from datetime import timedelta

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, stretch
from bot.trainer.lists import below
from bot.trainer.room_views import AddRoom, ChangeRoom, OpenRooms, RemoveRoom, SeeRoom, counted
from domain.base import Role
from domain.resources import service as resources
from domain.resources.model import Resource
from domain.resources.words import parse_resource

DESK = Role.TRAINER | Role.ADMIN
MOST_SHOWN = 20
_AHEAD = timedelta(days=14)


class Room(BaseModel):
    name: str = Field(
        title=N_("Its name, and how many there are"), examples=[N_("Studio 1, or: 10 mats")], max_length=70
    )


@command(
    *("room", "rooms", "hub room", "hub rooms", "sala", "salas", "hub sala", "hub salas"),
    who=DESK,
    takes_words=True,
)
def room_typed(turn: Turn, rest: str) -> Screen:
    """Such as "room Studio 1" or "room 10 mats"; of what there is already, who has it; alone, all of them."""
    if not rest:
        return rooms_screen(turn)
    known = next((each for each in turn.work.resources.all() if fold(each.name) == fold(rest)), None)
    return see_room(turn, SeeRoom(known.id)) if known else _added(turn, rest)


@on(OpenRooms, who=DESK)
def open_rooms(turn: Turn, _asked: OpenRooms) -> Screen:
    return below(turn, rooms_screen(turn))


def rooms_screen(turn: Turn) -> Screen:
    known = turn.work.resources.all()
    is_admin = bool(turn.person.roles & Role.ADMIN)
    how = _("Type for example: room Studio 1, or: room 10 mats") if is_admin else ""
    return Screen(
        title=_("Rooms and equipment"),
        text=lines("" if known else _("None yet."), how, _("What a service needs: needs Spin Studio 1")),
        sections=tuple(_section(each, is_admin) for each in known[:MOST_SHOWN]),
        choices=((choice(_("New room or thing"), AddRoom()),),) if is_admin else (),
        private=True,
    )


def _section(resource: Resource, is_admin: bool) -> Section:
    see = choice(_("Who has it"), SeeRoom(resource.id))
    own: tuple[Choice, ...] = (
        choice(_("Change"), ChangeRoom(resource.id)),
        choice(_("Remove"), RemoveRoom(resource.id)),
    )
    return Section(counted(resource), (see, *own) if is_admin else (see,))


@on(SeeRoom, who=DESK)
def see_room(turn: Turn, wanted: SeeRoom) -> Screen:
    """Two weeks of it; for those who work here, whoever's session it is."""
    resource = turn.work.resources.resource(wanted.resource)
    uses = turn.work.resources.uses(resource.id, turn.now, turn.now + _AHEAD)
    said = (
        list_of(
            [
                stretch(each.session.starts, each.session.ends),
                each.trainer.name,
                each.service.name,
                f"× {each.units}" if each.units > 1 else "",
            ]
        )
        for each in uses[:MOST_SHOWN]
    )
    text = lines(*said) or _("Nobody has it in the next two weeks.")
    return below(turn, Screen(title=counted(resource), text=text, private=True))


@on(AddRoom, who=Role.ADMIN)
def ask_room(turn: Turn, asked: AddRoom) -> Screen:
    return below(turn, Screen(title=_("New room or thing"), form=asked.pack()))


@answers(AddRoom, Room)
def room_filled(turn: Turn, asked: AddRoom, form: Room) -> Screen:
    return _added(turn, form.name)


def _added(turn: Turn, typed: str) -> Screen:
    made = resources.add(turn.work, turn.person, *parse_resource(typed), now=turn.now)
    shown = rooms_screen(turn)
    return shown.with_toast(_("{name} can be needed now.", name=counted(made)))


@on(ChangeRoom, who=Role.ADMIN)
def ask_change(turn: Turn, asked: ChangeRoom) -> Screen:
    resource = turn.work.resources.resource(asked.resource)
    now = f"{resource.count} {resource.name}" if resource.count > 1 else resource.name
    return below(turn, Screen(title=_("Change"), text=now, form=asked.pack()))


@answers(ChangeRoom, Room)
def change_filled(turn: Turn, asked: ChangeRoom, form: Room) -> Screen:
    name, count = parse_resource(form.name)
    resources.change(turn.work, turn.person, asked.resource, name, count)
    return rooms_screen(turn)


@on(RemoveRoom, who=Role.ADMIN)
def remove_room(turn: Turn, wanted: RemoveRoom) -> Screen:
    gone = resources.remove(turn.work, turn.person, wanted.resource)
    turn.work.flush()
    return rooms_screen(turn).with_toast(_("Removed: {name}", name=gone.name))
