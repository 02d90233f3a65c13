"""What an hour costs wherever a trainer has set no price: shown, and set by an admin in one line."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money, ngettext
from domain.base import Role
from domain.trainers.offers import set_rate


@command("studio rate", "hub studio rate", "tarifa", "hub tarifa", who=Role.ADMIN, takes_words=True)
def rate_typed(turn: Turn, rest: str) -> Screen:
    """Such as "studio rate 50 EUR"; alone, how it stands."""
    if rest:
        set_rate(turn.work, turn.person, rest, currency=turn.studio.currency, now=turn.now)
    rate, follow = turn.work.trainers.rate(), len(turn.work.trainers.at_rate())
    if rate is None:
        said = _("The studio has no rate yet: each trainer sets prices. Type for example: studio rate 50 EUR")
        return Screen(text=said, private=True)
    return Screen(
        text=lines(
            _("An hour costs {price}, where a trainer has set no price.", price=money(rate.price)),
            ngettext("{n} service costs that.", "{n} services cost that.", follow),
            _("What is booked already keeps its price.") if rest else "",
        ),
        private=True,
    )
