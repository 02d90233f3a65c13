"""Who can be booked, and what is said where nobody's time is free: full, not open yet, or no longer there."""

from bot.client.named import by_word
from bot.client.views import OpenTrainer
from bot.dialogue.actions import Home
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.trainers.model import Trainer


def bookable(turn: Turn) -> list[Trainer]:
    """Those who offer something at some time; whoever trains here does not book themself."""
    return [each for each in turn.work.trainers.bookable(turn.now) if each.person_id != turn.person.id]


def train_with(trainers: list[Trainer]) -> list[Choice]:
    return [
        choice(_("Train with {name}", name=each.name), OpenTrainer(each.slug), word=by_word(each))
        for each in trainers
    ]


def none_free(turn: Turn, trainer: Trainer, wait: tuple[Row, ...] = (), why: str = "") -> Screen:
    """No dead end: where nothing is free, somebody may wait, and a message still gets through; where nothing
    ever is, there are others to train with. ``why``: it was not the trainer's time that was lacking.
    """
    others = bookable(turn)
    menu = (choice(_("Menu"), Home()),)
    name = trainer.name
    if trainer in others:
        none = _("{name} has no free times in the next weeks. Write here and {name} will read it.", name=name)
        return Screen(title=name, text=why or none, choices=(*wait, menu))
    return Screen(title=name, text=_why_none(turn, trainer), choices=(*rows(train_with(others)), menu))


def _why_none(turn: Turn, trainer: Trainer) -> str:
    if not trainer.active:
        return _("{name} takes no bookings at the moment.", name=trainer.name)
    read = turn.work.people.reach(trainer.person_id, Role.TRAINER)
    return lines(
        _("{name} is not taking bookings yet.", name=trainer.name),
        _("Write here and {name} will read it.", name=trainer.name) if read else "",
    )
