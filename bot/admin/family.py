"""Who books for whom in the studio, and an end to it."""

from bot.client.family import full_day
from bot.dialogue.actions import Action
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, Section, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.family import service as family
from domain.family.ports import Bond
from domain.family.rules import is_asked, of_age_on


class OpenFamilies(Action, code="af"):
    """Who books for whom."""


class AskEndBond(Action, code="aq"):
    bond: int


class EndBond(Action, code="ax", acts=True):
    bond: int


@on(OpenFamilies, who=Role.ADMIN)
def show_families(turn: Turn, _action: OpenFamilies) -> Screen:
    """Everybody who books for somebody else, each with the way to end it."""
    bonds = turn.work.family.standing()
    shown = tuple(Section(_line(bond), (choice(_("End"), AskEndBond(bond.terms.id)),)) for bond in bonds)
    return Screen(
        title=_("Who books for whom"),
        sections=shown or (Section(_("Nobody books for anybody else.")),),
        private=True,
    )


@command("families", "familias", "hub families", "hub familias", who=Role.ADMIN)
def families_typed(turn: Turn, rest: str) -> Screen:
    return show_families(turn, OpenFamilies())


def _line(bond: Bond) -> str:
    names = {"name": bond.person.name, "speaker": bond.speaker.name}
    if is_asked(bond.terms):
        return _("{speaker} for {name}, who has not agreed yet", **names)
    if bond.terms.born_on is None:
        return _("{speaker} for {name}, who agreed", **names)
    day = full_day(of_age_on(bond.terms.born_on))
    return _("{speaker} for {name}, as the guardian until {day}", day=day, **names)


@on(AskEndBond, who=Role.ADMIN)
def ask_end(turn: Turn, asked: AskEndBond) -> Screen:
    """Say what it means before it is done."""
    bond = family.bond_of(turn.work, turn.person, asked.bond)
    names = {"name": bond.person.name, "speaker": bond.speaker.name}
    return Screen(
        title=_("End it?"),
        text=_(
            "{speaker} can't book for {name} any more, and is told so. What is booked stays booked.", **names
        ),
        choices=((choice(_("End it"), EndBond(asked.bond), "danger"), choice(_("Back"), OpenFamilies())),),
        private=True,
    )


@on(EndBond, who=Role.ADMIN)
def end(turn: Turn, wanted: EndBond) -> Screen:
    family.end(turn.work, turn.person, wanted.bond, now=turn.now)
    turn.work.flush()
    return show_families(turn, OpenFamilies()).with_toast(_("That is ended."))
