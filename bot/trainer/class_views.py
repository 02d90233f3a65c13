"""The actions of classes and their rosters, and a class as a line of a list."""

from bot.dialogue.actions import Action
from bot.dialogue.screen import Section, choice, list_of
from bot.dialogue.words import _, ngettext, when
from domain.classes.ports import Roster
from domain.classes.running import is_enough


class OpenClasses(Action, code="kl"):
    """Those that the trainer gives."""


class AddClass(Action, code="kn"):
    """Give a class: a form."""


class SaveClass(Action, code="ks", acts=True):
    """Give a class from now on, as it was echoed."""

    draft: int


class EndClass(Action, code="ke", acts=True):
    """Give it no more; who is in it stays."""

    group: int


class TakeUpClass(Action, code="ku", acts=True):
    """Give one again that was ended."""

    group: int


class OpenRoster(Action, code="kr"):
    """Who comes to a class."""

    session: int


class AskCallOff(Action, code="kx"):
    """Call a date off with a word of why: a form."""

    session: int
    version: int


class RunAnyway(Action, code="kw", acts=True):
    """A date takes place with as many as there are."""

    session: int
    version: int


class AskTellAll(Action, code="km"):
    """Write to everybody in a class: a form."""

    session: int


def places_said(roster: Roster) -> str:
    """Such as "2 of 8 places taken, 4 needed"."""
    taken = ngettext(
        "{n} of {all} places taken", "{n} of {all} places taken", roster.seated, all=roster.session.capacity
    )
    if is_enough(roster) or roster.date.due_at is None:
        return taken
    return _("{taken}, {n} needed", taken=taken, n=roster.group.minimum)


def roster_section(roster: Roster) -> Section:
    """A line of a list, with the way to who comes."""
    line = list_of([when(roster.session.starts), roster.service.name, places_said(roster)])
    return Section(line, (choice(_("Who comes"), OpenRoster(roster.session.id)),))
