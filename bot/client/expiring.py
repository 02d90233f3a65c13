"""More time for credits that will expire: the trainer is asked by one tap, or by EXTEND."""

from bot.client.views import AskLonger, OpenCredits
from bot.client.whom import is_named, meant
from bot.credits import lot_name
from bot.dialogue.actions import Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.packages.expiring import ask_longer, first_to_expire


@on(AskLonger, who=Role.CLIENT)
def asked_longer(turn: Turn, wanted: AskLonger) -> Screen:
    turn.speak_for(turn.work.packages.lot(wanted.lot).client_id)
    lot = ask_longer(turn.work, turn.person, wanted.lot, now=turn.now)
    name = turn.work.trainers.trainer(lot.trainer_id).name
    said = _("{name} is asked to let {package} last longer.", name=name, package=lot_name(lot.name))
    return _screen(said)


@command("extend", "ampliar", who=Role.CLIENT, takes_words=True)
def extend_typed(turn: Turn, rest: str) -> Screen | None:
    """What of theirs expires first."""
    if rest and not is_named(turn, rest):
        return None
    for person in meant(turn):
        if lot := first_to_expire(turn.work, person):
            return asked_longer(turn, AskLonger(lot.id))
    return _screen(_("Nothing of yours has a last day."))


def _screen(said: str) -> Screen:
    return Screen(text=said, choices=((choice(_("Your credits"), OpenCredits()), choice(_("Menu"), Home())),))
