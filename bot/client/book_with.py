"""Booking with what one has: from a package straight to the times of what it is good for."""

from collections.abc import Iterator

from bot.client.shop import for_sale
from bot.client.trainers import trainer_screen
from bot.client.views import BookWith, OpenShop
from bot.client.whom import meant
from bot.credits import living, lot_name
from bot.dialogue.actions import Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Row, Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _
from domain.base import Role
from domain.packages.ports import Holding
from domain.trainers.service import services_for

_MINE = ("my ", "the ", "mi ", "mis ", "el ", "la ")


@on(BookWith, who=Role.CLIENT)
def book_with(turn: Turn, wanted: BookWith) -> Screen:
    """Of several services that it is good for, the trainer's first."""
    lot = turn.work.packages.lot(wanted.lot)
    turn.speak_for(lot.client_id)
    held = turn.work.packages.holdings(lot.client_id, lot.trainer_id)
    only = next(each.services for each in held if each.lot.id == lot.id)
    trainer = turn.work.trainers.trainer(lot.trainer_id)
    fitting = [each for each in services_for(turn.work, trainer, lot.client_id) if each.id in only]
    return trainer_screen(turn, trainer, fitting[0] if fitting else None)


def ways_to_book(turn: Turn) -> tuple[Row, ...]:
    """One for each package of which something is left; a text has BOOK WITH and its name."""
    if turn.by_text:
        return ()
    named = [(lot_name(each.lot.name), each.lot.id) for each in _spendable(turn)]
    return rows([choice(_("Book with {name}", name=name), BookWith(lot)) for name, lot in named], 2)


@command("book with", "reservar con", who=Role.CLIENT, takes_words=True)
def book_with_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "book with my 10-pack"."""
    said = fold(rest)
    for each in _MINE:
        said = said.removeprefix(each)
    for held in _spendable(turn):
        if fold(lot_name(held.lot.name)) == said:
            return book_with(turn, BookWith(held.lot.id))
    return _none_of(turn, said)


def _none_of(turn: Turn, said: str) -> Screen | None:
    """A package that is sold, or was theirs; whatever else is booked with is none."""
    sold = [package.name for _trainer, package in for_sale(turn)]
    held = [
        lot_name(each.lot.name) for person in meant(turn) for each in turn.work.packages.holdings(person.id)
    ]
    name = next((each for each in [*sold, *held] if fold(each) == said), None)
    if name is None:
        return None
    text = _("Nothing is left of {name} to book with.", name=name)
    ways = (choice(_("Packages"), OpenShop(), word=_("BUY")), choice(_("Menu"), Home()))
    return Screen(text=text, choices=(*ways_to_book(turn), ways))


def _spendable(turn: Turn) -> Iterator[Holding]:
    for person in meant(turn):
        trainers = {each.lot.trainer_id for each in turn.work.packages.holdings(person.id)}
        for trainer_id in sorted(trainers):
            trainer = turn.work.trainers.trainer(trainer_id)
            for each in living(turn.work, person, trainer, turn.now):
                if each.free and trainer.active:
                    yield each
