"""Where a trainer trains people, as clients are told it."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.home import trainer_of
from domain.base import Role
from domain.trainers.service import train_at

_NOWHERE = {"off", "none", "-", "no", "ninguno"}


@command("place", "hub place", "lugar", "hub lugar", who=Role.TRAINER, takes_words=True)
def place_typed(turn: Turn, rest: str) -> Screen:
    """Such as "place Studio 2, 5 High Street"; alone, how it stands."""
    trainer = trainer_of(turn)
    if rest:
        train_at(turn.person, trainer, "" if rest.casefold() in _NOWHERE else rest)
    said = (
        _("Clients are told to come to: {place}", place=trainer.place)
        if trainer.place
        else _("Clients are not told where to come. Type: place Studio 2, 5 High Street")
    )
    return Screen(text=said, private=True)
