"""What who speaks for another is told: the child has come of age, or somebody ended it."""

from bot.client.family import agreement_of_age
from bot.client.views import OpenFamily
from bot.dialogue.screen import Screen, choice
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from domain.family.rules import is_asked


@notice("client_of_age")
def of_age(told_of: Notice) -> Screen | None:
    """Nothing where it was settled meanwhile."""
    bond = told_of.work.family.bond(told_of.subject_id)
    return agreement_of_age(bond) if is_asked(bond.terms) else None


@notice("client_bond_ended")
def bond_ended(told_of: Notice) -> Screen:
    """By the other themself, or by the studio."""
    bond = told_of.work.family.bond(told_of.subject_id)
    said = _("You no longer book for {name}: that was ended.", name=bond.person.first_name)
    return Screen(text=said, choices=((choice(_("Whom you book for"), OpenFamily()),),), fresh=True)
