"""The actions that lead from one subject of the trainer's to another; each is answered in its
subject's file.
"""

from bot.dialogue.actions import Action


class OpenCard(Action, code="rb"):
    """The card of a booking, as it stands."""

    booking: int


class SeeHealth(Action, code="hc"):
    """What the client of this booking answered."""

    booking: int


class WantHealth(Action, code="hf", acts=True):
    """Ask clients for a health form before they are approved, or no longer."""

    on: bool


class AddBlock(Action, code="hb"):
    """Block time: a form."""


class EditHours(Action, code="hh"):
    """Set the weekly hours: a form."""


class Unblock(Action, code="hu", acts=True):
    block: int
