"""The actions that lead from one subject of the trainer's to another; each is answered in its
subject's file.
"""

from bot.dialogue.actions import Action


class AddBlock(Action, code="hb"):
    """Block time: a form."""


class EditHours(Action, code="hh"):
    """Set the weekly hours: a form."""


class Unblock(Action, code="hu", acts=True):
    block: int
