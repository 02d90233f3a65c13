"""Classes as clients find them: all that are given here, and one by its name in a sentence."""

import re

from bot.client.named import find_trainer, is_name_of
from bot.client.trainers import OpenService, service_label, trainer_of, trainer_screen
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from domain.base import Role
from domain.trainers.model import Service, Trainer

_WITH_WHOM = re.compile(r"(?P<what>.+) (?:with|con) (?P<who>.+)")


class ShowClasses(Action, code="kc", word=N_("CLASSES")):
    """All classes of the studio."""


@on(ShowClasses, who=Role.CLIENT)
def show_classes(turn: Turn, _action: ShowClasses) -> Screen:
    given = [each for each in turn.work.trainers.offered() if each.in_classes]
    by_id = {each.id: each for each in turn.work.trainers.active()} if given else {}
    ways = [
        choice(
            list_of([service_label(each), by_id[each.trainer_id].name]),
            OpenService(each.id),
            word=each.name.upper(),
        )
        for each in given
    ]
    text = "" if ways and turn.by_text else _("Which class?") if ways else _("There are no classes just now.")
    return Screen(title=_("Classes"), text=text, choices=(*rows(ways), (choice(_("Menu"), Home()),)))


@command("classes", "class", "clases", "clase", who=Role.CLIENT)
def classes_typed(turn: Turn, rest: str) -> Screen:
    return show_classes(turn, ShowClasses())


@command("book", "join", "reservar", who=Role.CLIENT, takes_words=True)
def service_named(turn: Turn, rest: str) -> Screen | None:
    """Such as "join spin" or "yoga with ana": words that are more than names mean something else."""
    trainer, parts = None, _WITH_WHOM.fullmatch(fold(rest))
    if parts and (trainer := find_trainer(turn, parts["who"])) and is_name_of(trainer, parts["who"]):
        rest = parts["what"]
    known = named_service(turn, rest, trainer)
    if known is None or fold(rest) != fold(known[0].name):
        return None
    return trainer_screen(turn, known[1], known[0])


def named_service(turn: Turn, words: str, trainer: Trainer | None = None) -> tuple[Service, Trainer] | None:
    """The service whose whole name is among these words, first that of whom they train with; ``trainer`` is
    who was named.
    """
    said = fold(words)
    named = [
        each
        for each in turn.work.trainers.offered()
        if (trainer is None or each.trainer_id == trainer.id)
        and re.search(rf"(?<!\w){re.escape(fold(each.name))}(?!\w)", said)
    ]
    if not named:
        return None
    known = trainer or trainer_of(turn)
    theirs = (each for each in named if known and each.trainer_id == known.id)
    return turn.work.trainers.service(next(theirs, named[0]).id)
