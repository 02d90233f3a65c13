"""What can be pressed on the steps of a sequence: what follows a campaign."""

from bot.dialogue.actions import Action
from domain.campaigns.model import Unless


class AddFollowUp(Action, code="ia"):
    """One more message after the last: a form."""

    campaign: int


class OpenStep(Action, code="ib"):
    """The card of one step, or of the first, which is the whole's."""

    campaign: int


class WriteFollowUp(Action, code="ic"):
    """What a step says: a form."""

    campaign: int


class SetDays(Action, code="id", acts=True):
    campaign: int
    days: int


class AskDays(Action, code="ie"):
    """Any number of days: a form."""

    campaign: int


class SetUnless(Action, code="if", acts=True):
    campaign: int
    unless: Unless


class DropFollowUp(Action, code="ig", acts=True):
    campaign: int
