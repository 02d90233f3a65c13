"""The actions about desk plans, as a trainer and an admin have them."""

from bot.dialogue.actions import Action
from bot.memberships import Want


class OpenDesk(Action, code="dp"):
    """A trainer's own desk plan."""


class SetDesk(Action, code="dw", acts=True):
    """Have it end, rest, or go on."""

    membership: int
    want: Want


class OpenDesks(Action, code="dk"):
    """Every trainer's desk plan."""


class OfferDesk(Action, code="do"):
    """Offer a trainer a desk: a form."""

    trainer: int
