"""The actions of rooms and equipment, and how they are said."""

from collections.abc import Iterable
from datetime import date

from bot.dialogue.actions import Action
from bot.dialogue.screen import list_of
from bot.dialogue.words import _
from domain.resources.model import Resource
from domain.resources.ports import Need


class OpenRooms(Action, code="ko"):
    """All rooms and things of the studio."""


class AddRoom(Action, code="ka"):
    """Something that services may need: a form."""


class ChangeRoom(Action, code="kh"):
    """Its name, and how many there are: a form."""

    resource: int


class RemoveRoom(Action, code="kd", acts=True):
    resource: int


class SeeRoom(Action, code="kq"):
    """Who has it in the days to come."""

    resource: int


class OpenNeeds(Action, code="kt"):
    """What services need."""


class EditNeeds(Action, code="kf"):
    """What each session of a service needs: a form."""

    service: int


class UseInstead(Action, code="ki", acts=True):
    """Give a session another room than the one that it lacks."""

    session: int
    missing: int
    resource: int


class KeepWith(Action, code="kz", acts=True):
    """Give a date of a class its session with another room than the one that it lacks; or all its dates."""

    group: int
    missing: int
    resource: int
    day: date | None = None


def counted(resource: Resource) -> str:
    """Such as "Mats × 10"."""
    return f"{resource.name} × {resource.count}" if resource.count > 1 else resource.name


def needs_said(needs: Iterable[Need]) -> str:
    """Such as "Studio 1 · 8 Mats"."""
    said = (f"{each.units} {each.resource.name}" if each.units > 1 else each.resource.name for each in needs)
    return list_of([*said]) or _("nothing")
