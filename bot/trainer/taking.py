"""Credits that were given by mistake are taken back, with a word of why."""

import re
from typing import Annotated

from pydantic import BaseModel, Field

from bot.credits import lot_name
from bot.dialogue.forms import readable
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, ngettext
from bot.trainer.credits import credits_screen
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import AskTakeBack
from bot.trainer.standing import client_named
from domain.access import require_trainer
from domain.base import Role
from domain.packages.taking import take_back, was_paid
from domain.packages.words import read_sessions

_COUNT = re.compile(r"(?P<n>[0-9]{1,3})(?: (?:credits?|sessions?|créditos?|sesiones|sesión|bonos?)\b)?")


class Taken(BaseModel):
    count: Annotated[str, readable(read_sessions)] = Field(
        title=N_("How many credits"), examples=["1"], max_length=20
    )
    reason: str = Field(
        title=N_("Why (it is kept, and the client can read it)"),
        examples=[N_("Given twice by mistake")],
        max_length=200,
    )


@command("take back", "hub take back", "quitar bonos", "hub quitar bonos", who=Role.TRAINER, takes_words=True)
def take_back_typed(turn: Turn, rest: str) -> Screen:
    """Such as "take back sam 2 credits given twice": of what was given to them last."""
    how = _("Whose? Type for example: take back sam 2 credits given twice")
    trainer = trainer_of(turn)
    client, more = client_named(turn, trainer, rest)
    if client is None:
        return Screen(text=how, private=True)
    held = turn.work.packages.holdings(client.id, trainer.id)
    lots = [each.lot for each in held if each.free and not was_paid(turn.work, each.lot)]
    if not lots:
        return credits_screen(turn, client).with_toast(_("Nothing of theirs can be taken back."))
    lot = max(lots, key=lambda each: (each.given_at, each.id))
    found = _COUNT.match(more.casefold())
    reason = more[found.end() :].strip(" ,:") if found else ""
    if found is None or not reason:
        return ask_take_back(turn, AskTakeBack(lot.id))
    return _taken(turn, lot.id, int(found["n"]), reason)


@on(AskTakeBack, who=Role.TRAINER)
def ask_take_back(turn: Turn, asked: AskTakeBack) -> Screen:
    lot = turn.work.packages.lot(asked.lot)
    require_trainer(turn.person, turn.work.trainers.trainer(lot.trainer_id))
    title = _("Take back: {name}", name=lot_name(lot.name))
    return below(turn, Screen(title=title, form=asked.pack()))


@answers(AskTakeBack, Taken)
def taken(turn: Turn, asked: AskTakeBack, form: Taken) -> Screen:
    return _taken(turn, asked.lot, read_sessions(form.count), form.reason)


def _taken(turn: Turn, lot_id: int, count: int, reason: str) -> Screen:
    lot = take_back(turn.work, turn.person, lot_id, count, reason=reason, now=turn.now)
    client = turn.work.people.person(lot.client_id)
    said = ngettext(
        "{n} credit taken back. {name} is told.",
        "{n} credits taken back. {name} is told.",
        count,
        name=client.first_name,
    )
    return credits_screen(turn, client).with_toast(said)
